"""Objects of one dataclass, frozen and slotted, taken apart into columns and made of columns.

An article is a hundred small objects. One by one, each is made by a call that sets field by field past its
own guard; by columns, that is a loop of C where it was built, and loops inside the interpreter elsewhere.
What is here is the specification. It must not know what the objects are for.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache, partial
from itertools import repeat
from types import ModuleType
from typing import Any

from index.kernel_choice import usable

compiled: ModuleType | None
try:
    from index import _shaping as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

# What index/compiled/shaping.c must say it is; raised there and here with every change of what it gives.
COMPILED_VERSION = 1

Columns = list[list[Any]]


class Shape:
    """How objects of one dataclass are taken apart and made, by these fields of it (none named: all)."""

    def __init__(self, kind: type[Any], *names: str) -> None:
        self._kind = kind
        self.slots = tuple(getattr(kind, name) for name in names or (field.name for field in fields(kind)))

    def columns(self, items: Sequence[Any]) -> Columns:
        """Return the values of each field."""
        loops = chosen()
        columns: Columns = (
            loops.columns(list(items), self.slots) if loops else plain_columns(items, self.slots)
        )
        return columns

    def made(self, count: int, columns: Iterable[Iterable[Any]]) -> list[Any]:
        """Return so many objects with these values; other fields are not set."""
        loops, lists = chosen(), [list(column) for column in columns]
        make = loops.made if loops else plain_made
        items: list[Any] = make(self._kind, count, self.slots, lists)
        return items


def plain_columns(items: Sequence[Any], slots: Sequence[Any]) -> Columns:
    """Return the values of each slot; raises TypeError for an object that has it not."""
    return [list(map(slot.__get__, items)) for slot in slots]


def plain_made(kind: type[Any], count: int, slots: Sequence[Any], columns: Columns) -> list[Any]:
    """Return so many objects; raises ValueError unless there is a value of each slot for each."""
    if len(slots) != len(columns) or any(len(column) != count for column in columns):
        raise ValueError("a column for each slot, a value for each object are wanted")
    new = partial(object.__new__, kind)
    items = [new() for _ in repeat(None, count)]
    for slot, column in zip(slots, columns, strict=True):
        deque(map(slot.__set__, items, column), maxlen=0)
    return items


@cache
def chosen() -> ModuleType | None:
    """Return the compiled loops where they are to be used; raises ConfigurationError as `usable` does."""
    return _usable()


def _usable(environment: Mapping[str, str] = os.environ) -> ModuleType | None:
    return usable(compiled, COMPILED_VERSION, "maker of objects", environment)

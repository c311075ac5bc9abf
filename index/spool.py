"""Items on disk between two steps of a build: written once, read once or twice, in order.

A spool is a file of pickled blocks in a scratch folder of this build; nothing of it outlives the build. It
must not know what the items are for.
"""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from index.article import Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source
from index.corpus_formats import RawArticle, Skipped

Item = TypeVar("Item")
OWN = (Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source)
# Pickled together: what returns in a block is written once, and one call for each item would cost more.
BLOCK = 64


def _by_fields(kind: type[Any]) -> Any:
    """Return how a dataclass is pickled: by its values, which loads twice as fast as by its state."""
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda item: (kind, values(item))


class _Pickler(pickle.Pickler):
    # The standard library wants it so: beside what modules have registered for all picklers.
    dispatch_table = copyreg.dispatch_table | {kind: _by_fields(kind) for kind in (*OWN, RawArticle, Skipped)}


def write_spool(path: Path, items: Iterable[Item]) -> int:
    """Write items and return how many there were; raises OSError."""
    count, block = 0, []
    with path.open("wb") as file:
        for item in items:
            block.append(item)
            if len(block) == BLOCK:
                _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(block)
                count, block = count + BLOCK, []
        _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(block)
    return count + len(block)


def read_spool(path: Path) -> Iterator[Any]:
    """Yield the items of a spool; raises OSError."""
    with path.open("rb", buffering=1 << 16) as file:
        while block := pickle.load(file):  # noqa: S301 - written by this build, into a folder of its own
            yield from block
            if len(block) < BLOCK:
                return

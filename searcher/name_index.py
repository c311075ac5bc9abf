"""How ids are found by what they are called: what a directory asks of whoever keeps the names of an archive.

An engine with an index of names answers from it; for any other, `searcher.held_names` makes one in memory.
Words and names are folded (`index.lang.words.folded_name`). This module must not decide what a written name
means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from index.lang.words import folded_name

# Names of more words than this are headlines that strayed into a list.
MAX_NAME_WORDS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One id with everything it is called, its name first, and in how many articles it occurs."""

    field: str
    id: str
    names: tuple[str, ...]
    count: int


class NameIndex(Protocol):
    """The names of one snapshot; entries are of facet fields and occur in at least one article."""

    def entry(self, field: str, key: str) -> Entry | None:
        """Return an id of a field, None where no article has it."""

    def called(self, name: str, fields: Collection[str]) -> Sequence[Entry]:
        """Return what has this whole name in some fields."""

    def having(self, words: Sequence[str], field: str) -> Iterable[Entry]:
        """Return all of a field that has a name with one of these words, whichever is the rarest."""

    def starting(self, beginning: str, fields: Collection[str]) -> Iterator[Entry]:
        """Yield what has a name with words that go on so, most frequent first; not quoted sources."""

    def every(self, fields: Collection[str]) -> Iterator[Entry]:
        """Yield all of some fields, most frequent first."""


def frequent_first(entry: Entry) -> tuple[int, str, str]:
    """Return what orders entries, the most frequent first."""
    return -entry.count, entry.field, entry.id


def in_order(counted: Iterable[tuple[int, Iterable[Entry]]]) -> Iterator[Entry]:
    """Yield entries in order of frequency, given in groups of falling frequency."""
    for _, groups in groupby(counted, key=lambda group: group[0]):
        yield from sorted((entry for _, entries in groups for entry in entries), key=frequent_first)


def endings(name: str) -> Iterator[str]:
    """Yield a folded name from each of its words on: "vladimir putin", "putin"."""
    words = name.split()
    return (" ".join(words[first:]) for first in range(min(len(words), MAX_NAME_WORDS)))


def goes_on(entry: Entry, beginning: str) -> bool:
    """Return whether words of a name of an entry go on from a beginning."""
    return any(ending.startswith(beginning) for name in entry.names for ending in endings(folded_name(name)))

"""Entries of a directory in a few pieces of memory: some 150 bytes a name, where objects take 1,900.

A worker holds the names of a whole archive, a hundred thousand for as many articles. What is looked up is
made into objects when it is, which is why nothing here is cheap to walk through. It must not know what names
mean.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from index.lang.spelling import PackedWords
from searcher.name_index import Entry

MOST = 2**32 - 1


class Entries(Sequence[Entry]):
    """Entries by number; `counts` by number too, and `field` without making an entry."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._kinds: list[str] = []
        self._codes = bytearray()
        self._first = array("I", [0])
        self.counts = array("I")
        texts: list[str] = []
        for entry in entries:
            if entry.field not in self._kinds:
                self._kinds.append(entry.field)
            self._codes.append(self._kinds.index(entry.field))
            texts += (entry.id, *entry.names)
            self._first.append(len(texts))
            self.counts.append(min(max(0, entry.count), MOST))
        self._texts = PackedWords(texts)

    def __len__(self) -> int:
        return len(self.counts)

    def __getitem__(self, number: int) -> Entry:  # type: ignore[override]  # nobody takes slices
        first, *names = self._texts[self._first[number] : self._first[number + 1]]
        return Entry(self.field(number), first, tuple(names), self.counts[number])

    def field(self, number: int) -> str:
        """Return the field of an entry."""
        return self._kinds[self._codes[number]]


class Numbers:
    """Numbers by key; eight bytes each, and now and then a number of another key among those of one."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        self._hashed = array("Q", sorted({_hash(key) << 32 | number for key, number in pairs}))

    def of(self, key: str) -> Iterator[int]:
        """Yield the numbers of a key, ascending."""
        hashed = _hash(key)
        at = bisect_left(self._hashed, hashed << 32)
        while at < len(self._hashed) and self._hashed[at] >> 32 == hashed:
            yield self._hashed[at] & MOST
            at += 1


def _hash(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass"))

"""An index of names in memory, made name by name: for engines that keep none.

It must not decide what a written name means.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

from index.lang.spelling import PackedWords
from index.lang.words import folded_name
from searcher.name_index import Entry, endings, in_order
from searcher.packed_names import Entries, Numbers

LAST_CHARACTER = "\U0010ffff"
# A quoted source has its outlet's name, which is offered already.
NOT_OFFERED = "attribution"


class HeldNames:
    """See `searcher.name_index.NameIndex`."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = Entries(entries)
        ids: list[tuple[str, int]] = []
        names: list[tuple[str, int]] = []
        ended: list[tuple[str, int]] = []
        for number, entry in enumerate(self._entries):
            called = {folded_name(name) for name in entry.names} - {""}
            ids.append((entry.id, number))
            names += ((name, number) for name in called)
            if entry.field != NOT_OFFERED:
                ended += ((ending, number) for name in called for ending in endings(name))
        self._by_id, self._by_name = Numbers(ids), Numbers(names)
        self._by_word = Numbers((word, number) for name, number in names for word in name.split())
        # Every word of a name begins something that may be typed: "vladimir putin" and "putin".
        ended.sort()
        self._endings = PackedWords(ending for ending, _ in ended)
        self._ended = array("I", (number for _, number in ended))

    def entry(self, field: str, key: str) -> Entry | None:
        """See NameIndex."""
        for number in self._by_id.of(key):
            if self._entries.field(number) == field and (entry := self._entries[number]).id == key:
                return entry
        return None

    def called(self, name: str, fields: Collection[str]) -> list[Entry]:
        """See NameIndex."""
        numbers = (number for number in self._by_name.of(name) if self._entries.field(number) in fields)
        entries = (self._entries[number] for number in numbers)
        return [entry for entry in entries if name in map(folded_name, entry.names)] if name else []

    def having(self, words: Sequence[str], field: str) -> Iterator[Entry]:
        """See NameIndex."""
        rarest = min((list(self._by_word.of(word)) for word in words), key=len)
        return (self._entries[number] for number in rarest if self._entries.field(number) == field)

    def starting(self, beginning: str, fields: Collection[str]) -> Iterator[Entry]:
        """See NameIndex."""
        first = bisect_left(self._endings, beginning)
        last = bisect_left(self._endings, beginning + LAST_CHARACTER)
        numbers = set(self._ended[first:last])
        return self._frequent(number for number in numbers if self._entries.field(number) in fields)

    def every(self, fields: Collection[str]) -> Iterator[Entry]:
        """See NameIndex."""
        entries = self._entries
        return self._frequent(number for number in range(len(entries)) if entries.field(number) in fields)

    def _frequent(self, numbers: Iterable[int]) -> Iterator[Entry]:
        """Yield entries, most frequent first; only those that are taken are made."""
        counts = self._entries.counts
        heap = [(-counts[number], number) for number in numbers]
        heapq.heapify(heap)
        ordered = (heapq.heappop(heap) for _ in range(len(heap)))
        return in_order((count, (self._entries[number],)) for count, number in ordered)

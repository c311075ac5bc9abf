"""The index of names of a snapshot, straight from its segments: nothing is made, and little is remembered.

What a segment keeps is told in `index.codec_names`. Of several segments the newest that has an id says what
it is called, and each counts its own articles. This module must not evaluate queries.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_fields import Field, lengths_of
from index.lang.words import folded_name
from index.whoosh_schema import ENCODING_ERRORS
from searcher.distinct import distinct
from searcher.held_names import NOT_OFFERED
from searcher.name_index import Entry, goes_on, in_order
from searcher.whoosh_arrays import Segment

Codes = NDArray[np.int64]
NONE: Codes = np.empty(0, np.int64)
# So many entries are remembered: those of questions, for all of them are walked through now and then.
MOST_REMEMBERED = 1_000


class _Ids:
    """The ids of one segment, counted through its facet fields."""

    def __init__(self, segment: Segment) -> None:
        self.segment, arrays = segment, segment.arrays
        self.fields = arrays.facet_fields
        self._ends = list(accumulate(arrays.term_count(name) for name in self.fields))
        self._counts: NDArray[np.uint32] | None = None

    @property
    def names(self) -> Field:
        """The endings of names."""
        return self.segment.arrays.names

    def codes(self, first: int, end: int) -> Codes:
        """Return which ids, and whether by their whole name, have the endings first … end − 1."""
        return self.names.documents_in(*self.names.spans(first, end)).astype(np.int64)

    def place(self, number: int) -> tuple[str, str]:
        """Return field and id of a number."""
        at = bisect_right(self._ends, number)
        name = self.fields[at]
        term = self.segment.arrays.keys[name].term(number - (self._ends[at - 1] if at else 0))
        return name, term.decode("utf-8", ENCODING_ERRORS)

    def of_fields(self, numbers: Codes, fields: Collection[str]) -> Codes:
        """Return those that are of some fields."""
        kept = np.zeros(len(numbers), bool)
        for begin, end, name in zip([0, *self._ends], self._ends, self.fields, strict=False):
            if name in fields:
                kept |= (numbers >= begin) & (numbers < end)
        return numbers[kept]

    def counts(self) -> NDArray[np.uint32]:
        """Return how many living articles have each id; four bytes an id, remembered."""
        if self._counts is None:
            arrays, live = self.segment.arrays, self.segment.live
            found = []
            for name in self.fields:
                field = arrays.keys[name]
                if live is None:
                    found.append(lengths_of(field.starts))
                else:
                    through = np.concatenate(([0], np.cumsum(live[field.documents])))
                    found.append(lengths_of(through[field.starts.astype(np.int64)]))
            self._counts = np.concatenate(found).astype(np.uint32)
        return self._counts


class SegmentNames:
    """An index of names (`searcher.name_index.NameIndex`); immutable, safe for threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._ids = tuple(_Ids(segment) for segment in reversed(segments))
        self._remembered: dict[tuple[str, str], Entry] = {}

    def entry(self, field: str, key: str) -> Entry | None:
        """See NameIndex; a question that is filtered asks for the same ones four times."""
        entry = self._remembered.get((field, key))
        if entry is None:
            entry = self._read(field, key)
            if entry is not None:
                if len(self._remembered) >= MOST_REMEMBERED:
                    self._remembered.clear()
                self._remembered[field, key] = entry
        return entry

    def _read(self, field: str, key: str) -> Entry | None:
        term, names, count = key.encode("utf-8", ENCODING_ERRORS), tuple[str, ...](), 0
        for ids in self._ids:
            if field not in ids.fields:
                return None
            keys = ids.segment.arrays.keys[field]
            ordinal = keys.find(term)
            if ordinal is not None:
                first, end = keys.span(ordinal)
                live = ids.segment.live
                count += end - first if live is None else int(live[keys.documents[first:end]].sum())
                names = names or keys.label(ordinal)
        return Entry(field, key, names or (key,), count) if count else None

    def called(self, name: str, fields: Collection[str]) -> list[Entry]:
        """See NameIndex."""
        term = name.encode("utf-8", ENCODING_ERRORS)

        def whole(ids: _Ids) -> Codes:
            ordinal = ids.names.find(term)
            if ordinal is None:  # most words of a question are no names
                return NONE
            codes = ids.codes(ordinal, ordinal + 1)
            return ids.of_fields(codes[codes & 1 == 1] >> 1, fields)

        return [entry for entry in self._entries(whole) if name in map(folded_name, entry.names)]

    def having(self, words: Sequence[str], field: str) -> list[Entry]:
        """See NameIndex."""

        def rarest(ids: _Ids) -> Codes:
            codes = min((_with_word(ids, word) for word in words), key=len)
            return ids.of_fields(distinct(codes >> 1), (field,))

        return self._entries(rarest)

    def starting(self, beginning: str, fields: Collection[str]) -> Iterator[Entry]:
        """See NameIndex."""
        prefix = beginning.encode("utf-8", ENCODING_ERRORS)
        offered = [field for field in fields if field != NOT_OFFERED]

        def beginning_so(ids: _Ids) -> Codes:
            return ids.of_fields(distinct(ids.codes(*ids.names.beginning_with(prefix)) >> 1), offered)

        return (entry for entry in self._frequent(beginning_so) if goes_on(entry, beginning))

    def every(self, fields: Collection[str]) -> Iterator[Entry]:
        """See NameIndex."""
        return self._frequent(lambda ids: ids.of_fields(np.arange(len(ids.counts())), fields))

    def _entries(self, numbers: Callable[[_Ids], Codes]) -> list[Entry]:
        """Return the entries of the numbers of each segment, each once."""
        places = dict.fromkeys(ids.place(number) for ids in self._ids for number in numbers(ids).tolist())
        found = (self.entry(*place) for place in places)
        return [entry for entry in found if entry is not None]

    def _frequent(self, numbers: Callable[[_Ids], Codes]) -> Iterator[Entry]:
        """Yield the entries of numbers, most frequent first; only those that are taken are made."""
        if len(self._ids) == 1:
            (ids,) = self._ids
            found = numbers(ids)
            counts = ids.counts()[found].astype(np.int64)
            order = np.argsort(-counts, kind="stable")
            some = ((-count, ids.place(number)) for count, number in _pairs(counts[order], found[order]))
            return in_order((count, self._known(place)) for count, place in some)
        totals: Counter[tuple[str, str]] = Counter()
        for ids in self._ids:
            found = numbers(ids)
            for count, number in _pairs(ids.counts()[found], found):
                totals[ids.place(number)] += count
        return in_order((-count, self._known(place)) for place, count in totals.most_common())

    def _known(self, place: tuple[str, str]) -> tuple[Entry, ...]:
        entry = self.entry(*place)
        return () if entry is None else (entry,)


def _pairs(counts: NDArray[Any], numbers: Codes) -> Iterator[tuple[int, int]]:
    return zip(counts.tolist(), numbers.tolist(), strict=True)


def _with_word(ids: _Ids, word: str) -> Codes:
    """Return the codes of names with a word: an ending is the word, or begins with it and a space."""
    term = word.encode("utf-8", ENCODING_ERRORS)
    ordinal = ids.names.find(term)
    alone = [] if ordinal is None else [ids.codes(ordinal, ordinal + 1)]
    return distinct(np.concatenate([*alone, ids.codes(*ids.names.beginning_with(term + b" "))]))

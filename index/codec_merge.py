"""Several segments into one, without what is deleted: lists of postings put behind each other, not sorted.

Documents are renumbered in the order of the segments, so the postings of a term in the new segment are those
of the first, then those of the second …: where each goes is an addition a posting. What comes out is what
writing the living documents at once would have given, statistics included. Which segments are worth it is
told here too. This module must not open or write files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_buffer import COUNTED, FACETS, ID_FIELD, notes_of, under
from index.codec_columns import columns_of, counted_words
from index.codec_fields import Field, KeyField, TextField, lengths_of
from index.codec_inversion import (
    Arrays,
    by_document,
    label_arrays,
    term_arrays,
    text_arrays,
)
from index.codec_kernel import Numbers, Postings, WriteKernel
from index.codec_names import NAMES, merged_names
from index.codec_records import merged_records
from index.codec_segment import SegmentArrays

# Every search visits every segment: fewer are faster to search, more are cheaper to add.
MOST_SEGMENTS = 8
# A segment is written anew once more than this share of it is deleted.
MOST_DELETED = 0.2
# So many tokens of all fields are joined at most: half a gigabyte while it is done.
MOST_TOKENS = 64_000_000
# Of segments in order of size, one joins those before it unless it is this many times as large as they are
# together: a hundred added articles never rewrite the archive, and what is rewritten at all grows with the
# logarithm of what was added.
SIMILAR = 2


@dataclass(frozen=True, slots=True)
class Living:
    """A segment and which of its documents are not deleted."""

    arrays: SegmentArrays
    live: NDArray[np.bool_]


def worth_merging(
    sizes: Sequence[int],
    deleted: Sequence[int],
    tokens: Sequence[int],
    *,
    most: int = MOST_TOKENS,
    every: bool = False,
) -> list[list[int]]:
    """Return groups of segments, by number, that are to become one each: worn ones, and many small ones.

    `tokens` is how many each segment has; together no more than `most` become one. Where `every` segment is
    new, all are joined as far as that goes: whoever builds an archive anew builds it to be searched.
    """
    numbers = range(len(sizes))
    worn = {number for number in numbers if deleted[number] > MOST_DELETED * sizes[number]}
    groups: list[list[int]] = []
    for number in numbers if every else sorted(worn | _small(sizes)):
        if groups and sum(tokens[other] for other in groups[-1]) + tokens[number] <= most:
            groups[-1].append(number)
        else:
            groups.append([number])
    return [group for group in groups if len(group) > 1 or group[0] in worn]


def _small(sizes: Sequence[int]) -> set[int]:
    """Return the small segments that are worth joining where there are many."""
    if len(sizes) <= MOST_SEGMENTS:
        return set()
    by_size = sorted(range(len(sizes)), key=sizes.__getitem__)
    small, together = by_size[:1], sizes[by_size[0]]
    for number in by_size[1:]:
        if sizes[number] > SIMILAR * together:
            break
        small.append(number)
        together += sizes[number]
    return set(small)


def merged(segments: Sequence[Living], kernel: WriteKernel) -> tuple[int, Arrays, dict[str, Any]]:
    """Return the living documents of segments as one: their number, and its arrays and notes."""
    first = segments[0].arrays
    size = sum(int(segment.live.sum()) for segment in segments)
    arrays: Arrays = {}
    notes = {}
    for name in first.texts:
        inverted = _Union(name, segments, kernel).text()
        arrays |= under(name, inverted.arrays)
        notes[name] = inverted.notes
    unions = {name: _Union(name, segments, kernel) for name in first.keys}
    for name, union in unions.items():
        arrays |= under(name, union.keys(size))
    arrays |= under(NAMES, _merged_names(segments, [unions[name] for name in FACETS]))
    others = tuple(name for name in first.fields if name not in first.texts and name not in first.keys)
    for name in others:
        arrays |= under(name, _Union(name, segments, kernel).terms_only())
    days = np.concatenate([segment.arrays.days[segment.live] for segment in segments])
    arrays |= columns_of(arrays, days, ID_FIELD, FACETS)
    arrays |= counted_words(arrays, COUNTED, size)
    arrays |= merged_records([(segment.arrays.records, segment.live) for segment in segments])
    return size, arrays, notes_of(size, notes, tuple(first.keys), others, arrays)


def _merged_names(segments: Sequence[Living], facets: Sequence[_Union]) -> Arrays:
    shifts = np.cumsum([0, *(union.size for union in facets)])
    by_field = [union.renumbered(int(shift)) for union, shift in zip(facets, shifts[:-1], strict=True)]
    by_part = [np.concatenate(of_part) for of_part in zip(*by_field, strict=True)]
    names = [segment.arrays.names for segment in segments]
    return merged_names(list(zip(names, by_part, strict=True)))


class _Part:
    """The living postings of one field of one segment, with their documents renumbered.

    `counts` are its postings by term, `ordinals` the terms in the new segment.
    """

    def __init__(self, field: Field, live: NDArray[np.bool_], before: int) -> None:
        self.field = field
        first, end = field.spans(0, field.size)
        documents = field.documents_in(first, end)
        self.kept: NDArray[np.bool_] | None = None if live.all() else live[documents]
        counts = lengths_of(field.starts)
        if self.kept is not None:
            through = np.concatenate(([0], np.cumsum(self.kept)))
            counts = lengths_of(through[field.starts.astype(np.int64)])
            documents = documents[self.kept]
        self.documents: Numbers = (np.cumsum(live) - 1 + before).astype(np.uint32)[documents]
        self.counts: NDArray[np.int64] = counts
        self.used: NDArray[np.bool_] = np.empty(0, bool)
        self.ordinals: NDArray[np.int64] = np.empty(0, np.int64)

    def frequencies(self) -> Numbers:
        """Return how often each posting's term is in its document."""
        assert isinstance(self.field, TextField)
        counts = self.field.frequencies(0, self.field.posting_count).astype(np.uint32)
        return counts if self.kept is None else counts[self.kept]

    def positions(self) -> Numbers:
        """Return the positions of all postings."""
        assert isinstance(self.field, TextField)
        self.field.need_positions(0, self.field.posting_count)
        places = np.arange(self.field.field_length)
        if self.kept is not None:
            places = places[np.repeat(self.kept, self.field.frequencies(0, self.field.posting_count))]
        return self.field.positions_at(places).astype(np.uint32)


class _Union:
    """One field of several segments."""

    def __init__(self, name: str, segments: Sequence[Living], kernel: WriteKernel) -> None:
        self._kernel = kernel
        before = 0
        self._parts: list[_Part] = []
        self._lives = [segment.live for segment in segments]
        for segment in segments:
            self._parts.append(_Part(segment.arrays.fields[name], segment.live, before))
            before += int(segment.live.sum())
        used = [
            [term for term, count in zip(part.field.terms(), part.counts.tolist(), strict=True) if count]
            for part in self._parts
        ]
        self._terms = sorted(set().union(*used))
        ordinals = {term: number for number, term in enumerate(self._terms)}
        self._starts = np.zeros(len(self._terms) + 1, np.int64)
        for part, terms in zip(self._parts, used, strict=True):
            part.ordinals = np.array([ordinals[term] for term in terms], np.int64)
            part.used = part.counts > 0
            part.counts = part.counts[part.used]
            self._starts[1:][part.ordinals] += part.counts
        np.cumsum(self._starts, out=self._starts)

    @property
    def size(self) -> int:
        """The number of terms."""
        return len(self._terms)

    def renumbered(self, shift: int) -> list[NDArray[np.int64]]:
        """Return for each part what its terms are in the union, counted from `shift`; −1 for unused ones."""
        found = []
        for part in self._parts:
            ordinals = np.full(part.field.size, -1, np.int64)
            ordinals[part.used] = part.ordinals + shift
            found.append(ordinals)
        return found

    def terms_only(self) -> Arrays:
        """Return the arrays of a field that is only looked up by term."""
        documents = self._documents()
        return term_arrays(self._terms) | {
            "starts": self._starts.astype("<u8"),
            "documents": documents.astype("<u4"),
        }

    def keys(self, size: int) -> Arrays:
        """Return the arrays of a key field; the last segment that has an id says what it is called."""
        arrays = self.terms_only()
        arrays |= by_document(arrays["starts"], arrays["documents"], size)
        labels: dict[bytes, tuple[str, ...]] = {}
        labelled = False
        for part in self._parts:
            assert isinstance(part.field, KeyField)
            if part.field.labelled:
                labelled = True
                for ordinal, term in enumerate(part.field.terms()):
                    labels[term] = part.field.label(ordinal) or labels.get(term, ())
        return arrays | (label_arrays(self._terms, labels) if labelled else {})

    def text(self) -> Any:
        """Return a text field, inverted."""
        documents = self._documents()
        frequencies = [part.frequencies() for part in self._parts]
        counts = self._placed(self._starts, [part.counts for part in self._parts], frequencies)
        tokens = [
            _sums(frequency, part.counts) for frequency, part in zip(frequencies, self._parts, strict=True)
        ]
        token_starts = np.zeros(len(self._terms) + 1, np.int64)
        for part, sums in zip(self._parts, tokens, strict=True):
            token_starts[1:][part.ordinals] += sums
        np.cumsum(token_starts, out=token_starts)
        positions = self._placed(token_starts, tokens, (part.positions() for part in self._parts))
        lengths = [
            part.field.lengths[live]
            for part, live in zip(self._parts, self._lives, strict=True)
            if isinstance(part.field, TextField)
        ]
        found = Postings(documents, counts, self._starts.astype("<u8"), positions)
        return text_arrays(self._terms, found, np.concatenate(lengths), self._kernel)

    def _documents(self) -> Numbers:
        """Return the documents of all postings in their new order."""
        counts = [part.counts for part in self._parts]
        return self._placed(self._starts, counts, (part.documents for part in self._parts))

    def _placed(
        self, starts: NDArray[np.int64], counts: Sequence[NDArray[np.int64]], columns: Iterable[Numbers]
    ) -> Numbers:
        """Return a column of all parts, each part's items of a term behind those of the parts before it.

        `starts` is where the items of each term begin, `counts` how many each part has of each of its terms.
        """
        result = np.empty(int(starts[-1]), np.uint32)
        free = starts[:-1].copy()
        for part, own, column in zip(self._parts, counts, columns, strict=True):
            self._kernel.place(column, part.ordinals, own, free, result)
        return result


def _sums(numbers: Numbers, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of each run of numbers; no run is empty."""
    begins = np.cumsum(counts) - counts
    sums: NDArray[np.int64] = np.add.reduceat(numbers, begins, dtype=np.int64) if len(begins) else begins
    return sums

"""One field of several segments as one, without what is deleted: lists put behind each other, not sorted.

Documents are renumbered in the order of the segments, so the postings of a term in the new segment are those
of the first, then those of the second …: where each goes is an addition a posting. One part after the other
is read, so that of all of them together only what comes out is in memory. This module must not know which
fields a segment has, nor write files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.codec_fields import Field, KeyField, TextField, lengths_of
from index.codec_inversion import Arrays, InvertedText, by_document, joined_as, text_arrays
from index.codec_kernel import Numbers, Places, Postings, WriteKernel
from index.codec_segment import SegmentArrays


@dataclass(frozen=True, slots=True)
class Living:
    """A segment and which of its documents are not deleted."""

    arrays: SegmentArrays
    live: NDArray[np.bool_]


class _Part:
    """The living postings of one field of one segment, with their documents renumbered.

    `counts` are its postings by term, of used terms alone; `ordinals` these terms in the union.
    """

    def __init__(self, field: Field, live: NDArray[np.bool_], before: int) -> None:
        self.field, self._live, self._before = field, live, before
        first, end = field.spans(0, field.size)
        self._kept = None if live.all() else live[field.documents_in(first, end)]
        counts = lengths_of(field.starts)
        if self._kept is not None:
            through = np.concatenate(([0], np.cumsum(self._kept)))
            counts = lengths_of(through[field.starts.astype(np.int64)])
        self.used: NDArray[np.bool_] = counts > 0
        self.counts: Places = counts[self.used]
        self.ordinals: Places = np.empty(0, np.int64)

    def documents(self) -> Numbers:
        """Return the document of each posting, as numbered in the union."""
        documents = self._living(self.field.documents_in(0, self.field.posting_count))
        if self._kept is None:
            return documents + np.uint32(self._before)
        numbers: Numbers = (np.cumsum(self._live) - 1 + self._before).astype(np.uint32)
        return numbers[documents]

    def frequencies(self) -> Numbers:
        """Return how often each posting's term is in its document."""
        assert isinstance(self.field, TextField)
        return self._living(self.field.frequencies(0, self.field.posting_count).astype(np.uint32))

    def positions(self, kernel: WriteKernel) -> Numbers:
        """Return the positions of all postings."""
        field = self.field
        assert isinstance(field, TextField)
        field.need_positions(0, field.posting_count)
        positions = kernel.unpack(field.positions, field.width, field.field_length)
        positions[field.far.astype(np.int64)] = field.far_positions
        if self._kept is None:
            return positions
        return positions[np.repeat(self._kept, field.frequencies(0, field.posting_count))]

    def _living(self, column: Numbers) -> Numbers:
        return column if self._kept is None else column[self._kept]


class Union:
    """One field of several segments."""

    def __init__(self, name: str, segments: Sequence[Living], kernel: WriteKernel) -> None:
        """Read the terms of a field; raises IndexCorrupt."""
        self._kernel = kernel
        before = 0
        self._parts: list[_Part] = []
        self._lives = [segment.live for segment in segments]
        for segment in segments:
            self._parts.append(_Part(segment.arrays.fields[name], segment.live, before))
            before += int(segment.live.sum())
        lists = [(part.field.terms_data, part.field.term_starts, part.used) for part in self._parts]
        (terms, starts), found = kernel.unite(lists)
        self._terms: Arrays = {"term_starts": starts, "terms": terms}
        self.size = len(starts) - 1  # the number of terms
        for part, ordinals in zip(self._parts, found, strict=True):
            part.ordinals = ordinals
        self._starts = self._begins([part.counts for part in self._parts])

    def renumbered(self) -> list[Places]:
        """Return for each part what its terms are in the union; −1 for unused ones."""
        found = []
        for part in self._parts:
            ordinals = np.full(part.field.size, -1, np.int64)
            ordinals[part.used] = part.ordinals
            found.append(ordinals)
        return found

    def terms_only(self) -> Arrays:
        """Return the arrays of a field that is only looked up by term."""
        return self._terms | {"starts": self._starts.astype("<u8"), "documents": self._documents()}

    def keys(self, size: int) -> Arrays:
        """Return the arrays of a key field; the last segment that has an id says what it is called."""
        arrays = self.terms_only()
        arrays |= by_document(arrays["starts"], arrays["documents"], size)
        labels = [b""] * self.size
        labelled = False
        for part in self._parts:
            assert isinstance(part.field, KeyField)
            if part.field.labelled:
                labelled = True
                own = part.field.labels()
                for place, ordinal in zip(
                    np.flatnonzero(part.used).tolist(), part.ordinals.tolist(), strict=True
                ):
                    labels[ordinal] = own[place] or labels[ordinal]
        return arrays | (joined_as("label_starts", "labels", labels) if labelled else {})

    def text(self) -> InvertedText:
        """Return a text field, inverted."""
        tokens: list[Places] = []

        def frequencies(part: _Part) -> Numbers:
            found = part.frequencies()
            tokens.append(_sums(found, part.counts))
            return found

        counts = self._placed(self._starts, [part.counts for part in self._parts], frequencies)
        begins = self._begins(tokens)
        positions = self._placed(begins, tokens, lambda part: part.positions(self._kernel))
        lengths = [
            part.field.lengths[live]
            for part, live in zip(self._parts, self._lives, strict=True)
            if isinstance(part.field, TextField)
        ]
        joined = self._kernel.join(self._documents(), counts)
        found = Postings(joined, self._starts.astype("<u8"), positions)
        return text_arrays(self._terms, found, np.concatenate(lengths), self._kernel)

    def _documents(self) -> Numbers:
        """Return the documents of all postings in their new order."""
        return self._placed(self._starts, [part.counts for part in self._parts], _Part.documents)

    def _begins(self, counts: Sequence[Places]) -> Places:
        """Return where the items of each term begin, of which each part has so many."""
        begins = np.zeros(self.size + 1, np.int64)
        for part, own in zip(self._parts, counts, strict=True):
            begins[1:][part.ordinals] += own
        np.cumsum(begins, out=begins)
        return begins

    def _placed(
        self, starts: Places, counts: Sequence[Places], column: Callable[[_Part], Numbers]
    ) -> Numbers:
        """Return a column of all parts, each part's items of a term behind those of the parts before it.

        `starts` is where the items of each term begin, `counts` how many each part has of each of its terms;
        it may be filled by `column`, which is asked for one part after the other.
        """
        result = np.empty(int(starts[-1]), "<u4")
        free = starts[:-1].copy()
        for number, part in enumerate(self._parts):
            own = column(part)
            self._kernel.place(own, part.ordinals, counts[number], free, result)
        return result


def _sums(numbers: Numbers, counts: Places) -> Places:
    """Return the sum of each run of numbers; no run is empty."""
    begins = np.cumsum(counts) - counts
    sums: Places = np.add.reduceat(numbers, begins, dtype=np.int64) if len(begins) else begins
    return sums

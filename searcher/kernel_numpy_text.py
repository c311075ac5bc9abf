"""The loops over the postings of a text field in numpy: what the compiled ones are compared with.

See `searcher.kernel.TextKernel` for what each gives and `index.codec_segment` for what the arrays are. This
module must not know queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_packing import PADDING, unpack
from searcher.kernel import Documents, Found, Judged, Mask, Places, Scores, Span, TextArrays
from searcher.whoosh_places import stand_together

FREQUENCY_BITS, MOST_FREQUENCY, CHECKPOINT = 8, 255, 64
# From a checkpoint a posting costs 64 frequencies, from the first posting of its term all before it.
CHECKPOINT_WORTH = 24
# Lists that together are longer than this share of a segment are compared through an array of the whole
# segment, and places in texts through one of so many bytes: of 100,000 documents a phrase of two common words
# takes half the time of searching one list for each entry of the other.
DENSE_SHARE = 1 / 16
MOST_MARKED = 1 << 24


class NumpyText:
    """See `searcher.kernel.TextKernel`."""

    def __init__(self, field: TextArrays, table: Scores) -> None:
        self._field, self._table = field, table
        # So many positions there can be: four in width / 2 bytes.
        self._room = max(0, len(field.positions) - PADDING) // (field.width // 2) * 4

    def scored(self, span: Span) -> Found:
        """See TextKernel."""
        entries = self._field.postings[span.first : span.end]
        documents: Documents = entries >> np.uint32(FREQUENCY_BITS)
        return documents, self._scores(span, entries, None)

    def judged(self, span: Span, documents: Documents) -> Judged:
        """See TextKernel."""
        mask, postings = self._places(span, documents)
        scores = np.zeros(len(documents))
        scores[mask] = self._scores(span, self._field.postings[postings], postings)
        return mask, scores

    def together(
        self, spans: Sequence[Span], order: Sequence[int], slop: int | None, documents: Documents
    ) -> Judged:
        """See TextKernel."""
        left: Places = np.arange(len(documents))
        postings: list[Places] = []
        for span in spans:
            mask, places = self._places(span, documents[left])
            left, postings = left[mask], [each[mask] for each in postings]
            postings.append(places)
        together = self._standing(spans, postings, order, slop) if len(left) else np.zeros(0, bool)
        left = left[together]
        matching, scores = np.zeros(len(documents), bool), np.zeros(len(documents))
        matching[left] = True
        for span, places in zip(spans, postings, strict=True):
            kept = places[together]
            scores[left] += self._scores(span, self._field.postings[kept], kept) * span.times
        return matching, scores

    def sequences(self, spans: Sequence[Span], order: Sequence[int], slop: int | None) -> Found:
        """See TextKernel."""
        documents = self._field.postings[spans[0].first : spans[0].end] >> np.uint32(FREQUENCY_BITS)
        mask, scores = self.together(spans, order, slop, documents)
        return documents[mask], scores[mask]

    def united(self, ranges: Sequence[tuple[int, int]], size: int) -> Documents:
        """See TextKernel."""
        found = np.zeros(size, bool)
        for first, end in ranges:
            found[self._field.postings[first:end] >> FREQUENCY_BITS] = True
        return np.flatnonzero(found).astype(np.uint32)

    def _places(self, span: Span, documents: Documents) -> tuple[Mask, Places]:
        """Return which of the documents have the term, and the postings of those, in their order."""
        entries = self._field.postings[span.first : span.end]
        mask = np.zeros(len(documents), bool)
        if not len(documents) or not len(entries):
            return mask, np.empty(0, np.int64)
        if len(documents) + len(entries) > len(self._field.lengths) * DENSE_SHARE:
            by_document = np.zeros(len(self._field.lengths), np.int32)
            by_document[entries >> FREQUENCY_BITS] = np.arange(1, len(entries) + 1)
            numbers = by_document[documents]
            mask = numbers > 0
            return mask, numbers[mask].astype(np.int64) + (span.first - 1)
        if len(documents) <= len(entries):
            places = np.searchsorted(entries, documents << FREQUENCY_BITS)
            places[places == len(entries)] = 0
            mask = entries[places] >> FREQUENCY_BITS == documents
            return mask, places[mask] + span.first
        own = entries >> FREQUENCY_BITS
        found = np.searchsorted(documents, own)
        found[found == len(documents)] = 0
        present = documents[found] == own
        mask[found[present]] = True
        return mask, np.flatnonzero(present) + span.first

    def _scores(self, span: Span, entries: Documents, postings: Places | None) -> Scores:
        """Return the scores of postings as they are stored; None: all of the span."""
        lengths = self._field.lengths[entries >> np.uint32(FREQUENCY_BITS)]
        frequencies = entries & np.uint32(MOST_FREQUENCY)
        scores: Scores = self._table[frequencies << np.uint32(FREQUENCY_BITS) | lengths]
        scores *= span.factor
        for at in np.flatnonzero(frequencies == MOST_FREQUENCY).tolist():
            posting = span.first + at if postings is None else int(postings[at])
            frequency = int(self._frequencies(np.array([posting]))[0])
            if frequency > MOST_FREQUENCY:
                scores[at] = span.factor * saturated(self._table, int(lengths[at]), frequency)
        return scores

    def _frequencies(self, postings: Places) -> NDArray[np.int64]:
        """Return how often the terms of postings are in their documents."""
        field = self._field
        counts = (field.postings[postings] & MOST_FREQUENCY).astype(np.int64)
        if len(field.long):
            found = np.searchsorted(field.long, postings)
            found[found == len(field.long)] = 0
            long = (field.long[found] == postings) & (counts == MOST_FREQUENCY)
            counts[long] = field.long_counts[found[long]]
        return counts

    def _standing(
        self, spans: Sequence[Span], postings: Sequence[Places], order: Sequence[int], slop: int | None
    ) -> Mask:
        """Return in which of the documents, of each term the postings given, the terms stand together."""
        rows = [self._positions(span, places) for span, places in zip(spans, postings, strict=True)]
        number = len(postings[0])
        if slop is not None:
            return _near(rows, order, slop, number)
        width = len(order) + max(int(positions.max(initial=0)) for _, positions in rows)
        places = [row * width + positions for row, positions in rows]
        starts = places[order[0]]
        for step, term in enumerate(order[1:], 1):
            starts = starts[_contains(places[term], starts + step, number * width)]
        together = np.zeros(number, bool)
        together[starts // width] = True
        return together

    def _positions(self, span: Span, postings: Places) -> tuple[Places, Places]:
        """Return the positions of postings of a term: (which of them, position), ascending."""
        if len(postings) * CHECKPOINT_WORTH < span.end - span.first:
            counts, starts = self._frequencies(postings), self._starts(postings)
        else:
            every = self._frequencies(np.arange(span.first, span.end))
            before = np.cumsum(every) - every + self._starts(np.array([span.first]))
            counts, starts = every[postings - span.first], before[postings - span.first]
        ends = np.cumsum(counts)
        if int(counts.max()) > self._room or int(ends[-1]) > self._room:
            raise IndexError("positions that do not exist")
        rows = np.repeat(np.arange(len(postings)), counts)
        offsets = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
        return rows, self._positions_at(np.repeat(starts, counts) + offsets)

    def _starts(self, postings: Places) -> Places:
        """Return where the positions of postings begin: a checkpoint and the frequencies since."""
        begins = postings // CHECKPOINT * CHECKPOINT
        grid = begins[:, None] + np.arange(CHECKPOINT)
        counts = self._frequencies(np.minimum(grid, len(self._field.postings) - 1).ravel())
        since = np.where(grid < postings[:, None], counts.reshape(grid.shape), 0).sum(axis=1)
        starts: Places = self._field.checkpoints[postings // CHECKPOINT].astype(np.int64) + since
        return starts

    def _positions_at(self, places: Places) -> Places:
        field = self._field
        if len(places) and (len(field.positions) < PADDING or int(places.min()) < 0):
            raise IndexError("positions that do not exist")
        positions = unpack(field.positions, field.width, places) if len(places) else places
        if len(field.far) and len(places):
            # Of a term's postings the places ascend, and few of them are far.
            first, end = np.searchsorted(field.far, np.array((places[0], places[-1] + 1), np.uint64)).tolist()
            far = field.far[first:end].astype(np.int64)
            found = np.searchsorted(places, far)
            found[found == len(places)] = 0
            present = places[found] == far
            positions[found[present]] = field.far_positions[first:end][present]
        return positions


def saturated(table: Scores, length: int, frequency: int) -> float:
    """Return what `table` would hold for a length byte and a frequency beyond 255.

    It holds f · (K1 + 1) / (f + rest) for f = 1 and 2, from which follow K1 and, for this length, the rest.
    """
    one, two = float(table[256 + length]), float(table[512 + length])
    rest = 2 * (two - one) / (2 * one - two)
    return one * (1 + rest) * frequency / (frequency + rest)


def _near(rows: Sequence[tuple[Places, Places]], order: Sequence[int], slop: int, number: int) -> Mask:
    """Ask document by document; the windows of several terms do not pay as arrays."""
    cuts = [np.searchsorted(row, np.arange(1, number)) for row, _ in rows]
    places = [np.split(positions, cut) for (_, positions), cut in zip(rows, cuts, strict=True)]
    terms = [str(term) for term in order]
    return np.array(
        [
            stand_together(terms, slop, {str(term): each[at].tolist() for term, each in enumerate(places)})
            for at in range(number)
        ],
        bool,
    )


def _contains(sorted_numbers: Places, asked: Places, size: int) -> Mask:
    """Return which of the numbers asked about, all less than `size`, are among sorted ones."""
    if size <= MOST_MARKED:
        marked = np.zeros(size, bool)
        marked[sorted_numbers] = True
        present: Mask = marked[asked]
        return present
    return are_among(sorted_numbers, asked)


def are_among(sorted_numbers: NDArray[Any], asked: NDArray[Any]) -> Mask:
    """Return which of the numbers asked about are among sorted ones: a search for each."""
    if not len(sorted_numbers):
        return np.zeros(len(asked), bool)
    places = np.searchsorted(sorted_numbers, asked)
    places[places == len(sorted_numbers)] = 0
    mask: Mask = sorted_numbers[places] == asked
    return mask

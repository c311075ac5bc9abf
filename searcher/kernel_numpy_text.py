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
# segment: of 100,000 documents a phrase of two common words takes half the time of searching one list for
# each entry of the other.
DENSE_SHARE = 1 / 16
# But for lists of which one is so many times as long: looking for ten documents takes next to nothing.
ALIKE = 32


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

    def score(self, span: Span, room: Found) -> None:
        """See TextKernel."""
        room[0][:], room[1][:] = self.scored(span)

    def documents(self, span: Span) -> Documents:
        """See TextKernel."""
        return documents_of(self._field, span)

    def judged(self, span: Span, documents: Documents) -> Judged:
        """See TextKernel."""
        at, postings = self._places(span, documents)
        mask, scores = np.zeros(len(documents), bool), np.zeros(len(documents))
        mask[at] = True
        scores[at] = self._scores(span, self._field.postings[postings], postings)
        return mask, scores

    def kept(self, span: Span, found: Found) -> Found:
        """See TextKernel."""
        at, postings = self._places(span, found[0])
        scores = found[1].take(at)
        scores += self._scores(span, self._field.postings[postings], postings)
        return found[0].take(at), scores

    def together(
        self, spans: Sequence[Span], order: Sequence[int], slop: int | None, documents: Documents
    ) -> Judged:
        """See TextKernel."""
        left, postings = self._places(spans[0], documents)
        left, found = self._standing_in(spans, order, slop, (documents, left, [postings]))
        mask, scores = np.zeros(len(documents), bool), np.zeros(len(documents))
        mask[left] = True
        scores[left] = found
        return mask, scores

    def sequences(self, spans: Sequence[Span], order: Sequence[int], slop: int | None) -> Found:
        """See TextKernel."""
        first, end = spans[0].first, spans[0].end
        documents: Documents = self._field.postings[first:end] >> np.uint32(FREQUENCY_BITS)
        left, places = self._places(spans[min(1, len(spans) - 1)], documents)
        postings = [left + first, places][: len(spans)]
        left, scores = self._standing_in(spans, order, slop, (documents, left, postings))
        return documents[left], scores

    def _standing_in(
        self,
        spans: Sequence[Span],
        order: Sequence[int],
        slop: int | None,
        having: tuple[Documents, Places, list[Places]],
    ) -> tuple[Places, Scores]:
        """Return where among documents are those that have all terms together, and their scores.

        `having` are the documents, where those are that have the first terms, and these' postings there.
        """
        documents, left, postings = having
        for span in spans[len(postings) :]:
            at, places = self._places(span, documents[left])
            left, postings = left[at], [*(each[at] for each in postings), places]
        at = self._standing(postings, spans, order, slop).nonzero()[0] if len(left) else left[:0]
        scores = np.zeros(len(at))
        for span, places in zip(spans, postings, strict=True):
            kept = places[at]
            scores += self._scores(span, self._field.postings[kept], kept) * span.times
        return left[at], scores

    def united(self, ranges: Sequence[tuple[int, int]], size: int) -> Documents:
        """See TextKernel."""
        found = np.zeros(size, bool)
        for first, end in ranges:
            found[self._field.postings[first:end] >> FREQUENCY_BITS] = True
        return np.flatnonzero(found).astype(np.uint32)

    def _places(self, span: Span, documents: Documents) -> tuple[Places, Places]:
        """Return at which places the documents have the term, and its postings in those, in their order."""
        entries = self._field.postings[span.first : span.end]
        if not len(documents) or not len(entries):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        size = len(self._field.lengths)
        few, many = sorted((len(documents), len(entries)))
        if few + many > size * DENSE_SHARE and few * ALIKE > many:
            # numpy casts other numbers than these piece by piece: three times as long as using them.
            own, asked = (entries >> FREQUENCY_BITS).astype(np.intp), documents.astype(np.intp)
            marked = np.zeros(size, bool)
            marked[own] = True
            at = marked.take(asked).nonzero()[0]
            marked[own] = False
            marked[asked[at]] = True
            return at, marked.take(own).nonzero()[0] + span.first
        if len(documents) <= len(entries):
            places = np.searchsorted(entries, documents << FREQUENCY_BITS)
            places[places == len(entries)] = 0
            at = (entries[places] >> FREQUENCY_BITS == documents).nonzero()[0]
            return at, places[at] + span.first
        own = entries >> FREQUENCY_BITS
        found = np.searchsorted(documents, own)
        found[found == len(documents)] = 0
        present = (documents[found] == own).nonzero()[0]
        return found[present], present + span.first

    def _scores(self, span: Span, entries: Documents, postings: Places | None) -> Scores:
        """Return the scores of postings as they are stored; None: all of the span."""
        lengths = self._field.lengths.take(entries >> np.uint32(FREQUENCY_BITS))
        frequencies = entries & np.uint32(MOST_FREQUENCY)
        scores: Scores = self._table.take(frequencies << np.uint32(FREQUENCY_BITS) | lengths)
        scores *= span.factor
        for at in (frequencies == MOST_FREQUENCY).nonzero()[0].tolist():
            posting = span.first + at if postings is None else int(postings[at])
            frequency = int(self._frequencies(np.array([posting]))[0])
            if frequency > MOST_FREQUENCY:
                scores[at] = span.factor * saturated(self._table, int(lengths[at]), frequency)
        return scores

    def _all_frequencies(self, span: Span) -> NDArray[Any]:
        """Return how often a term is in each of its documents, in numbers with room for their sum."""
        field = self._field
        counts: NDArray[Any] = field.postings[span.first : span.end] & np.uint32(MOST_FREQUENCY)
        first, end = np.searchsorted(field.long, np.array((span.first, span.end), np.uint64)).tolist()
        if first < end:
            counts = counts.astype(np.int64)
            long = field.long[first:end].astype(np.int64) - span.first
            own = counts[long] == MOST_FREQUENCY
            counts[long[own]] = field.long_counts[first:end][own]
        return counts

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
        self, postings: Sequence[Places], spans: Sequence[Span], order: Sequence[int], slop: int | None
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
            starts = in_both(starts + step, places[term]) - step
        together = np.zeros(number, bool)
        together[starts // width] = True
        return together

    def _positions(self, span: Span, postings: Places) -> tuple[Places, Places]:
        """Return the positions of postings of a term: (which of them, position), ascending."""
        if len(postings) * CHECKPOINT_WORTH < span.end - span.first:
            counts, starts = self._frequencies(postings), self._starts(postings)
        else:
            every = self._all_frequencies(span)
            through, own = np.cumsum(every, dtype=every.dtype), postings - span.first
            counts = every[own].astype(np.int64)
            starts = through[own] - counts + self._start(span.first)
        ends = np.cumsum(counts)
        if int(counts.max()) > self._room or int(ends[-1]) > self._room:
            raise IndexError("positions that do not exist")
        rows = np.repeat(np.arange(len(postings)), counts)
        places = np.repeat(starts - (ends - counts), counts)
        places += np.arange(len(places))
        return rows, self._positions_at(places)

    def _start(self, posting: int) -> int:
        """Return where the positions of one posting begin."""
        begin = posting // CHECKPOINT * CHECKPOINT
        return int(self._field.checkpoints[posting // CHECKPOINT]) + int(
            self._all_frequencies(Span(begin, posting)).sum()
        )

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


def documents_of(field: TextArrays, span: Span) -> Documents:
    """Return the documents of a term; raises IndexError where the last of them does not exist."""
    documents: Documents = field.postings[span.first : span.end] >> np.uint32(FREQUENCY_BITS)
    if len(documents) and documents[-1] >= len(field.lengths):
        raise IndexError(f"document {documents[-1]} of {len(field.lengths)}")
    return documents


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


def in_both(first: Places, second: Places) -> Places:
    """Return the numbers that are in both of two lists, each ascending and without a number twice.

    A stable sort finds the two runs and merges them: a third of the time of looking for each in the other.
    """
    merged = np.sort(np.concatenate((first, second)), kind="stable")
    both: Places = merged[1:][merged[1:] == merged[:-1]]
    return both


def are_among(sorted_numbers: NDArray[Any], asked: NDArray[Any]) -> Mask:
    """Return which of the numbers asked about are among sorted ones: a search for each."""
    if not len(sorted_numbers):
        return np.zeros(len(asked), bool)
    places = np.searchsorted(sorted_numbers, asked)
    places[places == len(sorted_numbers)] = 0
    mask: Mask = sorted_numbers[places] == asked
    return mask

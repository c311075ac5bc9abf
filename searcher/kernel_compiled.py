"""The loops of a search in C: makes room for what they write and hands arrays over; see `searcher.kernel`.

Only `searcher.kernels` may import this module: where there is no compiler there is nothing behind it. Arrays
of other types than the loops take are converted, which costs a pass; those of an index never are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.kernel_choice import KernelName
from index.lang.sentences import SentenceSplitter
from searcher import _kernel
from searcher.bars import Periods
from searcher.excerpts import Excerpt, MoreMarks, Shown, Wanted, excerpts, shown
from searcher.kernel import (
    Counts,
    Documents,
    Found,
    Judged,
    Leading,
    Listed,
    Mask,
    Pieces,
    Places,
    Row,
    Scores,
    Span,
    Terms,
    TextArrays,
    TextKernel,
    ValueKernel,
    ValuePart,
    ValueSpan,
)
from searcher.kernel_numpy_text import documents_of
from searcher.marks import Mark
from searcher.page import Bucket
from searcher.traces import traced_pieces

VERSION: int = _kernel.VERSION
_Listed = tuple[_kernel.Text, int, int, float]


class CompiledText:
    """See `searcher.kernel.TextKernel`."""

    def __init__(self, field: TextArrays, table: Scores) -> None:
        """Take the arrays of a field; raises ValueError where they do not fit together."""
        self._field = field
        self._text = _kernel.Text(
            field.postings,
            field.lengths,
            field.long,
            field.long_counts,
            field.positions,
            field.checkpoints,
            field.far,
            field.far_positions,
            table,
            field.width,
        )

    def scored(self, span: Span) -> Found:
        """See TextKernel."""
        room = _room(span.end - span.first)
        self._text.score(*room, span.first, span.end, span.factor)
        return room

    def score(self, span: Span, room: Found) -> None:
        """See TextKernel."""
        self._text.score(*room, span.first, span.end, span.factor)

    def listed(self, span: Span) -> _Listed:
        """Return what tells the loops of a term."""
        return self._text, span.first, span.end, span.factor

    def documents(self, span: Span) -> Documents:
        """See TextKernel; numpy's own loop is as fast as one in C."""
        return documents_of(self._field, span)

    def judged(self, span: Span, documents: Documents) -> Judged:
        """See TextKernel."""
        mask, scores = np.empty(len(documents), bool), np.empty(len(documents))
        self._text.judge(documents, mask, scores, span.first, span.end, span.factor)
        return mask, scores

    def kept(self, span: Span, found: Found) -> Found:
        """See TextKernel."""
        documents, scores = _room(len(found[0]))
        number = self._text.keep(*found, documents, scores, span.first, span.end, span.factor)
        return documents[:number], scores[:number]

    def together(
        self, spans: Sequence[Span], order: Sequence[int], slop: int | None, documents: Documents
    ) -> Judged:
        """See TextKernel."""
        mask, scores = np.empty(len(documents), bool), np.empty(len(documents))
        slop = -1 if slop is None else slop
        self._text.stand_together(documents, mask, scores, _terms(spans), tuple(order), slop)
        return mask, scores

    def sequences(self, spans: Sequence[Span], order: Sequence[int], slop: int | None) -> Found:
        """See TextKernel."""
        documents, scores = _room(spans[0].end - spans[0].first)
        slop = -1 if slop is None else slop
        number = self._text.find_together(documents, scores, _terms(spans), tuple(order), slop)
        return documents[:number], scores[:number]

    def united(self, ranges: Sequence[tuple[int, int]], size: int) -> Documents:
        """See TextKernel."""
        documents = np.empty(min(size, sum(end - first for first, end in ranges)), np.uint32)
        return documents[: self._text.unite(documents, tuple(ranges), size)]


class CompiledValues:
    """See `searcher.kernel.ValueKernel`."""

    def __init__(self, parts: Sequence[ValuePart], size: int) -> None:
        """Take the arrays of all segments; raises ValueError where they make no sense."""
        self._values = _kernel.Values(
            tuple((part.first, part.starts, part.values, part.ordinals) for part in parts), size
        )
        self._size = size

    def count(self, documents: Documents) -> Counts:
        """See ValueKernel."""
        counts = np.zeros(self._size, np.uint32)
        self._values.count(documents, counts)
        return counts.astype(np.int64)

    def leading(
        self, documents: Documents, whole: Counts | None, spans: Sequence[ValueSpan]
    ) -> list[Leading]:
        """See ValueKernel."""
        return self._values.leading(documents, whole, tuple(spans))


class CompiledKernel:
    """See `searcher.kernel.Kernel`."""

    name: KernelName = "c"

    def text(self, field: TextArrays, table: Scores) -> TextKernel:
        """See Kernel."""
        return CompiledText(field, table)

    def values(self, parts: Sequence[ValuePart], size: int) -> ValueKernel:
        """See Kernel."""
        return CompiledValues(parts, size)

    def place(self, terms: NDArray[np.uint8], starts: NDArray[np.uint64], wanted: bytes) -> int:
        """See ListKernel."""
        return _kernel.find_term(terms, starts, wanted)

    def rank_terms(self, lists: Sequence[Terms]) -> list[NDArray[np.uint32]]:
        """See ListKernel."""
        ranks = [np.empty(len(starts) - 1, np.uint32) for _, starts in lists]
        _kernel.rank_terms(tuple((*terms, own) for terms, own in zip(lists, ranks, strict=True)))
        return ranks

    def contains(self, documents: Documents, asked: Documents) -> Mask:
        """See ListKernel."""
        mask = np.empty(len(asked), bool)
        _kernel.contains(documents, asked, mask)
        return mask

    def keep(self, mask: Mask, found: Found, more: Scores | None = None) -> Found:
        """See ListKernel."""
        documents, scores = _room(len(mask))
        number = _kernel.keep(mask, *found, more, documents, scores)
        return documents[:number], scores[:number]

    def merge(self, lists: Sequence[Found | Listed], minimum: int, size: int) -> Found:
        """See ListKernel."""
        told = tuple([_listed(*each) for each in lists])
        every = sum([each[2] - each[1] if len(each) == 4 else len(each[0]) for each in told])
        documents, scores = _room(min(every, size))
        number = _kernel.merge(documents, scores, told, minimum, size)
        return documents[:number], scores[:number]

    def unite(self, lists: Sequence[Documents], size: int) -> Documents:
        """See ListKernel."""
        documents = np.empty(min(size, sum(map(len, lists))), np.uint32)
        return documents[: _kernel.unite(documents, tuple(lists), size)]

    def choose(self, wanted: Mask, found: Found) -> Found:
        """See ListKernel."""
        documents, scores = _room(len(found[0]))
        number = _kernel.choose(wanted, found[0], documents, found[1], scores)
        return documents[:number], scores[:number]

    def passing(self, wanted: Mask, documents: Documents) -> Documents:
        """See ListKernel."""
        kept = np.empty(len(documents), np.uint32)
        return kept[: _kernel.passing(wanted, documents, kept)]

    def in_days(
        self, days: NDArray[np.int32], first: int, last: int, undated: bool, documents: Documents
    ) -> Documents:
        """See ListKernel."""
        kept = np.empty(len(documents), np.uint32)
        return kept[: _kernel.in_days(days, documents, kept, first, last, undated)]

    def best(
        self, documents: Documents, scores: Scores | None, ranks: NDArray[np.uint32], wanted: int
    ) -> Places:
        """See CountKernel."""
        places = np.empty(min(wanted, len(documents)), np.int64)
        _kernel.best(documents, scores, ranks, places)
        return places

    def without(self, live: Mask, documents: Documents) -> Documents:
        """See CountKernel."""
        others = np.empty(len(live), np.uint32)
        return others[: _kernel.without(live, documents, others)]

    def count_numbers(self, numbers: NDArray[np.uint32], documents: Documents, size: int) -> Counts:
        """See CountKernel."""
        counts = np.zeros(size, np.int64)
        _kernel.count_numbers(numbers, documents, counts)
        return counts

    def extent(self, counts: Counts) -> tuple[int, int] | None:
        """See CountKernel."""
        return _kernel.extent(counts)

    def leading(self, counts: Counts, wanted: int) -> tuple[list[int], int]:
        """See CountKernel."""
        values = np.empty(max(0, wanted), np.int64)
        number, present = _kernel.leading(counts, values)
        return values[:number].tolist(), present

    def bars(self, periods: Periods, counts: Counts) -> tuple[Bucket, ...]:
        """See CountKernel."""
        return _kernel.bars(Bucket, periods.keys, periods.of, counts, periods.edges)

    def with_counts(
        self, rows: Mapping[int, Row], places: list[int], counts: list[int], at: int
    ) -> list[Row]:
        """See CountKernel."""
        return _kernel.with_counts(rows, places, counts, at)

    def pieces(self, text: str, traces: tuple[bytes, ...]) -> Pieces | None:
        """See PieceKernel."""
        try:
            found: Pieces | None = _kernel.pieces(text, traces)
        except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 has not
            return traced_pieces(text, traces)
        return found

    def excerpts(self, text: str, marks: Sequence[Mark], splitter: SentenceSplitter) -> list[Excerpt]:
        """See PieceKernel."""
        found: list[Excerpt] | None = _kernel.excerpts(text, marks, splitter.exact, splitter.folded)
        return excerpts(text, marks, splitter) if found is None else found  # None: of 64 leaves and more

    def hit(
        self, title: str, body: str, wanted: Wanted, more: MoreMarks, splitter: SentenceSplitter
    ) -> Shown | None:
        """See PieceKernel."""
        try:
            found: Shown | None = _kernel.hit(title, body, *wanted, *more, splitter.exact, splitter.folded)
        except UnicodeEncodeError:
            found = None
        return shown(title, body, wanted, more, splitter, self.pieces) if found is None else found


def _listed(first: Documents | TextKernel, second: Scores | Span) -> Found | _Listed:
    """Return a list of `merge` as the loop takes it."""
    if isinstance(second, Span):
        assert isinstance(first, CompiledText), "a text of another kernel"
        return first.listed(second)
    assert isinstance(first, np.ndarray), "documents with their scores"
    return first, second


def _terms(spans: Sequence[Span]) -> tuple[tuple[int, int, float, float], ...]:
    return tuple((span.first, span.end, span.factor, float(span.times)) for span in spans)


def _room(size: int) -> Found:
    return np.empty(size, np.uint32), np.empty(size)

"""The loops of a search as a seam: what each must give, and which of the two implementations does it.

    searcher.kernel_numpy      numpy, always there; what it gives is the specification
    searcher.kernel_compiled   C (`searcher/compiled`), where it could be built: the same documents, the same
                               order, the same floats to the last bit; nobody can tell but by the clock

Documents are uint32 and ascending, scores float64 of the same length, masks bool. Numbers out of an index
that name what does not exist raise IndexError, whatever wrote them; nothing is read outside an array. An
implementation holds nothing that changes and is safe for threads. This module must not search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.kernel_choice import KernelName
from index.lang.sentences import SentenceSplitter
from index.replacing import quickly_made
from searcher.bars import Periods
from searcher.excerpts import Excerpt, MoreMarks, Shown, Wanted
from searcher.marks import Mark
from searcher.page import Bucket

Documents = NDArray[np.uint32]
Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
Counts = NDArray[np.int64]
Found = tuple[Documents, Scores]
# Terms, ascending, and where each begins: term t is terms[starts[t]:starts[t + 1]].
Terms = tuple[NDArray[np.uint8], NDArray[np.uint64]]
Judged = tuple[Mask, Scores]
# The values first … end − 1, and how many of them are wanted.
ValueSpan = tuple[int, int, int]
# Those with the highest counts, counted from `first`, ties by place; their counts; how many are above 0.
Leading = tuple[list[int], list[int], int]
# What stands between two spaces of a text: where it begins, in code points, and what it is; ascending.
Pieces = list[tuple[int, str]]

Row = TypeVar("Row", bound=tuple[Any, ...])

# What searcher/compiled/module.c must say it is; raised there and here with every change of its functions.
COMPILED_VERSION = 9


@quickly_made
@dataclass(frozen=True, slots=True)
class Span:
    """One term of a text field: its postings first … end − 1, and what their BM25 is multiplied with.

    `times` is how often it is in the phrase that asks for it.
    """

    first: int
    end: int
    factor: float = 0.0
    times: int = 1


@dataclass(frozen=True, slots=True)
class ValuePart:
    """The values of one segment, whose documents begin at `first`.

    Its document d has values[starts[d]:starts[d + 1]], each less than `size`; `ordinals` are what the
    snapshot calls them, None where it calls them the same.
    """

    first: int
    starts: NDArray[np.uint32]
    values: NDArray[np.uint32]
    size: int
    ordinals: NDArray[np.uint32] | None = None


class TextArrays(Protocol):
    """What the loops read of a text field; `index.codec_segment` says what each array is."""

    @property
    def postings(self) -> NDArray[np.uint32]:
        """document << 8 | frequency, 255 standing for that and more."""

    @property
    def lengths(self) -> NDArray[np.uint8]:
        """The length byte of each document."""

    @property
    def long(self) -> NDArray[np.uint64]:
        """Which postings have a frequency of 255 or more."""

    @property
    def long_counts(self) -> NDArray[np.uint32]:
        """And how often."""

    @property
    def positions(self) -> NDArray[np.uint8]:
        """All positions, `width` bits each and eight bytes of padding."""

    @property
    def width(self) -> int:
        """8, 10, 12, 14 or 16."""

    @property
    def checkpoints(self) -> NDArray[np.uint64]:
        """How many positions lie before posting 0, 64, 128 …"""

    @property
    def far(self) -> NDArray[np.uint64]:
        """Which positions do not fit their bits."""

    @property
    def far_positions(self) -> NDArray[np.uint32]:
        """And what they are."""


class TextKernel(Protocol):
    """The postings of one text field of one segment. Where only a mask's documents count, scores are 0.0."""

    def scored(self, span: Span) -> Found:
        """Return all documents of a term."""

    def score(self, span: Span, room: Found) -> None:
        """Write the same into arrays of as many."""

    def documents(self, span: Span) -> Documents:
        """Return the same documents alone."""

    def judged(self, span: Span, documents: Documents) -> Judged:
        """Return which of these documents have a term."""

    def kept(self, span: Span, found: Found) -> Found:
        """Return those of some documents that have a term, with its score added to theirs."""

    def together(
        self, spans: Sequence[Span], order: Sequence[int], slop: int | None, documents: Documents
    ) -> Judged:
        """Return in which of these documents the terms spans[order[0]], spans[order[1]] … stand together.

        The spans are different terms. How they are to stand is told in `searcher.whoosh_places`; the score is
        the sum over the spans, in their order, of the score of each times `times`.
        """

    def sequences(self, spans: Sequence[Span], order: Sequence[int], slop: int | None) -> Found:
        """Return all documents where the terms stand together, as `together` has it."""

    def united(self, ranges: Sequence[tuple[int, int]], size: int) -> Documents:
        """Return the distinct documents of postings in ranges first … end − 1; all are less than `size`."""


# The documents of a term with their scores, which are not worked out yet.
Listed = tuple[TextKernel, Span]


class ValueKernel(Protocol):
    """The values that documents of all segments have."""

    def count(self, documents: Documents) -> Counts:
        """Return for each value how many of the documents have it."""

    def leading(
        self, documents: Documents, whole: Counts | None, spans: Sequence[ValueSpan]
    ) -> list[Leading]:
        """Return what leads in each of some spans of values; it is best if they ascend.

        Counted are the documents, or of `whole` those that are left without them.
        """


class ListKernel(Protocol):
    """Lists of documents with scores, combined and thinned out."""

    def place(self, terms: NDArray[np.uint8], starts: NDArray[np.uint64], wanted: bytes) -> int:
        """Return the number of the first term that is not before one.

        The terms ascend; term t is terms[starts[t]:starts[t + 1]].
        """

    def rank_terms(self, lists: Sequence[Terms]) -> list[NDArray[np.uint32]]:
        """Return, for each list, the places of its terms among all; equal ones in order of lists."""

    def contains(self, documents: Documents, asked: Documents) -> Mask:
        """Return which of the documents asked about are in a list."""

    def keep(self, mask: Mask, found: Found, more: Scores | None = None) -> Found:
        """Return what a mask by place lets through, with `more` added to the scores."""

    def merge(self, lists: Sequence[Found | Listed], minimum: int, size: int) -> Found:
        """Return the documents in at least `minimum` lists, scores summed in the order of the lists.

        All documents are less than `size`. The texts are this kernel's.
        """

    def unite(self, lists: Sequence[Documents], size: int) -> Documents:
        """Return the documents in any of some lists, all less than `size`."""

    def choose(self, wanted: Mask, found: Found) -> Found:
        """Return what a mask by document lets through."""

    def passing(self, wanted: Mask, documents: Documents) -> Documents:
        """Return the same of documents alone."""

    def in_days(
        self, days: NDArray[np.int32], first: int, last: int, undated: bool, documents: Documents
    ) -> Documents:
        """Return the documents with a day (by document) first … last, and with `undated` those of day 0."""


class CountKernel(Protocol):
    """Order and counts."""

    def best(
        self, documents: Documents, scores: Scores | None, ranks: NDArray[np.uint32], wanted: int
    ) -> Places:
        """Return the places of the `wanted` best, in order.

        By score, rounded to SCORE_DECIMALS, the highest first; equal ones, and all without scores, by the
        rank of the document (by document, no two alike), the lowest first.
        """

    def without(self, live: Mask, documents: Documents) -> Documents:
        """Return the documents that a mask by document has, but for these."""

    def count_numbers(self, numbers: NDArray[np.uint32], documents: Documents, size: int) -> Counts:
        """Return for each number below `size` how many of the documents have it; each has one."""

    def extent(self, counts: Counts) -> tuple[int, int] | None:
        """Return the first and the last place that is not 0, None where all are."""

    def leading(self, counts: Counts, wanted: int) -> tuple[list[int], int]:
        """Return the `wanted` places with the highest counts, ties by place, and how many are above 0."""

    def bars(self, periods: Periods, counts: Counts) -> tuple[Bucket, ...]:
        """Return the bars of so many articles on each day, as `Periods.bars`."""

    def with_counts(
        self, rows: Mapping[int, Row], places: list[int], counts: list[int], at: int
    ) -> list[Row]:
        """Return rows[place] for each of some places, with a count as its item `at`."""


class PieceKernel(Protocol):
    """Texts, as they are."""

    def pieces(self, text: str, traces: tuple[bytes, ...]) -> Pieces | None:
        """Return where a text may hold a word with one of these traces; None where that cannot be told.

        Traces are small ASCII letters and figures. `searcher.traces` says what a piece is and which are named
        besides; which more of them are, and when nothing is told, is up to the implementation.
        """

    def excerpts(self, text: str, marks: Sequence[Mark], splitter: SentenceSplitter) -> list[Excerpt]:
        """Return what is shown of a text with marks, as `searcher.excerpts` says."""

    def hit(
        self, title: str, body: str, wanted: Wanted, more: MoreMarks, splitter: SentenceSplitter
    ) -> Shown | None:
        """Return what is shown of an article, as `searcher.excerpts.shown`; None where that cannot tell."""


class Kernel(ListKernel, CountKernel, PieceKernel, Protocol):
    """Everything; `name` is what the status shows."""

    name: KernelName

    def text(self, field: TextArrays, table: Scores) -> TextKernel:
        """Return the loops over a text field; `table[frequency << 8 | length byte]` is its BM25 less idf."""

    def values(self, parts: Sequence[ValuePart], size: int) -> ValueKernel:
        """Return the loops over values, `size` different ones, of segments in order of their documents."""


# Scores that differ by less are equal: summing floats in another order must not change an order of hits.
SCORE_DECIMALS = 9

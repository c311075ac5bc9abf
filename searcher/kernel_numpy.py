"""The loops of a search in numpy: always there, and what the compiled ones are compared with.

See `searcher.kernel`. This module must not know queries nor what documents are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.kernel_choice import KernelName
from index.lang.sentences import SentenceSplitter
from searcher.bars import Periods
from searcher.excerpts import Excerpt, MoreMarks, Shown, Wanted, excerpts, shown
from searcher.kernel import (
    SCORE_DECIMALS,
    Counts,
    Documents,
    Found,
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
)
from searcher.kernel_numpy_text import NumpyText, are_among
from searcher.kernel_numpy_values import NumpyValues, counted, leading
from searcher.marks import Mark
from searcher.page import Bucket
from searcher.traces import traced_pieces
from searcher.whoosh_window import at_least_nth

# Lists that together are longer than this share of a segment are summed in an array of the whole segment:
# at 100,000 documents a third of the time of sorting them.
DENSE_SHARE = 1 / 16
# So few documents are sorted at once: finding the best of them takes as long.
FEW = 200
LARGEST_PIECE = 1 << 22


class NumpyKernel:
    """See `searcher.kernel.Kernel`."""

    name: KernelName = "numpy"

    def __init__(self) -> None:
        """Have the C library keep what a search gives back, where it is GNU's: up to twice the largest piece.

        Each step of a search makes arrays. Given back to the system they are mapped anew for the next search,
        page by page: 600 pages, 1 ms of 3.5, for a phrase in 100,000 articles.
        """
        np.empty(
            LARGEST_PIECE, np.uint8
        )  # given back at once, and never touched: only its size is remembered

    def text(self, field: TextArrays, table: Scores) -> TextKernel:
        """See Kernel."""
        return NumpyText(field, table)

    def values(self, parts: Sequence[ValuePart], size: int) -> ValueKernel:
        """See Kernel."""
        return NumpyValues(parts, size)

    def place(self, terms: NDArray[np.uint8], starts: NDArray[np.uint64], wanted: bytes) -> int:
        """See ListKernel."""
        data, begins = terms.data, starts.data
        return bisect_left(
            range(len(starts) - 1), wanted, key=lambda term: bytes(data[begins[term] : begins[term + 1]])
        )

    def rank_terms(self, lists: Sequence[Terms]) -> list[NDArray[np.uint32]]:
        """See ListKernel."""
        every = [term for terms in lists for term in _cut(terms)]
        ranks = np.empty(len(every), np.uint32)
        # The terms of each list are sorted already, which makes this a merge.
        ranks[sorted(range(len(every)), key=every.__getitem__)] = np.arange(len(every), dtype=np.uint32)
        return np.split(ranks, np.cumsum([len(starts) - 1 for _, starts in lists])[:-1]) if lists else []

    def contains(self, documents: Documents, asked: Documents) -> Mask:
        """See ListKernel."""
        return are_among(documents, asked)

    def keep(self, mask: Mask, found: Found, more: Scores | None = None) -> Found:
        """See ListKernel."""
        places = mask.nonzero()[0]  # once: a mask is three times as slow as places, each time
        documents, scores = found[0].take(places), found[1].take(places)
        return documents, scores if more is None else scores + more.take(places)

    def merge(self, lists: Sequence[Found | Listed], minimum: int, size: int) -> Found:
        """See ListKernel."""
        found = [_found(*each) for each in lists]
        documents = np.concatenate([np.empty(0, np.uint32), *(documents for documents, _ in found)])
        scores = np.concatenate([np.empty(0), *(scores for _, scores in found)])
        if len(documents) and int(documents.max()) >= size:
            raise IndexError(f"document {documents.max()} of {size}")
        if len(documents) > size * DENSE_SHARE:
            return _dense(documents, scores, minimum, size)
        distinct, where = np.unique(documents, return_inverse=True)
        sums = np.bincount(where, scores, len(distinct)).astype(np.float64, copy=False)
        if minimum > 1:
            enough = np.bincount(where, minlength=len(distinct)) >= minimum
            return distinct[enough], sums[enough]
        return distinct, sums

    def unite(self, lists: Sequence[Documents], size: int) -> Documents:
        """See ListKernel."""
        found = np.zeros(size, bool)
        for documents in lists:
            found[documents] = True
        return np.flatnonzero(found).astype(np.uint32)

    def choose(self, wanted: Mask, found: Found) -> Found:
        """See ListKernel."""
        return self.keep(wanted.take(found[0]), found)

    def passing(self, wanted: Mask, documents: Documents) -> Documents:
        """See ListKernel."""
        return documents.take(wanted.take(documents).nonzero()[0])

    def in_days(
        self, days: NDArray[np.int32], first: int, last: int, undated: bool, documents: Documents
    ) -> Documents:
        """See ListKernel."""
        those = days.take(documents)
        inside = (those >= first) & (those <= last)
        return documents.take((inside | (those == 0) if undated else inside).nonzero()[0])

    def best(
        self, documents: Documents, scores: Scores | None, ranks: NDArray[np.uint32], wanted: int
    ) -> Places:
        """See CountKernel."""
        wanted = min(wanted, len(documents))
        if not wanted:
            return np.empty(0, np.int64)
        # Only what ranks as well as the last one wanted, give or take the rounding, needs to be sorted.
        if scores is not None and len(documents) <= FEW:
            return np.lexsort((ranks.take(documents), np.round(-scores, SCORE_DECIMALS)))[:wanted]
        if scores is not None:
            candidates = at_least_nth(scores, wanted, slack=2 * 10.0**-SCORE_DECIMALS)
            rounded = np.round(-scores[candidates], SCORE_DECIMALS)
            order = np.lexsort((ranks[documents[candidates]], rounded))
        else:
            places = -ranks.take(documents).astype(np.int64)
            candidates = at_least_nth(places, wanted)
            order = np.argsort(-places[candidates])
        return candidates[order][:wanted]

    def without(self, live: Mask, documents: Documents) -> Documents:
        """See CountKernel."""
        others = live.copy()
        others[documents.astype(np.intp)] = False
        return np.flatnonzero(others).astype(np.uint32)

    def count_numbers(self, numbers: NDArray[np.uint32], documents: Documents, size: int) -> Counts:
        """See CountKernel."""
        return counted(numbers.take(documents), size)

    def extent(self, counts: Counts) -> tuple[int, int] | None:
        """See CountKernel."""
        present = counts != 0  # whose first and last are found ten times as fast as all places
        first = int(present.argmax()) if len(counts) else 0
        if not len(counts) or not present[first]:
            return None
        return first, len(counts) - 1 - int(present[::-1].argmax())

    def leading(self, counts: Counts, wanted: int) -> tuple[list[int], int]:
        """See CountKernel."""
        places, _, present = leading(counts, wanted)
        return places, present

    def bars(self, periods: Periods, counts: Counts) -> tuple[Bucket, ...]:
        """See CountKernel."""
        return periods.bars(counts)

    def with_counts(
        self, rows: Mapping[int, Row], places: list[int], counts: list[int], at: int
    ) -> list[Row]:
        """See CountKernel."""
        found = [rows[place] for place in places]
        columns: list[Sequence[Any]] = list(zip(*found, strict=True))
        columns[at : at + 1] = [counts] if found else []
        return list(map(tuple.__new__, map(type, found), zip(*columns, strict=True)))

    def pieces(self, text: str, traces: tuple[bytes, ...]) -> Pieces | None:
        """See PieceKernel."""
        return traced_pieces(text, traces)

    def excerpts(self, text: str, marks: Sequence[Mark], splitter: SentenceSplitter) -> list[Excerpt]:
        """See PieceKernel."""
        return excerpts(text, marks, splitter)

    def hit(
        self, title: str, body: str, wanted: Wanted, more: MoreMarks, splitter: SentenceSplitter
    ) -> Shown | None:
        """See PieceKernel."""
        return shown(title, body, wanted, more, splitter, traced_pieces)


def _found(first: Documents | TextKernel, second: Scores | Span) -> Found:
    """Return what a list of `merge` holds."""
    if isinstance(second, Span):
        assert isinstance(first, NumpyText), "a text of another kernel"
        return first.scored(second)
    assert isinstance(first, np.ndarray), "documents with their scores"
    return first, second


def _cut(terms: Terms) -> Iterator[bytes]:
    data, starts = terms[0].tobytes(), terms[1].tolist()
    return (data[first:end] for first, end in pairwise(starts))


def _dense(documents: Documents, scores: Scores, minimum: int, size: int) -> Found:
    if minimum > 1:
        enough = np.bincount(documents, minlength=size) >= minimum
    else:
        enough = np.zeros(size, bool)
        enough[documents] = True
    distinct = np.flatnonzero(enough)
    sums = np.bincount(documents, scores, size).astype(np.float64, copy=False)
    return distinct.astype(np.uint32), sums[distinct]

"""The parts of a compiled query over one segment: each finds all its matches, or judges given documents.

    all()             documents, ascending (uint32), and their scores (float64)
    documents()       the same documents, where their scores are better left to `among`; else None
    among(documents)  which of these match, and their scores (0 for those that do not)
    most              never fewer than it matches

A conjunction asks its rarest part for all and every other only about what is left, so that a common word,
a date or a negation beside a rare one costs next to nothing. Complexities: P postings, D documents asked
about. A part does not change. The loops are a kernel's (`searcher.kernel`). This module must not know query
trees nor statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.fields import BACKGROUND_WEIGHT
from searcher.kernel import Documents, Found, Judged, Kernel, Listed, Mask, Span, TextKernel


class Part(Protocol):
    """See the head of this module."""

    @property
    def most(self) -> int:
        """Never fewer than it matches."""

    def all(self) -> Found:
        """Return all matches."""

    def documents(self) -> Documents | None:
        """Return all matches without scores; None where `all` costs little more, or `among` much more."""

    def among(self, documents: Documents) -> Judged:
        """Return which of these documents, ascending, match."""


class Nothing:
    """No document."""

    most = 0

    def all(self) -> Found:
        """Return nothing."""
        return np.empty(0, np.uint32), np.empty(0)

    def documents(self) -> Documents | None:
        """Return nothing."""
        return np.empty(0, np.uint32)

    def among(self, documents: Documents) -> Judged:
        """Return that none match."""
        return np.zeros(len(documents), bool), np.zeros(len(documents))


class Postings:
    """The documents of one term of a text field, scored by BM25."""

    def __init__(self, text: TextKernel, span: Span) -> None:
        """Take a verified span of the field's postings."""
        self.span, self._text = span, text
        self.most = span.end - span.first

    def fill(self, room: Found) -> None:
        """Write all matches into arrays of `most`."""
        self._text.score(self.span, room)

    @property
    def listed(self) -> Listed:
        """All matches, for whoever scores them in passing."""
        return self._text, self.span

    def all(self) -> Found:
        """P."""
        return self._text.scored(self.span)

    def documents(self) -> Documents | None:
        """P."""
        return self._text.documents(self.span)

    def among(self, documents: Documents) -> Judged:
        """The shorter of both times the logarithm of the longer, or both where they are alike."""
        return self._text.judged(self.span, documents)

    def kept(self, found: Found) -> Found:
        """Return what others have found and is here too, with the sums of both scores; as among."""
        return self._text.kept(self.span, found)


class Background:
    """The documents of one term, those that have it as background at less."""

    def __init__(self, kernel: Kernel, part: Postings, background: Documents) -> None:
        """Take those documents, ascending."""
        self._kernel, self._part, self._background = kernel, part, background
        self.most = part.most

    def all(self) -> Found:
        """P, and the shorter of both times the logarithm of the longer."""
        documents, scores = self._part.all()
        return documents, scores * self._weights(documents)

    def documents(self) -> Documents | None:
        """P."""
        return self._part.documents()

    def among(self, documents: Documents) -> Judged:
        """The shorter of both times the logarithm of the longer."""
        mask, scores = self._part.among(documents)
        return mask, scores * self._weights(documents)

    def _weights(self, documents: Documents) -> NDArray[np.float64]:
        lighter = self._kernel.contains(self._background, documents)
        return np.where(lighter, BACKGROUND_WEIGHT, 1.0)


class Keyed:
    """The documents of one key; scores nothing."""

    def __init__(self, kernel: Kernel, documents: Documents) -> None:
        """Take all of them, ascending."""
        self._kernel, self._documents = kernel, documents
        self.most = len(documents)

    def all(self) -> Found:
        """Nothing: they are there."""
        return self._documents, np.zeros(self.most)

    def documents(self) -> Documents | None:
        """Nothing: they are there."""
        return self._documents

    def among(self, documents: Documents) -> Judged:
        """The shorter of both times the logarithm of the longer."""
        return self._kernel.contains(self._documents, documents), np.zeros(len(documents))


class Union:
    """Documents that have any of some terms: a slice of the dictionary, or what is near a word."""

    def __init__(
        self,
        kernel: Kernel,
        text: TextKernel,
        ranges: Sequence[tuple[int, int]],
        size: int,
        weight: float,
    ) -> None:
        """Take verified ranges of postings first … end − 1, of a segment of `size` documents."""
        self._kernel, self._text, self._ranges = kernel, text, ranges
        self._size, self._weight = size, weight
        self.most = min(size, sum(end - first for first, end in ranges))

    def all(self) -> Found:
        """P, and a bit of each document of the segment."""
        documents = self._text.united(self._ranges, self._size)
        return documents, np.full(len(documents), self._weight)

    def documents(self) -> Documents | None:
        """None: what costs is to unite them."""
        return None

    def among(self, documents: Documents) -> Judged:
        """As all."""
        mask = self._kernel.contains(self.all()[0], documents)
        return mask, np.where(mask, self._weight, 0.0)


class Everything:
    """All documents of a segment; scores nothing."""

    def __init__(self, size: int) -> None:
        self.most = size

    def all(self) -> Found:
        """Return all documents."""
        return np.arange(self.most, dtype=np.uint32), np.zeros(self.most)

    def documents(self) -> Documents | None:
        """Return all documents."""
        return np.arange(self.most, dtype=np.uint32)

    def among(self, documents: Documents) -> Judged:
        """Return that all match."""
        return np.ones(len(documents), bool), np.zeros(len(documents))


class Period:
    """Documents whose day is one of first … last; scores nothing. Days are positive, 0 is no date."""

    def __init__(self, days: NDArray[np.int32], first: int, last: int) -> None:
        self._days, self._first, self._last = days, max(1, first), last
        self.most = len(days)

    def all(self) -> Found:
        """One comparison a document."""
        documents = self.documents()
        return documents, np.zeros(len(documents))

    def documents(self) -> Documents:
        """One comparison a document."""
        return np.flatnonzero(self._inside(self._days)).astype(np.uint32)

    def among(self, documents: Documents) -> Judged:
        """D."""
        return self._inside(self._days[documents]), np.zeros(len(documents))

    def _inside(self, days: NDArray[np.int32]) -> Mask:
        inside: Mask = (days >= self._first) & (days <= self._last)
        return inside

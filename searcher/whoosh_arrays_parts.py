"""The parts of a compiled query over one segment: each finds all its matches, or judges given documents.

    all()             documents, ascending (uint32), and their scores (float64)
    among(documents)  which of these match, and their scores (0 for those that do not)
    most              never fewer than it matches

A conjunction asks its rarest part for all and every other only about what is left, so that a common word,
a date or a negation beside a rare one costs next to nothing. Complexities: P postings, D documents asked
about. A part does not change. This module must not know query trees nor statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.codec_segment import Field, TextField

Documents = NDArray[np.uint32]
Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
Found = tuple[Documents, Scores]
Judged = tuple[Mask, Scores]

# Lists that together are longer than this share of a segment are summed in an array of the whole segment:
# at 100,000 documents a third of the time of sorting them.
DENSE_SHARE = 1 / 16


class Part(Protocol):
    """See the head of this module."""

    @property
    def most(self) -> int:
        """Never fewer than it matches."""

    def all(self) -> Found:
        """Return all matches."""

    def among(self, documents: Documents) -> Judged:
        """Return which of these documents, ascending, match."""


class Postings:
    """The documents of one term. `table` gives the BM25 of a code but for `factor`; None scores nothing."""

    def __init__(
        self, field: Field, first: int, end: int, table: Scores | None = None, factor: float = 0.0
    ) -> None:
        self.field, self.first, self.end = field, first, end
        self.documents: Documents = field.documents[first:end]
        self._table, self._factor = table, factor

    @property
    def most(self) -> int:
        """How many it matches."""
        return self.end - self.first

    def all(self) -> Found:
        """P."""
        return self.documents, self._scores(slice(self.first, self.end), None)

    def among(self, documents: Documents) -> Judged:
        """The shorter of both times the logarithm of the longer."""
        mask, places = self.places(documents)
        scores = np.zeros(len(documents))
        if self._table is not None:
            scores[mask] = self.scores_at(places)
        return mask, scores

    def places(self, documents: Documents) -> tuple[Mask, Places]:
        """Return which of these documents have the term, and the postings of those, in their order."""
        mask = np.zeros(len(documents), bool)
        if not len(documents) or not self.most:
            return mask, np.empty(0, np.int64)
        if len(documents) <= self.most:
            places = np.searchsorted(self.documents, documents)
            places[places == self.most] = 0
            mask = self.documents[places] == documents
            return mask, places[mask] + self.first
        found = np.searchsorted(documents, self.documents)
        found[found == len(documents)] = 0
        present = documents[found] == self.documents
        mask[found[present]] = True
        return mask, np.flatnonzero(present) + self.first

    def scores_at(self, places: Places) -> Scores:
        """Return the scores of postings."""
        return self._scores(places, places)

    def _scores(self, which: slice | Places, places: Places | None) -> Scores:
        field = self.field
        if self._table is None or not isinstance(field, TextField):
            return np.zeros(self.most if places is None else len(places))
        scores: Scores = self._table[field.codes[which]]
        scores *= self._factor
        for posting in field.long_postings(self.first, self.end).tolist():
            at = np.flatnonzero(places == posting) if places is not None else posting - self.first
            scores[at] = self._long_score(field, posting)
        return scores

    def _long_score(self, field: TextField, posting: int) -> float:
        """Return the score of a frequency that its code cannot hold.

        A code stands for f · (K1 + 1) / (f + rest), from which follow K1 and, by its length, the rest.
        """
        assert self._table is not None
        code = int(field.codes[posting])
        frequency = int(field.frequencies(posting, posting + 1)[0])
        return self._factor * saturated(self._table, code, frequency)


def saturated(table: Scores, code: int, frequency: int) -> float:
    """Return what `table` would hold for the length of a code and a frequency beyond 255."""
    length = code & 255
    one, two = float(table[256 + length]), float(table[512 + length])
    # one = a / (1 + c) and two = 2a / (2 + c)
    rest = 2 * (two - one) / (2 * one - two)
    return one * (1 + rest) * frequency / (frequency + rest)


class Union:
    """Documents that have any of some terms: a slice of the dictionary, or what is near a word."""

    def __init__(self, field: Field, ordinals: Sequence[tuple[int, int]], size: int, weight: float) -> None:
        """Take ordinals as ranges first … end − 1."""
        starts = field.starts
        self._lists = [field.documents[int(starts[first]) : int(starts[end])] for first, end in ordinals]
        self._size, self._weight = size, weight
        self.most = min(size, sum(map(len, self._lists)))

    def all(self) -> Found:
        """P, or P log P where they are few."""
        documents = np.concatenate(self._lists) if self._lists else np.empty(0, np.uint32)
        if len(documents) > self._size * DENSE_SHARE:
            documents = np.flatnonzero(scattered(documents, self._size)).astype(np.uint32)
        else:
            documents = np.unique(documents)
        return documents, np.full(len(documents), self._weight)

    def among(self, documents: Documents) -> Judged:
        """As all."""
        mask = contains(self.all()[0], documents)
        return mask, np.where(mask, self._weight, 0.0)


class Everything:
    """All documents of a segment; scores nothing."""

    def __init__(self, size: int) -> None:
        self.most = size

    def all(self) -> Found:
        """Return all documents."""
        return np.arange(self.most, dtype=np.uint32), np.zeros(self.most)

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
        documents = np.flatnonzero(self._inside(self._days)).astype(np.uint32)
        return documents, np.zeros(len(documents))

    def among(self, documents: Documents) -> Judged:
        """D."""
        return self._inside(self._days[documents]), np.zeros(len(documents))

    def _inside(self, days: NDArray[np.int32]) -> Mask:
        inside: Mask = (days >= self._first) & (days <= self._last)
        return inside


def summed(places: NDArray[Any], scores: Scores, size: int) -> Scores:
    """Return the sum of the scores at each of `size` places."""
    return np.bincount(places, scores, size).astype(np.float64, copy=False)


def scattered(documents: Documents, size: int) -> Mask:
    """Return documents as a mask over a segment."""
    mask = np.zeros(size, bool)
    mask[documents] = True
    return mask


def contains(documents: Documents, asked: Documents) -> Mask:
    """Return which of the documents asked for are there; both ascending."""
    if not len(documents):
        return np.zeros(len(asked), bool)
    places = np.searchsorted(documents, asked)
    places[places == len(documents)] = 0
    mask: Mask = documents[places] == asked
    return mask

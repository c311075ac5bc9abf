"""What an evaluator found of a tree: documents, and scores for those of them whose scores are asked for.

A page in order of days shows ten scores, and a filter lets some hundred of a hundred thousand through: to
score all that match took longer than to find them. This module must not know trees nor filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Protocol

import numpy as np

from searcher.kernel import Documents, Found, Scores
from searcher.whoosh_query import Matches


class Matching(Protocol):
    """The matches of one tree; used by one request."""

    def all(self) -> Found:
        """Return all documents that match, ascending, and their scores."""

    def documents(self) -> Documents:
        """Return the same documents alone."""

    def scores(self, documents: Documents) -> Scores:
        """Return the scores of some that match, ascending, once `documents` has been asked for."""


class Gathered:
    """Matches that have been scored already; numbers of documents may come wider than the loops take them."""

    def __init__(self, found: Matches) -> None:
        self._found = found[0].astype(np.uint32, copy=False), found[1]

    def all(self) -> Found:
        """See Matching."""
        return self._found

    def documents(self) -> Documents:
        """See Matching."""
        return self._found[0]

    def scores(self, documents: Documents) -> Scores:
        """See Matching."""
        return scores_among(self._found, documents)


class Piece(Protocol):
    """The matches of one segment, by its own numbers."""

    @property
    def first(self) -> int:
        """The first document of the segment."""

    @property
    def size(self) -> int | None:
        """How many they are where `fill` writes them; else None."""

    def fill(self, room: Found) -> None:
        """Write all into arrays of that size."""

    def all(self) -> Found:
        """See Matching."""

    def documents(self) -> Documents:
        """See Matching."""

    def scores(self, documents: Documents) -> Scores:
        """See Matching."""


class Joined:
    """The matches of all segments, in their order."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces

    def all(self) -> Found:
        """See Matching."""
        sizes = [piece.size for piece in self._pieces]
        known = [size for size in sizes if size is not None]
        if len(known) == len(sizes) > 1:
            return self._filled(known)
        found = [_moved(piece.all(), piece.first) for piece in self._pieces]
        found = [each for each in found if len(each[0])] or found[:1]
        if len(found) == 1:
            return found[0]
        documents, scores = zip((np.empty(0, np.uint32), np.empty(0)), *found, strict=True)
        return np.concatenate(documents), np.concatenate(scores)

    def documents(self) -> Documents:
        """See Matching."""
        return self._documents

    def scores(self, documents: Documents) -> Scores:
        """See Matching."""
        if len(self._pieces) == 1 and not self._pieces[0].first:
            return self._pieces[0].scores(documents)
        firsts = np.array([piece.first for piece in self._pieces], np.uint32)
        edges = [*np.searchsorted(documents, firsts).tolist(), len(documents)]
        own = [
            piece.scores(documents[begin:end] - np.uint32(piece.first))
            for piece, begin, end in zip(self._pieces, edges, edges[1:], strict=False)
            if begin < end
        ]
        return np.concatenate([np.empty(0), *own])

    def _filled(self, sizes: Sequence[int]) -> Found:
        """Return all matches, written where they belong: joining them would copy each once more."""
        documents, scores = np.empty(sum(sizes), np.uint32), np.empty(sum(sizes))
        for piece, size, end in zip(self._pieces, sizes, accumulate(sizes), strict=True):
            here = slice(end - size, end)
            piece.fill((documents[here], scores[here]))
            documents[here] += np.uint32(piece.first)
        return documents, scores

    @cached_property
    def _documents(self) -> Documents:
        found = [(piece.documents(), piece.first) for piece in self._pieces]
        moved = [documents + np.uint32(first) if first else documents for documents, first in found]
        return moved[0] if len(moved) == 1 else np.concatenate([np.empty(0, np.uint32), *moved])


def scores_among(found: Found, documents: Documents) -> Scores:
    """Return the scores of some documents that were found."""
    if len(documents) == len(found[0]):
        return found[1]
    scores: Scores = found[1][np.searchsorted(found[0], documents)]
    return scores


def _moved(found: Found, first: int) -> Found:
    return (found[0] + np.uint32(first), found[1]) if first else found

"""Parts of a compiled query that combine others: all of them, some of them, one besides or without another.

What a part is is told in `searcher.whoosh_arrays_parts`. This module must not know query trees.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searcher.whoosh_arrays_parts import (
    DENSE_SHARE,
    Documents,
    Found,
    Judged,
    Part,
    Scores,
    scattered,
    summed,
)


class All:
    """Documents that match every part; the score is their sum."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = sorted(parts, key=lambda part: part.most)
        self.most = self._parts[0].most

    def all(self) -> Found:
        """What the rarest part takes, and what the others take to judge what is left."""
        documents, scores = self._parts[0].all()
        for part in self._parts[1:]:
            if not len(documents):
                break
            mask, more = part.among(documents)
            documents, scores = documents[mask], scores[mask] + more[mask]
        return documents, scores

    def among(self, documents: Documents) -> Judged:
        """What each part takes to judge what is left."""
        mask, scores = np.ones(len(documents), bool), np.zeros(len(documents))
        left = np.arange(len(documents))
        for part in self._parts:
            matching, more = part.among(documents[left])
            mask[left[~matching]] = False
            left = left[matching]
            scores[left] += more[matching]
        return mask, np.where(mask, scores, 0.0)


class AtLeast:
    """Documents that match `minimum` of the parts or more; the score is the sum of those that match."""

    def __init__(self, parts: Sequence[Part], minimum: int, size: int) -> None:
        self._parts, self._minimum, self._size = parts, minimum, size
        self.most = min(size, sum(part.most for part in parts))

    def all(self) -> Found:
        """The sum of all lists, and the segment once where they are long."""
        found = [part.all() for part in self._parts if part.most]
        if len(found) == 1 and self._minimum == 1:
            return found[0]
        if not found:
            return np.empty(0, np.uint32), np.empty(0)
        documents = np.concatenate([documents for documents, _ in found])
        scores = np.concatenate([scores for _, scores in found])
        if len(documents) > self._size * DENSE_SHARE:
            return self._dense(documents, scores)
        distinct, where = np.unique(documents, return_inverse=True)
        sums = summed(where, scores, len(distinct))
        if self._minimum > 1:
            enough = np.bincount(where, minlength=len(distinct)) >= self._minimum
            return distinct[enough], sums[enough]
        return distinct, sums

    def among(self, documents: Documents) -> Judged:
        """What each part takes to judge them."""
        matching, scores = np.zeros(len(documents), np.int32), np.zeros(len(documents))
        for part in self._parts:
            mask, more = part.among(documents)
            matching += mask
            scores += more
        mask = matching >= self._minimum
        return mask, np.where(mask, scores, 0.0)

    def _dense(self, documents: Documents, scores: Scores) -> Found:
        if self._minimum > 1:
            enough = np.bincount(documents, minlength=self._size) >= self._minimum
        else:
            enough = scattered(documents, self._size)
        distinct = np.flatnonzero(enough)
        return distinct.astype(np.uint32), summed(documents, scores, self._size)[distinct]


class Besides:
    """The matches of `required`; those that also match `optional` score that more."""

    def __init__(self, required: Part, optional: Part) -> None:
        self._required, self._optional = required, optional
        self.most = required.most

    def all(self) -> Found:
        """What the required part takes, and what the other takes to judge them."""
        documents, scores = self._required.all()
        return documents, scores + self._optional.among(documents)[1]

    def among(self, documents: Documents) -> Judged:
        """What both take to judge them."""
        mask, scores = self._required.among(documents)
        return mask, np.where(mask, scores + self._optional.among(documents)[1], 0.0)


class Without:
    """Documents that do not match the part; scores nothing."""

    def __init__(self, part: Part, size: int) -> None:
        self._part = part
        self.most = size

    def all(self) -> Found:
        """What the part takes, and the segment once."""
        mask = ~scattered(self._part.all()[0], self.most)
        documents = np.flatnonzero(mask).astype(np.uint32)
        return documents, np.zeros(len(documents))

    def among(self, documents: Documents) -> Judged:
        """What the part takes to judge them."""
        return ~self._part.among(documents)[0], np.zeros(len(documents))

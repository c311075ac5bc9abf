"""Parts of a compiled query that combine others: all of them, some of them, one besides or without another.

What a part is is told in `searcher.whoosh_arrays_parts`. This module must not know query trees.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searcher.kernel import Documents, Found, Judged, Kernel
from searcher.whoosh_arrays_parts import Part, Postings


class All:
    """Documents that match every part, one at least; the score is their sum, the rarest part's first."""

    def __init__(self, kernel: Kernel, parts: Sequence[Part]) -> None:
        self._kernel = kernel
        self._parts = sorted(parts, key=lambda part: part.most)
        self.most = self._parts[0].most

    def all(self) -> Found:
        """What the rarest part takes, and what the others take to judge what is left."""
        found = self._parts[0].all()
        for part in self._parts[1:]:
            if not len(found[0]):
                break
            found = part.kept(found) if isinstance(part, Postings) else self._kept(part, found)
        return found

    def _kept(self, part: Part, found: Found) -> Found:
        mask, more = part.among(found[0])
        return self._kernel.keep(mask, found, more)

    def documents(self) -> Documents | None:
        """None: of documents that all parts have, most are found and scored in one."""
        return None

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

    def __init__(self, kernel: Kernel, parts: Sequence[Part], minimum: int, size: int) -> None:
        """Take parts of a segment of `size` documents, and 1 or more."""
        self._kernel, self._parts, self._minimum, self._size = kernel, parts, minimum, size
        self.most = min(size, sum(part.most for part in parts))

    def all(self) -> Found:
        """The sum of all lists."""
        lists = [part.listed if isinstance(part, Postings) else part.all() for part in self._parts]
        return self._kernel.merge(lists, self._minimum, self._size)

    def documents(self) -> Documents | None:
        """The union of all lists where one of them is enough."""
        lists = [part.documents() for part in self._parts] if self._minimum == 1 else []
        known = [documents for documents in lists if documents is not None]
        return self._kernel.unite(known, self._size) if known and len(known) == len(lists) else None

    def among(self, documents: Documents) -> Judged:
        """What each part takes to judge them."""
        matching, scores = np.zeros(len(documents), np.int32), np.zeros(len(documents))
        for part in self._parts:
            mask, more = part.among(documents)
            matching += mask
            scores += more
        mask = matching >= self._minimum
        return mask, np.where(mask, scores, 0.0)


class Besides:
    """The matches of `required`; those that also match `optional` score that more."""

    def __init__(self, required: Part, optional: Part) -> None:
        self._required, self._optional = required, optional
        self.most = required.most

    def all(self) -> Found:
        """What the required part takes, and what the other takes to judge them."""
        documents, scores = self._required.all()
        return documents, scores + self._optional.among(documents)[1]

    def documents(self) -> Documents | None:
        """What the required part takes."""
        return self._required.documents()

    def among(self, documents: Documents) -> Judged:
        """What both take to judge them."""
        mask, scores = self._required.among(documents)
        return mask, np.where(mask, scores + self._optional.among(documents)[1], 0.0)


class Without:
    """Documents that do not match the part; scores nothing."""

    def __init__(self, kernel: Kernel, part: Part, size: int) -> None:
        self._kernel, self._part = kernel, part
        self.most = size

    def all(self) -> Found:
        """What the part takes, and the segment once."""
        documents = self._kernel.without(np.ones(self.most, bool), self._part.all()[0])
        return documents, np.zeros(len(documents))

    def documents(self) -> Documents | None:
        """What the part takes, and the segment once."""
        return self.all()[0]

    def among(self, documents: Documents) -> Judged:
        """What the part takes to judge them."""
        return ~self._part.among(documents)[0], np.zeros(len(documents))

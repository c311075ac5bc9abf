"""What a compiled part matches in one segment, without what is deleted there; see `searcher.whoosh_matching`.

This module must not know query trees.
"""

from __future__ import annotations

from searcher.kernel import Documents, Found, Kernel, Mask, Scores
from searcher.whoosh_arrays_parts import Part, Postings
from searcher.whoosh_matching import scores_among


class SegmentPiece:
    """What a part matches in a segment and is not deleted; see `searcher.whoosh_matching`."""

    def __init__(self, part: Part, live: Mask | None, first: int, kernel: Kernel) -> None:
        """Take which documents are not deleted (None: all), and the number of the first of them."""
        self._part, self._live, self._kernel = part, live, kernel
        self.first = first
        self._found: Found | None = None

    def all(self) -> Found:
        """See Matching."""
        found = self._part.all()
        return found if self._live is None else self._kernel.choose(self._live, found)

    @property
    def size(self) -> int | None:
        """See Piece."""
        return self._part.most if isinstance(self._part, Postings) and self._live is None else None

    def fill(self, room: Found) -> None:
        """See Piece."""
        assert isinstance(self._part, Postings), "what has a size"
        self._part.fill(room)

    def documents(self) -> Documents:
        """See Matching."""
        documents = self._part.documents()
        if documents is None:
            self._found = self.all()
            return self._found[0]
        return documents if self._live is None else self._kernel.passing(self._live, documents)

    def scores(self, documents: Documents) -> Scores:
        """See Matching."""
        if self._found is not None:
            return scores_among(self._found, documents)
        return self._part.among(documents)[1]

"""Phrases over one segment: which documents have all terms, and where in them the terms stand.

It must not know query trees nor statistics.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from index.codec_segment import TextField
from searcher.whoosh_arrays_parts import Documents, Found, Judged, Mask, Places, Postings
from searcher.whoosh_places import stand_together

# Positions need 32 bits, so that a document and a position are one number.
POSITION_SPAN = 1 << 32
# From a checkpoint a posting costs 64 frequencies, from the first posting of its term all before it.
CHECKPOINT_WORTH = 24


class SequencePart:
    """Documents where terms stand together as `searcher.terms.Sequence` says."""

    def __init__(
        self, field: TextField, terms: tuple[str, ...], slop: int | None, parts: dict[str, Postings]
    ) -> None:
        self._field, self._terms, self._slop = field, terms, slop
        self._times = Counter(terms)
        self._parts = dict(sorted(parts.items(), key=lambda item: item[1].most))
        self._rarest = next(iter(self._parts.values()))
        self.most = self._rarest.most

    def all(self) -> Found:
        """The rarest list, what the others take to judge it, and the positions of what is left."""
        documents = self._rarest.documents
        mask, scores = self.among(documents)
        return documents[mask], scores[mask]

    def among(self, documents: Documents) -> Judged:
        """As all, without the rarest list."""
        left: Places = np.arange(len(documents))
        postings: dict[str, Places] = {}
        for term, part in self._parts.items():
            mask, places = part.places(documents[left])
            left = left[mask]
            postings = {other: found[mask] for other, found in postings.items()}
            postings[term] = places
        together = self._together(postings) if len(left) else np.zeros(0, bool)
        left = left[together]
        matching, scores = np.zeros(len(documents), bool), np.zeros(len(documents))
        matching[left] = True
        for term, part in self._parts.items():
            scores[left] += part.scores_at(postings[term][together]) * self._times[term]
        return matching, scores

    def _together(self, postings: dict[str, Places]) -> Mask:
        """Return in which of the documents, of each term the postings given, the terms stand together."""
        rows = {term: self._positions(term, places) for term, places in postings.items()}
        number = len(next(iter(postings.values())))
        if self._slop is not None:
            return self._near(rows, number)
        first_row, first_positions = rows[self._terms[0]]
        starts = first_row * POSITION_SPAN + first_positions
        for step, term in enumerate(self._terms[1:], 1):
            row, positions = rows[term]
            starts = starts[_contains(row * POSITION_SPAN + positions, starts + step)]
        together = np.zeros(number, bool)
        together[starts // POSITION_SPAN] = True
        return together

    def _near(self, rows: dict[str, tuple[Places, Places]], number: int) -> Mask:
        """Ask document by document; the windows of several terms do not pay as arrays."""
        cuts = {term: np.searchsorted(row, np.arange(1, number)) for term, (row, _) in rows.items()}
        places = {term: np.split(rows[term][1], cut) for term, cut in cuts.items()}
        return np.array(
            [
                stand_together(
                    self._terms, self._slop, {term: each[at].tolist() for term, each in places.items()}
                )
                for at in range(number)
            ],
            bool,
        )

    def _positions(self, term: str, postings: Places) -> tuple[Places, Places]:
        """Return the positions of a term in the postings given: (which of them, position), ascending."""
        field, part = self._field, self._parts[term]
        if len(postings) * CHECKPOINT_WORTH < part.most:
            starts = field.position_starts(postings)
            counts = _frequencies_at(field, postings, part)
        else:
            every = field.frequencies(part.first, part.end)
            before = np.cumsum(every) - every
            first = int(field.position_starts(np.array([part.first]))[0])
            starts, counts = before[postings - part.first] + first, every[postings - part.first]
        ends = np.cumsum(counts)
        rows = np.repeat(np.arange(len(postings)), counts)
        offsets = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
        return rows, field.positions_at(np.repeat(starts, counts) + offsets)


def _frequencies_at(field: TextField, postings: Places, part: Postings) -> NDArray[np.int64]:
    counts = (field.codes[postings] >> 8).astype(np.int64)
    for posting in field.long_postings(part.first, part.end).tolist():
        counts[postings == posting] = field.frequencies(posting, posting + 1)[0]
    return counts


def _contains(sorted_numbers: Places, asked: Places) -> Mask:
    places = np.searchsorted(sorted_numbers, asked)
    places[places == len(sorted_numbers)] = 0
    mask: Mask = sorted_numbers[places] == asked
    return mask

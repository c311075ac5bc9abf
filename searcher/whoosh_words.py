"""The written forms of an archive by prefix, most frequent first, straight from the segments.

In how many articles a form stands, in the title or the body, is what the body has plus what the title has
alone; a segment stores both sides (`twins`, `apart` of `index.codec_segment`). Nothing is kept here: a
prefix costs the terms that begin so, and their postings where articles are deleted. This module must not
evaluate queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.codec_fields import TextField
from index.whoosh_schema import ENCODING_ERRORS
from searcher.whoosh_arrays import Segment

Counts = NDArray[np.int64]


class Words:
    """Written forms with the number of articles that have each; immutable, safe for threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = tuple(segments)

    def starting(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return up to `limit` forms that start with `prefix`, most frequent first, ties by code point."""
        if limit < 1:
            return ()
        key = prefix.encode("utf-8", ENCODING_ERRORS)
        slices = [_Slice(segment, key) for segment in self._segments]
        if len(slices) == 1:
            found = slices[0].best(limit)
        else:
            counted: Counter[bytes] = Counter()
            for part in slices:
                counted.update(part.all())
            found = list(counted.items())
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return tuple((form.decode("utf-8", ENCODING_ERRORS), count) for form, count in found[:limit])


class _Slice:
    """The forms of one segment that start with a prefix: those of the first field, then others."""

    def __init__(self, segment: Segment, prefix: bytes) -> None:
        arrays = segment.arrays
        self._fields = tuple(arrays.texts[name] for name in arrays.counted_fields)
        first, second = self._fields
        self._begin, end = first.beginning_with(prefix)
        begin, second_end = second.beginning_with(prefix)
        counts = _articles(first, self._begin, end, segment, None)
        apart = _articles(second, begin, second_end, segment, arrays.apart)
        twins = arrays.twins[begin:second_end].astype(np.int64)
        known = twins < first.size
        counts[twins[known] - self._begin] += apart[known]
        self._others = np.flatnonzero(~known) + begin
        self._counts = np.concatenate((counts, apart[~known]))
        self._first_count = len(counts)

    def best(self, limit: int) -> list[tuple[bytes, int]]:
        """Return the most frequent forms, those as frequent as the last one wanted included."""
        counts = self._counts
        if limit < len(counts):
            places = np.flatnonzero(counts >= max(1, np.partition(counts, -limit)[-limit]))
        else:
            places = np.flatnonzero(counts)
        return [(self._term(place), int(counts[place])) for place in places.tolist()]

    def all(self) -> dict[bytes, int]:
        """Return every form that an article has."""
        return dict(self.best(len(self._counts)))

    def _term(self, place: int) -> bytes:
        first, second = self._fields
        if place < self._first_count:
            return first.term(self._begin + place)
        return second.term(int(self._others[place - self._first_count]))


def _articles(
    field: TextField, first: int, end: int, segment: Segment, weights: NDArray[np.uint8] | None
) -> Counts:
    """Return how many living articles have each of the terms first … end − 1, or the sum of their weights."""
    starts = field.starts[first : end + 1].astype(np.int64)
    if weights is None and segment.live is None:
        return np.diff(starts)
    begin, stop = field.spans(first, end)
    counted = np.ones(stop - begin, np.int64) if weights is None else weights[begin:stop].astype(np.int64)
    if segment.live is not None:
        counted *= segment.live[field.documents_in(begin, stop)]
    through = np.concatenate((np.zeros(1, np.int64), np.cumsum(counted)))
    return np.diff(through[starts - begin])

"""The vocabulary of a snapshot by prefix, most frequent words first. It must not know where it comes from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

import numpy as np


class Words:
    """Written forms with the number of articles that have each; immutable."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._forms = sorted(counts)
        self._counts = np.array([counts[form] for form in self._forms], np.int64)

    def starting(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return up to `limit` forms that start with `prefix`, most frequent first, ties by code point."""
        first = bisect_left(self._forms, prefix)
        last = bisect_right(self._forms, prefix, key=lambda form: form[: len(prefix)])
        found = -self._counts[first:last]
        if limit < 1:
            return ()
        if limit < len(found):
            # Sort only what is as frequent as the last one wanted.
            places = np.flatnonzero(found <= np.partition(found, limit - 1)[limit - 1])
        else:
            places = np.arange(len(found))
        best = places[np.argsort(found[places], kind="stable")][:limit]
        return tuple((self._forms[first + place], int(-found[place])) for place in best)

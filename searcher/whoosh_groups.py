"""Copies of one text among any documents of a snapshot: how many groups they are, and who leads each.

An article that is nobody's copy is a group of its own. This module must not know how documents were found
nor what orders them: it is given ranks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.kernel import Counts, Documents
from searcher.whoosh_values import FacetColumn

Ranks = tuple[NDArray[Any], ...]
NOBODYS = ("", 0)
NO_GROUP = 0  # groups are numbered from 1, so that counting is one pass without a mask


class CopyGroups:
    """Counts and folds documents by their group; holds what never changes, safe for threads.

    `numbers` has the group of each document, NO_GROUP for none, all of them less than `size`.
    """

    def __init__(self, column: FacetColumn, documents: int) -> None:
        """Take which documents have which group id, at most one each, of so many documents."""
        self._keys = column.keys
        self.size = len(column.keys) + 1
        self.numbers = np.zeros(documents, np.uint32)  # of NO_GROUP; pages without a copy stay nobody's
        for part in column.values.parts:
            members = np.flatnonzero(np.diff(part.starts.astype(np.int64)))
            own = part.values[part.starts[members]]
            groups = own if part.ordinals is None else part.ordinals[own]
            self.numbers[part.first + members] = groups + np.uint32(1)

    def __bool__(self) -> bool:
        return self.size > 1

    def number_of(self, sizes: Counts, total: int) -> int:
        """Return how many groups `total` documents are, of which `sizes` are in each group by number."""
        return total - int(np.maximum(sizes[1:] - 1, 0).sum()) if self else total

    def copies(self, documents: Sequence[int], sizes: Counts) -> tuple[tuple[str, int], ...]:
        """Return for each document the id of its group, "" for none, and how many others `sizes` counts."""
        if not self:
            return (NOBODYS,) * len(documents)
        groups = self.numbers[list(documents)].tolist()
        return tuple(
            NOBODYS if group == NO_GROUP else (self._keys[group - 1], int(sizes[group]) - 1)
            for group in groups
        )

    def leading(self, documents: Documents, ranks: Callable[[NDArray[np.int64]], Ranks]) -> NDArray[np.bool_]:
        """Return which documents no other of their group comes before.

        `ranks` gives the keys of the documents at some places, as `numpy.lexsort` takes them.
        """
        groups = self.numbers[documents]
        places = np.flatnonzero(groups != NO_GROUP)
        ordered = places[np.lexsort((*ranks(places), groups[places]))]
        first = np.ones(len(ordered), bool)
        first[1:] = groups[ordered[1:]] != groups[ordered[:-1]]
        kept: NDArray[np.bool_] = groups == NO_GROUP
        kept[ordered[first]] = True
        return kept

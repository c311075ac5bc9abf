"""Copies of one text among any documents of a snapshot: how many groups they are, and who leads each.

An article that is nobody's copy is a group of its own. This module must not know how documents were found
nor what orders them: it is given ranks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.whoosh_columns import Documents, FacetColumn

Ranks = tuple[NDArray[Any], ...]
NO_GROUP = 0  # groups are numbered from 1, so that counting is one pass without a mask


class CopyGroups:
    """Counts and folds documents by their group; holds what never changes, safe for threads."""

    def __init__(self, column: FacetColumn, size: int) -> None:
        """Take which documents have which group id, at most one each, of `size` documents."""
        self._keys = column.keys
        self._groups = np.full(size, NO_GROUP, np.int32)
        members = np.flatnonzero(np.diff(column.starts.astype(np.int64)))
        self._groups[members] = column.ordinals[column.starts[members]].astype(np.int32) + 1

    def sizes(self, documents: Documents) -> NDArray[np.int64]:
        """Return how many of the documents are in each group, those in none first."""
        groups = self._groups[documents] if self._keys else np.empty(0, np.int32)
        return np.bincount(groups, minlength=len(self._keys) + 1)

    def copies(self, document: int, sizes: NDArray[np.int64]) -> tuple[str, int]:
        """Return the id of a document's group, "" for none, and how many others of it `sizes` counts."""
        group = int(self._groups[document])
        return ("", 0) if group == NO_GROUP else (self._keys[group - 1], int(sizes[group]) - 1)

    def leading(self, documents: Documents, ranks: Callable[[NDArray[np.int64]], Ranks]) -> NDArray[np.bool_]:
        """Return which documents no other of their group comes before.

        `ranks` gives the keys of the documents at some places, as `numpy.lexsort` takes them.
        """
        groups = self._groups[documents]
        places = np.flatnonzero(groups != NO_GROUP)
        ordered = places[np.lexsort((*ranks(places), groups[places]))]
        first = np.ones(len(ordered), bool)
        first[1:] = groups[ordered[1:]] != groups[ordered[:-1]]
        kept: NDArray[np.bool_] = groups == NO_GROUP
        kept[ordered[first]] = True
        return kept

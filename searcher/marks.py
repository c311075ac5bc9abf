"""Places in a text that match, and spans of them. This module must not know how they were found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from index.article import Span


class Mark(NamedTuple):
    """A place that matches: its span, and which of the query's leaves it matches, as written there.

    Texts have dozens of them; see `searcher.page` for why they are tuples.
    """

    start: int
    end: int
    leaf: str


def rank(mark: Mark) -> tuple[int, int]:
    """Return what orders marks: by start, the longest first."""
    return mark.start, -mark.end


def merged(marks: Iterable[Mark]) -> list[Span]:
    """Return the spans of marks that are in order of start, overlapping ones as one."""
    spans: list[Span] = []
    reached = 0
    for start, end, _ in marks:
        if spans and start < reached:
            if end > reached:
                spans[-1] = (spans[-1][0], end)
                reached = end
        else:
            spans.append((start, end))
            reached = end
    return spans

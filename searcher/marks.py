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
    """Return the spans of marks in order, overlapping ones as one."""
    spans: list[Span] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if spans and mark.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end))
        else:
            spans.append((mark.start, mark.end))
    return spans

"""Do words stand together in an article? Arithmetic on their positions, for phrases and proximity.

It must not know where positions come from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence


def stand_together(terms: Sequence[str], slop: int | None, places: Mapping[str, Sequence[int]]) -> bool:
    """Return whether terms stand side by side in this order, or with `slop` in any order near enough.

    `places` has the positions of each term, ascending. With a slop all must lie within a window: the last
    position less the first is at most `slop`, or one less than their number where that is more. A term that
    occurs twice in `terms` needs two positions.
    """
    if slop is None:
        return _in_order([places[term] for term in terms])
    wanted, span = Counter(terms), max(slop, len(terms) - 1)
    # The first position of a window is a position of one of the terms.
    starts = (start for term in wanted for start in places[term])
    return any(
        all(_within(places[term], start, start + span) >= number for term, number in wanted.items())
        for start in starts
    )


def _in_order(places: Sequence[Sequence[int]]) -> bool:
    """Return whether some p has p, p + 1, p + 2 … in the first, second, third … positions."""
    starts = set(places[0])
    for step, positions in enumerate(places[1:], 1):
        starts.intersection_update(position - step for position in positions)
        if not starts:
            return False
    return bool(starts)


def _within(positions: Sequence[int], first: int, last: int) -> int:
    return bisect_left(positions, last + 1) - bisect_left(positions, first)

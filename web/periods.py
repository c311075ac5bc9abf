"""Partial dates in a URL (`2020`, `2020-09`, `27/9/2020`): read with the searcher's reader, written shortest.

Only reads and writes; whether a filter is wanted is decided in `web.params`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from searcher.dates import parse_period


def period(text: str) -> tuple[date, date]:
    """Return the first and the last day that `text` names; raises ValueError where it names none."""
    found = parse_period(text)
    if found is None:
        raise ValueError(text)
    return found


def shortest_first(day: date) -> str:
    """Return the shortest partial date whose first day is `day`."""
    if (day.month, day.day) == (1, 1):
        return f"{day.year:04d}"
    return day.isoformat()[:7] if day.day == 1 else day.isoformat()


def shortest_last(day: date) -> str:
    """Return the shortest partial date whose last day is `day`."""
    if (day.month, day.day) == (12, 31):
        return f"{day.year:04d}"
    return day.isoformat()[:7] if day.day == monthrange(day.year, day.month)[1] else day.isoformat()

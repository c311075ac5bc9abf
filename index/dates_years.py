"""The year that a report leaves out: `Selasa (19/12)` fits one year in five or six.

Weekday, day and month leave a few candidate years; the years that the text names decide among them: a day
in the latest year named is nearly always meant, else the first year after it. The shares are how often
that was right in 2,262 dated articles without a full date; the archive may know better
(`index.dates_archive`). This module must not read context.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple, Protocol

from index.dates_find import Expression

# Years that a restored date may have; a written year may lie outside.
FIRST_PLAUSIBLE, LAST_PLAUSIBLE = 1990, 2100
LATEST_NAMED, EARLIER_NAMED, NOT_NAMED = 0.95, 0.65, 0.3
# A guess without any year goes no further than `latest`, or than the year in which this was measured.
LAST_GUESSED, LATEST_FITTING = 2026, 0.36
# A year named so many years before the last possible one is history.
HISTORY = 14
# The share by the distance to the latest year named: further away the text tells less.
NEXT_AFTER = {1: 0.87, 2: 0.77, 3: 0.71, 4: 0.40, 5: 0.26, 6: 0.45}
JUST_BEFORE = 0.45
# No other year fits between the latest year named and the last possible one.
ONLY_ONE = 0.6


class Restored(NamedTuple):
    """A year for a day that has none, and how often such a year is the right one."""

    year: int
    share: float


class YearJudge(Protocol):
    """Decides which year a day without one means, for one article."""

    def __call__(self, day: Expression, named: Sequence[int], latest: int | None) -> Restored | None:
        """Return the likeliest year of a day, by the years the text names; None where nothing tells."""


def is_recent(year: int, latest: date | None) -> bool:
    """Return whether a year can be that of an article of today rather than history."""
    return year >= (latest.year if latest else LAST_GUESSED) - HISTORY


def plausible_years(day: Expression, latest: int | None = None) -> tuple[int, ...]:
    """Return the years, ascending, in which weekday, day and month agree, up to `latest`."""
    last = LAST_PLAUSIBLE if latest is None else latest
    if day.year is not None:
        return tuple(year for year in range(FIRST_PLAUSIBLE, last + 1) if day.agrees(year))
    years = _years_of(day.weekday, day.month, day.day)
    return years[: bisect_right(years, last)]


@cache
def _years_of(weekday: int | None, month: int, day: int) -> tuple[int, ...]:
    """Return every plausible year in which a day has this weekday: 2,562 answers at most."""
    fit = Expression(0, 0, day, month, None, weekday, False)
    return tuple(year for year in range(FIRST_PLAUSIBLE, LAST_PLAUSIBLE + 1) if fit.agrees(year))


def restore(day: Expression, named: Sequence[int], latest: int | None = None) -> Restored | None:
    """Return the likeliest year of a day by the years the text names; None where none fits.

    Without a weekday the latest year named is taken for what it is worth; with a weekday but no year named
    the latest year that fits is a guess. Years long past are history and tell nothing.
    """
    last = latest or LAST_GUESSED
    usable = {year for year in named if last - HISTORY <= year <= (latest or LAST_PLAUSIBLE)}
    if day.weekday is None:
        return Restored(max(usable), NOT_NAMED) if usable and day.value(max(usable)) else None
    if usable:
        return _among(plausible_years(day, last), usable)
    years = plausible_years(day, last)
    return Restored(years[-1], LATEST_FITTING) if years else None


def _among(years: Sequence[int], named: set[int]) -> Restored | None:
    newest = max(named)
    if newest in years:
        return Restored(newest, LATEST_NAMED)
    earlier = [year for year in years if year in named]
    if earlier:
        return Restored(earlier[-1], EARLIER_NAMED)
    after = next((year for year in years if year > newest), None)
    distance = after - newest if after is not None else 99
    if newest - 1 in years and NEXT_AFTER.get(distance, 0.0) < JUST_BEFORE:
        return Restored(newest - 1, JUST_BEFORE)
    if after is not None:
        share = NEXT_AFTER.get(distance, 0.1)
        return Restored(after, max(share, ONLY_ONE) if after == years[-1] else share)
    return Restored(years[-1], 0.2) if years else None

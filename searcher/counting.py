"""From raw counts to what a page shows of them: facet values in order, periods of a timeline.

Engines count, this module orders, cuts and labels, so that every engine answers alike. It must not match
or count articles itself.

What an engine counts for the facet of field F: the articles that match the tree, the days and the
selections of all other fields, none of F's own `unwanted` values, and F's own `wanted` values only if
`every` (OR inside a facet ignores its own choice, AND narrows it). So a count is what choosing that value
gives. A value that is itself unwanted is counted without F's whole own selection: it tells what comes back.

The timeline counts all matches by `published.value`, whatever its precision: an article of "October 2020"
stands on the first of October.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from searcher.engine import Selection
from searcher.page import Bucket, BucketInterval, Facet, FacetValue, Timeline
from searcher.query import FacetWish, Interval

# Days over two months, months over six years: at most some seventy bars on a page.
MAX_DAYS, MAX_MONTHS = 62, 72
# A wished interval gives way to a coarser one beyond this many periods: ten years of days.
MAX_BUCKETS = 3_660

Names = Mapping[str, tuple[str, tuple[str, ...]]]
_COARSER: dict[BucketInterval, BucketInterval] = {"day": "month", "month": "year"}


def shape_facet(
    wish: FacetWish,
    selection: Selection | None,
    counts: Mapping[str, int],
    returning: Mapping[str, int],
    totals: Mapping[str, int],
    names: Names,
) -> Facet:
    """Return the facet that `wish` asks for.

    `counts` has the articles of every value that has any, `returning` those of unwanted values, `totals`
    those of the whole archive, `names` (name, aliases) of a value, itself where it is not in it. Chosen
    values come first (wanted, then unwanted) and are always shown; then the most frequent, ties by id, up to
    `wish.size` values in all: by name, every label of every tie would have to be read, which for a rare word
    are most of an archive's names. `others` is how many more values have articles.
    """
    wanted = frozenset(selection.wanted if selection else ())
    unwanted = frozenset(selection.unwanted if selection else ())

    def value(key: str) -> FacetValue:
        name, aliases = names.get(key, (key, ()))
        count = (returning if key in unwanted else counts).get(key, 0)
        return FacetValue(key, name, count, totals.get(key, 0), key in wanted, key in unwanted, aliases)

    chosen = sorted(map(value, wanted | unwanted), key=_chosen_rank) if wanted or unwanted else []
    rest = [key for key, count in counts.items() if count and key not in wanted and key not in unwanted]
    rest.sort()
    rest.sort(key=counts.__getitem__, reverse=True)  # which leaves equal ones as they were
    shown = rest[: max(0, wish.size - len(chosen))]
    return Facet(wish.field, (*chosen, *map(value, shown)), len(rest) - len(shown))


def _chosen_rank(value: FacetValue) -> tuple[bool, int, str, str]:
    return not value.selected, -value.count, value.label.casefold(), value.key


def shape_timeline(
    days: Mapping[date, int], totals: Mapping[date, int], undated: int, interval: Interval = "auto"
) -> Timeline:
    """Return the timeline of articles counted by day; `totals` are those of the whole archive.

    `auto` takes days over MAX_DAYS days at most, months over MAX_MONTHS months at most, else years.
    """
    dated = {day: count for day, count in days.items() if count}
    if not dated:
        return Timeline("day" if interval == "auto" else interval, (), undated)
    first, last = min(dated), max(dated)
    chosen = choose_interval(first, last, interval)
    name = _namer(chosen)
    counts, of = _by_period(dated, name), _by_period(totals, name)
    keys = period_keys(first, last, chosen)
    return Timeline(chosen, tuple(Bucket(key, counts[key], of[key]) for key in keys), undated)


def choose_interval(first: date, last: date, wished: Interval) -> BucketInterval:
    """Return the interval of a timeline from `first` to `last`; see `shape_timeline`."""
    chosen = _fitting(first, last) if wished == "auto" else wished
    while chosen in _COARSER and _periods(first, last, chosen) > MAX_BUCKETS:
        chosen = _COARSER[chosen]
    return chosen


def _fitting(first: date, last: date) -> BucketInterval:
    if _periods(first, last, "day") <= MAX_DAYS:
        return "day"
    return "month" if _periods(first, last, "month") <= MAX_MONTHS else "year"


def _periods(first: date, last: date, interval: BucketInterval) -> int:
    if interval == "day":
        return (last - first).days + 1
    years = last.year - first.year
    return years * 12 + last.month - first.month + 1 if interval == "month" else years + 1


def _namer(interval: BucketInterval) -> Callable[[date], str]:
    length = {"day": 10, "month": 7, "year": 4}[interval]
    return lambda day: day.isoformat()[:length]


def _by_period(days: Mapping[date, int], name: Callable[[date], str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for day, count in days.items():
        counts[name(day)] += count
    return counts


def period_keys(first: date, last: date, interval: BucketInterval) -> list[str]:
    """Return the keys of all periods from the one of `first` to the one of `last`, empty ones too."""
    number = _periods(first, last, interval)
    if interval == "day":
        return [(first + timedelta(days=step)).isoformat() for step in range(number)]
    if interval == "year":
        return [f"{first.year + step:04}" for step in range(number)]
    months = (first.year * 12 + first.month - 1 + step for step in range(number))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]

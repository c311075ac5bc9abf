"""A day, month or year as a reader types it → the days it covers.

    2020   2020-09   9/2020   2020-09-27   27/9/2020   27-9-2020   27.9.2020   2020/09/27
    2020-09..2020-10   2020-09..   ..2020          (ranges, either end open)

Day before month, as Indonesians write. Month names are accepted too ("27 September 2020", "Sept 2020").
It must not guess: what is not wholly a date is None. `index.dates` reads dates in articles; this module
reads what people mean as a filter.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from index.indexed import period_keys

# The longest range of days that texts speak of: each of its years is a key to look for.
MAX_YEARS = 200

Period = tuple[date, date]
OpenPeriod = tuple[date | None, date | None]

_RANGE = re.compile(r"\.{2,}|…")
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<name>[a-z]+)\.?\s+(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\s+(?P<name>[a-z]+)\.?\s+(?P<year>\d{4})",
    )
)
MONTHS = (
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
)
# Other names; what is written must start a name with three letters or more.
_OTHER_NAMES = (
    ("january", 1),
    ("february", 2),
    ("pebruari", 2),
    ("march", 3),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("agt", 8),
    ("ags", 8),
    ("sept", 9),
    ("october", 10),
    ("nopember", 11),
    ("december", 12),
)


def parse_period(text: str) -> Period | None:
    """Return the first and last day that a date covers, None where the text is no date."""
    written = text.strip().lower()
    for shape in _SHAPES:
        match = shape.fullmatch(written)
        if match:
            return _period(match.groupdict())
    return None


def parse_days(text: str) -> OpenPeriod | None:
    """Return the days that a date or a range of dates covers, None where it is neither.

    The ends of a range may be written in either order; an end that is not written is open.
    """
    parts = _RANGE.split(text.strip())
    if len(parts) == 1:
        return parse_period(text)
    if len(parts) != 2 or not any(part.strip() for part in parts):
        return None
    first, second = (parse_period(part) if part.strip() else (None, None) for part in parts)
    if first is None or second is None:
        return None
    if first[0] and second[1] and first[0] > second[1]:
        first, second = second, first
    return first[0], second[1]


def covering_keys(since: date | None, until: date | None) -> tuple[str, ...]:
    """Return the fewest years, months and days that make up a range, as keys of `index.indexed.period_keys`.

    Empty for a range that is open or longer than MAX_YEARS.
    """
    if since is None or until is None or until.year - since.year > MAX_YEARS:
        return ()
    keys: list[str] = []
    first, behind = since.toordinal(), until.toordinal() + 1
    while first < behind:
        day = date.fromordinal(first)
        steps = zip((_days_of_year(day), _days_of_month(day), 1), period_keys(day), strict=True)
        length, key = next((length, key) for length, key in steps if length and first + length <= behind)
        keys.append(key)
        first += length
    return tuple(keys)


def _days_of_year(day: date) -> int:
    """Return the length of the year that begins on this day, 0 where none does."""
    return 365 + calendar.isleap(day.year) if (day.month, day.day) == (1, 1) else 0


def _days_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1] if day.day == 1 else 0


def _period(written: dict[str, str | None]) -> Period | None:
    year = int(written["year"] or 0)
    name, number, day = written.get("name"), written.get("month"), written.get("day")
    month = _month_named(name) if name else int(number or 0)
    if not 1 <= year <= 9999 or not 0 <= month <= 12 or (not month and (name or number)):
        return None
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= int(day) <= last:
        return None
    only = date(year, month, int(day))
    return only, only


def _month_named(name: str) -> int:
    """Return 1 to 12, 0 for what starts no month's name with three letters or more."""
    if len(name) < 3:
        return 0
    names = (*((month, number) for number, month in enumerate(MONTHS, 1)), *_OTHER_NAMES)
    return next((number for month, number in names if month.startswith(name)), 0)

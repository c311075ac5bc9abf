"""Date expressions in a text: what is written, where, and in what company; not yet what it means.

Found are days with a month (`27/9/2020`, `(27 / 9)`, `27-09-2020`, `27.9.20`, `2020-09-27`, `27 September
2020`, `26-27 September`), months with a year (`Oktober 2020`) and years (`tahun 2020`). Every search is
anchored on a digit, so a text without digits costs next to nothing. A number such as `24/7` or `2/3` is only
a date in the company of a weekday, a bracket or the word "tanggal". This module must not choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from index.lang.calendar import Calendar, day_of, full_year

FIRST_YEAR, LAST_YEAR = 1900, 2100
# What may stand between the two numbers of a span of days, beside a dash.
SPAN_WORDS = ("dan", "s/d", "hingga", "sampai")
# How what opens a day ends: a bracket, "tanggal", "tgl.".
OPENING_ENDS = ("(", "[", "l", ".")
# How far back a weekday may stand from its number: "Kamis malam waktu setempat, tanggal (" has 38 characters.
LOOK_BACK = 48


class Expression(NamedTuple):
    """One written day: `text[start:end]` with its weekday and brackets; year and weekday None if unsaid.

    `weekday` is 1 Monday … 7 Sunday. `bracketed` tells a number in round brackets, the mark of a reporter.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None
    bracketed: bool

    def value(self, year: int | None = None) -> date | None:
        """Return the day, in `year` where none is written; None where the calendar has no such day."""
        known = self.year if self.year is not None else year
        return None if known is None else day_of(known, self.month, self.day)

    def agrees(self, year: int | None = None) -> bool:
        """Return whether weekday and day agree (in `year` where none is written)."""
        value = self.value(year)
        return value is not None and self.weekday == value.isoweekday()


class Period(NamedTuple):
    """A month with its year, or a year alone (`month` 0), at `start`."""

    start: int
    end: int
    year: int
    month: int


class Found(NamedTuple):
    """Everything a text says about days and years, in order."""

    days: tuple[Expression, ...]
    periods: tuple[Period, ...]


NOTHING = Found((), ())


class DateFinder:
    """Finds date expressions; stateless after construction.

    `followers` are the first three letters, small, of words that may stand behind the first number of a day.
    """

    def __init__(self, calendar: Calendar) -> None:
        month = calendar.month_pattern()
        self._months, self._weekdays = calendar.months, calendar.weekdays
        self.followers = tuple(sorted({form[:3] for form in (*calendar.months, *SPAN_WORDS)}))
        self._number = re.compile(
            rf"""\d(?<![\d.,/][\d])(?:
                (?P<iso>(?<=[12])\d{{3}}-\d\d-\d\d)(?!\d)
              | (?<=[12])(?P<year>[089]\d\d)(?![\d%])(?!\s?[./]\d)
              | (?P<rest>\d?)(?:\s?(?:-|–|{"|".join(SPAN_WORDS)})\s?(?P<last>\d\d?))?
                (?: \s?(?P<sep>[/.-])\s?(?P<month>\d\d?)(?:\s?(?P=sep)\s?(?P<y>\d{{4}}|\d\d))?(?![\d/]|[.,]\d)
                  | \s*(?:,\s)?(?P<name>{month})\b\.?(?:,?\s?(?:tahun\s)?(?P<wy>[12]\d{{3}})(?!\d))?
                )
            )""",
            re.VERBOSE,
        )
        # Alone, so that the engine skips to where one may begin.
        self._weekday = re.compile(calendar.weekday_pattern())
        self._before = re.compile(
            rf"(?<!\w)(?P<weekday>{calendar.weekday_pattern()})"
            r"(?:\s*[-/,]?\s*(?:pagi|siang|sore|malam|petang|dini\s?hari|subuh|kemarin|lalu|kemaren|ini"
            r"|hari ini|waktu setempat|WIB|WITA|WIT|sekitar|pukul|jam|[\d.:]{4,5})\b)*"
            r"\s*[.,]?\s*(?:(?:pada\s)?(?:tanggal|tgl\.?)\s*)?(?P<open>[(\[]?)\s*$"
        )
        self._open = re.compile(r"(?:(?P<open>[(\[])|\b(?P<word>tanggal|tgl\.?|Tanggal))\s*$")
        self._month_ends = frozenset(form[-3:] for form in calendar.months)
        self._month_before = re.compile(rf"(?<!\w)(?P<name>{month})[.,]?\s*$")

    def find(self, text: str, numbers: Iterable[int] | None = None) -> Found:
        """Return the days and periods of a text, in order.

        `numbers` are where such a number may begin (`index.places`); None: anywhere.
        """
        days: list[Expression] = []
        periods: list[Period] = []
        for match in self._number.finditer(text) if numbers is None else self._matches(text, numbers):
            iso, year = match.group("iso", "year")
            if year:
                periods.append(self._period(text, match))
            elif iso:
                days.extend(self._iso(match))
            else:
                days.extend(self._day(text, match))
        return Found(tuple(days), tuple(periods))

    def _matches(self, text: str, numbers: Iterable[int]) -> Iterator[re.Match[str]]:
        end = 0
        for place in numbers:
            match = self._number.match(text, place) if place >= end else None
            if match is not None:
                end = match.end()
                yield match

    def _period(self, text: str, match: re.Match[str]) -> Period:
        start, end = match.span()
        first = max(0, start - 12)
        ending = text[first:start].rstrip().rstrip(".,")[-3:].lower()
        before = self._month_before.search(text, first, start) if ending in self._month_ends else None
        if before is None:
            return Period(start, end, int(match[0]), 0)
        return Period(before.start(), end, int(match[0]), self._months[before["name"].lower()])

    def _iso(self, match: re.Match[str]) -> Iterator[Expression]:
        year, month, day = (int(part) for part in match.group().split("-"))
        if day_of(year, month, day) is not None:
            yield Expression(match.start(), match.end(), day, month, year, None, False)

    def _day(self, text: str, match: re.Match[str]) -> Iterator[Expression]:
        """Yield the day of a match, both days of a range, nothing where it is no date."""
        rest, until, sep, number, y, name, wy = match.group("rest", "last", "sep", "month", "y", "name", "wy")
        if not (name or y or sep == "/"):
            return
        first = int(match[0][0] + rest)
        last = int(until) if until else first
        month = self._months[name.lower()] if name else int(number)
        digits = wy or y
        year = full_year(digits) if digits else None
        # A leap year stands in for the unknown one, so that 29 February is a day.
        if day_of(year or 2000, month, last) is None or not FIRST_YEAR <= (year or 2000) <= LAST_YEAR:
            return
        start, end, weekday, marked, bracketed = self._company(text, match)
        # A number with strokes is a date if it has a year of four digits, or in the right company.
        if not (name or (y and len(y) == 4) or (marked if sep == "/" else weekday is not None)):
            return
        if last > first >= 1:
            yield Expression(start, end, first, month, year, None, bracketed)
        yield Expression(start, end, last, month, year, weekday, bracketed)

    def _company(self, text: str, match: re.Match[str]) -> tuple[int, int, int | None, bool, bool]:
        """Return start and end with weekday and brackets, the weekday, whether marked, whether bracketed."""
        start, end = match.span()
        before = self._weekday_before(text, start)
        first = max(0, start - 10)
        opens = before is None and text[first:start].rstrip().endswith(OPENING_ENDS)
        opened = self._open.search(text, first, start) if opens else before
        if opened is None:
            return start, end, None, False, False
        bracketed = bool(opened["open"])
        if bracketed and text[end : end + 2].lstrip()[:1] in ")]" and end < len(text):
            end = text.index(text[end : end + 2].lstrip()[0], end) + 1
        weekday = self._weekdays[before["weekday"].lower()] if before else None
        marked = before is not None or not bracketed or text[end - 1] in ")],"
        return opened.start(), end, weekday, marked, bracketed

    def _weekday_before(self, text: str, start: int) -> re.Match[str] | None:
        """Return the first weekday with nothing between it and a number but what belongs to it."""
        day = self._weekday.search(text, max(0, start - LOOK_BACK), start)
        while day is not None:
            before = self._before.match(text, day.start(), start)
            if before is not None:
                return before
            day = self._weekday.search(text, day.start() + 1, start)
        return None

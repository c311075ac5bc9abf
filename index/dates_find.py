"""Date expressions in a text: what is written, where, and in what company; not yet what it means.

Found are days with a month (`27/9/2020`, `(27 / 9)`, `27-09-2020`, `27.9.20`, `2020-09-27`, `27 September
2020`, `26-27 September`), months with a year (`Oktober 2020`) and years (`tahun 2020`). Every search is
anchored on a digit, so a text without digits costs next to nothing. A number such as `24/7` or `2/3` is only
a date in the company of a weekday, a bracket or the word "tanggal". This module must not choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from index.lang.calendar import Calendar, as_written, day_of, full_year

FIRST_YEAR, LAST_YEAR = 1900, 2100
# What may stand between the two numbers of a span of days, beside a dash.
SPAN_WORDS = ("dan", "s/d", "hingga", "sampai")
# How what opens a day ends: a bracket, "tanggal", "tgl.".
OPENING_ENDS = ("(", "[", "l", ".")
# How far back a weekday may stand from its number: "Kamis malam waktu setempat, tanggal (" has 38 characters.
LOOK_BACK = 48
# Numbers that are remembered.
MOST_REMEMBERED = 10_000
# What stands between most weekdays and their numbers, of the signs that may stand there.
BETWEEN, PLAIN_GAPS = " ([.,", frozenset({" ", ", ", " (", ", ("})
# What may stand between a weekday and its number, beside those signs and figures.
_BETWEEN = (
    "pagi",
    "siang",
    "sore",
    "malam",
    "petang",
    r"dini\s?hari",
    "subuh",
    "kemarin",
    "lalu",
    "kemaren",
    "ini",
    "hari ini",
    "waktu setempat",
    "WIB",
    "WITA",
    "WIT",
    "sekitar",
    "pukul",
    "jam",
)
# The company that makes a number a day: its own form is enough; none is needed, but read; a mark; a weekday.
ALONE, ANY, MARKED, WEEKDAY = range(4)


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


class _Meaning(NamedTuple):
    """What a number means: days from `first` to `last`, or without a month a year; what company it needs."""

    first: int
    last: int
    month: int
    year: int | None
    company: int


_UNREAD = _Meaning(0, 0, 0, 0, ALONE)


class _Before(NamedTuple):
    """What belongs to a day and begins before its number: a weekday, None for none; a bracket."""

    start: int
    weekday: int | None
    bracketed: bool


class Found(NamedTuple):
    """Everything a text says about days and years, in order."""

    days: tuple[Expression, ...]
    periods: tuple[Period, ...]


NOTHING = Found((), ())


class DateFinder:
    """Finds date expressions; keeps nothing but what numbers mean.

    `followers` are the first three letters, small, of words that may stand behind the first number of a day.
    """

    def __init__(self, calendar: Calendar) -> None:
        month = calendar.month_pattern()
        self._months = calendar.months
        self._weekdays = {
            written: day for form, day in calendar.weekdays.items() for written in as_written(form)
        }
        self._known: dict[str, _Meaning | None] = {}
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
            rf"(?:\s*[-/,]?\s*(?:{'|'.join(_BETWEEN)}|[\d.:]{{4,5}})\b)*"
            r"\s*[.,]?\s*(?:(?:pada\s)?(?:tanggal|tgl\.?)\s*)?(?P<open>[(\[]?)\s*$"
        )
        self._open = re.compile(r"(?:(?P<open>[(\[])|\b(?P<word>tanggal|tgl\.?|Tanggal))\s*$")
        self._ends = frozenset(
            form[-3:].lower() for form in (*calendar.weekdays, *_BETWEEN, "tanggal", "tgl")
        )
        self._month_ends = frozenset(form[-3:] for form in calendar.months)
        self._month_before = re.compile(rf"(?<!\w)(?P<name>{month})[.,]?\s*$")

    def find(self, text: str, numbers: Iterable[int] | None = None) -> Found:
        """Return the days and periods of a text, in order.

        `numbers` are where such a number may begin (`index.places`); None: anywhere.
        """
        matches = list(self._number.finditer(text)) if numbers is None else self._matches(text, numbers)
        if not matches:
            return NOTHING
        days: list[Expression] = []
        periods: list[Period] = []
        for match in matches:
            written = match[0]
            # An archive writes the same days again and again.
            meant = self._known.get(written, _UNREAD)
            if meant is _UNREAD:
                meant = self._learn(written, match)
            if meant is None:
                continue
            start, end = match.span()
            if meant.month:
                self._add_days(days, text, start, end, meant)
            else:
                periods.append(self._period(text, start, end, meant.year or 0))
        return Found(tuple(days), tuple(periods))

    def _matches(self, text: str, numbers: Iterable[int]) -> list[re.Match[str]]:
        found, end = [], 0
        for place in numbers:
            match = self._number.match(text, place) if place >= end else None
            if match is not None:
                end = match.end()
                found.append(match)
        return found

    def _learn(self, written: str, match: re.Match[str]) -> _Meaning | None:
        """Return what a number means wherever it stands, None for no date, and remember it."""
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        meant = self._known[written] = self._read(match)
        return meant

    def _read(self, match: re.Match[str]) -> _Meaning | None:
        iso, alone, rest, until, sep, number, y, name, wy = match.groups()
        if alone:
            return _Meaning(0, 0, 0, int(match[0]), ALONE)
        if iso:
            year, month, day = (int(part) for part in match[0].split("-"))
            return _Meaning(day, day, month, year, ALONE) if day_of(year, month, day) else None
        if not (name or y or sep == "/"):
            return None
        first = int(match[0][0] + rest)
        last = int(until) if until else first
        month = self._months[name.lower()] if name else int(number)
        digits = wy or y
        written = full_year(digits) if digits else None
        # A leap year stands in for the unknown one, so that 29 February is a day.
        if day_of(written or 2000, month, last) is None or not FIRST_YEAR <= (written or 2000) <= LAST_YEAR:
            return None
        # A number with strokes is a date if it has a year of four digits, or in the right company.
        company = ANY if name or (y and len(y) == 4) else MARKED if sep == "/" else WEEKDAY
        return _Meaning(first, last, month, written, company)

    def _period(self, text: str, start: int, end: int, year: int) -> Period:
        first = max(0, start - 12)
        ending = text[first:start].rstrip().rstrip(".,")[-3:].lower()
        before = self._month_before.search(text, first, start) if ending in self._month_ends else None
        if before is None:
            return Period(start, end, year, 0)
        return Period(before.start(), end, year, self._months[before["name"].lower()])

    def _add_days(self, days: list[Expression], text: str, start: int, end: int, meant: _Meaning) -> None:
        """Put down the day of a number, both days of a range, nothing where its company makes it no date."""
        first, last, month, year, company = meant
        weekday, bracketed = None, False
        if company != ALONE:
            start, end, weekday, marked, bracketed = self._company(text, start, end)
            if (company == MARKED and not marked) or (company == WEEKDAY and weekday is None):
                return
        if last > first >= 1:
            days.append(Expression(start, end, first, month, year, None, bracketed))
        days.append(Expression(start, end, last, month, year, weekday, bracketed))

    def _company(self, text: str, start: int, end: int) -> tuple[int, int, int | None, bool, bool]:
        """Return start and end with weekday and brackets, the weekday, whether marked, whether bracketed."""
        before = self._weekday_before(text, start) or self._opening_before(text, start)
        if before is None:
            return start, end, None, False, False
        begin, weekday, bracketed = before
        if bracketed:
            behind = text[end : end + 2].lstrip()
            if behind and behind[0] in ")]":
                end = text.index(behind[0], end) + 1
        marked = weekday is not None or not bracketed or text[end - 1] in ")],"
        return begin, end, weekday, marked, bracketed

    def _opening_before(self, text: str, start: int) -> _Before | None:
        """Return the bracket or the word "tanggal" that stands right before a number."""
        first = max(0, start - 10)
        if not text[first:start].rstrip().endswith(OPENING_ENDS):
            return None
        opened = self._open.search(text, first, start)
        return _Before(opened.start(), None, bool(opened["open"])) if opened else None

    def _weekday_before(self, text: str, start: int) -> _Before | None:
        """Return the weekday with nothing between it and a number but what belongs to it.

        There is no more than one: no weekday belongs between another one and its number.
        """
        window = max(0, start - LOOK_BACK)
        near = text[window:start]
        told = near.rstrip(BETWEEN)
        word = told.rfind(" ") + 1
        weekday = self._weekdays.get(told[word:]) if word else None
        gap = near[len(told) :]
        if weekday is not None and gap in PLAIN_GAPS:  # as nearly all are written
            return _Before(window + word, weekday, "(" in gap)
        if not told or (told[-1].isalpha() and told[-3:].lower() not in self._ends):
            return None
        day = self._weekday.search(text, window, start)
        while day is not None:
            before = self._before.match(text, day.start(), start)
            if before is not None:
                return _Before(day.start(), self._weekdays[before["weekday"]], bool(before["open"]))
            day = self._weekday.search(text, day.start() + 1, start)
        return None

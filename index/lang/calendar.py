"""Month and weekday names of Indonesian newspapers, with variants, and what a numeric date may mean.

The names are `data/calendar.tsv`. Years of two digits are read against a pivot. This module must not search
texts and must not know what day is today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from index.lang.patterns import any_of
from index.lang.tables import read_table

CALENDAR = Path(__file__).parent / "data" / "calendar.tsv"
COLUMNS = ("form", "kind", "value", "ambiguous", "note")
LIMITS = {"month": 12, "weekday": 7}
# "27.9.20" is 2020 and "17.8.45" is 1945: archives reach further back than ahead.
TWO_DIGIT_PIVOT = 50


@dataclass(frozen=True, slots=True)
class Calendar:
    """Names (lower case) of months (1-12) and weekdays (1 Monday … 7 Sunday).

    `ambiguous` are the forms that are also other words or names.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ambiguous: frozenset[str]

    @classmethod
    def load(cls, path: Path = CALENDAR) -> Calendar:
        """Read the table; raises LanguageDataError for an unknown kind, a value out of range or a double."""
        names: dict[str, dict[str, int]] = {"month": {}, "weekday": {}}
        ambiguous: set[str] = set()
        for row in read_table(path, COLUMNS):
            kind, value = row["kind"], row["value"]
            if kind not in LIMITS:
                raise row.error(f"kind must be one of {', '.join(LIMITS)}")
            if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= LIMITS[kind]:
                raise row.error(f"a {kind} is a number from 1 to {LIMITS[kind]}, not {value!r}")
            form = row["form"]
            if form != form.lower() or any(form in known for known in names.values()):
                raise row.error(f"{form} is not lower case or stands twice")
            names[kind][form] = int(value)
            if row["ambiguous"]:
                ambiguous.add(form)
        return cls(names["month"], names["weekday"], frozenset(ambiguous))

    def month_pattern(self) -> str:
        """Return a regular expression (no groups) for month names, as written in sentences and headlines."""
        return _alternatives(self.months)

    def weekday_pattern(self) -> str:
        """Return a regular expression (no groups) for weekday names."""
        return _alternatives(self.weekdays)


def full_year(digits: str) -> int:
    """Return the year that two or four digits mean."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= TWO_DIGIT_PIVOT else 2000)


# Most days of an archive are of the same years: a look-up costs a third of making one.
@lru_cache(maxsize=1 << 15)
def day_of(year: int, month: int, day: int) -> date | None:
    """Return that day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _alternatives(names: Mapping[str, int]) -> str:
    return any_of({form for name in names for form in as_written(name)})


def as_written(name: str) -> tuple[str, str, str]:
    """Return a name in lower case, Capitalised and in CAPITALS."""
    return name, name.capitalize(), name.upper()

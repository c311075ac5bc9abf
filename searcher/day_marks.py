"""Where a text writes a day, a month or a year that `disebut:` asks for.

For marks only: what articles speak of was settled when they were indexed, and days that only follow from a
text ("kemarin") stay unmarked. It must not decide what matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from searcher.dates import MONTHS

# A range of years is a key each; the first ones are enough to show why an article was found.
MOST_KEYS = 40
KEY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")


def day_pattern(keys: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds these keys of `index.indexed.period_keys` in texts; None where there are none."""
    written = [_written(*key.split("-")) for key in list(keys)[:MOST_KEYS] if KEY.fullmatch(key)]
    return re.compile("|".join(written), re.IGNORECASE) if written else None


def _written(year: str, month: str = "", day: str = "") -> str:
    """Return the ways to write a year, a month with its year, or a day with its year or without."""
    if not month:
        return rf"(?<!\d){year}(?!\d)"
    number, full = rf"0?{int(month)}", MONTHS[int(month) - 1]
    name = rf"(?:{full}|{full[:3]}\.?)"
    if not day:
        return (
            rf"(?<!\w)(?:\d\d?\s+)?{name}\s+{year}(?!\d)"
            rf"|(?<!\d)\d\d?\s?[/.-]\s?{number}\s?[/.-]\s?{year}(?!\d)|{year}-{month}-\d\d(?!\d)"
        )
    return (
        rf"(?<!\d)0?{int(day)}\s+{name}(?:\s+{year}(?!\d)|(?!\w|\s+\d{{4}}))"
        rf"|(?<!\d)0?{int(day)}\s?[/.-]\s?{number}(?:\s?[/.-]\s?(?:{year}|{year[2:]}))?(?![\d/])"
        rf"|{year}-{month}-{day}(?!\d)"
    )

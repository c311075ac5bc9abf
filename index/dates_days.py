"""The days an archive is made of: a crawl has many articles of some days and none of others.

An article is likelier of a day on which many others surely came out than of one that only it names: of an
article of one crawl, "16 July" among the many of 20 July is the day of what it retells. Days are counted, no
text is kept. This module must not know how an article was dated.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy

from index.spool import read_spool, write_spool

FIRST, LAST = date(1990, 1, 1).toordinal(), date(2049, 12, 31).toordinal()
# What is likely on a day is told by the days around it, from the closest to half a year on either side: the
# share of each in the mixture, and so many articles a day as if seen everywhere: with less, one other article
# tipped days in an archive of 86; in one of 17,860 it makes no difference.
CLOSE, MONTH, YEAR = 1, 15, 182
MIXTURE = (0.5, 0.3, 0.2)
FLOOR = 0.1


class DayEvidence:
    """How many surely dated articles each day has; additive over parts of an archive."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()

    def note(self, day: int) -> None:
        """Count an article that is surely of this day (proleptic ordinal)."""
        if FIRST <= day <= LAST:
            self._counts[day] += 1

    def write(self, path: Path) -> None:
        """Write the counts; raises OSError."""
        write_spool(path, self._counts.items())


def settled_days(paths: Iterable[Path]) -> Days:
    """Return the counts of all parts, summed up."""
    counts = numpy.zeros(LAST - FIRST + 2 + 2 * YEAR, numpy.int64)
    for path in paths:
        for day, count in read_spool(path):
            counts[day - FIRST + YEAR + 1] += count
    until = counts.cumsum()
    first = numpy.arange(YEAR, YEAR + LAST - FIRST + 1)
    likely = numpy.zeros(len(first))
    for reach, part in zip((CLOSE, MONTH, YEAR), MIXTURE, strict=True):
        likely += part / (2 * reach + 1) * (until[first + reach + 1] - until[first - reach])
    return Days(tuple(until.tolist()), tuple((likely / max(1, int(until[-1]))).tolist()))


@dataclass(frozen=True, slots=True)
class Days:
    """Articles up to the day before each day, from half a year before 1990 on.

    `likely` is how likely an article of the archive is of a day, from 1990 on. Numbers of Python, which are
    faster one by one than those of numpy.
    """

    until: tuple[int, ...]
    likely: tuple[float, ...]

    def favour(self, day: int, own: int | None) -> float:
        """Return by how much, as a log ratio, a day is likelier than those of its year.

        `own` is the day (both are proleptic ordinals) for which the article itself was counted.
        """
        if not FIRST <= day <= LAST:
            return 0.0
        apart = abs(own - day) if own is not None and FIRST <= own <= LAST else LAST
        close, month, year = (self._rate(day, reach, apart) for reach in (CLOSE, MONTH, YEAR))
        here = MIXTURE[0] * close + MIXTURE[1] * month + MIXTURE[2] * year
        return math.log((here + FLOOR) / (year + FLOOR))

    def share(self, day: int) -> float:
        """Return how likely any article of the archive is of a day (a proleptic ordinal)."""
        return self.likely[day - FIRST] if FIRST <= day <= LAST else 0.0

    def _rate(self, day: int, reach: int, apart: int) -> float:
        """Return how many other articles a day have the days around `day`."""
        place = day - FIRST + YEAR
        counted = self.until[place + reach + 1] - self.until[place - reach] - (apart <= reach)
        return counted / (2 * reach + 1) if counted > 0 else 0.0

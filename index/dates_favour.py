"""What the archive adds to the odds of a day, and the day that it gives an article which says none.

This module must not learn anything and must not read texts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date as Day

from index.article import Confidence, Dating
from index.dates_days import Days
from index.dates_order import NEAR, Beside

# What the archive tells of days and what the neighbours tell, as powers of their odds; how often a wrong day
# of a text lies near the neighbours by chance. Set on one half of 17,860 articles in the order of their
# crawls: the surer half of the others was then right within two days in .979 (.919 by the text alone).
DAYS_TOLD, NEIGHBOURS_TOLD, BY_CHANCE = 0.8, 1.5, 0.25
# How often neighbours must be right to weigh days, to guess one, and to date an article.
NEIGHBOURS_TELL, NEIGHBOURS_GUESS, NEIGHBOURS_DATE = 0.3, 0.5, 0.75


@dataclass(frozen=True, slots=True)
class ArchiveFavour:
    """What the archive adds to the log odds of a day (`index.dates_choose.Favour`)."""

    days: Days
    beside: Beside | None
    own: int | None

    def __call__(self, day: Day) -> float:
        """Weigh a day by the days of the archive and by the neighbours of the article."""
        return DAYS_TOLD * self.days.favour(day.toordinal(), self.own) + self.of_neighbours(day)

    def of_neighbours(self, day: Day) -> float:
        """Weigh a day by the neighbours of the article alone."""
        if self.beside is None or self.beside.share < NEIGHBOURS_TELL:
            return 0.0
        if abs(day.toordinal() - self.beside.day) <= NEAR:
            return -NEIGHBOURS_TOLD * math.log(BY_CHANCE)
        missed = (1 - self.beside.share) / (1 - BY_CHANCE * self.beside.share)
        return NEIGHBOURS_TOLD * math.log(missed)


def of_neighbours(beside: Beside | None) -> Dating | None:
    """Return the day on which the neighbours agree, if they agree often enough with others; never surely."""
    if beside is None or beside.share < NEIGHBOURS_GUESS:
        return None
    confidence: Confidence = "medium" if beside.share >= NEIGHBOURS_DATE else "low"
    evidence = ", ".join(Day.fromordinal(day).isoformat() for day in beside.company)
    return Dating(Day.fromordinal(beside.day), "day", "neighbours", confidence, evidence)

"""What the archive adds to the odds of a day, and the day that it gives an article which says none.

This module must not learn anything and must not read texts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day

from index.article import Confidence, Dating
from index.dates_choose import LAGS
from index.dates_days import Days
from index.dates_order import APART, Beside

# How much is believed of what the archive tells of days, of what the neighbours tell by how often they were
# right, and of how many of them are of that very day: learnt with the weights of the signs.
DAYS_TOLD, NEIGHBOURS_TOLD, SAME_DAY = 1.0, 0.4, 2.8
# So much is told of the right day as a rule, and so large a part of the neighbours is of that very day: only
# what goes beyond it speaks for a day, as nothing does where there is no archive.
USUAL, USUAL_SAME = 1.0, 0.35
# Another day must be likelier by so much in log odds to move an article that is surely of one.
MOVES = 1.0
# Days that nothing speaks for are as likely as this.
LEAST = 0.001
# How often neighbours must be right within two days to guess a day, and to date an article.
NEIGHBOURS_GUESS, NEIGHBOURS_DATE = 0.5, 0.75


@dataclass(frozen=True, slots=True)
class ArchiveFavour:
    """What the archive adds to the log odds of a day (`index.dates_choose.Favour`).

    `own` is the day for which the article itself was counted, `near` what the neighbours tell of the days at
    theirs, `far` of all others; days are proleptic ordinals.
    """

    days: Days
    own: int | None
    near: Mapping[int, float]
    far: float

    @classmethod
    def of(cls, days: Days, beside: Beside | None, own: int | None) -> ArchiveFavour:
        """Reckon with the days of the archive and, if there are any, with the neighbours of an article."""
        if beside is None:
            return cls(days, own, {}, 0.0)
        doubt = 1.0 - beside.seen
        near = {
            day: _likelier(share + doubt * days.share(day), days.share(day))
            for day, share in enumerate(beside.shares, beside.day + APART[0])
        }
        chance = 1.0 - sum(days.share(day) for day in near)
        far = _likelier(beside.seen - beside.share + doubt * chance, chance)
        weight = SAME_DAY * beside.sense
        for day, count in Counter(beside.around).items():
            near[day] = near.get(day, far) + weight * count / len(beside.around)
        return cls(
            days,
            own,
            {day: told - weight * USUAL_SAME for day, told in near.items()},
            far - weight * USUAL_SAME,
        )

    def __call__(self, day: Day) -> float:
        """Weigh a day by the days of the archive and by the neighbours of the article."""
        told = DAYS_TOLD * self.days.favour(day.toordinal(), self.own)
        return told - USUAL + self.of_neighbours(day)

    def keeps(self, day: Day) -> bool:
        """Return whether the archive does not speak against a day, nor for one beside it."""
        here, number = self(day), day.toordinal()
        return here >= -USUAL and all(
            self(Day.fromordinal(number + lag)) - here < MOVES for lag in LAGS if lag
        )

    def of_neighbours(self, day: Day) -> float:
        """Weigh a day by the neighbours of the article alone: how much likelier they make it."""
        return self.near.get(day.toordinal(), self.far)


def _likelier(told: float, chance: float) -> float:
    """Weigh how much likelier a day is with these neighbours than anywhere in the archive."""
    return NEIGHBOURS_TOLD * math.log((told + LEAST) / (max(chance, 0.0) + LEAST))


def of_neighbours(beside: Beside | None) -> Dating | None:
    """Return the day on which the neighbours agree, if they agree often enough with others; never surely."""
    if beside is None or beside.share < NEIGHBOURS_GUESS:
        return None
    confidence: Confidence = "medium" if beside.share >= NEIGHBOURS_DATE else "low"
    evidence = ", ".join(Day.fromordinal(day).isoformat() for day in beside.company)
    return Dating(Day.fromordinal(beside.day), "day", "neighbours", confidence, evidence)

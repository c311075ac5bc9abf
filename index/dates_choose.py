"""Which of the days in a text is the day it was published, and how sure that is.

Every day the text names is weighed by signs that are added up (a logistic model): does its weekday agree,
is it the last one told, was it reported to the press, is it still to come. The weights were fitted on one
half of a dated collection and checked on the other; the sum gives the share of such days that lie within
two days of the truth, and the confidence is read off that share. On 9,035 articles that the weights had not
seen, `high` was right within two days in .92 (.97 within seven), `medium` in .77; where outlets print dates
with care (.965) it is better than where they republish old texts (.85). This module must not read text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.article import Confidence
from index.dates_context import Context
from index.dates_find import Expression

# The newest day of a text is further from the others than this: perhaps it is still to come.
LEAP = 3
# The first paragraph or two of an article, in characters.
LEAD = 400
# Days of one story lie this close together.
NEIGHBOURS = 31
HIGH, MEDIUM, LOW = 0.86, 0.6, 0.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that the text names, as a possible day of publication.

    `share` is how often its year is right: 1.0 where the year is written. `place` is the offset in the body,
    negative in the title; `length` that of the body.
    """

    day: date
    expression: Expression
    share: float
    context: Context
    place: int
    length: int

    @property
    def written_on(self) -> date:
        """Return the day of writing, by "kemarin" or "besok" beside the day."""
        return self.day + timedelta(days=self.context.shift)

    @property
    def sound(self) -> bool:
        """Return whether weekday and day agree, in a year that is written or restored."""
        return self.expression.weekday == self.day.isoweekday()


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate that was chosen and the share of such choices that are right within two days."""

    candidate: Candidate
    share: float

    @property
    def confidence(self) -> Confidence:
        """Return the share in words."""
        if self.share >= HIGH:
            return "high"
        if self.share >= MEDIUM:
            return "medium"
        return "low" if self.share >= LOW else "none"


# day_before and lead_before_leap were set by hand: of two days in a row the later is that of the article
# more often, and a day far ahead of the lead is still to come more often than the sample shows.
WEIGHTS = {
    "always": -0.85,
    "sound": 0.64,
    "bracket": 0.83,
    "report": 0.35,
    "future": 0.47,
    "past": -0.91,
    "quoted": 0.28,
    "title": 1.04,
    "title_future": 0.51,
    "lead": 0.12,
    "foot": -0.44,
    "latest_sound": 1.6,
    "leap": -0.05,
    "before_leap": -1.61,
    "day_before": 1.0,
    "days_before": 0.12,
    "long_before": -2.33,
    "lead_before_leap": 4.5,
    "again": 0.38,
    "latest": 0.09,
    "today": 2.37,
    "shifted": 1.06,
    "many": -0.23,
    "latest_report": 0.43,
    "after_report": 0.28,
}


def choose(candidates: Sequence[Candidate]) -> Choice | None:
    """Return the likeliest day of publication, the earliest in the text among equals; None without any."""
    best: Choice | None = None
    for candidate in candidates:
        if not _tells(candidate, candidates):
            continue
        weight = sum(WEIGHTS[name] * value for name, value in signs(candidate, candidates))
        share = candidate.share / (1 + math.exp(-weight))
        if best is None or share > best.share:
            best = Choice(candidate, share)
    return best


def signs(candidate: Candidate, others: Sequence[Candidate]) -> Iterator[tuple[str, float]]:
    """Yield the signs of a candidate among all candidates of its text, by name."""
    context = candidate.context
    sound = [other.day for other in others if other.sound and not other.context.future]
    reported = [other.day for other in others if other.context.report]
    yield "always", 1.0
    yield "sound", float(candidate.sound)
    yield "bracket", float(candidate.expression.bracketed)
    yield "report", float(context.report)
    yield "future", float(context.future)
    yield "past", float(context.past)
    yield "quoted", float(context.quoted)
    yield "title", float(candidate.place < 0 and not context.future)
    yield "title_future", float(candidate.place < 0 and context.future)
    yield "lead", float(0 <= candidate.place < LEAD)
    yield "foot", float(candidate.place > 0.7 * candidate.length)
    yield from _order(candidate.day, [candidate.day] if context.today else sound)
    yield "lead_before_leap", float(0 <= candidate.place < LEAD and _leaps(candidate, others))
    if reported:
        yield "latest_report", float(candidate.day == max(reported))
        yield "after_report", float(candidate.day > max(reported))
    yield "again", float(sum(other.day == candidate.day for other in others) > 1)
    yield "latest", float(not context.future and candidate.day == max(other.day for other in others))
    yield "today", float(context.today)
    yield "shifted", float(context.shift != 0)
    yield "many", float(min(6, len({other.day for other in others})))


def _tells(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """A plain date (`26 November 1991`) is history unless another day of the text is close to it."""
    expression = candidate.expression
    if candidate.sound or expression.bracketed or candidate.place < 0:
        return True
    if candidate.context.apposed and expression.year is not None and candidate.place < LEAD:
        return True
    return any(
        0 < abs((other.day - candidate.day).days) <= NEIGHBOURS and other.expression.start != expression.start
        for other in others
    )


def _leaps(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Return whether the newest sound day comes long after this one, unreported, no bracket."""
    sound = [other for other in others if other.sound and not other.context.future]
    newest = max(sound, key=lambda other: other.day, default=None)
    if newest is None or newest.context.report or newest.expression.bracketed or newest.place < 0:
        return False
    apart = (newest.day - candidate.day).days > LEAP and newest.place > candidate.place
    return candidate.sound and apart and sum(other.day == newest.day for other in sound) == 1


def _order(day: date, sound: Sequence[date]) -> Iterator[tuple[str, float]]:
    """Tell how long before the newest sound day this one is, and whether that one stands apart."""
    if not sound:
        return
    newest = max(sound)
    distance = (newest - day).days
    gap = min(((newest - other).days for other in sound if other != newest), default=0)
    yield "latest_sound", float(distance == 0)
    yield "leap", float(distance == 0 and gap > LEAP)
    yield "before_leap", float(0 < distance == gap > LEAP)
    yield "day_before", float(distance == 1)
    yield "days_before", float(1 < distance <= 4)
    yield "long_before", float(distance > 4)

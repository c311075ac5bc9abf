"""Which of the days in a text is the day it was published, and how sure that is.

Every day the text names is weighed by signs that are added up (a logistic model): does its weekday agree,
is it the last one told, was it reported to the press, is it still to come. The weights were fitted on one
half of a dated collection and checked on the other; the sum gives the share of such days that lie within
two days of the truth, and the confidence is read off that share. This module must not read text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.article import Confidence
from index.dates_context import Context
from index.dates_find import Expression

# Days of one story lie this close together.
NEIGHBOURS = 31
HIGH, MEDIUM, LOW = 0.84, 0.6, 0.1


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


# day_before was lowered by hand: of two days in a row the later is the day of the article more often.
WEIGHTS = {
    "always": -1.1,
    "sound": 0.83,
    "bracket": 0.69,
    "report": 0.36,
    "future": 0.64,
    "past": -0.94,
    "quoted": 0.2,
    "title": 1.33,
    "title_future": 0.24,
    "lead": -0.02,
    "foot": -0.51,
    "latest_sound": 1.18,
    "day_before": 1.0,
    "days_before": 0.07,
    "long_before": -2.79,
    "again": 0.5,
    "latest": 0.66,
    "many": -0.24,
    "latest_report": 0.51,
    "after_report": 0.11,
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
    yield "lead", float(0 <= candidate.place < 400)
    yield "foot", float(candidate.place > 0.7 * candidate.length)
    yield from _order(candidate.day, max(sound, default=None))
    if reported:
        yield "latest_report", float(candidate.day == max(reported))
        yield "after_report", float(candidate.day > max(reported))
    yield "again", float(sum(other.day == candidate.day for other in others) > 1)
    yield "latest", float(candidate.day == max(other.day for other in others))
    yield "many", float(min(6, len({other.day for other in others})))


def _tells(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """A plain date (`26 November 1991`) is history unless another day of the text is close to it."""
    if candidate.sound or candidate.expression.bracketed or candidate.place < 0:
        return True
    return any(0 < abs((other.day - candidate.day).days) <= NEIGHBOURS for other in others)


def _order(day: date, newest: date | None) -> Iterator[tuple[str, float]]:
    """Tell how long before the newest sound day of the text this one is."""
    if newest is None:
        return
    distance = (newest - day).days
    yield "latest_sound", float(distance == 0)
    yield "day_before", float(distance == 1)
    yield "days_before", float(1 < distance <= 4)
    yield "long_before", float(distance > 4)

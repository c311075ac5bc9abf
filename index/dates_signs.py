"""What tells for or against a day of a text as the day it was published: the signs, without their weights.

Does its weekday agree, is it the last one told, was it reported to the press, is it still to come. This
module must not weigh and must not read text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates_context import Context
from index.dates_find import Expression

# The newest day of a text is further from the others than this: perhaps it is still to come.
LEAP = 3
# The first paragraph or two of an article, in characters.
LEAD = 400
# A text shorter than this has no depth: its last sentence is no background.
SHORT = 1500
# Days of one story lie this close together.
NEIGHBOURS = 31
# Days before the newest one that are still those of the story; days around one that speak for it.
DAYS, GATHERED = 4, 7
# More days, or more days around, say no more.
MANY, MOST_GATHERED = 6, 3

SIGNS = (
    "always",
    "sound",
    "bracket",
    "year",
    "cited",
    "posted",
    "joined",
    "apposed",
    "as_of",
    "future",
    "past",
    "quoted",
    "today",
    "shifted",
    "title",
    "title_future",
    "depth",
    "many",
    "gathered",
    "latest_sound",
    "before_leap",
    "lead_before_leap",
    "day_before",
    "days_before",
    "long_before",
    "latest_report",
    "after_report",
)
Sign = tuple[str, float]


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
class Company:
    """The candidates of one text and what they have in common.

    `sound` are the days, ascending, whose weekday agrees and that are not still to come, each once;
    `reported` is the newest that was reported to the press.
    """

    candidates: Sequence[Candidate]
    days: tuple[date, ...]
    sound: tuple[date, ...]
    reported: date | None
    newest: Candidate | None
    newest_alone: bool

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> Company:
        """Look at all candidates of a text."""
        sound = [one for one in candidates if one.sound and not one.context.future]
        newest = max(sound, key=lambda one: one.day, default=None)
        return cls(
            candidates,
            tuple(one.day for one in candidates),
            tuple(sorted({one.day for one in sound})),
            max((one.day for one in candidates if one.context.report), default=None),
            newest,
            newest is not None and sum(one.day == newest.day for one in sound) == 1,
        )

    def tells(self, candidate: Candidate) -> bool:
        """A plain date (`26 November 1991`) is history unless another day of the text is close to it."""
        expression = candidate.expression
        if expression.bracketed or candidate.place < 0 or candidate.sound:
            return True
        if candidate.context.apposed and expression.year is not None and candidate.place < LEAD:
            return True
        return any(
            0 < abs((other.day - candidate.day).days) <= NEIGHBOURS
            and other.expression.start != expression.start
            for other in self.candidates
        )

    def signs(self, candidate: Candidate) -> Iterator[Sign]:
        """Yield the signs that a candidate has, by name, with how much of each."""
        yield "always", 1.0
        yield from _of_itself(candidate)
        yield from _of_its_place(candidate)
        if 0 <= candidate.place < LEAD and self._leaps_after(candidate):
            yield "lead_before_leap", 1.0
        yield from self._of_order(candidate)
        yield from self._of_number(candidate.day)

    def _of_number(self, day: date) -> Iterator[Sign]:
        yield "many", float(min(MANY, len(set(self.days))))
        close = sum(abs((other - day).days) <= GATHERED for other in self.days) - 1
        if close:
            yield "gathered", float(min(MOST_GATHERED, close))

    def _of_order(self, candidate: Candidate) -> Iterator[Sign]:
        """Tell how long before the newest sound day this one is, and whether that one stands apart."""
        day, sound = candidate.day, (candidate.day,) if candidate.context.today else self.sound
        if sound:
            yield from _before(day, sound[-1], sound[-2] if len(sound) > 1 else None)
        if self.reported is not None and day >= self.reported:
            yield ("latest_report" if day == self.reported else "after_report"), 1.0

    def _leaps_after(self, candidate: Candidate) -> bool:
        """Return whether the newest sound day comes long after this one, once, unreported, no bracket."""
        newest = self.newest
        if newest is None or not self.newest_alone or not candidate.sound or newest.place <= candidate.place:
            return False
        if newest.context.report or newest.expression.bracketed:
            return False
        return (newest.day - candidate.day).days > LEAP


def _of_itself(candidate: Candidate) -> Iterator[Sign]:
    context, expression = candidate.context, candidate.expression
    if candidate.sound:
        yield "sound", 1.0
    if expression.bracketed:
        yield "bracket", 1.0
    if expression.year is not None:
        yield "year", 1.0
    for name in ("cited", "posted", "joined", "apposed", "as_of", "future", "past", "quoted", "today"):
        if getattr(context, name):
            yield name, 1.0
    if context.shift:
        yield "shifted", 1.0


def _of_its_place(candidate: Candidate) -> Iterator[Sign]:
    place = candidate.place
    if place < 0:
        yield ("title_future" if candidate.context.future else "title"), 1.0
        return
    yield "depth", min(1.0, place / max(SHORT, candidate.length))


def _before(day: date, newest: date, second: date | None) -> Iterator[Sign]:
    distance = (newest - day).days
    apart = second is not None and (newest - second).days > LEAP
    if distance == 0:
        yield "latest_sound", 1.0
    elif distance == 1:
        yield "day_before", 1.0
    elif 1 < distance <= DAYS:
        yield "days_before", 1.0
    elif distance > DAYS:
        yield "long_before", 1.0
    if apart and distance > 0 and day == second:
        yield "before_leap", 1.0

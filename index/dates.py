"""When an article was published, with evidence, and which days it speaks of.

Sources in order of trust: metadata, HTML, web address, dateline, the text. What is stated outside the text
is believed as it stands; in the text `index.dates_find` finds days, `index.dates_years` restores missing
years and `index.dates_choose` decides. A day after `latest` is no day of publication. This module must not
clean texts and must not know the archive (`index.dates_archive`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day
from functools import cache
from typing import NamedTuple

from index.article import UNDATED, Confidence, Dating
from index.dates_choose import DayChooser, Favour
from index.dates_context import ContextReader
from index.dates_find import NOTHING, DateFinder, Expression, Found
from index.dates_given import StatedDates
from index.dates_signs import Candidate
from index.dates_years import YearJudge, is_recent, restore
from index.lang.calendar import Calendar, day_of

METHODS = {
    "given": "stated by the metadata",
    "html": "stated by the markup of the page",
    "url": "part of the web address",
    "dateline": "written in the dateline",
    "weekday": "a day of the text whose weekday agrees, or one beside it",
    "text": "a day of the text without a weekday, or one beside it",
    "month": "a month of the text: no day is told",
    "archive": "a day of the text whose year the rest of the archive decided",
    "neighbours": "the articles beside it in the archive",
    "unreadable": "the metadata state a date that cannot be read, and nothing else tells",
    "unknown": "nothing tells",
}
# Evidence is shown to readers; a longer value says no more.
MAX_EVIDENCE = 120
# A text that names more days is a table; the first ones stand for it.
MAX_DAYS = 300


class Dated(NamedTuple):
    """When an article was published, and what it speaks of, ascending.

    `mentioned` are days, `periods` months (`1991-11`) and years (`1991`) that stand without a day.
    """

    published: Dating
    mentioned: tuple[Day, ...]
    periods: tuple[str, ...] = ()


class _Years:
    """What an article tells about years: those it names, the last possible one, and who judges."""

    def __init__(self, texts: Sequence[Found], url: str, stated: StatedDates, judge: YearJudge) -> None:
        self._texts, self._url, self._stated, self._judge = texts, url, stated, judge
        self._named: list[int] | None = None

    def addressed(self) -> tuple[Day, str] | None:
        """Return the month that the address states, and the text that states it."""
        return self._stated.month_of_url(self._url) if self._url else None

    def of(self, expression: Expression) -> tuple[int | None, float]:
        """Return the year of a day and how often such a year is right."""
        if expression.year is not None:
            return expression.year, 1.0
        if self._named is None:  # only a day without a year asks for them
            self._named = self._all_named()
        latest = self._stated.latest
        restored = self._judge(expression, self._named, latest.year if latest else None)
        return (restored.year, restored.share) if restored else (None, 0.0)

    def _all_named(self) -> list[int]:
        """Return the years of the texts and of the address."""
        named = [period.year for found in self._texts for period in found.periods]
        named += [day.year for found in self._texts for day in found.days if day.year is not None]
        addressed = self.addressed()
        return [*named, addressed[0].year] if addressed else named


# A written day, the day it means, and how often its year is right.
_Told = tuple[Expression, Day, float]


class Dater:
    """Dates articles; stateless after construction, never raises for any text."""

    def __init__(
        self, finder: DateFinder, context: ContextReader, chooser: DayChooser, latest: Day | None = None
    ) -> None:
        self.finder = finder
        self._context, self._chooser, self._latest = context, chooser, latest
        self._stated = StatedDates(finder, latest)

    @classmethod
    def load(cls, latest: Day | None = None) -> Dater:
        """Read the data files; `latest` is the last day an article can be of (None: no limit).

        Raises LanguageDataError when a data file breaks its rules.
        """
        return cls(DateFinder(Calendar.load()), ContextReader.load(), DayChooser.load(), latest)

    def date(
        self,
        title: str,
        body: str,
        *,
        given: str = "",
        html: str = "",
        url: str = "",
        dateline: str = "",
        numbers: Sequence[int] | None = None,
        judge: YearJudge = restore,
        favour: Favour | None = None,
    ) -> Dated:
        """Return when an article was published and the days it speaks of.

        `given` is a metadata value in any shape; one that cannot be read is passed over, and is the evidence
        of the method `unreadable` where nothing else tells. `html` is the page or the date found on it,
        `dateline` the cut dateline, `numbers` where days may be in the body (None: anywhere), `judge` decides
        missing years (the archive has a better one than the text) and `favour` adds what others than the text
        tell to the log odds of a day.
        """
        found = self.finder.find(body, numbers)
        above = self.finder.find(title) if title else NOTHING
        years = _Years((found, above), url, self._stated, judge)
        titled, told = _told(above, years) if above.days else [], _told(found, years)
        published = self._outside(given, html, url, dateline, years)
        if published is None:
            candidates = [*self._candidates(title, titled, True), *self._candidates(body, told, False)]
            inside = self._inside(title, body, candidates, favour)
            published = inside or self._month(years.addressed(), body, found) or UNDATED
        if published is UNDATED and given.strip():
            published = Dating(method="unreadable", evidence=given.strip()[:MAX_EVIDENCE])
        mentioned = tuple(sorted({day for _, day, share in titled + told if share > 0.5}))
        keys = _keys(title, above) | _keys(body, found) if above.periods else _keys(body, found)
        return Dated(published, mentioned, tuple(sorted(keys)))

    def _outside(self, given: str, html: str, url: str, dateline: str, years: _Years) -> Dating | None:
        """Return what is stated outside the text."""
        day = self._stated.of_metadata(given) if given else None
        if day is not None:
            return Dating(day, "day", "given", "high", given.strip()[:MAX_EVIDENCE])
        for method, stated in (
            ("html", self._stated.of_html(html) if html else None),
            ("url", self._stated.of_url(url) if url else None),
        ):
            if stated is not None:
                return Dating(stated[0], "day", method, "high", stated[1][:MAX_EVIDENCE])
        return self._of_dateline(dateline, years) if dateline else None

    def _of_dateline(self, dateline: str, years: _Years) -> Dating | None:
        for expression in self.finder.find(dateline).days:
            year, share = years.of(expression)
            day = expression.value(year)
            if day is not None and self._possible(day):
                confidence: Confidence = "high" if share > 0.9 else "medium"
                evidence = dateline[expression.start : expression.end]
                return Dating(day, "day", "dateline", confidence, evidence)
        return None

    def _inside(
        self, title: str, body: str, candidates: list[Candidate], favour: Favour | None
    ) -> Dating | None:
        """Return what the text itself tells."""
        choice = self._chooser.choose(candidates, favour, self._latest)
        if choice is None or choice.confidence == "none":
            return None
        expression = choice.candidate.expression
        above = choice.candidate.place < 0
        evidence = (title if above else body)[expression.start : expression.end]
        span = None if above else (expression.start, expression.end)
        method = "weekday" if choice.candidate.sound else "text"
        return Dating(choice.day, "day", method, choice.confidence, evidence, span)

    def _month(self, addressed: tuple[Day, str] | None, body: str, found: Found) -> Dating | None:
        """Return the month that the address or, of a text without days, the text names."""
        if addressed is not None:
            return Dating(addressed[0], "month", "url", "high", addressed[1])
        best: Dating | None = None
        for period in found.periods:
            day = day_of(period.year, period.month, 1) if period.month else None
            if day is None or not self._possible(day) or not is_recent(period.year, self._latest):
                continue
            context = self._context.read(body, period.start, period.end)
            if not (context.past or context.future) and (best is None or day > (best.value or day)):
                evidence = body[period.start : period.end]
                best = Dating(day, "month", "month", "low", evidence, (period.start, period.end))
        return best

    def _candidates(self, text: str, told: Sequence[_Told], is_title: bool) -> Iterator[Candidate]:
        """Yield the possible days of a text with their company, which nobody else needs."""
        for expression, day, share in told:
            if self._possible(day):
                context = self._context.read(text, expression.start, expression.end)
                place = -1 if is_title else expression.start
                yield Candidate(day, expression, share, context, place, len(text))

    def _possible(self, day: Day) -> bool:
        return self._latest is None or day <= self._latest


def _told(found: Found, years: _Years) -> list[_Told]:
    """Return the days of a text that the calendar has, each with its year."""
    told = []
    for expression in found.days[:MAX_DAYS]:
        year, share = years.of(expression)
        day = None if year is None else day_of(year, expression.month, expression.day)
        if day is not None:
            told.append((expression, day, share))
    return told


def _keys(text: str, found: Found) -> set[str]:
    """Return the months and years of a text; digits that go on in letters are a name ("1080p", "2000an")."""
    return {_key(year, month) for _, end, year, month in found.periods if not text[end : end + 1].isalpha()}


@cache
def _key(year: int, month: int) -> str:
    """Return how a period is written, one of some thousands."""
    return f"{year:04}-{month:02}" if month else f"{year:04}"

"""What the rest of the archive knows about the day of an article.

`Kamis (3/8)` fits one year in five or six. An observer learns from the articles that are dated for sure in
which years each outlet writes and which names belong to which year, on which days the archive has many
articles (`index.dates_days`) and what stands beside what (`index.dates_order`); the revision dates every
article again with that knowledge. It is learnt from this archive alone: no event and no name is known
beforehand. Memory is bounded by a table of hashed words and grows by 12 bytes for each sure article; in which
order articles are observed does not matter. This module must not find or choose days; `index.dates` does.
"""

from __future__ import annotations

import dataclasses
import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

import numpy
from numpy.typing import NDArray

from index.article import Article, Dating
from index.dates import Dater
from index.dates_choose import Favour
from index.dates_days import DayEvidence, Days, settled_days
from index.dates_favour import ArchiveFavour, of_neighbours
from index.dates_find import Expression
from index.dates_names import TABLE_BITS, NamedRows
from index.dates_order import Beside, Order, OrderEvidence, SettledOrder, settled_order
from index.dates_years import LATEST_FITTING, Restored, plausible_years, restore
from index.observing import chosen_rows
from index.reading import Reading
from index.revision import OneByOne
from index.sorted_runs import GrowingArray, Run, mapped, write_run
from index.spool import read_spool, write_spool

FIRST_YEAR, LAST_YEAR = 1990, 2049
YEARS = LAST_YEAR - FIRST_YEAR + 1
# A word seen in fewer dated articles tells nothing.
MIN_SEEN = 3
# Words of one article are not independent of each other: their evidence counts by this power.
TEMPER = 0.2
# The whole archive counts like this many articles of the outlet.
OUTLET_PRIOR = 5.0
# A word’s share in a year is shrunk towards its share in the archive, as if by so many articles.
SHRINK = 50.0
# How far a year without any dated article is trusted.
UNSEEN_YEAR = 0.5
SURE_METHODS = frozenset({"given", "html", "url", "dateline", "weekday"})
SETTLED_METHODS = frozenset({"given", "html", "url", "dateline"})

# A written year: 27/9/2020, 27/9/20, 27 September 2020; not the month of "(27/09)".
_YEAR = re.compile(r"(?:19|20)\d\d|\d\s?[/.-]\s?\d\d?\s?[/.-]\s?\d\d\b(?=\D*$)")

Table = NDArray[numpy.uint32]


class YearsOfPart:
    """What one part of the archive teaches (an `index.revision.Evidence`), in 300 bytes a sure article."""

    def __init__(self) -> None:
        self._rows = chosen_rows()
        # The rows of the names of each sure article, how many it has, and its year.
        self._named, self._sizes, self._years = array("H"), array("I"), array("H")
        self._outlets: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._days, self._order = DayEvidence(), OrderEvidence()

    def observe(self, reading: Reading) -> None:
        """Learn from an article that is dated for sure, with a year that is written somewhere."""
        article = reading.article
        day = _sure_day(article)
        if day is None:
            return
        self._days.note(day.toordinal())
        self._order.note(article, day.toordinal())
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            self._outlets[_outlet(article)][day.year] += 1
            rows = self._rows(_head(article))
            self._named.extend(rows)
            self._sizes.append(len(rows))
            self._years.append(day.year - FIRST_YEAR)

    def write(self, folder: Path) -> None:
        """Write the cells of the table that are not empty, and what outlets, days and the order tell."""
        years = numpy.repeat(numpy.array(self._years, numpy.uint64), numpy.array(self._sizes))
        cells = numpy.array(self._named, numpy.uint64) * numpy.uint64(YEARS) + years
        keys, counts = numpy.unique(cells, return_counts=True)
        write_run(folder / "words", keys, counts.astype(numpy.uint32))
        write_spool(folder / "outlets", self._outlets.items())
        self._days.write(folder / "days")
        self._order.write(folder / "order")


class ArchiveYears:
    """Learns years and days (an `index.revision.Observer`)."""

    def __init__(self, dater: Dater) -> None:
        self._dater = dater

    def evidence(self) -> YearsOfPart:
        """Return the evidence of a part nothing of which was seen yet."""
        return YearsOfPart()

    def settle(self, shown: Sequence[Path], folder: Path, budget: int) -> SettledYears:
        """Return what was learnt: the sum of all parts in one table of 16 MB, on disk beside the order."""
        words: Table = numpy.zeros((1 << TABLE_BITS, YEARS), numpy.uint32)
        outlets: dict[str, Counter[int]] = {}
        for part in shown:
            run = Run(part / "words")
            words.ravel()[run.keys] += run.values
            for outlet, seen in read_spool(part / "outlets"):
                outlets.setdefault(outlet, Counter()).update(seen)
        with GrowingArray(folder / "words") as file:
            file.append(words)
        days = settled_days(part / "days" for part in shown)
        order = settled_order([part / "order" for part in shown], folder / "order", budget)
        return SettledYears(self._dater, folder, outlets, days, order)


@dataclass(frozen=True, slots=True)
class SettledYears:
    """What was learnt (an `index.revision.Settled`); the table and the order lie in `folder`."""

    dater: Dater
    folder: Path
    outlets: Mapping[str, Mapping[int, int]]
    days: Days
    order: SettledOrder

    def revision(self, part: int) -> YearRevision:
        """Return what was learnt, the same for every part; what is large is mapped."""
        words = mapped(self.folder / "words", numpy.uint32).reshape(-1, YEARS)
        years = Counter[int]()
        for seen in self.outlets.values():
            years.update(seen)
        return YearRevision(
            self.dater, chosen_rows(), words, years, self.outlets, self.days, self.order.opened()
        )


@dataclass(frozen=True, slots=True, eq=False)
class YearRevision(OneByOne):
    """Dates articles again, with what the archive tells (an `index.revision.Revision`)."""

    dater: Dater
    rows: NamedRows
    words: Table
    years: Mapping[int, int]
    outlets: Mapping[str, Mapping[int, int]]
    days: Days
    order: Order

    def revise(self, reading: Reading) -> Reading:
        """Return the article with the day that text and archive support, if that dates it better."""
        article = self.dated(reading.article)
        return reading if article is reading.article else Reading(article, reading.prints)

    def dated(self, article: Article) -> Article:
        """Return the article with the day that text and archive support; as it is where nothing changes."""
        published = article.published
        if not self.years or published.method in SETTLED_METHODS:
            return article
        sure = _sure_day(article)
        own = sure.toordinal() if sure else None
        beside = self.order.beside(article, own)
        favour = ArchiveFavour.of(self.days, beside, own)
        if sure is not None and _says_year(published) and favour.keeps(sure):
            return article
        if published.value is None and not article.mentioned_dates:
            guess = of_neighbours(beside)
            return article if guess is None else dataclasses.replace(article, published=guess)
        return self._again(article, beside, favour)

    def _again(self, article: Article, beside: Beside | None, favour: ArchiveFavour) -> Article:
        published = article.published
        # A headline that is the first sentence would make its day count twice.
        title = article.title if article.title_method == "given" else ""
        judge = _Judge(self, article, favour.of_neighbours)
        dated = self.dater.date(title, article.body, url=article.url, judge=judge, favour=favour)
        value = dated.published
        if value.confidence in ("none", "low"):
            value = of_neighbours(beside) or value
        elif not _says_year(value):
            value = dataclasses.replace(value, method="archive")
        if value.value is None or (value.value, value.confidence) == (published.value, published.confidence):
            return article
        return dataclasses.replace(article, published=value, mentioned_dates=dated.mentioned)

    def weights(self, article: Article) -> dict[int, float]:
        """Return how likely each year is by outlet and names, before a day is known (not normalised)."""
        years = range(FIRST_YEAR, LAST_YEAR + 1)
        total = sum(self.years.values())
        outlet = self.outlets.get(_outlet(article), {})
        names = self._of_names(article)
        return {
            year: (
                outlet.get(year, 0) + OUTLET_PRIOR * (self.years.get(year, 0) + UNSEEN_YEAR) / (total + 30)
            )
            * math.exp(names[year - FIRST_YEAR])
            for year in years
        }

    def _of_names(self, article: Article) -> list[float]:
        """Return the tempered log likelihood of an article's names in each year, 0 on average."""
        rows = self.words[self.rows(_head(article))].astype(float)
        seen = rows.sum(axis=1)
        rows, seen = rows[seen >= MIN_SEEN], seen[seen >= MIN_SEEN]
        articles = numpy.array([self.years.get(year, 0) for year in range(FIRST_YEAR, LAST_YEAR + 1)], float)
        if not len(rows):
            return [0.0] * len(articles)
        total = articles.sum()
        overall = (seen / total)[:, None]
        shares = (rows + SHRINK * overall) / (articles + SHRINK)
        return [float(value) for value in TEMPER * numpy.log(shares / overall).sum(axis=0)]


class _Judge:
    """Judges missing years for one article (`index.dates_years.YearJudge`)."""

    def __init__(self, revision: YearRevision, article: Article, favour: Favour) -> None:
        self._revision, self._article, self._favour = revision, article, favour
        self._weights: dict[int, float] | None = None

    def __call__(self, day: Expression, named: Sequence[int], latest: int | None) -> Restored | None:
        """Weigh the years that fit by what the text and what the archive says.

        Neighbours tell years, the days of a crawl do not: they would draw every 20 May to the year of a crawl
        on 20 May (half of the wrong years in a sample).
        """
        told = restore(day, named, latest)
        if day.weekday is None:
            return told
        years = [year for year in plausible_years(day, latest) if FIRST_YEAR <= year <= LAST_YEAR]
        if not years:
            return told
        if self._weights is None:
            self._weights = self._revision.weights(self._article)
        if told is not None and told.share <= LATEST_FITTING:
            told = None  # the text told nothing: a guess must not count against what the archive knows
        rest = (1 - told.share) / max(1, len(years) - 1) if told else 1 / len(years)
        weighed = {
            year: self._weights[year]
            * (told.share if told and told.year == year else rest)
            * math.exp(self._favour(value))
            for year in years
            if (value := day.value(year)) is not None
        }
        total = sum(weighed.values())
        best = max(years, key=lambda year: weighed[year])
        return Restored(best, weighed[best] / total) if total > 0 else told


def _sure_day(article: Article) -> Day | None:
    """Return the day of an article that is dated for sure, with a year that is written somewhere."""
    published = article.published
    if published.confidence != "high" or published.method not in SURE_METHODS:
        return None
    return published.value if published.precision == "day" else None


def _outlet(article: Article) -> str:
    return article.source.id if article.source else ""


def _head(article: Article) -> str:
    """Return the text at whose beginning the names stand."""
    return f"{article.title}\n{article.body}"


def _says_year(dating: Dating) -> bool:
    return dating.method in SETTLED_METHODS or _YEAR.search(dating.evidence) is not None

"""What the rest of the archive knows about the year of an article that does not say it.

`Kamis (3/8)` fits one year in five or six. An observer learns from the articles that are dated for sure in
which years each outlet writes and which names belong to which year; the revision dates the others again
with that knowledge. It is learnt from this archive alone: no event and no name is known beforehand. Memory
is bounded by a table of hashed words; the order of articles does not matter. This module must not find or
choose days; `index.dates` does.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy
from numpy.typing import NDArray

from index.article import Article, Dating
from index.dates import Dater
from index.dates_find import Expression
from index.dates_years import LATEST_FITTING, Restored, plausible_years, restore

FIRST_YEAR, LAST_YEAR = 1990, 2049
TABLE_BITS = 16
# Names at the beginning tell most; more would only count common words again.
MAX_NAMES = 120
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

_NAME = re.compile(r"\b[A-Z][\w'’]{3,}")
_YEAR = re.compile(r"(?:19|20)\d\d|[/.-]\s?\d\d\b(?=\D*$)")

Table = NDArray[numpy.uint32]


class ArchiveYears:
    """Learns years (an `index.revision.Observer`); about 16 MB whatever the size of the archive."""

    def __init__(self, dater: Dater) -> None:
        self._dater = dater
        self._words: Table = numpy.zeros((1 << TABLE_BITS, LAST_YEAR - FIRST_YEAR + 1), numpy.uint32)
        self._years: Counter[int] = Counter()
        self._outlets: dict[str, Counter[int]] = {}

    def observe(self, article: Article) -> None:
        """Learn from an article that is dated for sure, with a year that is written somewhere."""
        published = article.published
        if published.value is None or published.confidence != "high" or published.method not in SURE_METHODS:
            return
        year = published.value.year
        if not FIRST_YEAR <= year <= LAST_YEAR or not _says_year(published):
            return
        self._years[year] += 1
        self._outlets.setdefault(_outlet(article), Counter())[year] += 1
        self._words[_names(article), year - FIRST_YEAR] += 1

    def settle(self) -> YearRevision:
        """Return what was learnt."""
        return YearRevision(self._dater, self._words, dict(self._years), dict(self._outlets))


@dataclass(frozen=True, slots=True, eq=False)
class YearRevision:
    """Dates articles again whose year the text alone does not tell (an `index.revision.Revision`)."""

    dater: Dater
    words: Table
    years: Mapping[int, int]
    outlets: Mapping[str, Mapping[int, int]]

    def revise(self, article: Article) -> Article:
        """Return the article with the year that the archive supports, if that dates it better."""
        published = article.published
        if not self.years or published.method in SETTLED_METHODS or _sure(published):
            return article
        judge = _Judge(self, article)
        # A headline that is the first sentence would make its day count twice.
        title = article.title if article.title_method == "given" else ""
        dated = self.dater.date(title, article.body, judge=judge)
        value = dated.published
        if value.value is None or (
            value.value == published.value and value.confidence == published.confidence
        ):
            return article
        if not _says_year(value):
            value = dataclasses.replace(value, method="archive")
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
        rows = self.words[_names(article)].astype(float)
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

    def __init__(self, revision: YearRevision, article: Article) -> None:
        self._revision, self._article = revision, article
        self._weights: dict[int, float] | None = None

    def __call__(self, day: Expression, named: Sequence[int], latest: int | None) -> Restored | None:
        """Weigh the years that fit by what the text and what the archive says."""
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
            year: self._weights[year] * (told.share if told and told.year == year else rest) for year in years
        }
        total = sum(weighed.values())
        best = max(years, key=lambda year: weighed[year])
        return Restored(best, weighed[best] / total) if total > 0 else told


def _outlet(article: Article) -> str:
    return article.source.id if article.source else ""


def _names(article: Article) -> list[int]:
    """Return the rows of the distinct names at the head of an article."""
    mask = (1 << TABLE_BITS) - 1
    found: dict[int, None] = {}
    for match in _NAME.finditer(f"{article.title}\n{article.body}"):
        found[crc32(match.group().casefold().encode("utf-8", "surrogatepass")) & mask] = None
        if len(found) >= MAX_NAMES:
            break
    return list(found)


def _says_year(dating: Dating) -> bool:
    return dating.method in SETTLED_METHODS or _YEAR.search(dating.evidence) is not None


def _sure(dating: Dating) -> bool:
    return dating.confidence == "high" and _says_year(dating)

"""Which day a text was published, by the days it names, and how sure that is.

A report comes out on the day it names, on the next one or, rarely, two days later or the evening before. Each
of these is weighed by the signs of the named day (`index.dates_signs`) with the weights of
`data/date_weights.tsv` and by what others than the text tell of it; that it was some other day weighs as much
as a day without any sign (a conditional logit model). The share of a day is what lies on it and on the two
beside it: how often such a choice is right within one day. The confidence is read off that share. This module
must not read text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.article import Confidence
from index.dates_signs import SIGNS, Candidate, Company
from index.lang.tables import LanguageDataError, Row, read_table

WEIGHTS = Path(__file__).parent / "data" / "date_weights.tsv"
# How many days after the named one an article comes out, in a row, and the columns that weigh it.
LAGS = (-1, 0, 1, 2)
COLUMNS = ("sign", "eve", "same", "next", "second", "note")
HIGH, MEDIUM, LOW = 0.8, 0.5, 0.1
# A day that the text names wins over one beside it unless that is likelier by a tenth: readers look for it.
WRITTEN = 1.1
# Odds are kept from overflowing: beyond, a day is certain.
LARGEST = 50.0

Favour = Callable[[date], float]
# The weights of one sign for each of the LAGS.
Weights = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """The day that was chosen, the candidate that tells it, and how often that is right within one day."""

    day: date
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


class DayChooser:
    """Chooses with the weights of the signs; stateless after construction."""

    def __init__(self, weights: Mapping[str, Weights]) -> None:
        self.weights = weights

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> DayChooser:
        """Read the weights; raises LanguageDataError for an unknown or missing sign or no number."""
        weights: dict[str, Weights] = {}
        for row in read_table(path, COLUMNS):
            if row["sign"] not in SIGNS or row["sign"] in weights:
                raise row.error(f"{row['sign']} is no sign, or stands twice")
            weights[row["sign"]] = _numbers(row)
        missing = [sign for sign in SIGNS if sign not in weights]
        if missing:
            raise LanguageDataError(path, 0, f"no weight for {', '.join(missing)}")
        return cls(weights)

    def choose(
        self, candidates: Sequence[Candidate], favour: Favour | None = None, latest: date | None = None
    ) -> Choice | None:
        """Return the likeliest day of publication up to `latest`; None without any.

        The one is chosen that is right most often, exactly and within a day taken together. `favour` is what
        others than the text tell for a day, added to its log odds.
        """
        odds: dict[int, float] = {}
        tells: dict[int, tuple[float, Candidate]] = {}
        elsewhere = 1.0
        last = latest.toordinal() if latest is not None else date.max.toordinal()
        for candidate, weights in self._weighed(candidates):
            written = candidate.written_on.toordinal()
            for later, weight in enumerate(weights, written + LAGS[0]):
                day = min(later, last)  # what would come out after the last day has come out by then
                told = favour(date.fromordinal(day)) if favour is not None else 0.0
                odd = candidate.share * math.exp(min(weight + told, LARGEST))
                odds[day] = odds.get(day, 0.0) + odd
                if day not in tells or odd > tells[day][0]:
                    tells[day] = odd, candidate
                # In another year it would be a day that nobody else speaks for.
                elsewhere += (1.0 - candidate.share) * math.exp(min(weight, LARGEST))
        if not odds:
            return None
        around = {day: odd + odds.get(day - 1, 0.0) + odds.get(day + 1, 0.0) for day, odd in odds.items()}
        named = {candidate.written_on.toordinal() for candidate in candidates}
        best = max(odds, key=lambda day: (odds[day] + around[day]) * (WRITTEN if day in named else 1.0))
        share = around[best] / (elsewhere + sum(odds.values()))
        return Choice(date.fromordinal(best), tells[best][1], share)

    def _weighed(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Weights]]:
        """Yield every candidate that tells, with its log odds for each of the LAGS."""
        company = Company.of(candidates) if candidates else None
        for candidate in candidates:
            if company is None or not company.tells(candidate):
                continue
            eve = same = following = second = 0.0
            for name, value in company.signs(candidate):
                weights = self.weights[name]
                eve += weights[0] * value
                same += weights[1] * value
                following += weights[2] * value
                second += weights[3] * value
            yield candidate, (eve, same, following, second)


def _numbers(row: Row) -> Weights:
    try:
        eve, same, following, second = (float(row[column]) for column in COLUMNS[1:-1])
    except ValueError as error:
        raise row.error("a weight is no number") from error
    return eve, same, following, second

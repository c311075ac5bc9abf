"""Learn how much each sign of a named day weighs, from articles whose day of publication is known.

A chooser notes what it is asked while articles are dated by their text alone or with an archive; the weights
are those under which the known days are likeliest (maximum likelihood of the conditional logit model that
`index.dates_choose` applies). What the archive tells is taken as it stands. This module must not read files
and dates nothing in a build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy
from numpy.typing import NDArray

from index.dates_choose import LAGS, Choice, DayChooser, Favour, Weights
from index.dates_signs import SIGNS, Candidate, Company

# Weights of rare signs are drawn to 0, as if by so many articles that say nothing.
PENALTY = 4.0
# Steps of Adam (Kingma and Ba 2014, with their decay rates) and how far the first ones go.
STEPS, PACE = 400, 0.1
# A year that is all but certain, or all but impossible, keeps the logarithm finite.
LEAST = 1e-9

Floats = NDArray[numpy.float64]


@dataclass(slots=True)
class Noted:
    """The candidates that a chooser was asked to weigh, those of one article in a row.

    `signs` are f64[SIGNS], `told` what others than the text told for each of the LAGS; `day` is the day of
    writing (proleptic ordinal), `truth` that of publication.
    """

    article: list[int] = field(default_factory=list)
    day: list[int] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    signs: list[list[float]] = field(default_factory=list)
    told: list[list[float]] = field(default_factory=list)


class NotingChooser(DayChooser):
    """Chooses like any other, and notes what it is asked of an article whose `truth` is not date.min."""

    def __init__(self, weights: Mapping[str, Weights]) -> None:
        super().__init__(weights)
        self.noted, self.truth, self._articles = Noted(), date.min, 0

    def choose(
        self, candidates: Sequence[Candidate], favour: Favour | None = None, latest: date | None = None
    ) -> Choice | None:
        """Return the choice; raises nothing."""
        if self.truth != date.min and candidates:
            self._note(candidates, favour)
        return super().choose(candidates, favour, latest)

    def _note(self, candidates: Sequence[Candidate], favour: Favour | None) -> None:
        company, noted = Company.of(candidates), self.noted
        self._articles += 1
        for candidate in filter(company.tells, candidates):
            signs = dict(company.signs(candidate))
            day = candidate.written_on.toordinal()
            noted.article.append(self._articles)
            noted.day.append(day)
            noted.truth.append(self.truth.toordinal())
            noted.share.append(candidate.share)
            noted.signs.append([signs.get(name, 0.0) for name in SIGNS])
            noted.told.append([favour(date.fromordinal(day + lag)) if favour else 0.0 for lag in LAGS])


def learnt(noted: Noted) -> dict[str, Weights]:
    """Return the weights under which the days of publication are likeliest; raises ValueError of nothing."""
    if not noted.article:
        raise ValueError("no article names a day")
    model = _Model.of_noted(noted)
    weights = numpy.zeros((len(SIGNS), len(LAGS)))
    pace, spread = numpy.zeros_like(weights), numpy.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = model.slope(weights) - 2 * PENALTY * weights
        pace = 0.9 * pace + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        size = PACE * (1 - step / (STEPS + 1))
        weights += size * (pace / (1 - 0.9**step)) / (numpy.sqrt(spread / (1 - 0.999**step)) + LEAST)
    return {name: _four(row) for name, row in zip(SIGNS, weights.tolist(), strict=True)}


def _four(row: list[float]) -> Weights:
    eve, same, following, second = row
    return eve, same, following, second


@dataclass(frozen=True, slots=True)
class _Model:
    """The candidates as arrays: `starts` i64[articles] is the first of each article, `of` i64[n] whose it is.

    `right` bool[n, LAGS] are the days of publication, `found` bool[articles] which articles name theirs.
    """

    signs: Floats
    here: Floats
    elsewhere: Floats
    right: NDArray[numpy.bool_]
    found: NDArray[numpy.bool_]
    starts: NDArray[numpy.int64]
    of: NDArray[numpy.int64]

    @classmethod
    def of_noted(cls, noted: Noted) -> _Model:
        article = numpy.array(noted.article)
        first = numpy.append(True, article[1:] != article[:-1])
        starts = numpy.flatnonzero(first)
        share = numpy.clip(numpy.array(noted.share), LEAST, 1 - LEAST)[:, None]
        days = numpy.array(noted.day)[:, None] + numpy.array(LAGS)
        right = days == numpy.array(noted.truth)[:, None]
        found = numpy.logical_or.reduceat(right.any(axis=1), starts)
        told = numpy.array(noted.told) + numpy.log(share)
        return cls(
            numpy.array(noted.signs), told, numpy.log1p(-share), right, found, starts, first.cumsum() - 1
        )

    def slope(self, weights: Floats) -> Floats:
        """Return how the log likelihood grows with each weight, f64[SIGNS, LAGS]."""
        odds = self.signs @ weights
        here, elsewhere = numpy.exp(odds + self.here), numpy.exp(odds + self.elsewhere)
        found = self.found[self.of][:, None]
        good = numpy.where(found, here * self.right, elsewhere)
        every = 1.0 + self._sums(here + elsewhere)
        hit = self._sums(good) + ~self.found
        pull = good / hit[self.of][:, None] - (here + elsewhere) / every[self.of][:, None]
        slope: Floats = self.signs.T @ pull
        return slope

    def _sums(self, odds: Floats) -> Floats:
        sums: Floats = numpy.add.reduceat(odds.sum(axis=1), self.starts)
        return sums

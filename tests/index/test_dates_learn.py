"""Weights are learnt from known days: a sign weighs as much as it tells, in the model that chooses."""

from datetime import date, timedelta

import pytest

from index.dates import Dater
from index.dates_choose import LAGS, DayChooser
from index.dates_context import ContextReader
from index.dates_find import DateFinder
from index.dates_learn import Noted, NotingChooser, learnt
from index.dates_signs import SIGNS
from index.lang.calendar import Calendar

DAY = date(2022, 7, 20)


def noted(rows: list[tuple[set[str], int, int]], told: float = 0.0, share: float = 1.0) -> Noted:
    """Return articles of one candidate each: its signs, how much later it came out, how many of them."""
    result = Noted()
    for signs, later, count in rows:
        for _ in range(count):
            result.article.append(len(result.article))
            result.day.append(DAY.toordinal())
            result.truth.append(DAY.toordinal() + later)
            result.share.append(share)
            result.signs.append([float(name in signs or name == "always") for name in SIGNS])
            result.told.append([told * (lag == 1) for lag in LAGS])
    return result


def test_a_sign_weighs_on_the_day_that_it_tells() -> None:
    rows = [({"today"}, 0, 90), ({"today"}, 9, 10), (set(), 0, 30), (set(), 1, 60), (set(), 9, 10)]
    weights = learnt(noted(rows))
    eve, same, following, _ = weights["today"]
    assert same > 0.5 > 0 > following and eve < 0.5
    always = weights["always"]
    assert always[2] > always[1] > always[3]
    assert weights["title"] == (0, 0, 0, 0)


def test_what_others_told_is_not_learnt_again() -> None:
    rows = [({"sound"}, 1, 80), ({"sound"}, 0, 20)]
    told, untold = (learnt(noted(rows, told=weight))["always"] for weight in (3.0, 0.0))
    assert told[2] < untold[2] - 0.5


def test_a_doubtful_year_does_not_count_against_a_day() -> None:
    """Half of the articles are of another year: with doubt stated the day itself is as likely as before."""
    rows = [({"sound"}, 0, 50), ({"sound"}, 700, 50)]
    doubtful, sure = (learnt(noted(rows, share=share))["always"][1] for share in (0.5, 1.0))
    assert doubtful > sure + 0.5


def test_nothing_is_learnt_from_nothing() -> None:
    with pytest.raises(ValueError, match="no article"):
        learnt(Noted())


def test_what_is_chosen_stays_the_same_and_only_known_days_are_noted() -> None:
    plain = DayChooser.load()
    chooser = NotingChooser(plain.weights)
    dater = Dater(DateFinder(Calendar.load()), ContextReader.load(), chooser)
    body = "Air surut, kata camat, Senin (3/5/2021). Perbaikan dimulai pada Jumat (30/4/2021)."
    unknown = dater.date("", body)
    assert unknown == Dater.load().date("", body) and not chooser.noted.article
    chooser.truth = date(2021, 5, 3)
    assert dater.date("", body) == unknown
    days = [date.fromordinal(day) for day in chooser.noted.day]
    assert days == [date(2021, 5, 3), date(2021, 5, 3) - timedelta(3)]
    assert len(set(chooser.noted.article)) == 1

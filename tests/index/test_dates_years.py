"""A missing year is restored by the weekday and the years that the text names."""

from datetime import date

import pytest

from index.dates_find import DateFinder, Expression
from index.dates_years import LATEST_FITTING, is_recent, plausible_years, restore
from index.lang.calendar import Calendar

FINDER = DateFinder(Calendar.load())


def day(text: str) -> Expression:
    return FINDER.find(text).days[0]


def test_weekday_leaves_few_years() -> None:
    assert plausible_years(day("Selasa (13/9)"), 2026) == (1994, 2005, 2011, 2016, 2022)


@pytest.mark.parametrize(
    ("text", "named", "year"),
    [
        ("Selasa (13/9)", [2022], 2022),
        ("Selasa (13/9)", [2020], 2022),
        ("Selasa (13/9)", [2016, 2019], 2016),
        ("Selasa (13/9)", [2017], 2016),
        ("Selasa (13/9)", [1991], 2022),
        ("Selasa (13/9)", [], 2022),
        ("Selasa (15/10)", [2026], 2024),
        ("tanggal 13/9", [2018, 2021], 2021),
    ],
)
def test_years_named_decide(text: str, named: list[int], year: int) -> None:
    restored = restore(day(text), named, 2026)
    assert restored is not None and restored.year == year


def test_a_named_year_is_worth_more_than_a_guess() -> None:
    sure, next_best, guess = (restore(day("Selasa (13/9)"), named, 2026) for named in ([2022], [2021], []))
    assert sure and next_best and guess
    assert sure.share > next_best.share > guess.share == LATEST_FITTING


def test_nothing_fits() -> None:
    assert restore(day("tanggal 13/9"), [], 2026) is None
    assert restore(day("tanggal 29/2"), [2021], 2026) is None


def test_no_year_after_the_latest() -> None:
    restored = restore(day("Selasa (13/9)"), [2020], 2021)
    assert restored is not None and restored.year <= 2021


def test_history_is_not_recent() -> None:
    assert is_recent(2020, date(2026, 1, 1)) and not is_recent(1991, None)

"""Names of months and weekdays, their variants, and the checks of the table."""

from datetime import date
from pathlib import Path

import pytest

from index.lang.calendar import COLUMNS, Calendar, day_of, full_year
from index.lang.tables import LanguageDataError

CALENDAR = Calendar.load()


@pytest.mark.parametrize(
    ("form", "month"),
    [("januari", 1), ("pebruari", 2), ("nopember", 11), ("nop", 11), ("agt", 8), ("mei", 5), ("djuli", 7)],
)
def test_months(form: str, month: int) -> None:
    assert CALENDAR.months[form] == month


@pytest.mark.parametrize(("form", "weekday"), [("senin", 1), ("jum'at", 5), ("jum’at", 5), ("ahad", 7)])
def test_weekdays(form: str, weekday: int) -> None:
    assert CALENDAR.weekdays[form] == weekday


def test_every_month_and_weekday_has_a_name() -> None:
    assert set(CALENDAR.months.values()) == set(range(1, 13))
    assert set(CALENDAR.weekdays.values()) == set(range(1, 8))
    assert {"mei", "minggu"} <= CALENDAR.ambiguous


@pytest.mark.parametrize(
    ("digits", "year"), [("20", 2020), ("45", 2045), ("50", 1950), ("99", 1999), ("1945", 1945)]
)
def test_years_of_two_digits(digits: str, year: int) -> None:
    assert full_year(digits) == year


def test_impossible_days_are_none() -> None:
    assert day_of(2020, 2, 30) is None
    assert day_of(2020, 2, 29) == date(2020, 2, 29)


@pytest.mark.parametrize(
    "row",
    [
        "senin\thari\t1",
        "senin\tweekday\t8",
        "mei\tmonth\tlima",
        "mei\tmonth\t0",
        "Mei\tmonth\t5",
        "mei\tmonth\t5\nmei\tweekday\t1",
    ],
)
def test_a_table_that_breaks_the_rules_is_named(tmp_path: Path, row: str) -> None:
    table = tmp_path / "calendar.tsv"
    table.write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"calendar\.tsv:[23]"):
        Calendar.load(table)

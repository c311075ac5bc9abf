"""Dates as a reader types them as a filter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.dates import MAX_YEARS, covering_keys, parse_days, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", (2020, 1, 1), (2020, 12, 31)),
        ("2020-09", (2020, 9, 1), (2020, 9, 30)),
        ("2020-9", (2020, 9, 1), (2020, 9, 30)),
        ("9/2020", (2020, 9, 1), (2020, 9, 30)),
        ("2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("2020-09-27", (2020, 9, 27), (2020, 9, 27)),
        ("2020/09/27", (2020, 9, 27), (2020, 9, 27)),
        ("27/9/2020", (2020, 9, 27), (2020, 9, 27)),
        ("27-09-2020", (2020, 9, 27), (2020, 9, 27)),
        (" 27.9.2020 ", (2020, 9, 27), (2020, 9, 27)),
        ("27 September 2020", (2020, 9, 27), (2020, 9, 27)),
        ("Agustus 2021", (2021, 8, 1), (2021, 8, 31)),
        ("1 Mei 2021", (2021, 5, 1), (2021, 5, 1)),
        ("Agt. 2021", (2021, 8, 1), (2021, 8, 31)),
        ("December 2021", (2021, 12, 1), (2021, 12, 31)),
    ],
)
def test_reads_partial_and_whole_dates(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert parse_period(text) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kemarin",
        "2020-13",
        "2020-02-30",
        "31/4/2020",
        "0000",
        "20",
        "27/9",
        "ma 2020",
        "12 Bulan 2020",
        "2020-00",
    ],
)
def test_does_not_guess(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-09..2020-10", date(2020, 9, 1), date(2020, 10, 31)),
        ("2020-10..2020-09", date(2020, 9, 1), date(2020, 10, 31)),
        ("2020-09..", date(2020, 9, 1), None),
        ("..2020-09", None, date(2020, 9, 30)),
        ("1/9/2020 … 5/9/2020", date(2020, 9, 1), date(2020, 9, 5)),
    ],
)
def test_reads_ranges(text: str, since: date | None, until: date | None) -> None:
    assert parse_days(text) == (since, until)


@pytest.mark.parametrize("text", ["..", "a..b", "2020..x", "2019..2020..2021", ""])
def test_a_range_needs_dates(text: str) -> None:
    assert parse_days(text) is None


@given(st.dates())
def test_every_day_is_read_back(day: date) -> None:
    assert parse_period(day.isoformat()) == (day, day)
    assert parse_period(f"{day.day}/{day.month}/{day.year:04}") == (day, day)


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    days = parse_days(text)
    assert days is None or days[0] is None or days[1] is None or days[0] <= days[1]


@given(st.dates(date(1990, 1, 1), date(1993, 12, 31)), st.integers(0, 900))
def test_keys_cover_each_day_of_a_range_once(since: date, length: int) -> None:
    until = since + timedelta(days=length)
    covered = sorted(day for key in covering_keys(since, until) for day in days_of(key))
    assert covered == [since + timedelta(days=step) for step in range(length + 1)]


def days_of(key: str) -> list[date]:
    first, last = parse_days(key) or (None, None)
    assert first and last
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def test_whole_years_are_one_key_each() -> None:
    assert covering_keys(date(1990, 1, 1), date(1992, 1, 31)) == ("1990", "1991", "1992-01")


def test_open_or_endless_ranges_have_no_keys() -> None:
    assert covering_keys(None, date(1990, 1, 1)) == covering_keys(date(1990, 1, 1), None) == ()
    assert covering_keys(date(1000, 1, 1), date(1001 + MAX_YEARS, 1, 1)) == ()
    assert covering_keys(date(9998, 1, 1), date(9999, 12, 31)) == ("9998", "9999")

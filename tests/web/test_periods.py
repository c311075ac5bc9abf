"""Partial dates: what a reader may write, and the shortest way back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.periods import period, shortest_first, shortest_last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("27/9/2020", date(2020, 9, 27), date(2020, 9, 27)),
        (" 2020-09-27 ", date(2020, 9, 27), date(2020, 9, 27)),
    ],
)
def test_a_partial_date_is_a_period(text: str, first: date, last: date) -> None:
    assert period(text) == (first, last)


@pytest.mark.parametrize("text", ["kemarin", "2020-13", "2020-02-30", "0000", "", "20", "27/9"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        period(text)


@given(st.dates())
def test_the_shortest_form_means_the_same_day(day: date) -> None:
    assert period(shortest_first(day))[0] == day
    assert period(shortest_last(day))[1] == day


@given(st.text(max_size=20))
def test_no_text_breaks_it(text: str) -> None:
    try:
        first, last = period(text)
    except ValueError:
        return
    assert first <= last

"""An article is dated by what is stated about it, else by the days its text names; history dates nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import METHODS, Dater

DATER = Dater.load()


@given(st.text(), st.text(max_size=40), st.text(max_size=40))
def test_nothing_raises(body: str, given_value: str, url: str) -> None:
    dated = DATER.date("", body, given=given_value, url=url, dateline=given_value, html=body)
    assert dated.published.method in METHODS


@pytest.mark.parametrize(
    "value",
    [
        "2020-09-27T10:00:00+07:00",
        "2020-09-27",
        "27/09/2020",
        "27.9.2020 08.15",
        "Minggu, 27 September 2020 10:00 WIB",
        "1601193600",
        "1601193600000",
        "Sun, 27 Sep 2020 10:00:00 +0700",
        "20200927",
    ],
)
def test_metadata_in_any_shape(value: str) -> None:
    published = DATER.date("Judul", "Rabu (1/1/2014) lampau.", given=value).published
    assert (published.value, published.precision, published.method) == (date(2020, 9, 27), "day", "given")
    assert published.confidence == "high"


def test_unreadable_metadata_are_told_and_the_text_decides() -> None:
    assert DATER.date("", "Tanpa tanggal.", given="kapan-kapan").published.method == "unreadable"
    dated = DATER.date("", "Air surut, kata camat, Minggu (27/9/2020).", given="2020-13-45")
    assert dated.published.value == date(2020, 9, 27)


def test_order_of_trust() -> None:
    body = "Bupati hadir, Minggu (27/9/2020)."
    html = '<meta property="article:published_time" content="2020-09-28T01:00:00+07:00">'
    url = "https://kabarnusa.example/read/2020/09/29/1/pasar"
    assert DATER.date("", body, html=html, url=url).published.method == "html"
    assert DATER.date("", body, url=url).published.value == date(2020, 9, 29)
    assert DATER.date("", body, dateline="JAKARTA, 30/9/2020 - ").published.method == "dateline"
    assert DATER.date("", body).published.method == "weekday"


def test_weekday_restores_the_year_after_a_past_one() -> None:
    body = "Kapal karam lagi, Selasa pagi (13/9). Dalam musibah tahun 2020 lalu tidak ada korban."
    published = DATER.date("", body).published
    assert (published.value, published.evidence) == (date(2022, 9, 13), "Selasa pagi (13/9)")
    assert published.span == (18, 36)


def test_history_dates_nothing() -> None:
    body = "Pada 26 November 1991 parlemen mencabut otonomi wilayah itu. Konflik pecah pada 1987."
    dated = DATER.date("", body)
    assert dated.published.value is None
    assert dated.mentioned == (date(1991, 11, 26),)

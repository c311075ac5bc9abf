"""Stated dates: pages and addresses in the shapes that are met, and a limit for the future."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates_find import DateFinder
from index.dates_given import StatedDates
from index.lang.calendar import Calendar

FINDER = DateFinder(Calendar.load())
STATED = StatedDates(FINDER)


@pytest.mark.parametrize(
    "html",
    [
        '<meta property="article:published_time" content="2020-09-27T10:00:00+07:00"/>',
        "<meta content='2020/09/27 10:00:00' name='publishdate'>",
        '<meta itemprop="datePublished" content="Minggu, 27 September 2020 10:00 WIB">',
        '<script type="application/ld+json">{"datePublished": "2020-09-27T03:00:00Z"}</script>',
        '<time class="read" datetime="2020-09-27">Minggu</time>',
        '<meta name="pubdate" content="segera"><time datetime="2020-09-27 10:00">',
    ],
)
def test_pages(html: str) -> None:
    stated = STATED.of_html(f"<html><head>{html}</head></html>")
    assert stated is not None and stated[0] == date(2020, 9, 27)


@pytest.mark.parametrize(
    "html", ["", "<p>27 September 2020</p>", '<meta name="author" content="2020-09-27">']
)
def test_pages_that_state_nothing(html: str) -> None:
    assert STATED.of_html(html) is None


@pytest.mark.parametrize(
    ("url", "evidence"),
    [
        ("https://portalbumi.example/read/2020/09/27/100/pasar", "2020/09/27"),
        ("https://portalbumi.example/2020/9/27/", "2020/9/27"),
        ("https://portalbumi.example/arsip/2020-09-27/pasar", "2020-09-27"),
        ("https://portalbumi.example/dunia/20200927103000-12-5/pasar", "20200927103000"),
        ("https://portalbumi.example/pasar-20200927", "20200927"),
    ],
)
def test_addresses(url: str, evidence: str) -> None:
    assert STATED.of_url(url) == (date(2020, 9, 27), evidence)


@pytest.mark.parametrize(
    "url",
    ["", "https://x.example/2020/13/45/", "https://x.example/12345678/", "https://x.example/harga-2020"],
)
def test_addresses_without_a_day(url: str) -> None:
    assert STATED.of_url(url) is None
    assert STATED.month_of_url(url) is None


def test_month_in_an_address() -> None:
    assert STATED.month_of_url("https://x.example/2019/07/pasar") == (date(2019, 7, 1), "2019/07")


def test_a_date_that_was_found_on_a_page() -> None:
    assert STATED.of_html("2020-09-27") == (date(2020, 9, 27), "2020-09-27")
    assert STATED.of_html("segera") is None


def test_nothing_after_the_latest_day_is_believed() -> None:
    stated = StatedDates(FINDER, date(2020, 9, 26))
    assert stated.of_metadata("2020-09-27") is None
    assert stated.of_metadata("2020-09-26") == date(2020, 9, 26)
    assert stated.of_url("https://x.example/2020/09/27/") is None


@given(st.text(max_size=80))
def test_nothing_raises(value: str) -> None:
    for day in (STATED.of_metadata(value), STATED.of_url(value), STATED.of_html(value)):
        assert day is None or day

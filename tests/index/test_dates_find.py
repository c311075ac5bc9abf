"""Date expressions are found in every written form, and numbers that only look like dates are not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.dates_find import LOOK_BACK, DateFinder
from index.lang.calendar import Calendar

FINDER = DateFinder(Calendar.load())
WEEKDAYS = Calendar.load().weekdays
BETWEEN_DAYS = (
    " ",
    "\t",
    ", ",
    " (",
    "(",
    "[",
    ". ",
    "pagi ",
    "19.30 ",
    "waktu setempat",
    "tanggal ",
    "tgl.",
    "x",
)


@pytest.mark.parametrize(
    ("text", "evidence", "day", "month", "year", "weekday"),
    [
        ("pada Minggu (27/9/2020) pagi", "Minggu (27/9/2020)", 27, 9, 2020, 7),
        ("pada Minggu, (27/9/2020).", "Minggu, (27/9/2020)", 27, 9, 2020, 7),
        ("pada Selasa pagi (13/9) lalu", "Selasa pagi (13/9)", 13, 9, None, 2),
        ("kata dia (27/9).", "(27/9)", 27, 9, None, None),
        ("rapat (8 / 9 / 2017) itu", "(8 / 9 / 2017)", 8, 9, 2017, None),
        ("Selasa (19 / 12) lalu", "Selasa (19 / 12)", 19, 12, None, 2),
        ("Minggu 27/9 sore", "Minggu 27/9", 27, 9, None, 7),
        ("tanggal 27-09-2020 itu", "tanggal 27-09-2020", 27, 9, 2020, None),
        ("Minggu, 27.9.20, hujan", "Minggu, 27.9.20", 27, 9, 2020, 7),
        ("pada 2020-09-27T10:00", "2020-09-27", 27, 9, 2020, None),
        ("malam 7 Oktober 2020 atau", "7 Oktober 2020", 7, 10, 2020, None),
        ("Kamis malam, 19 Juni 2025.", "Kamis malam, 19 Juni 2025", 19, 6, 2025, 4),
        ("Jum'at (3/1) siang", "Jum'at (3/1)", 3, 1, None, 5),
        ("Ahad, tanggal 2 Pebruari 2014", "Ahad, tanggal 2 Pebruari 2014", 2, 2, 2014, 7),
        ("Rabu waktu setempat (5/6/2019)", "Rabu waktu setempat (5/6/2019)", 5, 6, 2019, 3),
        ("sampai 5 mei", "5 mei", 5, 5, None, None),
        ("29 Februari tanpa tahun", "29 Februari", 29, 2, None, None),
    ],
)
def test_written_days(
    text: str, evidence: str, day: int, month: int, year: int | None, weekday: int | None
) -> None:
    (found,) = FINDER.find(text).days
    assert text[found.start : found.end] == evidence
    assert (found.day, found.month, found.year, found.weekday) == (day, month, year, weekday)


@pytest.mark.parametrize(
    "text",
    [
        "buka 24/7",
        "2/3 suara dan 1/4 final",
        "harga 27,9 persen dari 1.500",
        "musim 2017 / 18",
        "skor 3-1",
        "jam 12.30.15",
        "30 Februari 2020",
        "2020-13-45",
        "nomor 99/99/2020",
        "Mei datang bersama Agus",
        "dua minggu lalu",
        "tiga minggu (7 hari)",
    ],
)
def test_no_days(text: str) -> None:
    assert FINDER.find(text).days == ()


def test_ranges_name_both_ends() -> None:
    days = FINDER.find("Sabtu-Minggu (26-27/9/2020)").days
    assert [(day.day, day.weekday) for day in days] == [(26, None), (27, 7)]
    assert [day.day for day in FINDER.find("pada 10 dan 12 Mei 2021").days] == [10, 12]


def test_months_and_years() -> None:
    periods = FINDER.find(
        "Dalam perang tahun 2020 lalu; sejak Oktober 2021; 1991 juga; 2.020 ekor; 2019/2020"
    ).periods
    assert [(period.year, period.month) for period in periods][:3] == [(2020, 0), (2021, 10), (1991, 0)]


PARTS = (
    "1",
    "02",
    "20",
    "2020",
    "-",
    "/",
    ".",
    " ",
    ", ",
    "Mei",
    "tahun ",
    " dan ",
    "(",
    ")",
    "Sabtu ",
    "%",
    "x",
)


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_what_a_number_means_does_not_depend_on_where_it_was_met_first(text: str) -> None:
    assert FINDER.find(text) == DateFinder(Calendar.load()).find(text)


@given(st.lists(st.sampled_from(("Sabtu", "minggu", "JUMAT", *BETWEEN_DAYS)), max_size=8).map("".join))
def test_the_weekday_that_belongs_to_a_number_is_found_at_once(before: str) -> None:
    assume(not before.endswith("."))
    (found,) = FINDER.find(f"{before}27/9/2020").days
    near = before[-LOOK_BACK:]
    matches = (FINDER._before.match(before, place) for place in range(len(before) - len(near), len(before)))
    (match,) = [match for match in matches if match] or [None]
    assert found.weekday == (WEEKDAYS[match["weekday"].lower()] if match else None)


@given(st.text(alphabet="0123456789/-. ()Mei Sabtu,", max_size=60))
def test_spans_lie_in_the_text(text: str) -> None:
    found = FINDER.find(text)
    for day in found.days:
        assert 0 <= day.start < day.end <= len(text)
        assert day.value(2000) is not None or day.year is not None

"""A day on which many articles of the archive came out is likelier than one that only it names itself."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from index.dates_days import DayEvidence, Days, settled_days

CRAWL = date(2022, 7, 20).toordinal()


def days_of(*parts: Iterable[int]) -> Days:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / str(number) for number in range(len(parts))]
        for path, noted in zip(paths, parts, strict=True):
            evidence = DayEvidence()
            for day in noted:
                evidence.note(day)
            evidence.write(path)
        return settled_days(paths)


def test_a_day_of_a_crawl_is_favoured() -> None:
    days = days_of([CRAWL] * 40)
    favours = [days.favour(CRAWL - before, None) for before in (0, 1, 6, 60, 400)]
    assert favours[0] == favours[1] > favours[2] + 0.5 > favours[3] + 1
    assert favours[3] < 0 == favours[4]


def test_an_even_archive_favours_no_day() -> None:
    days = days_of(range(CRAWL - 400, CRAWL + 400))
    assert abs(days.favour(CRAWL, None)) < 0.05


def test_one_other_article_hardly_counts() -> None:
    assert 0 < days_of([CRAWL]).favour(CRAWL, None) < 1 < days_of([CRAWL] * 5).favour(CRAWL, None)


def test_an_article_does_not_speak_for_itself() -> None:
    days = days_of([CRAWL])
    assert days.favour(CRAWL, None) > 0
    assert days.favour(CRAWL, CRAWL) == 0


def test_parts_add_up() -> None:
    whole, parts = days_of([CRAWL, CRAWL - 1, CRAWL]), days_of([CRAWL], [], [CRAWL - 1, CRAWL])
    assert parts == whole


@given(st.lists(st.integers(1, 3_000_000)), st.integers(1, 3_000_000), st.none() | st.integers(1, 3_000_000))
def test_any_day_can_be_asked(noted: list[int], day: int, own: int | None) -> None:
    assert -20 < days_of(noted).favour(day, own) < 20

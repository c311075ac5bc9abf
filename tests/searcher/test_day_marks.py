"""Days are marked as newspapers write them."""

import pytest

from searcher.day_marks import MOST_KEYS, day_pattern

TEXT = (
    "Sejak 1991 begitu. Undang-undang 26 November 1991 (26/11/1991) diubah 26/11, juga 27 Nov. 1991 dan "
    "2 November 1991; bukan 126 November, 19910 atau 26 November 2001, tetapi 1991-11-26."
)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("1991", ["1991", "1991", "1991", "1991", "1991", "1991"]),
        ("1991-11", ["26 November 1991", "26/11/1991", "27 Nov. 1991", "2 November 1991", "1991-11-26"]),
        ("1991-11-26", ["26 November 1991", "26/11/1991", "26/11", "1991-11-26"]),
        ("1991-11-02", ["2 November 1991"]),
        ("1992", []),
    ],
)
def test_marks(key: str, found: list[str]) -> None:
    pattern = day_pattern([key])
    assert pattern
    assert pattern.findall(TEXT) == found


def test_several_keys_are_one_pattern() -> None:
    pattern = day_pattern(["1990", "1991-11-27"])
    assert pattern
    assert pattern.findall("Tahun 1990 dan 27 November 1991.") == ["1990", "27 November 1991"]


def test_nothing_asked_is_no_pattern() -> None:
    assert day_pattern([]) is day_pattern(["kemarin", "x", "1991-13", "--------"]) is None
    assert day_pattern([str(year) for year in range(1000, 1000 + 2 * MOST_KEYS)])

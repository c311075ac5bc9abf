"""Levenshtein distance with a limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.distance import within

WORDS = st.text("abk", max_size=7)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("kapal", "kapal", 0),
        ("kapal", "kapl", 1),
        ("kapal", "kapsal", 1),
        ("kapal", "kabal", 1),
        ("kapal", "kapla", 2),
        ("", "ab", 2),
        ("kapal", "ombak", 4),
    ],
)
def test_distance(one: str, other: str, distance: int) -> None:
    assert within(one, other, distance)
    assert not within(one, other, distance - 1)


@given(WORDS, WORDS, WORDS)
def test_is_a_distance(one: str, two: str, three: str) -> None:
    def between(first: str, second: str) -> int:
        return next(most for most in range(8) if within(first, second, most))

    assert between(one, two) == between(two, one)
    assert (between(one, two) == 0) == (one == two)
    assert between(one, three) <= between(one, two) + between(two, three)

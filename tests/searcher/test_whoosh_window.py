"""What comes first is found with all that ties with it, however many numbers there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.whoosh_window import BLOCK, at_least_nth


@given(st.lists(st.integers(-3, 9), min_size=1, max_size=60), st.data())
def test_the_largest_and_their_ties_are_found(numbers: list[int], data: st.DataObject) -> None:
    wanted = data.draw(st.integers(1, len(numbers)))
    last = sorted(numbers, reverse=True)[wanted - 1]
    expected = [place for place, number in enumerate(numbers) if number >= last]
    assert at_least_nth(np.array(numbers, float), wanted).tolist() == expected


@pytest.mark.parametrize("wanted", [1, 10, 49, 50, 400, 100 * BLOCK])
@pytest.mark.parametrize("distinct", [1, 5, 10**9])
def test_many_numbers_give_what_sorting_gives(wanted: int, distinct: int) -> None:
    chance = np.random.default_rng(3)
    numbers = chance.integers(0, distinct, 100 * BLOCK + 17).astype(float)
    last = np.sort(numbers)[-wanted]
    assert at_least_nth(numbers, wanted).tolist() == np.flatnonzero(numbers >= last).tolist()


def test_slack_takes_what_is_almost_as_large() -> None:
    numbers = np.array([1.0, 2.0, 3.0, 2.9999999999])
    assert at_least_nth(numbers, 1, slack=1e-9).tolist() == [2, 3]
    assert at_least_nth(numbers, 1).tolist() == [2]

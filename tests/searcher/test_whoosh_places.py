"""Phrases and proximity on word positions, against trying every choice of positions."""

from collections.abc import Mapping, Sequence
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.whoosh_places import stand_together

positions = st.lists(st.integers(0, 12), min_size=1, max_size=4, unique=True).map(sorted)
texts = st.fixed_dictionaries({"a": positions, "b": positions, "c": positions})
terms = st.lists(st.sampled_from("abc"), min_size=1, max_size=4)


def choices(terms: Sequence[str], places: Mapping[str, Sequence[int]]) -> list[tuple[int, ...]]:
    """Every choice of one position for each term; the same term never twice at one position."""
    chosen = product(*(places[term] for term in terms))
    return [choice for choice in chosen if len(set(zip(terms, choice, strict=True))) == len(terms)]


@settings(deadline=None)
@given(terms, texts)
def test_phrase_is_every_word_right_after_the_other(terms: list[str], places: dict[str, list[int]]) -> None:
    expected = any(
        list(choice) == list(range(choice[0], choice[0] + len(terms))) for choice in choices(terms, places)
    )
    assert stand_together(terms, None, places) is expected


@settings(deadline=None)
@given(terms, texts, st.integers(0, 14))
def test_near_is_any_order_in_a_window(terms: list[str], places: dict[str, list[int]], slop: int) -> None:
    span = max(slop, len(terms) - 1)
    expected = any(max(choice) - min(choice) <= span for choice in choices(terms, places))
    assert stand_together(terms, slop, places) is expected


@settings(deadline=None)
@given(terms, texts, st.integers(0, 14))
def test_order_says_nothing_to_near(terms: list[str], places: dict[str, list[int]], slop: int) -> None:
    answers = {stand_together(order, slop, places) for order in permutations(terms)}
    assert len(answers) == 1


@pytest.mark.parametrize(("slop", "expected"), [(None, False), (1, False), (2, True), (5, True)])
def test_slop_counts_words_between_the_first_and_the_last(slop: int | None, expected: bool) -> None:
    assert stand_together(("darurat", "militer"), slop, {"darurat": [7], "militer": [5]}) is expected

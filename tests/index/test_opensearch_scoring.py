"""Lucene's BM25 with our boosts and settings is BM25 as the engine in memory computes it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.opensearch_scoring import (
    FieldStatistics,
    Statistics,
    boost,
    score,
    similarity_of,
    stored_length,
    tuned,
)
from searcher.memory_scoring import K1, B


def lucene(frequency: int, length: int, having: int, field: FieldStatistics, k1: float, b: float) -> float:
    idf = math.log(1 + (field.articles - having + 0.5) / (having + 0.5))
    average = field.terms / field.articles
    return idf * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / average))


@given(st.data())
def test_scores_are_equal(data: st.DataObject) -> None:
    articles = data.draw(st.integers(1, 10**9))
    with_field = data.draw(st.integers(1, articles))
    having = data.draw(st.integers(1, with_field))
    length = data.draw(st.integers(1, 10_000))
    frequency = data.draw(st.integers(1, length))
    field = FieldStatistics(with_field * data.draw(st.integers(1, 500)), with_field)
    k1, b = tuned(field, articles)
    assert k1 >= 0 and 0 <= b <= 1
    theirs = lucene(frequency, length, having, field, k1, b) * boost(field, articles, having)
    assert theirs == pytest.approx(score(field, articles, having, frequency, length), rel=1e-6)


@given(st.integers(0, 10**6))
def test_lengths_are_exact_when_short_and_an_eighth_off_at_most(length: int) -> None:
    stored = stored_length(length)
    assert stored <= length
    assert stored == length or (length > 40 and length - stored < (length - 24) / 8)
    assert stored_length(stored) == stored


def test_a_field_that_no_article_has_can_be_set() -> None:
    assert tuned(FieldStatistics(0, 0), 5) == (pytest.approx(K1 * (1 - B)), 0.0)
    assert tuned(FieldStatistics(0, 0), 0) == (pytest.approx(K1 * (1 - B)), 0.0)


def test_a_word_found_more_often_than_counted_still_has_a_boost() -> None:
    """Between a count and the search nothing changes, but deleted articles may be counted in one of them."""
    assert boost(FieldStatistics(10, 3), 5, 4) > 0


@pytest.mark.parametrize(
    ("version", "name"), [("2.19.6", "BM25"), ("1.3.0", "BM25"), ("3.1.0", "LegacyBM25")]
)
def test_similarity_by_version(version: str, name: str) -> None:
    assert similarity_of(version) == name


def test_statistics_come_back() -> None:
    statistics = Statistics(7, {"body": FieldStatistics(40, 6), "title": FieldStatistics(0, 0)})
    assert Statistics.from_meta(statistics.to_meta()) == statistics

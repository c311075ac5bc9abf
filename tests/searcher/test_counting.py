"""Counts become facets and timelines in a fixed order."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from searcher.counting import MAX_BUCKETS, shape_facet, shape_timeline
from searcher.engine import Selection
from searcher.query import FacetWish

NAMES = {"b": ("Badu", ("Si Badu",)), "a": ("Zaki", ())}


def test_most_frequent_first_then_by_id() -> None:
    counts = {"a": 2, "b": 2, "c": 5, "d": 0}
    facet = shape_facet(FacetWish("person"), None, counts, {}, {"a": 9, "b": 2, "c": 5}, NAMES)
    assert [(value.key, value.label, value.of) for value in facet.values] == [
        ("c", "c", 5),
        ("a", "Zaki", 9),
        ("b", "Badu", 2),
    ]
    assert facet.values[2].aliases == ("Si Badu",)
    assert facet.others == 0


def test_chosen_values_come_first_and_beyond_the_size() -> None:
    chosen = Selection("person", wanted=("x", "y"), unwanted=("z",))
    facet = shape_facet(FacetWish("person", 1), chosen, {"a": 9, "y": 1}, {"z": 4}, {}, NAMES)
    assert [(value.key, value.count, value.selected, value.excluded) for value in facet.values] == [
        ("y", 1, True, False),
        ("x", 0, True, False),
        ("z", 4, False, True),
    ]
    assert facet.others == 1


def test_no_dates_no_buckets() -> None:
    timeline = shape_timeline({}, {}, 3)
    assert (timeline.buckets, timeline.undated) == ((), 3)


def test_interval_suits_the_span() -> None:
    day = date(2020, 1, 1)
    for days, interval in ((1, "day"), (62, "day"), (63, "month"), (2_100, "month"), (2_300, "year")):
        counts = {day: 1, day + timedelta(days=days - 1): 1}
        assert shape_timeline(counts, counts, 0).interval == interval


def test_wished_interval_gives_way_to_a_coarser_one() -> None:
    counts = {date(1, 1, 1): 1, date(9999, 12, 31): 1}
    timeline = shape_timeline(counts, counts, 0, "day")
    assert timeline.interval == "year"
    assert len(timeline.buckets) == 9_999
    assert timeline.buckets[0].key == "0001"


def test_wished_interval_is_kept_where_it_fits() -> None:
    counts = {date(2020, 1, 31): 1, date(2021, 3, 1): 2}
    assert [bucket.key for bucket in shape_timeline(counts, counts, 0, "year").buckets] == ["2020", "2021"]
    assert len(shape_timeline(counts, counts, 0, "month").buckets) == 15
    assert len(shape_timeline(counts, counts, 0, "day").buckets) == 396 <= MAX_BUCKETS


@given(
    st.dictionaries(st.dates(date(2000, 1, 1), date(2025, 1, 1)), st.integers(1, 9), min_size=1),
    st.sampled_from(["auto", "day", "month", "year"]),
)
def test_every_article_stands_in_one_bucket(days: dict[date, int], interval: str) -> None:
    timeline = shape_timeline(days, days, 0, interval)
    assert sum(bucket.count for bucket in timeline.buckets) == sum(days.values())
    assert timeline.buckets[0].count and timeline.buckets[-1].count
    keys = [bucket.key for bucket in timeline.buckets]
    assert keys == sorted(keys) and len(keys) == len(set(keys))


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 5)), st.integers(0, 10))
def test_shown_and_others_are_all(counts: dict[str, int], size: int) -> None:
    facet = shape_facet(FacetWish("place", size), None, Counter(counts), {}, counts, {})
    assert len(facet.values) <= size
    assert len(facet.values) + facet.others == sum(count > 0 for count in counts.values())

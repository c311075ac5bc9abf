"""Packed entries are the entries, and numbers are found by key among those of other keys."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from searcher.name_index import Entry
from searcher.packed_names import Entries, Numbers

TEXT = st.text(max_size=8)
ENTRY = st.builds(
    Entry,
    st.sampled_from(["person", "place", "source"]),
    TEXT,
    st.lists(TEXT, min_size=1, max_size=3).map(tuple),
    st.integers(0, 2**32 - 1),
)


@given(st.lists(ENTRY, max_size=12))
def test_entries_come_back_as_they_were(entries: list[Entry]) -> None:
    packed = Entries(entries)
    assert list(packed) == entries
    assert [packed.field(number) for number in range(len(packed))] == [entry.field for entry in entries]
    assert list(packed.counts) == [entry.count for entry in entries]


@given(st.lists(st.tuples(st.text("ab", max_size=3), st.integers(0, 2**32 - 1)), max_size=30))
def test_numbers_are_found_by_key(pairs: list[tuple[str, int]]) -> None:
    wanted: dict[str, set[int]] = defaultdict(set)
    for key, number in pairs:
        wanted[key].add(number)
    numbers = Numbers(pairs)
    assert all(list(numbers.of(key)) == sorted(wanted[key]) for key in wanted)
    assert list(Numbers([]).of("a")) == []


def test_a_key_of_the_same_hash_may_come_along() -> None:
    """Which is why whoever asks looks at what he gets: these two have one CRC-32."""
    assert list(Numbers([("plumless", 1)]).of("buckeroo")) == [1]

"""Sorting an archive's numbers in ranges: complete, in order, bounded, whatever it was divided into."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sorted_runs import GrowingArray, Run, each_once, groups, key_ranges, mapped, ranges, write_run


def runs(folder: Path, parts: list[list[int]]) -> list[Run]:
    written = []
    for number, keys in enumerate(parts):
        values = np.arange(len(keys), dtype=np.uint32)
        run = write_run(folder / f"r{number}", np.array(keys, np.uint64), values)
        written.append(Run(run.path, 1000 * number))
    return written


KEYS = st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=40), max_size=5)


@given(KEYS, st.integers(1, 4000))
def test_ranges_together_are_everything_sorted(parts: list[list[int]], budget: int) -> None:
    rows = sorted(
        (key, 1000 * number + place) for number, keys in enumerate(parts) for place, key in enumerate(keys)
    )
    with TemporaryDirectory() as folder:
        found, seen = [], set()
        for keys, values in key_ranges(runs(Path(folder), parts), budget):
            assert seen.isdisjoint(keys.tolist()), "no key is in two ranges"
            seen.update(keys.tolist())
            found += zip(keys.tolist(), values.tolist(), strict=True)
    assert found == rows


def test_a_range_is_bounded(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    parts = [chance.integers(0, 2**63, 5000).tolist() for _ in range(4)]
    budget = 64_000
    sizes = [len(keys) for keys, _ in key_ranges(runs(tmp_path, parts), budget)]
    assert sum(sizes) == 20_000
    assert max(sizes) * 64 < 2 * budget, "16 bytes a row, held four times: ranges are about equal"


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5)))
def test_numbers_are_left_once_and_ascending(numbers: list[int]) -> None:
    assert each_once(np.array(numbers, np.uint64)).tolist() == sorted(set(numbers))


def test_groups_of_equal_keys() -> None:
    starts, counts = groups(np.array([3, 3, 5, 9, 9, 9], np.uint64))
    assert (starts.tolist(), counts.tolist()) == ([0, 2, 3], [2, 1, 3])
    assert [one.tolist() for one in groups(np.zeros(0, np.uint64))] == [[], []]


@pytest.mark.parametrize("pieces", [[], [[1, 2], [], [3]]])
def test_an_array_grows_on_disk(tmp_path: Path, pieces: list[list[int]]) -> None:
    with GrowingArray(tmp_path / "a") as file:
        for piece in pieces:
            file.append(np.array(piece, np.uint64))
    assert mapped(tmp_path / "a", np.uint64).tolist() == [one for piece in pieces for one in piece]


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 9)), max_size=20))
def test_numbers_of_ranges_are_those_of_one_after_the_other(asked: list[tuple[int, int]]) -> None:
    begins, lengths = np.array(asked, np.int64).reshape(-1, 2).T
    expected = [number for begin, length in asked for number in range(begin, begin + length)]
    assert ranges(begins, lengths).tolist() == expected

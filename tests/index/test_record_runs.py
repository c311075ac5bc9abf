"""Sorting records beyond memory: the order of a stable sort, from as many files as there are."""

from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from index.record_runs import MOST_OPEN, Sorter, merged_records, write_records

RECORDS = st.lists(st.tuples(st.text(max_size=3), st.integers()), max_size=200)


@given(RECORDS, st.integers(1, 50))
def test_sorts_like_a_stable_sort(records: list[tuple[str, int]], most: int) -> None:
    with TemporaryDirectory() as folder:
        sorter: Sorter[int] = Sorter(Path(folder) / "s", most)
        for key, value in records:
            sorter.add(key, value)
        assert list(sorter.records()) == sorted(records, key=itemgetter(0))
        assert len(list(Path(folder).rglob("run-*"))) == len(records) // most


def test_more_files_than_may_be_open(tmp_path: Path) -> None:
    paths = [
        write_records(tmp_path / f"{number}", [("a", number), (f"b{number:04}", number)])
        for number in range(MOST_OPEN + 3)
    ]
    found = list(merged_records(paths, tmp_path / "merged"))
    assert found[: len(paths)] == [("a", number) for number in range(len(paths))]
    assert found[len(paths) :] == [(f"b{number:04}", number) for number in range(len(paths))]

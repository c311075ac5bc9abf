"""Records of parts come together by bucket: all of one key at once, in the order of the parts."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from index.record_buckets import joint_buckets, write_buckets

KEYS = st.text(st.sampled_from("abcé\ud800"), max_size=4)
PARTS = st.lists(
    st.lists(st.tuples(KEYS, st.integers(0, 1 << 40), st.binary(max_size=3)), max_size=20), max_size=4
)


@given(PARTS, st.sampled_from([1, 300, 1 << 20]))
def test_every_record_comes_once_and_all_of_a_key_together(
    parts: list[list[tuple[str, int, bytes]]], budget: int
) -> None:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"part-{number}" for number in range(len(parts))]
        for path, records in zip(paths, parts, strict=True):
            write_buckets(path, records)
        together = [list(records) for records in joint_buckets(paths, budget)]
    found = [record for records in together for record in records]
    wanted = [record for records in parts for record in records]
    for key in {record[0] for record in wanted}:
        assert [one for one in found if one[0] == key] == [one for one in wanted if one[0] == key]
        assert sum(any(one[0] == key for one in records) for records in together) == 1
    assert len(found) == len(wanted)


def test_a_small_budget_takes_fewer_records_at_a_time(tmp_path: Path) -> None:
    write_buckets(tmp_path / "part", ((str(number), number) for number in range(2_000)))
    sizes = [
        [len(list(each)) for each in joint_buckets([tmp_path / "part"], budget)] for budget in (1, 1 << 30)
    ]
    assert len(sizes[0]) > 100 and max(sizes[0]) < 50
    assert sizes[1] == [2_000]

"""The benchmark compares what engines found before it says how long they took."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from searcher import benchmark
from searcher.benchmark import Row, Timed, TotalsDiffer, compare, times_as_fast
from searcher.peers.asking import Record, Request, requests_of

RARE = Request("rare", "and", ("langka",))
PHRASE = Request("phrase", "phrase", ("satu", "dua"))


class Peer:
    """Answers with the same total always, or with None where it is asked for a phrase."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: Counter[str] = Counter()

    def build(self, records: object) -> None:
        raise AssertionError("built already")

    def open(self) -> None:
        raise AssertionError("open already")

    def ask(self, request: Request) -> int | None:
        self.asked[request.name] += 1
        return None if request.how == "phrase" and self.total < 10 else self.total


def test_different_totals_end_the_comparison() -> None:
    peers = {"one": Peer(12), "other": Peer(13)}
    with pytest.raises(TotalsDiffer, match=r"rare.*12.*13"):
        next(compare(peers, [RARE], rounds=3))
    assert peers["one"].asked["rare"] == 1


def test_an_engine_that_cannot_answer_is_left_out_of_that_row() -> None:
    peers = {"one": Peer(12), "poor": Peer(7)}
    (row,) = compare(peers, [PHRASE], rounds=3)
    assert (row.total, row.times.keys()) == (12, {"one"})
    assert peers["one"].asked["phrase"] == 5  # compared, warmed, three rounds
    assert peers["poor"].asked["phrase"] == 1


def test_speeds_are_compared_by_their_geometric_mean() -> None:
    def row(ours: float, **others: float) -> Row:
        return Row("", 1, {"ours": Timed(ours, 0)} | {name: Timed(wall, 0) for name, wall in others.items()})

    rows = [row(1, theirs=2), row(2, theirs=16, poor=1)]
    assert times_as_fast(rows, "ours") == {"theirs": 4.0, "poor": 0.5}


def record(body: str, *people: str) -> Record:
    return {"body": body, "person": list(people), "date": None, "source": "s"}


def test_requests_are_the_same_however_the_records_are_counted() -> None:
    words = [f"kata{number}" for number in range(1500)]
    records = [record(" ".join(words[: 3 * most]), "a", "b") for most in range(1, 400)]
    assert requests_of(records) == requests_of(records[::-1])
    assert len({request.name for request in requests_of(records)}) == 10


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="as Linux tells it")
def test_pages_of_a_file_are_nobodys_private_memory(tmp_path: Path) -> None:
    size = 32 << 20
    (tmp_path / "file").write_bytes(bytes(size))
    before = benchmark._private_megabytes()
    array = np.memmap(tmp_path / "file", "|u1", "r")
    assert not array.any(), "every page is read"
    mapped = benchmark._private_megabytes()
    held = np.ones(size, "|u1")
    after = benchmark._private_megabytes()
    assert before is not None and mapped is not None and after is not None
    assert mapped - before < 16 < after - mapped
    assert held.all()

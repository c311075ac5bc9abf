"""A build on a Dask cluster of several processes gives what it gives in one; a worker may die."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.building import Builder
from index.corpus_formats import Limits
from index.errors import ConfigurationError
from index.executors import ThisMachine, Workplace
from index.memory_store import MemoryStore
from index.observers import ArchiveDecisions
from index.opening import open_workplace

distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two worker processes and a scheduler on loopback."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address.replace("tcp://", "dask://")


def build(folder: Path, archive: Path, workplace: Workplace) -> MemoryStore:
    store = MemoryStore()
    decisions = ArchiveDecisions(folder)
    Builder(store, decisions, Limits(), workplace, lambda *told: None, scratch=folder / "s").rebuild(
        [archive]
    )
    return store


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "arsip"
    folder.mkdir()
    for part in range(4):
        rows = [
            {"body": f"Bupati Sartika Wulandari menutup jembatan ke-{number} di Kupang, Kamis (11/5/2023)."}
            for number in range(part * 30, part * 30 + 40)
        ]
        (folder / f"{part}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def test_a_cluster_gives_what_one_process_gives(address: str, archive: Path, tmp_path: Path) -> None:
    here = build(tmp_path / "a", archive, ThisMachine(1))
    there = build(tmp_path / "b", archive, open_workplace(address, 0))
    assert there.live().articles == here.live().articles
    assert len(here.live().articles) == 130
    assert not (tmp_path / "b" / "s").exists()


def die_once(mark: Path) -> int:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


@pytest.mark.skipif(os.name != "posix", reason="kills a process as POSIX has it")
def test_a_task_whose_worker_died_runs_again(address: str, tmp_path: Path) -> None:
    with open_workplace(address, 0).open(0, tmp_path) as executor:
        assert executor.workers == 2
        assert list(executor.map(die_once, [tmp_path / "mark"])) != [os.getpid()]


def test_what_cannot_be_had_is_told(address: str, tmp_path: Path) -> None:
    with (
        pytest.raises(ConfigurationError, match="can see this folder"),
        open_workplace(address, 0).open(0, tmp_path / "not-there"),
    ):
        pass
    for wrong in ("spark://x", "dask://", "x"):
        with pytest.raises(ConfigurationError, match="no place to run"):
            open_workplace(wrong, 0)

"""Tasks in this process and in others: the order of the items, and an end that is told."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import WorkerLost
from index.executors import Executor, ThisMachine, suitable_workers


@pytest.fixture(params=[1, 2])
def executor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Executor]:
    with ThisMachine(request.param).open(0, tmp_path) as opened:
        yield opened


def double(number: int) -> int:
    if number < 0:
        raise ValueError(number)
    return 2 * number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_results_keep_the_order(executor: Executor) -> None:
    assert list(executor.map(double, range(50))) == [2 * number for number in range(50)]
    assert list(executor.map(double, [])) == []


def test_few_items_are_taken_ahead(executor: Executor) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    assert next(executor.map(double, items())) == 0
    assert len(taken) <= 2 * executor.workers + 1


def test_a_failed_task_is_told(executor: Executor) -> None:
    with pytest.raises(ValueError, match="-1"):
        list(executor.map(double, [1, -1, 2]))


@pytest.mark.skipif(os.name != "posix", reason="kills a process as POSIX has it")
def test_a_worker_that_dies_is_told(tmp_path: Path) -> None:
    with ThisMachine(2).open(0, tmp_path) as opened, pytest.raises(WorkerLost):
        list(opened.map(die, [1]))


def test_small_archives_are_read_in_one_process() -> None:
    assert suitable_workers(10_000) == 1
    assert suitable_workers(10**12) >= 1


ENDLESS = """
import sys
from itertools import count
from pathlib import Path
from index.executors import ThisMachine
scratch = Path(sys.argv[1])
(scratch / "spool").mkdir(parents=True)
with ThisMachine(2).open(0, scratch) as executor:
    for number in executor.map(abs, count()):
        print(number, flush=True)
"""


def test_workers_end_with_the_process_that_started_them_and_leave_nothing(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    started = subprocess.Popen([sys.executable, "-c", ENDLESS, str(scratch)], stdout=subprocess.PIPE)
    assert started.stdout is not None
    with started.stdout as output:
        output.readline()
        started.kill()
        started.wait()
        # The workers hold the other end too: it is at its end when the last of them is gone.
        reading = threading.Thread(target=output.read, daemon=True)
        reading.start()
        reading.join(600)
        assert not reading.is_alive()
    assert not scratch.exists()

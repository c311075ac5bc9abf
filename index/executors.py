"""Where the partitions of a build run: in this process, in processes of this machine, or wherever else.

    Executor.map(task, items) ──► results, in the order of the items

The seam is one method and a number. A task is a function of a module with a picklable argument; what is large
goes through files in a folder that every worker can see, never through the executor. Any engine that gives a
`concurrent.futures.Executor` fits (`index.executors_dask` does). This module must not know what a task does.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor as Pool
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from index.errors import WorkerLost

# A process costs about half a second to start and load its language data: worth it from this many bytes on.
BYTES_WORTH_A_WORKER = 1_500_000
Item = TypeVar("Item")
Result = TypeVar("Result")


class Executor(Protocol):
    """Runs tasks; `workers` is how many it runs at a time."""

    @property
    def workers(self) -> int:
        """Return how many tasks run at a time."""

    def map(self, task: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item in their order, taking few items more than there are workers.

        Raises what the first failed task raised, WorkerLost where a worker died.
        """


class InProcess:
    """Runs every task here, when its result is asked for: a process costs half a second to start."""

    workers = 1

    def map(self, task: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item."""
        return map(task, items)


class Pooled:
    """Runs tasks in a `concurrent.futures` executor that somebody else opens and closes.

    `lost` are what it raises where a worker died.
    """

    def __init__(
        self, pool: Pool, workers: int, lost: tuple[type[BaseException], ...] = (BrokenProcessPool,)
    ) -> None:
        self._pool, self._lost = pool, lost
        self.workers = workers

    def map(self, task: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the results in order; one task waits for each that runs, so that no worker is ever idle."""
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                waiting.append(self._pool.submit(task, item))
                if len(waiting) > 2 * self.workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except self._lost as error:
            raise WorkerLost("a worker process died (killed, or out of memory)") from error
        finally:
            for future in waiting:
                future.cancel()


class Workplace(Protocol):
    """Where a build may run."""

    def open(self, size: int, scratch: Path) -> AbstractContextManager[Executor]:
        """Open an executor for an archive of `size` bytes; what its tasks share lies below `scratch`."""


@dataclass(frozen=True, slots=True)
class ThisMachine:
    """Processes of this machine, `workers` of them; 0: as many as the archive is worth."""

    workers: int = 0

    @contextmanager
    def open(self, size: int, scratch: Path) -> Iterator[Executor]:
        """Yield an executor whose processes end with this one, even if it is killed.

        They remove `scratch` in that case; nobody else could.
        """
        workers = self.workers or suitable_workers(size)
        if workers <= 1:
            yield InProcess()
            return
        with ProcessPoolExecutor(workers, initializer=_end_with_the_parent, initargs=(scratch,)) as pool:
            yield Pooled(pool, workers)


def suitable_workers(size: int) -> int:
    """Return how many processes `size` bytes are worth: 1 for a small archive, at most one a core."""
    return max(1, min(os.cpu_count() or 1, size // BYTES_WORTH_A_WORKER))


def _end_with_the_parent(scratch: Path) -> None:
    """Let this worker end when the process that started it is gone, even killed: it would wait for ever."""
    threading.Thread(target=_wait_and_end, args=(scratch,), daemon=True).start()


def _wait_and_end(scratch: Path) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(1)

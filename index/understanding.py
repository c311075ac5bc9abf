"""Understand a stream of raw records as one archive: read in parallel, then decide over the whole.

    raw records ──► readers (processes) ──► observers ──► spool on disk ──► revisions ──► articles
                                                └── settle, once all were read ──┘

The spool holds the articles between the two passes, so that memory does not grow with the archive. The order
of the input is kept and the result does not depend on the number of workers.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from functools import cache
from itertools import islice
from types import TracebackType
from typing import Any

from index.article import Article
from index.corpus_formats import RawArticle, Skipped
from index.reader import Reader
from index.record import article_from_record, article_to_record
from index.revision import Observer, Revision

# Articles sent to a worker at a time: large enough that pickling is nothing beside reading (about 1 ms each),
# small enough that a pause shows within a tenth of a second.
CHUNK = 64
# A process costs about half a second to start and load its language data: worth it from this many bytes on.
BYTES_WORTH_A_WORKER = 1_500_000

Item = Article | Skipped


class Understanding:
    """The two passes over one archive. Use as a context manager: the spool is deleted at the end."""

    def __init__(self, observers: Sequence[Observer], workers: int, latest: date | None = None) -> None:
        """Take the archive's observers, how many processes, and the last day an article can be of."""
        self._observers = observers
        self._workers = workers
        self._latest = latest
        self._spool = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115 - see __exit__
        self.revisions: Sequence[Revision] = ()
        self.articles = 0

    def __enter__(self) -> Understanding:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.close()

    def read(self, items: Iterable[RawArticle | Skipped], told: Callable[[Item], None]) -> None:
        """Make the first pass; `told` hears of each item in order as it is read, before any revision."""
        for item in read_all(items, self._workers, self._latest):
            self._spool.write(json.dumps(_to_line(item)) + "\n")
            if isinstance(item, Article):
                self.articles += 1
                for observer in self._observers:
                    observer.observe(item)
            told(item)
        self.revisions = [observer.settle() for observer in self._observers]

    def __iter__(self) -> Iterator[Item]:
        """Make the second pass: every item of the first in its order, revised."""
        self._spool.seek(0)
        for line in self._spool:
            item = _from_line(json.loads(line))
            if isinstance(item, Article):
                for revision in self.revisions:
                    item = revision.revise(item)
            yield item


def _to_line(item: Item) -> Any:
    return [item.path, item.line, item.reason] if isinstance(item, Skipped) else article_to_record(item)


def _from_line(value: Any) -> Item:
    return Skipped(*value) if isinstance(value, list) else article_from_record(value)


def suitable_workers(size: int) -> int:
    """Return how many processes `size` bytes are worth: 1 for a small archive, at most one a core."""
    return max(1, min(os.cpu_count() or 1, size // BYTES_WORTH_A_WORKER))


def read_all(
    items: Iterable[RawArticle | Skipped], workers: int, latest: date | None = None
) -> Iterator[Item]:
    """Read every raw record in `workers` processes (1: in this one); what comes out keeps the order."""
    if workers <= 1:
        reader = Reader.load(latest)
        yield from (item if isinstance(item, Skipped) else reader.read(item) for item in items)
        return
    iterator = iter(items)
    with ProcessPoolExecutor(workers, initializer=_end_with_the_parent) as pool:
        waiting: deque[Future[list[Item]]] = deque()
        while chunk := list(islice(iterator, CHUNK)):
            waiting.append(pool.submit(_read_chunk, chunk, latest))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _end_with_the_parent() -> None:
    """Let this worker end when the process that started it is gone, even killed: it would wait for ever."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@cache
def _process_reader(latest: date | None) -> Reader:
    """Return the reader of this worker process, loaded on its first chunk."""
    return Reader.load(latest)


def _read_chunk(chunk: list[RawArticle | Skipped], latest: date | None) -> list[Item]:
    reader = _process_reader(latest)
    return [item if isinstance(item, Skipped) else reader.read(item) for item in chunk]

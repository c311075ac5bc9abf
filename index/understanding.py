"""Understand an archive as one: partitions are read anywhere, then the whole decides, then they are finished.

    scan    files ──► parts (spools of raw records), repeated records found over all      index.scanning
    read    part ──► its readings, and what it shows every observer        in any process
    settle  what all parts show ──► decisions over the archive    a process an observer, in bounded memory
    load    part ──► readings revised ──► what the store makes of them     in any process

What passes between steps lies in one scratch folder that every worker must see; what a task returns is small.
The result does not depend on how many parts or workers there are.
"""

from __future__ import annotations

import gc
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from index.article import Article
from index.corpus import SourceFile
from index.corpus_formats import Limits, RawArticle, Skipped
from index.executors import Executor
from index.reader import Reader
from index.reading import Reading
from index.reading_spool import read_readings, write_readings
from index.revision import Observer, Revision, Settled
from index.scanning import Part, Verdicts, cut_into_parts, planned, scan, verdicts
from index.spool import read_spool, write_spool
from index.store import Loader

# A part is one task: its texts and what they show are in memory at once, about forty times its size.
SMALLEST_PART, LARGEST_PART = 1 << 20, 8 << 20
# At the least, so that nobody waits long for the last one. Every part learns its names anew and is joined at
# the end: with 6 for each of two workers, 19,593 articles took 6 % more processor time than with 3.
PARTS_A_WORKER = 4
# Rows of a reduce that are in memory at once; the archive's size does not change it.
BUDGET_BYTES = 256 << 20
# Objects that are made before the collector of cycles looks again (it would after 700). What a task holds are
# trees that only grow until it ends: looking through them took a tenth of a build, and still a hundredth when
# it looked after 200,000; no more memory is needed.
COLLECT_AFTER = 2_000_000

Item = Article | Skipped


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Understand one part; `job` is the file of the observers and the last day an article can be of."""

    job: Path
    part: Part
    verdicts: Verdicts


@dataclass(frozen=True, slots=True)
class PartRead:
    """What came of one part: how many articles it has, and what was skipped."""

    part: Part
    articles: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class SettleTask:
    """Decide what one observer decides, by what the parts have `shown`; `folder` is for the outcome."""

    job: Path
    observer: int
    shown: tuple[Path, ...]
    folder: Path
    budget: int


@dataclass(frozen=True, slots=True)
class LoadTask:
    """Finish one part, number `number`; `job` is the file of what was settled and of the store's loader."""

    job: Path
    part: Part
    number: int


@contextmanager
def scratch_folder(root: Path | None = None) -> Iterator[Path]:
    """Yield an own folder below `root`, removed at the end; what a killed build left there goes first.

    None: below the system's folder for such things.
    """
    if root is not None:
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
    try:
        with tempfile.TemporaryDirectory(prefix="kliping-", dir=root) as folder:
            yield Path(folder)
    finally:
        if root is not None:
            root.rmdir()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector of cycles look seldom while a task runs, and not at all at what it leaves.

    What a task leaves are memories of words and names. Frozen and thawed they count as old: the collector
    would look through all of them as soon as it may again, which took 80 of 2,900 us an article.
    """
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], COLLECT_AFTER) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.set_threshold(*usual)


class Understanding:
    """The steps over one archive, in a scratch folder of its own."""

    def __init__(
        self,
        observers: Sequence[Observer],
        executor: Executor,
        scratch: Path,
        latest: date | None = None,
        budget: int = BUDGET_BYTES,
    ) -> None:
        """Take the archive's observers, where to run, and the last day an article can be of."""
        self._observers, self._executor, self._scratch = tuple(observers), executor, scratch
        self._latest, self._budget = latest, budget
        self._parts: list[Part] = []
        self._articles: list[int] = []
        self.settled: Sequence[Settled] = ()
        self.loaded = 0  # articles whose parts have been loaded

    @property
    def size(self) -> int:
        """Return how many characters the texts have that were scanned."""
        return sum(part.size for part in self._parts)

    def scan(self, files: Sequence[SourceFile], limits: Limits) -> Iterator[int]:
        """Find the records of all files, yielding the bytes of those that are done."""
        size = sum(file.size for file in files)
        tasks = list(planned(files, self._scratch, limits, self._part_bytes(size)))
        for task, parts in zip(tasks, self._executor.map(scan, tasks), strict=True):
            self._parts += parts
            yield sum(file.size for file in task.files)

    def _part_bytes(self, size: int) -> int:
        """Return how large the parts of an archive are to be: equally many for every worker."""
        turns = max(PARTS_A_WORKER, -(-size // (LARGEST_PART * self._executor.workers)))
        return max(-(-size // (turns * self._executor.workers)), SMALLEST_PART)

    def scan_records(self, records: Iterable[RawArticle | Skipped]) -> None:
        """Take records that have their ids instead of files."""
        items = ((record, None) for record in records)
        self._parts += cut_into_parts(items, self._scratch, SMALLEST_PART)

    def read(self) -> Iterator[PartRead]:
        """Read every part, yield what came of it in the order of the archive, and settle after the last."""
        judged = verdicts(self._parts, self._budget)
        job = self._job("read", (self._observers, self._latest))
        parts = (ReadTask(job, part, judged.get(number, {})) for number, part in enumerate(self._parts))
        for done in self._executor.map(read_part, parts):
            (done.part.folder / "raw").unlink()
            self._articles.append(done.articles)
            yield done
        tasks = [
            SettleTask(
                job,
                number,
                tuple(part.folder / f"observer-{number}" for part in self._parts),
                self._scratch / f"settled-{number}",
                self._budget,
            )
            for number in range(len(self._observers))
        ]
        # Who was shown most has most to do: begun first, it is not what all others wait for.
        order = sorted(range(len(tasks)), key=lambda number: -_shown_bytes(tasks[number]))
        settled = zip(order, self._executor.map(settle, [tasks[number] for number in order]), strict=True)
        self.settled = [outcome for _, outcome in sorted(settled, key=itemgetter(0))]

    def load(self, loader: Loader) -> Iterator[Any]:
        """Yield what the store's loader makes of each part, in the order of the archive."""
        job = self._job("load", (self.settled, loader))
        tasks = (LoadTask(job, part, number) for number, part in enumerate(self._parts))
        for part, loaded in zip(self._parts, self._executor.map(load_part, tasks), strict=True):
            self.loaded += self._articles.pop(0)
            yield loaded
            shutil.rmtree(part.folder)

    def items(self) -> Iterator[Item]:
        """Yield every item in the order of the archive, revised."""
        for number, part in enumerate(self._parts):
            revisions = [settled.revision(number) for settled in self.settled]
            for block in read_readings(part.folder / "read"):
                revised = iter(_revised([item for item in block if not isinstance(item, Skipped)], revisions))
                for item in block:
                    yield item if isinstance(item, Skipped) else next(revised)

    def _job(self, name: str, content: Any) -> Path:
        file = self._scratch / name
        write_spool(file, content)
        return file


@seldom_collected()
def read_part(task: ReadTask) -> PartRead:
    """Understand one part and write down what it shows; the same whenever and wherever it is run."""
    observers, latest = _job_of(task.job)
    reader = _reader(latest)
    evidence = [observer.evidence() for observer in observers]
    skipped: list[Skipped] = []

    def items() -> Iterator[Reading | Skipped]:
        for number, record in enumerate(task.part.records()):
            item = _read(reader, record, task.verdicts.get(number, ""))
            if isinstance(item, Skipped):
                skipped.append(item)
            else:
                for one in evidence:
                    one.observe(item)
            yield item

    count = write_readings(task.part.folder / "read", items())
    for number, one in enumerate(evidence):
        folder = task.part.folder / f"observer-{number}"
        folder.mkdir(exist_ok=True)
        one.write(folder)
    return PartRead(task.part, count - len(skipped), tuple(skipped))


@seldom_collected()
def settle(task: SettleTask) -> Settled:
    """Decide over the whole archive; the observers do so side by side."""
    observers, _ = _job_of(task.job)
    task.folder.mkdir(exist_ok=True)
    settled: Settled = observers[task.observer].settle(task.shown, task.folder, task.budget)
    return settled


@seldom_collected()
def load_part(task: LoadTask) -> Any:
    """Revise one part and let the store's loader make of it what it needs."""
    settled, loader = _job_of(task.job)
    revisions = [one.revision(task.number) for one in settled]
    folder = task.part.folder / "loaded"
    folder.mkdir(exist_ok=True)
    blocks = (
        [item for item in block if not isinstance(item, Skipped)]
        for block in read_readings(task.part.folder / "read")
    )
    return loader.load((article for block in blocks for article in _revised(block, revisions)), folder)


def _shown_bytes(task: SettleTask) -> int:
    """Return how much one part shows an observer: of all parts it is about that often."""
    return sum(file.stat().st_size for folder in task.shown[:1] for file in folder.iterdir())


def _read(reader: Reader, record: RawArticle | Skipped, verdict: str | Skipped) -> Reading | Skipped:
    if isinstance(verdict, Skipped) or isinstance(record, Skipped):
        return verdict if isinstance(verdict, Skipped) else record  # type: ignore[return-value]
    return reader.read(replace(record, id=record.id + verdict) if verdict else record)


def _revised(readings: Sequence[Reading], revisions: Sequence[Revision]) -> list[Article]:
    for revision in revisions:
        readings = revision.revise_all(readings)
    return [reading.article for reading in readings]


@lru_cache(maxsize=1)
def _job_of(file: Path) -> Any:
    """Return what the tasks of one step share, read once in each process."""
    return tuple(read_spool(file))


@lru_cache(maxsize=1)
def _reader(latest: date | None) -> Reader:
    """Return the reader of this process, its language data loaded once."""
    return Reader.load(latest)

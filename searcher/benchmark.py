"""Time whole requests on several engines in one run: same records, same requests, totals compared first.

Each engine builds in a process of its own, so that its memory is its own; then one after the other is asked
in one process. Times are the median of rounds, on the wall and of the processor: on a machine that does other
things too the wall measures those. This module prints nothing.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from searcher.peers.asking import Kind, Peer, Record, Request
from searcher.peers.kinds import KINDS

# An engine that needs seconds for a request is not asked nine times.
ENOUGH_SECONDS = 6.0
BUILT = "built.json"


class TotalsDiffer(Exception):
    """Engines found different numbers of matches: their times cannot be compared."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building took: articles a second of processor time and on the wall, bytes on disk, peak memory."""

    articles: int
    processor_rate: float
    wall_rate: float
    megabytes: float
    peak_megabytes: float


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening and ten requests took: milliseconds, and megabytes that no file backs."""

    milliseconds: float
    private_megabytes: float | None


@dataclass(frozen=True, slots=True)
class Timed:
    """One request on one engine: medians in milliseconds."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Row:
    """One request: how many articles match, and the time of each engine that can answer it."""

    request: str
    total: int
    times: dict[str, Timed]


def read_records(corpus: Path, articles: int | None) -> list[Record]:
    """Return the first so many records of a corpus, all by default."""
    with corpus.open(encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, articles)]


def build(kind: Kind, folder: Path, corpus: Path, articles: int | None) -> Built:
    """Build one engine's index in a folder, in a process of its own; one that is there already is kept."""
    told = folder / BUILT
    if not told.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _in_another_process(_build, kind.name, folder, corpus, articles)
    return Built(**json.loads(told.read_text(encoding="utf-8")))


def _build(name: str, folder: Path, corpus: Path, articles: int | None) -> None:
    records = read_records(corpus, articles)
    gc.freeze()  # else the collector visits the corpus again and again, in the engine's time
    peer = _kind(name).make(folder)
    wall, processor = time.perf_counter(), time.process_time()
    peer.build(records)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3  # kilobytes on Linux
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    number = len(records)
    built = Built(number, round(number / processor), round(number / wall), round(size, 1), round(peak, 1))
    (folder / BUILT).write_text(json.dumps(asdict(built)), encoding="utf-8")


def measure_opening(kind: Kind, folder: Path, requests: Sequence[Request]) -> Opened:
    """Open an index in a fresh process and ask all requests once."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_open, (kind.name, folder, tuple(requests)))


def _open(name: str, folder: Path, requests: Sequence[Request]) -> Opened:
    peer = _kind(name).make(folder)
    before, begun = _private_megabytes(), time.perf_counter()
    peer.open()
    spent = (time.perf_counter() - begun) * 1000
    for request in requests:
        peer.ask(request)
    after = _private_megabytes()
    private = None if before is None or after is None else round(after - before, 1)
    return Opened(round(spent, 1), private)


def _private_megabytes() -> float | None:
    """Return the memory of this process that no file backs, None where the system does not say.

    What else it has are pages of files, which the system keeps once for all who map them and takes back when
    it needs them. They are no less so while nobody else maps them, when smaps counts them as private too.
    """
    try:
        text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    return next(int(line.split()[1]) / 1e3 for line in text.splitlines() if line.startswith("Anonymous:"))


def compare(peers: dict[str, Peer], requests: Sequence[Request], rounds: int) -> Iterator[Row]:
    """Yield each request with the times of all engines; raises TotalsDiffer before any is timed."""
    for request in requests:
        totals = {name: peer.ask(request) for name, peer in peers.items()}
        answered = {name: total for name, total in totals.items() if total is not None}
        if len(set(answered.values())) != 1:
            raise TotalsDiffer(f"{request.name}: totals differ: {answered}")
        times = {name: _median(_repeated(partial(peers[name].ask, request), rounds)) for name in answered}
        yield Row(request.name, next(iter(answered.values())), times)


def _repeated(work: Callable[[], Any], rounds: int) -> list[Timed]:
    """Return the times of a request that one engine is asked again and again, the first time not counted.

    Taking turns, each engine found the processor's caches full of what the one before had left there: three
    times as long for the fast ones after SQLite's 300 ms.
    """
    taken = [_timed(work)]
    while len(taken) <= rounds and sum(each.wall for each in taken) < ENOUGH_SECONDS * 1000:
        taken.append(_timed(work))
    return taken[1:] or taken


def _timed(work: Callable[[], Any]) -> Timed:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Timed((time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000)


def _median(taken: Sequence[Timed]) -> Timed:
    wall = statistics.median(each.wall for each in taken)
    processor = statistics.median(each.processor for each in taken)
    return Timed(round(wall, 3), round(processor, 3))


def times_as_fast(rows: Sequence[Row], first: str) -> dict[str, float]:
    """Return for each other engine the geometric mean of its wall times over those of the first one."""
    names = dict.fromkeys(name for row in rows for name in row.times if name != first)
    ratios = {
        name: [row.times[name].wall / row.times[first].wall for row in rows if name in row.times]
        for name in names
    }
    return {name: round(statistics.geometric_mean(each), 2) for name, each in ratios.items()}


def opened(kinds: Sequence[Kind], folder: Path) -> dict[str, Peer]:
    """Return engines over what was built in a folder."""
    peers = {kind.name: kind.make(folder / kind.name) for kind in kinds}
    for peer in peers.values():
        peer.open()
    return peers


def _kind(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)


def _in_another_process(work: Callable[..., None], *given: Any) -> None:
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"building {given[0]} failed with status {process.exitcode}")

"""Numbers of a whole archive, sorted and grouped in bounded memory: the shuffle between map and reduce.

    partition ──► write_run: its keys sorted, a value beside each ──► two arrays on disk
    runs of all partitions ──► key_ranges: one range of keys after the other, of all runs, sorted

A reduce that looks at one key at a time thus needs memory for one range, whatever the size of the archive.
Ranges are cut where samples of the keys say that they are about equal; a key is never split, so the bound is
`budget` bytes or the rows of the commonest key. Rows of one key come in the order of the runs, so that the
result does not depend on how many there are. This module must not know what a number stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Values = NDArray[Any]
# A range is held four times for a moment: as read, its order, and sorted, keys beside values.
HELD = 4
# So many keys of each run tell where the ranges are to be cut.
SAMPLES = 64


def each_once(numbers: Keys) -> Keys:
    """Return the numbers ascending, each once; what is given is sorted in its place.

    np.unique of numpy 2.3 hashes 64-bit numbers before it sorts them, at ten times the cost.
    """
    numbers.sort()
    new = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return np.asarray(numbers[new], np.uint64)


@dataclass(frozen=True, slots=True)
class Run:
    """Where one sorted run is: `<path>.keys.npy` (uint64, ascending) and `<path>.values.npy`.

    `base` is added to its values when they are read with those of other runs, as uint64 then: a partition
    numbers its articles from 0, and knows nothing of those before it.
    """

    path: Path
    base: int | None = None

    @property
    def keys(self) -> Keys:
        """Return the keys, mapped, not read."""
        return np.load(f"{self.path}.keys.npy", mmap_mode="r")  # type: ignore[no-any-return]

    @property
    def values(self) -> Values:
        """Return the value of each key as it was written, mapped, not read."""
        return np.load(f"{self.path}.values.npy", mmap_mode="r")  # type: ignore[no-any-return]


def write_run(path: Path, keys: Keys, values: Values) -> Run:
    """Sort rows by key, those of one key in the order given, and write them; raises OSError."""
    order = np.argsort(keys, kind="stable")
    np.save(f"{path}.keys.npy", keys[order])
    np.save(f"{path}.values.npy", values[order])
    return Run(path)


def key_ranges(runs: Sequence[Run], budget: int) -> Iterator[tuple[Keys, Values]]:
    """Yield all rows of these runs, sorted by key and, for one key, by run; about `budget` bytes at a time.

    Every key is in one range only. Yields nothing for runs without rows.
    """
    filled = [run for run in runs if len(run.keys)]
    if not filled:
        return
    row = 8 + max(8, filled[0].values.dtype.itemsize)
    total = sum(len(run.keys) for run in filled) * row * HELD
    cuts = _cuts(filled, -(-total // budget))
    for low, high in zip([None, *cuts], [*cuts, None], strict=True):
        keys, values = _range(filled, low, high)
        if len(keys):
            yield keys, values


def _cuts(runs: Sequence[Run], pieces: int) -> list[np.uint64]:
    """Return the first key of every range but the first, ascending, each once."""
    if pieces <= 1:
        return []
    samples, weights = [], []
    for run in runs:
        keys = run.keys
        step = max(1, len(keys) // (SAMPLES * max(1, pieces // len(runs))))
        samples.append(np.array(keys[::step]))
        weights.append(np.full(len(samples[-1]), step))
    sampled, weighed = np.concatenate(samples), np.concatenate(weights)
    order = np.argsort(sampled, kind="stable")
    reached = np.cumsum(weighed[order])
    places = np.searchsorted(reached, reached[-1] * np.arange(1, pieces) / pieces)
    return list(np.unique(sampled[order][places]))


def _range(runs: Sequence[Run], low: np.uint64 | None, high: np.uint64 | None) -> tuple[Keys, Values]:
    keys, values = [], []
    for run in runs:
        held = run.keys
        first = 0 if low is None else int(np.searchsorted(held, low))
        last = len(held) if high is None else int(np.searchsorted(held, high))
        if first < last:
            keys.append(np.array(held[first:last]))
            part = np.array(run.values[first:last])
            values.append(part if run.base is None else part.astype(np.uint64) + np.uint64(run.base))
    if not keys:
        return np.zeros(0, np.uint64), np.zeros(0)
    joined = np.concatenate(keys)
    order = np.argsort(joined, kind="stable")
    return joined[order], np.concatenate(values)[order]


class GrowingArray:
    """A raw array on disk that is written piece by piece; `mapped` reads it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def append(self, piece: Values) -> None:
        """Write some more; raises OSError."""
        self._file.write(np.ascontiguousarray(piece).data)

    def __enter__(self) -> GrowingArray:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def mapped(path: Path, kind: type[np.generic]) -> Values:
    """Return a raw array, mapped, not read: processes share its pages, and it may be larger than memory."""
    return np.memmap(path, kind, "r") if path.stat().st_size else np.zeros(0, kind)


def groups(keys: Keys) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where each distinct key of a sorted array begins, and how many rows it has."""
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.intp)
    return starts, np.diff(np.r_[starts, len(keys)])


def ranges(begins: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges, one range after the other."""
    shifts = begins - (np.cumsum(lengths) - lengths)
    return np.repeat(shifts, lengths) + np.arange(int(lengths.sum()))

"""Records of a whole archive, sorted by a text key in bounded memory: an external merge sort.

    Sorter.add ──► in memory up to `most` records, then a sorted file each ──► records, merged
    write_records ──► the sorted file of one partition ──► merged_records

A merge holds one record of each file. It is stable: records of one key come in the order of the files. Files
are pickles in a scratch folder of this build. This module must not know what a record is.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Generic, TypeVar

from index.spool import read_spool, write_spool

Value = TypeVar("Value")
# More files than this are merged in two steps: each is open, and systems allow 1,024.
MOST_OPEN = 256


def write_records(path: Path, records: Iterable[tuple[str, Value]]) -> Path:
    """Write records that are sorted by key; raises OSError."""
    write_spool(path, records)
    return path


def merged_records(paths: Sequence[Path], scratch: Path) -> Iterator[tuple[str, Value]]:
    """Yield the records of sorted files as one sorted sequence."""
    level = 0
    while len(paths) > MOST_OPEN:
        scratch.mkdir(parents=True, exist_ok=True)
        groups = [paths[first : first + MOST_OPEN] for first in range(0, len(paths), MOST_OPEN)]
        paths = [
            write_records(scratch / f"merged-{level}-{number}", _merge(group))
            for number, group in enumerate(groups)
        ]
        level += 1
    return _merge(paths)


def _merge(paths: Sequence[Path]) -> Iterator[tuple[str, Value]]:
    return heapq.merge(*(read_spool(path) for path in paths), key=itemgetter(0))


class Sorter(Generic[Value]):
    """Sorts records by key, the most of them on disk; `most` are held in memory."""

    def __init__(self, scratch: Path, most: int) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._scratch, self._most = scratch, most
        self._held: list[tuple[str, Value]] = []
        self._files: list[Path] = []

    def add(self, key: str, value: Value) -> None:
        """Take a record; raises OSError."""
        self._held.append((key, value))
        if len(self._held) >= self._most:
            self._files.append(write_records(self._scratch / f"run-{len(self._files)}", self._sorted()))
            self._held = []

    def records(self) -> Iterator[tuple[str, Value]]:
        """Yield all records by key, those of one key in the order in which they were added."""
        if not self._files:
            return iter(self._sorted())
        written: Iterator[tuple[str, Value]] = merged_records(self._files, self._scratch)
        return heapq.merge(written, self._sorted(), key=itemgetter(0))

    def _sorted(self) -> list[tuple[str, Value]]:
        self._held.sort(key=itemgetter(0))
        return self._held

"""The first map of a build: files → parts of the archive, each a spool of raw records with their marks.

    files ──► scans (one large file or several small ones) ──► parts ──► repeated records found ──► verdicts

A part is what one worker understands at a time. Scans run anywhere and know nothing of each other; which
records were there before is decided here, over all of them, from two sorted runs a part. Only records whose
content or id occurs twice are ever looked at again, in the order of the archive: memory is bounded by them.
This module does not interpret a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.corpus import SourceFile, place, records_of
from index.corpus_fields import InputFields
from index.corpus_formats import Limits, RawArticle, Skipped
from index.identity import Identities, Mark, Repeated, identified
from index.sorted_runs import Run, groups, key_ranges, write_run
from index.spool import read_spool, write_spool

MARKS = np.dtype([("content", "<u8"), ("id", "<u8"), ("file", "<u8"), ("origin", "u1"), ("item", "<u4")])
PART_BITS = np.uint64(32)
Verdicts = dict[int, str | Skipped]


@dataclass(frozen=True, slots=True)
class Scan:
    """One task: these files, in their order, into a folder of its own; a part has about `part_bytes`."""

    files: tuple[SourceFile, ...]
    folder: Path
    limits: Limits
    part_bytes: int


@dataclass(frozen=True, slots=True)
class Part:
    """A contiguous piece of the archive: where its files are, how many characters and items it has."""

    folder: Path
    size: int
    items: int

    def records(self) -> Iterator[RawArticle | Skipped]:
        """Yield its raw records as they were scanned."""
        return read_spool(self.folder / "raw")


def planned(files: Sequence[SourceFile], folder: Path, limits: Limits, part_bytes: int) -> Iterator[Scan]:
    """Yield scans of neighbouring files, each of about `part_bytes` unless a single file is larger.

    A large file of lines is cut into stretches of that size, so that it is scanned by all workers.
    """
    chosen: list[SourceFile] = []
    size = number = 0
    for file in chain.from_iterable(each.cut(-(-each.size // part_bytes)) for each in files):
        if chosen and size + file.size > part_bytes:
            yield Scan(tuple(chosen), folder / f"scan-{number:06}", limits, part_bytes)
            chosen, size, number = [], 0, number + 1
        chosen.append(file)
        size += file.size
    if chosen:
        yield Scan(tuple(chosen), folder / f"scan-{number:06}", limits, part_bytes)


def scan(task: Scan) -> tuple[Part, ...]:
    """Read files into parts; raises OSError where the folder cannot be written."""
    fields = InputFields.load()
    items = (
        identified(record, file.relative) if isinstance(record, RawArticle) else (record, None)
        for file in task.files
        for record in records_of(file, fields, task.limits)
    )
    return tuple(cut_into_parts(items, task.folder, task.part_bytes))


def cut_into_parts(
    items: Iterable[tuple[RawArticle | Skipped, Mark | None]], folder: Path, part_bytes: int
) -> Iterator[Part]:
    """Write records as parts of about `part_bytes` characters, and yield each as it is whole."""
    cutter, number = _Cutter(items, part_bytes), 0
    while not cutter.is_done:
        part = folder / f"part-{number:06}"
        part.mkdir(parents=True)
        count = write_spool(part / "raw", cutter.records())
        cutter.write_marks(part)
        yield Part(part, cutter.size, count)
        number += 1


class _Cutter:
    """Hands out records until a part is full, and keeps their marks."""

    def __init__(self, items: Iterable[tuple[RawArticle | Skipped, Mark | None]], part_bytes: int) -> None:
        self._items, self._part_bytes = iter(items), part_bytes
        self._marks: list[tuple[int, int, int, int, int]] = []
        self.size, self.is_done = 0, False

    def records(self) -> Iterator[RawArticle | Skipped]:
        self._marks, self.size = [], 0
        for place_in_part, (record, mark) in enumerate(self._items):
            if mark is not None:
                self._marks.append((*mark, place_in_part))
            if isinstance(record, RawArticle):
                self.size += len(record.text)
            yield record
            if self.size >= self._part_bytes:
                return
        self.is_done = True

    def write_marks(self, folder: Path) -> None:
        marks = np.array(self._marks, MARKS)
        np.save(folder / "marks.npy", marks)
        for name in ("content", "id"):
            write_run(folder / name, marks[name], marks["item"])


def verdicts(parts: Sequence[Part], budget: int) -> dict[int, Verdicts]:
    """Return what becomes of repeated records, by part and item: a suffix to the id, or why it is skipped.

    The same as if all records had been judged one after the other.
    """
    involved = np.unique(np.concatenate([_repeated(parts, name, budget) for name in ("content", "id")]))
    identities: Identities[tuple[int, int]] = Identities()
    judged: dict[tuple[int, int], str | Repeated[tuple[int, int]]] = {}
    for number, items in _by_part(involved):
        marks = np.load(parts[number].folder / "marks.npy")
        for row in marks[np.isin(marks["item"], items)].tolist():
            verdict = identities.judge(Mark(*row[:4]), (number, row[4]))
            if verdict:
                judged[number, row[4]] = verdict
    return _told(parts, judged)


def _repeated(parts: Sequence[Part], name: str, budget: int) -> NDArray[np.uint64]:
    """Return the places (part << 32 | item) of all records that share a hash with another one."""
    found = [np.zeros(0, np.uint64)]
    runs = [Run(part.folder / name, number << int(PART_BITS)) for number, part in enumerate(parts)]
    for keys, places in key_ranges(runs, budget):
        _, counts = groups(keys)
        found.append(places[np.repeat(counts > 1, counts)])
    return np.concatenate(found)


def _by_part(places: NDArray[np.uint64]) -> Iterator[tuple[int, NDArray[np.uint64]]]:
    numbers = places >> PART_BITS
    for number in np.unique(numbers).tolist():
        yield number, places[numbers == number] & np.uint64(0xFFFFFFFF)


def _told(
    parts: Sequence[Part], judged: dict[tuple[int, int], str | Repeated[tuple[int, int]]]
) -> dict[int, Verdicts]:
    """Put into words where the first one stands."""
    wanted = {place for place, verdict in judged.items() if isinstance(verdict, Repeated)}
    wanted |= {verdict.first for verdict in judged.values() if isinstance(verdict, Repeated)}
    places: dict[tuple[int, int], tuple[str, int]] = {}
    for number in sorted({number for number, _ in wanted}):
        for item, record in enumerate(parts[number].records()):
            if (number, item) in wanted:
                places[number, item] = record.path, record.line
    told: dict[int, Verdicts] = {}
    for (number, item), verdict in judged.items():
        if isinstance(verdict, Repeated):
            reason = f"{verdict.what} {place(*places[verdict.first])}"
            told.setdefault(number, {})[item] = Skipped(*places[number, item], reason)
        else:
            told.setdefault(number, {})[item] = verdict
    return told

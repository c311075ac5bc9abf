"""Who shares sentences with whom, over a whole archive in bounded memory.

    part ──► sentences (hash, article), runs (hash, first day) sorted on disk; ids; sentences and day of each
    ranges of hashes ──► which are repeated, since when; pairs of articles that share one, sorted on disk
    ranges of pairs  ──► how much each pair shares ──► groups (union-find), closest others of each article

Memory: one range of hashes (`index.sorted_runs`), 12 bytes an article for groups and days, and the ids of
groups. What a part needs of the outcome lies in a file for it alone, beside arrays that workers map and never
load.
This module must not know what a fingerprint is made of, nor mark sentences; `index.copies` does.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.copies import NO_DAY, CopyRevision, Repeated, article_day, beginnings, note_beginnings
from index.reading import Reading
from index.sorted_runs import GrowingArray, Keys, Run, groups, key_ranges, mapped, write_run
from index.spool import read_spool, write_spool

COPY_SHARE = 0.5
MIN_SHARED = 2
# Sentences that more articles have than this are formulas: they are shared, but link nobody with anybody.
MAX_LINKED = 16
MAX_OTHERS = 10

Pairs = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.uint32]
# Set in the day of a run that several articles of one part have.
OFTEN = np.uint32(1 << 31)
HALF = np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)


class CopyEvidence:
    """The fingerprints of one part (an `index.revision.Evidence`): about 500 bytes for 300 words."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._days, self._sentence_counts, self._run_counts = array("I"), array("I"), array("I")
        self._sentences, self._runs = bytearray(), bytearray()

    def observe(self, reading: Reading) -> None:
        """Take note of an article's sentences."""
        prints = reading.prints
        self._ids.append(reading.article.id)
        self._days.append(article_day(reading.article) or NO_DAY)
        sentences, runs = prints.counts
        self._sentence_counts.append(sentences)
        self._run_counts.append(runs)
        self._sentences += prints.whole
        self._runs += prints.runs

    def write(self, folder: Path) -> None:
        """Write two sorted runs, the ids, how many distinct sentences each article has, and its day."""
        sentences, articles = _distinct(self._sentences, self._sentence_counts)
        write_run(folder / "sentences", sentences, articles)
        counts = np.bincount(articles, minlength=len(self._ids)).astype(np.uint32)
        np.save(folder / "counts.npy", counts)
        days = np.array(self._days, np.uint32)
        runs, articles = _distinct(self._runs, self._run_counts)
        write_run(folder / "runs", *_first_days(runs, days[articles]))
        np.save(folder / "days.npy", days)
        write_spool(folder / "ids", self._ids)


class CopyObserver:
    """Finds copies (an `index.revision.Observer`)."""

    def evidence(self) -> CopyEvidence:
        """Return the evidence of a part nothing of which was seen yet."""
        return CopyEvidence()

    def settle(self, shown: Sequence[Path], folder: Path, budget: int) -> SettledCopies:
        """Find what repeats, and who shares how much with whom."""
        archive = _Archive(shown, folder)
        _write_repeated_runs(shown, folder / "runs", budget)
        pairs = archive.linked(folder / "sentences", budget)
        closest = archive.join(pairs, budget)
        archive.write_parts(closest, budget)
        return SettledCopies(folder)


class SettledCopies:
    """Where the outcome lies (an `index.revision.Settled`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def revision(self, part: int) -> CopyRevision:
        """Return what concerns one part; the repeated hashes of the archive are mapped, not read."""
        file = self._folder / f"part-{part}"
        named, others = read_spool(file) if file.exists() else ({}, {})
        sentences, runs = (
            Repeated(
                mapped(self._folder / name, np.uint64),
                mapped(self._folder / f"{name}-days", np.uint32),
                mapped(self._folder / f"{name}-begun", np.bool_),
            )
            for name in ("sentences", "runs")
        )
        return CopyRevision(sentences, runs, named, others)


class _Archive:
    """The articles of all parts under one numbering, in the order of the archive."""

    def __init__(self, shown: Sequence[Path], folder: Path) -> None:
        self._shown, self._folder = shown, folder
        counts = [np.load(part / "counts.npy") for part in shown]
        self._lengths = np.concatenate([np.zeros(0, np.uint32), *counts])
        days = [np.load(part / "days.npy") for part in shown]
        self._days = np.concatenate([np.zeros(0, np.uint32), *days])
        self._first = np.cumsum([0, *map(len, counts)])
        self._parents = array("I", range(len(self._lengths)))
        self._ids = _Ids(shown, folder / "ids")

    def linked(self, repeated: Path, budget: int) -> list[Run]:
        """Write the hashes that several articles have; return runs of pairs with how many they share."""
        runs = [
            Run(part / "sentences", int(first)) for part, first in zip(self._shown, self._first, strict=False)
        ]
        pairs = []
        with _RepeatedFile(repeated) as file:
            for number, (hashes, articles) in enumerate(key_ranges(runs, budget)):
                starts, sizes = groups(hashes)
                days = np.minimum.reduceat(self._days[articles], starts)
                file.append(hashes[starts], days, sizes > 1)
                found, shared = _pairs(hashes, articles, starts, sizes)
                pairs.append(write_run(self._folder / f"pairs-{number}", found, shared))
        return pairs

    def join(self, pairs: Sequence[Run], budget: int) -> list[Run]:
        """Join copies into groups; return runs of (article, how many << 32 | other), for both of a pair."""
        closest = []
        for number, (found, counts) in enumerate(key_ranges(pairs, budget)):
            starts, _ = groups(found)
            shared = np.add.reduceat(counts, starts).astype(np.uint64)
            first, second = found[starts] >> HALF, found[starts] & LOW
            shorter = np.minimum(self._lengths[first], self._lengths[second])
            copies = (shared >= MIN_SHARED) & (shared >= COPY_SHARE * shorter)
            for left, right in zip(first[copies].tolist(), second[copies].tolist(), strict=True):
                low, high = sorted((self._root(left), self._root(right)))
                self._parents[high] = low
            enough = shared >= MIN_SHARED
            one, other, weight = first[enough], second[enough], shared[enough] << HALF
            keys, values = np.concatenate([one, other]), np.concatenate([weight | other, weight | one])
            closest.append(write_run(self._folder / f"closest-{number}", keys, values))
        return closest

    def write_parts(self, closest: Sequence[Run], budget: int) -> None:
        """Write, for each part, the group of each article and the ids that share most with it."""
        names = self._groups()
        others: dict[str, tuple[str, ...]] = {}
        part = 0
        for article, ranked in self._ranked(closest, budget):
            while article >= self._first[part + 1]:
                self._write_part(part, names, others)
                part, others = part + 1, {}
            others[self._ids[article]] = ranked
        for rest in range(part, len(self._shown)):
            self._write_part(rest, names, others)
            others = {}

    def _write_part(self, part: int, names: dict[int, str], others: dict[str, tuple[str, ...]]) -> None:
        roots = self._parents[self._first[part] : self._first[part + 1]]
        own = {
            self._ids[article]: names[root]
            for article, root in enumerate(roots, int(self._first[part]))
            if root in names
        }
        if own or others:
            write_spool(self._folder / f"part-{part}", (own, others))

    def _ranked(self, closest: Sequence[Run], budget: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each article that shares enough, ascending, with whom it shares most."""
        for articles, packed in key_ranges(closest, budget):
            starts, sizes = groups(articles)
            for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
                rows = packed[start : start + size].tolist()
                found = sorted((-(row >> 32), self._ids[row & int(LOW)]) for row in rows)
                yield int(articles[start]), tuple(other for _, other in found[:MAX_OTHERS])

    def _groups(self) -> dict[int, str]:
        """Return the name of each group by its root: its smallest id, whatever the order was."""
        for article in range(len(self._parents)):
            self._parents[article] = self._root(article)
        sizes = np.bincount(np.frombuffer(self._parents, np.uint32), minlength=len(self._parents))
        names: dict[int, str] = {}
        for article, root in enumerate(self._parents):
            if sizes[root] > 1:
                name = self._ids[article]
                names[root] = min(names.get(root, name), name)
        return names

    def _root(self, article: int) -> int:
        parents = self._parents
        while parents[article] != article:
            parents[article] = parents[parents[article]]
            article = parents[article]
        return article


class _RepeatedFile(ExitStack):
    """The hashes that are repeated and their first days, as they are found, and how they begin."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._hashes = self.enter_context(GrowingArray(path))
        self._days = self.enter_context(GrowingArray(path.with_name(f"{path.name}-days")))
        self._begun, begun = beginnings(), path.with_name(f"{path.name}-begun")
        self.callback(lambda: begun.write_bytes(self._begun.data))

    def append(self, hashes: Keys, days: Counts, repeated: npt.NDArray[np.bool_]) -> None:
        """Write those that are repeated; raises OSError."""
        found = hashes[repeated]
        self._hashes.append(found)
        self._days.append(days[repeated])
        note_beginnings(self._begun, found)


class _Ids:
    """The ids of all articles by number, on disk: a part of them is in memory at a time."""

    def __init__(self, shown: Sequence[Path], file: Path) -> None:
        ends = array("Q", [0])
        with file.open("wb") as written:
            for part in shown:
                for article_id in read_spool(part / "ids"):
                    ends.append(ends[-1] + written.write(article_id.encode("utf-8", "surrogatepass")))
        self._ends = ends
        self._text = mapped(file, np.uint8)

    def __getitem__(self, article: int) -> str:
        text: bytes = self._text[self._ends[article] : self._ends[article + 1]].tobytes()
        return text.decode("utf-8", "surrogatepass")


def _pairs(
    hashes: Keys, articles: Pairs, starts: npt.NDArray[np.intp], sizes: npt.NDArray[np.intp]
) -> tuple[Pairs, Counts]:
    """Return pairs of articles (first << 32 | second) with how many hashes of this range they share.

    Takes hashes sorted, and the articles of one hash ascending: neighbours at distance 1, 2, … in the rows of
    one hash are pairs, so the work is linear in the hashes times MAX_LINKED.
    """
    linked = np.repeat((sizes > 1) & (sizes <= MAX_LINKED), sizes)
    found = [np.zeros(0, np.uint64)]
    for distance in range(1, MAX_LINKED):
        same = linked[distance:] & (hashes[distance:] == hashes[:-distance])
        if not same.any():
            break
        found.append(articles[:-distance][same] << HALF | articles[distance:][same])
    pairs, shared = np.unique(np.concatenate(found), return_counts=True)
    return pairs, shared.astype(np.uint32)


def _distinct(hashes: bytearray, counts: array[int]) -> tuple[Keys, Counts]:
    """Return the distinct hashes of each article, sorted, those of one by article; and whose they are."""
    keys = np.frombuffer(hashes, np.uint64)
    articles = np.repeat(np.arange(len(counts), dtype=np.uint32), np.array(counts))
    order = np.argsort(keys, kind="stable")
    keys, articles = keys[order], articles[order]
    new = np.r_[True, (keys[1:] != keys[:-1]) | (articles[1:] != articles[:-1])][: len(keys)]
    return keys[new], articles[new]


def _first_days(runs: Keys, days: Counts) -> tuple[Keys, Counts]:
    """Return distinct ones of sorted runs, the first day of each, OFTEN where several articles have it."""
    starts, sizes = groups(runs)
    if not len(starts):
        return runs, days
    firsts: Counts = np.minimum.reduceat(days, starts)
    firsts[sizes > 1] |= OFTEN
    return runs[starts], firsts


def _write_repeated_runs(shown: Sequence[Path], path: Path, budget: int) -> None:
    with _RepeatedFile(path) as file:
        for hashes, days in key_ranges([Run(part / "runs") for part in shown], budget):
            starts, sizes = groups(hashes)
            often = np.maximum.reduceat(days, starts) >= OFTEN
            file.append(hashes[starts], np.minimum.reduceat(days & ~OFTEN, starts), often | (sizes > 1))

"""What a whole archive shows of its names, in bounded memory: evidence of parts, joined, judged as it passes.

    part ──► names by key, words written small        `index.names_evidence`
    buckets of keys, of all parts ──► one kind each, everyday words hidden ──► kept
    kept ──► abbreviations, variants by sound

A key is judged when all that the parts know of it is at hand (`index.record_buckets`), so memory holds a few
buckets and what is decided, never all names. This module must not decide itself; `index.names_decide` does.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import Any

import numpy as np

from index.actors_cues import Cues
from index.article import Actor
from index.fingerprints import small_codes
from index.gazetteer import Gazetteer
from index.names import NameRevision, revision
from index.names_alike import Alike
from index.names_decide import NameJudge
from index.names_evidence import NamesOfPart, Seen
from index.names_table import Decision, read_overrides
from index.observing import chosen_cued
from index.record_buckets import Record, joint_buckets
from index.sorted_runs import Run


class NameObserver:
    """Decides on the names of an archive (an `index.revision.Observer`), an editor having the last word."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues, overrides: tuple[Decision, ...] = ()) -> None:
        self.gazetteer, self.cues, self.overrides = gazetteer, cues, overrides
        self._cued = chosen_cued(cues)  # what it remembers of words serves all parts of this process

    @classmethod
    def load(cls) -> NameObserver:
        """Return an observer over the data in the package; raises LanguageDataError for wrong data."""
        return cls(Gazetteer.load(), Cues.load(), read_overrides())

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        """Pickle what is not the package's own: that, every worker has, and 4 MB take a twentieth second."""
        ours = self.gazetteer is Gazetteer.load() and self.cues is Cues.load()
        given = None if ours else (self.gazetteer, self.cues)
        return _observer, (self.overrides, given)

    def evidence(self) -> NamesOfPart:
        """Return the evidence of a part nothing of which was seen yet."""
        return NamesOfPart(self.gazetteer, self.cues, self._cued)

    def settle(self, shown: Sequence[Path], folder: Path, budget: int) -> NameRevision:
        """Decide on every name: its kind, whether it is a name at all, and whom it is the same as."""
        shorts = {short for part in shown for short in _load(part / "shorts")}
        judge = NameJudge(self.gazetteer, self.cues.given, shorts, Alike(folder / "people", budget))
        named = {one for made in self.overrides for one in (made.id, made.target)}
        known: dict[str, Actor] = {}
        for records in joint_buckets([part / "names" for part in shown], budget):
            names = joined(records)
            small = _small(names.keys(), shown)
            for key, told in names.items():
                judge.hear(told, small.get(key, 0))
            for told in names.values() if named else ():
                for form in (told if isinstance(told, Seen) else Seen.of([told])).forms:
                    if form[0] in named:
                        known[form[0]] = Actor(*form)
        decisions = judge.decide()
        return revision({**self.gazetteer.actors, **judge.known, **known}, (*decisions, *self.overrides))


def _observer(overrides: tuple[Decision, ...], given: tuple[Gazetteer, Cues] | None) -> NameObserver:
    gazetteer, cues = given or (Gazetteer.load(), Cues.load())
    return NameObserver(gazetteer, cues, overrides)


def joined(records: Iterable[Record]) -> dict[str, Record | Seen]:
    """Return what all parts know of each key, as it was written where only one of them knows it."""
    names: dict[str, Record | Seen] = {}
    several: dict[str, list[Record]] = {}
    for record in records:
        first = names.setdefault(record[0], record)
        if first is not record:
            several.setdefault(record[0], [first]).append(record)
    names.update((key, Seen.of(known)) for key, known in several.items())
    return names


def _small(names: Set[str], shown: Sequence[Path]) -> dict[str, int]:
    """Return in how many articles each of these keys is written small, as a word, where any does."""
    words = [key for key in names if key.isalpha()]
    codes = np.frombuffer(small_codes(words), np.uint64)
    order = np.argsort(codes)  # looked up in order, neighbours are in memory already
    codes = codes[order]
    counts = np.zeros(len(words), np.int64)
    for part in shown:
        run = Run(part / "small")
        keys = np.array(run.keys)
        places = np.searchsorted(keys, codes)
        found = np.flatnonzero(np.append(keys, 0)[places] == codes)
        counts[found] += run.values[places[found]]
    found = np.flatnonzero(counts)
    return {
        words[place]: count
        for place, count in zip(order[found].tolist(), counts[found].tolist(), strict=True)
    }


def _load(path: Path) -> Any:
    """Return what the evidence of a part has written, into a folder of this build."""
    return marshal.loads(path.read_bytes())

"""What a whole archive shows of its names, in bounded memory: evidence of parts, joined, judged as it passes.

    part ──► names by key, words written small        `index.names_evidence`
    buckets of keys, of all parts ──► one kind each, everyday words hidden ──► kept
    kept ──► abbreviations, variants by sound

A key is judged when all that the parts know of it is at hand (`index.record_buckets`), so memory holds a few
buckets and what is decided, never all names. This module must not decide itself; `index.names_decide` does.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from operator import itemgetter
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
from index.names_evidence import ARTICLES, FORMS, ONE_FORM, NamesOfPart, Seen
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
            held = list(records)
            self._hear(judge, held, shown)
            known.update(_actors(held, named))
        decisions = judge.decide()
        return revision({**self.gazetteer.actors, **judge.known, **known}, (*decisions, *self.overrides))

    @staticmethod
    def _hear(judge: NameJudge, records: Sequence[Record], shown: Sequence[Path]) -> None:
        """Let all that is known of some keys be judged; most have one record, of one article."""
        parts = Counter(map(itemgetter(0), records))
        small = _small(parts.keys(), shown)
        rest: dict[str, list[Record]] = {}
        for record in records:
            key = record[0]
            if parts[key] == 1 and record[ARTICLES] == 1 and len(record) == ONE_FORM and key not in small:
                judge.hear_once(record)
            else:
                rest.setdefault(key, []).append(record)
        for key, known in rest.items():
            judge.hear(Seen.of(known), small.get(key, 0))


def _observer(overrides: tuple[Decision, ...], given: tuple[Gazetteer, Cues] | None) -> NameObserver:
    gazetteer, cues = given or (Gazetteer.load(), Cues.load())
    return NameObserver(gazetteer, cues, overrides)


def _actors(records: Iterable[Record], ids: Set[str]) -> dict[str, Actor]:
    """Return who these ids are, each as the first record of a key writes it."""
    first: dict[tuple[str, str], Actor] = {}
    for record in records if ids else ():
        if not ids.isdisjoint(record[FORMS:]):
            for form in Seen.of([record]).forms:
                if form[0] in ids:
                    first.setdefault((record[0], form[0]), Actor(*form))
    return {one: actor for (_, one), actor in first.items()}


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

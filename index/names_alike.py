"""The people of an archive whose names sound alike, brought together in bounded memory.

    people ──► as many as memory may hold, then a file each, and 8 bytes for how each sounds
    sounds that occur twice ──► only their people are sorted by sound ──► groups

It must not decide who is whom; `index.names_decide` does.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.names_sound import sounds
from index.record_runs import Sorter
from index.sorted_runs import groups
from index.spool import read_spool, write_spool

LARGEST_GROUP = 40  # more names than this sound alike by chance: comparing all of them says nothing
# One person is about this large in memory.
BYTES_A_NAME = 2000


class Person(NamedTuple):
    """A name of a person: whom it names, in how many articles, in whose company.

    `company` is as `index.names_evidence.Seen` has it, None of a curated person.
    """

    name: str
    id: str
    articles: int
    company: bytes | None


class Alike:
    """Takes people and gives back those who sound alike; about `budget` bytes of them are in memory."""

    def __init__(self, scratch: Path, budget: int) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._scratch, self._most = scratch, max(1, budget // BYTES_A_NAME)
        self._held: list[Person] = []
        self._files: list[Path] = []
        # As Python hashes strings: only this process reads them, and the sound itself tells groups.
        self._hashes = array("q")

    def add(self, person: Person) -> None:
        """Take a name; raises OSError."""
        self._held.append(person)
        if len(self._held) >= self._most:
            self._files.append(self._scratch / f"people-{len(self._files)}")
            write_spool(self._files[-1], self._heard())
            self._held = []

    def groups(self) -> Iterator[list[Person]]:
        """Yield who sounds alike, by sound, in the order added, where they are not too many."""
        held = self._heard()
        hashes = np.array(self._hashes)
        order = np.argsort(hashes, kind="stable")
        _, sizes = groups(hashes[order].view(np.uint64))
        repeated = np.zeros(len(hashes), np.bool_)
        repeated[order] = np.repeat(sizes > 1, sizes)
        sorter: Sorter[Person] = Sorter(self._scratch / "sorted", self._most)
        places = iter(repeated.tolist())
        for people in (*map(read_spool, self._files), iter(held)):
            for (sound, person), again in zip(people, places, strict=False):
                if again:
                    sorter.add(sound, person)
        for _, entries in groupby(sorter.records(), itemgetter(0)):
            group = [person for _, person in islice(entries, LARGEST_GROUP + 1)]
            if 1 < len(group) <= LARGEST_GROUP:
                yield group

    def _heard(self) -> list[tuple[str, Person]]:
        """Return those in memory with how they sound."""
        heard = sounds([person.name for person in self._held]) if self._held else []
        self._hashes.extend(map(hash, heard))
        return list(zip(heard, self._held, strict=True))

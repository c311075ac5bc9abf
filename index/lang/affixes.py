"""The affixes of Indonesian, read from data and laid out for fast look-up by what is written.

It knows how affixes are written and which may stand together; it must not know any root.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.lang.tables import Row, read_table

NONE = "-"
SUFFIXES = ("kan", "an", "i")
# A rare ending is paid for, so that `buku` is not `bu` with a possessive when both could be meant.
PARTICLE_COST = 1
POSSESSIVE_COST = {"nya": 0, "ku": 2, "mu": 2}


@dataclass(frozen=True, slots=True)
class Allomorph:
    """One way a prefix is written: what must follow, which initial it swallowed, what that costs."""

    written: str
    before: re.Pattern[str]
    restores: str
    cost: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """A written stack of prefixes: `costs` maps each suffix it may stand with to the cost of the whole."""

    before: re.Pattern[str]
    restores: str
    costs: dict[str, int]


@dataclass(frozen=True, slots=True)
class Ending:
    """A written end of a word: its suffix (`-` for none), the clitics after it, and what they cost."""

    suffix: str
    clitics: str
    cost: int


@dataclass(frozen=True, slots=True)
class Affixes:
    """All written beginnings and endings, and the stacks of clitics.

    `beginnings` also holds what a beginning begins with, `endings` what an ending ends with, mapped to
    nothing: a look-up that misses ends the search, which saves four of five.
    """

    beginnings: dict[str, tuple[Beginning, ...]]
    endings: dict[str, tuple[Ending, ...]]
    clitics: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> Affixes:
        """Read allomorphs.tsv, affixes.tsv and endings.tsv; raises LanguageDataError naming file and line."""
        allomorphs = _read_allomorphs(folder / "allomorphs.tsv")
        beginnings = _compile_beginnings(folder / "affixes.tsv", allomorphs)
        endings = _compile_endings(folder / "endings.tsv")
        clitics = {ending.clitics for group in endings.values() for ending in group if ending.clitics}
        partial_beginnings = {start[:length] for start in beginnings for length in range(len(start))}
        partial_endings = {end[at:] for end in endings for at in range(len(end) + 1)}
        return cls(
            dict.fromkeys(partial_beginnings, ()) | beginnings,
            dict.fromkeys(partial_endings, ()) | endings,
            tuple(sorted(clitics)),
        )

    def are_none_on(self, word: str) -> bool:
        """Return whether a word neither begins nor ends as an affix does: so it is for most names."""
        start, end = self.beginnings.get(word[:1]), self.endings.get(word[-1:])
        bare = start is None or (not start and word[:2] not in self.beginnings)
        return bare and (end is None or (not end and word[-2:] not in self.endings))

    def beginnings_of(self, word: str) -> list[tuple[int, tuple[Beginning, ...]]]:
        """Return the lengths of all beginnings of a word, and what each may be; a letter at least is left."""
        found = []
        for length in range(len(word)):
            group = self.beginnings.get(word[:length])
            if group is None:
                break
            if group:
                found.append((length, group))
        return found

    def endings_of(self, word: str, shortest: int) -> list[tuple[int, tuple[Ending, ...]]]:
        """Return where the endings of a word begin, and what each may be, none before `shortest`."""
        found = []
        for at in range(len(word), shortest - 1, -1):
            group = self.endings.get(word[at:])
            if group is None:
                break
            if group:
                found.append((at, group))
        return found


def _read_allomorphs(path: Path) -> dict[str, list[Allomorph]]:
    found: dict[str, list[Allomorph]] = {}
    for row in read_table(path, ("prefix", "written", "before", "restores", "cost", "note")):
        allomorph = Allomorph(row["written"], _pattern(row), row["restores"], cost_of(row))
        found.setdefault(row["prefix"], []).append(allomorph)
    return found


def _pattern(row: Row) -> re.Pattern[str]:
    try:
        return re.compile(row["before"])
    except re.error as error:
        raise row.error(f"`before` is not a pattern: {error}") from error


def cost_of(row: Row) -> int:
    """Return the cost cell of a row as a number from 0 to 99."""
    if not re.fullmatch(r"[0-9]{1,2}", row["cost"]):
        raise row.error(f"the cost must be a number from 0 to 99, not {row['cost']!r}")
    return int(row["cost"])


def _compile_beginnings(
    path: Path, allomorphs: dict[str, list[Allomorph]]
) -> dict[str, tuple[Beginning, ...]]:
    merged: dict[tuple[str, str, str], Beginning] = {}
    for row in read_table(path, ("prefixes", "suffix", "cost", "example", "root", "note")):
        if row["suffix"] not in (NONE, *SUFFIXES):
            raise row.error(f"unknown suffix {row['suffix']!r}")
        for written in _written_stacks(row, allomorphs):
            key = (written.written, written.before.pattern, written.restores)
            beginning = merged.setdefault(key, Beginning(written.before, written.restores, {}))
            cost = written.cost + cost_of(row)
            beginning.costs[row["suffix"]] = min(cost, beginning.costs.get(row["suffix"], cost))
    grouped: dict[str, tuple[Beginning, ...]] = {}
    for (start, _, _), beginning in merged.items():
        grouped[start] = (*grouped.get(start, ()), beginning)
    return grouped


def _written_stacks(row: Row, allomorphs: dict[str, list[Allomorph]]) -> Iterator[Allomorph]:
    """Yield each way the stack of a row can be written, the innermost prefix deciding what may follow."""
    if row["prefixes"] == NONE:
        yield Allomorph("", re.compile(""), "", 0)
        return
    names = row["prefixes"].split("+")
    unknown = [name for name in names if name not in allomorphs]
    if unknown:
        raise row.error(f"unknown prefix {unknown[0]!r}")
    stacks = allomorphs[names[-1]]
    for name in reversed(names[:-1]):
        stacks = [joined for outer in allomorphs[name] for inner in stacks for joined in _join(outer, inner)]
    yield from stacks


def _join(outer: Allomorph, inner: Allomorph) -> Iterator[Allomorph]:
    """Yield the outer prefix written before the inner one, whose initial it may swallow: me+ke → menge."""
    whole = inner.written
    if outer.restores:
        if not whole.startswith(outer.restores):
            return
        whole = whole.removeprefix(outer.restores)
    if outer.before.match(whole):
        yield Allomorph(outer.written + whole, inner.before, inner.restores, outer.cost + inner.cost)


def _compile_endings(path: Path) -> dict[str, tuple[Ending, ...]]:
    possessives, particles = [""], [""]
    for row in read_table(path, ("written", "kind", "note")):
        if row["kind"] not in ("possessive", "particle"):
            raise row.error(f"the kind must be possessive or particle, not {row['kind']!r}")
        (possessives if row["kind"] == "possessive" else particles).append(row["written"])
    endings: dict[str, tuple[Ending, ...]] = {}
    for suffix in ("", *SUFFIXES):
        for possessive in possessives:
            for particle in particles:
                clitics = possessive + particle
                cost = POSSESSIVE_COST.get(possessive, 0) + PARTICLE_COST * bool(particle)
                ending = Ending(suffix or NONE, clitics, cost)
                endings[suffix + clitics] = (*endings.get(suffix + clitics, ()), ending)
    return endings

"""Chooses between the ways a written word can be taken apart: prefixes, root, suffix, clitics.

The lexicon decides: an analysis is worth what its root and its affixes cost, and the cheapest wins. Guesses
and hyphens are the work of other modules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from index.lang.affixes import Affixes, Beginning, Ending
from index.lang.morph_guess import Guesser
from index.lang.morph_lexicon import Lexicon
from index.lang.morph_reduplication import reduplicated_root

# Two letters are too few to tell a root from chance (ke+di+ri), three are enough for tes, cek and bom.
SHORTEST_ROOT = 3
# A three-letter root must be far likelier than a longer one to win against it.
SHORT_ROOT_COST = 2
INNER_PREFIXES = ("se", "ke", "per", "pe", "ber", "ter")


Written = tuple[str, ...]


class Analysis(NamedTuple):
    """One reading of a word; smaller is better: the cost, then the longer root, then the alphabet."""

    cost: int
    root_length: int
    root: str


def _best(readings: list[Analysis]) -> Analysis | None:
    """Return the cheapest reading that takes no root of the lexicon apart: serobot is not se+robot."""
    if len(readings) < 2:
        return readings[0] if readings else None
    whole = {reading.root for reading in readings}
    kept = [
        reading
        for reading in readings
        if not any(prefix + reading.root in whole for prefix in INNER_PREFIXES)
    ]
    return min(kept, default=None)


class Morphology:
    """Takes words apart with the affixes and the lexicon of a data folder."""

    def __init__(self, affixes: Affixes, lexicon: Lexicon) -> None:
        self._affixes, self._lexicon = affixes, lexicon
        self._guesser = Guesser(affixes)
        self._swallowed = tuple(
            {group.restores for found in affixes.beginnings.values() for group in found} - {""}
        )
        self._rests = _rests_of(lexicon, self._swallowed)
        self._decided: dict[str, list[str]] = defaultdict(list)
        for form, root in lexicon.exceptions.items():
            self._decided[root].append(form)

    @classmethod
    def read(cls, folder: Path) -> Morphology:
        """Read the data of a folder; raises LanguageDataError naming file, line and reason."""
        return cls(Affixes.read(folder), Lexicon.read(folder))

    def root(self, word: str) -> str | None:
        """Return the root of a lower-case word, or None when the lexicon cannot explain it."""
        lexicon = self._lexicon
        if word in lexicon.costs:  # which has the exceptions too: what stands there is never taken apart
            return lexicon.exceptions.get(word, word)
        if word.endswith(self._affixes.clitics):
            decided = self._decided_with_clitic(word)
            if decided is not None:
                return decided
        if "-" in word:
            return reduplicated_root(word, self.root)
        if self._affixes.are_none_on(word):
            return None
        best = _best(self.analyses(word))
        return best.root if best else None

    def words(self) -> frozenset[str]:
        """Return every root, frozen word and decided form of the lexicon."""
        return frozenset(self._lexicon.costs)

    def traces(self, root: str) -> tuple[str, ...]:
        """Return stretches of letters of which one at least is in every word without a hyphen of this root.

        A prefix may swallow the beginning of what it stands before, and no affix takes anything else; a form
        that the data decides leaves its own trace.
        """
        return tuple(dict.fromkeys(self._left_of(form) for form in (root, *self._decided.get(root, ()))))

    def cuts(self) -> tuple[Written, Written, Written, Written, Written]:
        """Return beginnings, parts of them, endings, parts of them, and what they may leave of known words.

        No word is explained, hyphens apart, that has no cut between one of these beginnings and endings with
        one of these left. Of a beginning all beginnings are among them, of an ending all endings.
        """
        beginnings, endings = self._affixes.beginnings, self._affixes.endings
        known = tuple(dict.fromkeys((*self._rests, *self._lexicon.costs)))
        return *_written(beginnings), *_written(endings), known

    def guess(self, word: str) -> str | None:
        """Return the likeliest root of a word that `root` cannot explain, None when it shows no affixes."""
        return None if self._affixes.are_none_on(word) else self._guesser.root(word)

    def _left_of(self, base: str) -> str:
        lengths = [len(beginning) for beginning in self._swallowed if base.startswith(beginning)]
        return base[max(lengths, default=0) :] or base

    def _decided_with_clitic(self, word: str) -> str | None:
        """A decision about a form holds for it with clitics too: meninggalnya, undang-undangnya."""
        exceptions = self._lexicon.exceptions
        for clitics in self._affixes.clitics:
            if word.endswith(clitics) and word.removesuffix(clitics) in exceptions:
                return exceptions[word.removesuffix(clitics)]
        return None

    def analyses(self, word: str) -> list[Analysis]:
        """Return every reading of the word that ends in a root or a decided form of the lexicon."""
        found: list[Analysis] = []
        beginnings = self._affixes.beginnings_of(word)
        for at, endings in self._affixes.endings_of(word, SHORTEST_ROOT):
            for length, starting in beginnings:
                if length >= at:
                    break
                # Asked first: hardly any way to cut a word leaves the rest of a root.
                for restores, root in self._rests.get(word[length:at], ()):
                    for beginning in starting:
                        if beginning.restores == restores and beginning.before.match(word, length, at):
                            found += _readings(beginning, root, endings)
        return found


def _written(affixes: Mapping[str, Collection[object]]) -> tuple[Written, Written]:
    """Return the affixes that are whole, and those that are only part of one."""
    whole = tuple(affix for affix, group in affixes.items() if group)
    return whole, tuple(affix for affix, group in affixes.items() if not group)


def _readings(beginning: Beginning, root: Analysis, endings: Sequence[Ending]) -> Iterator[Analysis]:
    """Yield the readings of a root behind a beginning, one for each ending that may stand with it."""
    for ending in endings:
        cost = beginning.costs.get(ending.suffix)
        if cost is not None:
            yield Analysis(cost + ending.cost + root.cost, root.root_length, root.root)


def _rests_of(lexicon: Lexicon, swallowed: tuple[str, ...]) -> dict[str, list[tuple[str, Analysis]]]:
    """Return what a prefix may leave of each root: the initial that it swallowed, and the reading."""
    rests: dict[str, list[tuple[str, Analysis]]] = {}
    for root, cost in lexicon.costs.items():
        if len(root) >= SHORTEST_ROOT:
            short = SHORT_ROOT_COST * (len(root) == SHORTEST_ROOT)
            reading = Analysis(cost + short, -len(root), lexicon.exceptions.get(root, root))
            for initial in ("", *filter(root.startswith, swallowed)):
                rests.setdefault(root[len(initial) :], []).append((initial, reading))
    return rests

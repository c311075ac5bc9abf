"""A guess at the root of a word that the lexicon cannot explain: new loans, rare roots, spoken forms.

It strips only affixes that a name or a foreign word hardly shows by chance, and only down to what could be
a root by its sounds. It must not decide words that the lexicon explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from index.lang.affixes import NONE, Affixes, Beginning, Ending

# Two or three syllables of Indonesian sound: onset, vowel, and a coda that Indonesian allows at that place.
_ONSET = r"(?:[bcdfghjklmnprstvwyz]|n[gy]|sy|kh|[bdfgkpst][rl])"
_VOWEL = r"(?:[aiueo]|ai|au)"
_ROOT = re.compile(
    rf"(?:{_ONSET}?{_VOWEL}(?:ng|[mnrlskhpt](?=[bcdfghjklmnpqrstvwyz]))?){{1,3}}{_ONSET}?{_VOWEL}(?:ng|[bdfgkhlmnprst])?"
)
# Loans are longer than roots of our own, but their endings give them away.
_LOAN = re.compile(r"[a-z]{3,14}(?:asi|isasi|itas|isme|logi|grafi|ikasi|if|ik|is|al|or|si)")
SHORTEST, LONGEST = 4, 9
# What an affix says for itself: enough of it, and the word is Indonesian for sure. Bare se-, ke- and -i are
# no evidence: semanggi, kediri, ironi.
_PREFIX_EVIDENCE = {"": 0, "se": 0, "ke": 0, "ku": 0, "kau": 0, "me": 2, "di": 2, "pe": 2, "be": 2, "te": 2}
_LONG_PREFIX_EVIDENCE = 3
_STACK_EVIDENCE = 7
_STACK_LENGTH = 5
_SUFFIX_EVIDENCE = {NONE: 0, "kan": 3, "an": 3, "i": 1}
_CLITIC_EVIDENCE = 3
_SHORT_CLITIC_EVIDENCE = 1


def could_be_root(text: str) -> bool:
    """Return whether a text sounds like a root of Indonesian or like a loan."""
    if SHORTEST <= len(text) <= LONGEST and _ROOT.fullmatch(text):
        return True
    return bool(_LOAN.fullmatch(text))


class _Guess(NamedTuple):
    """Smaller is better: the evidence (negative), then the length of the root, then the alphabet."""

    rank: int
    length: int
    root: str


class Guesser:
    """Guesses by the affixes of a language; remembers what pairs of them, some hundred, say together."""

    def __init__(self, affixes: Affixes) -> None:
        self._affixes = affixes
        self._said: dict[tuple[str, str], list[tuple[Beginning, int]]] = {}

    def root(self, word: str) -> str | None:
        """Return the likeliest root of an unknown lower-case word, None when nothing says it has affixes."""
        best: _Guess | None = None
        beginnings = self._affixes.beginnings_of(word)
        for at, endings in self._affixes.endings_of(word, SHORTEST):
            for length, starting in beginnings:
                if length >= at:
                    break
                around = word[:length], word[at:]
                said = self._said.get(around)
                if said is None:
                    said = self._said[around] = _said(around[0], starting, endings)
                for beginning, evidence in said:
                    root = beginning.restores + word[length:at]
                    guess = _Guess(-evidence, len(root), root)
                    if (best is None or guess < best) and beginning.before.match(word, length, at):
                        best = guess if could_be_root(root) else best
        return best.root if best else None


def _said(
    start: str, starting: Iterable[Beginning], endings: Iterable[Ending]
) -> list[tuple[Beginning, int]]:
    """Return what a written beginning and ending may be together, and how much they say for it."""
    found = []
    for ending in endings:
        said = _clitic_evidence(ending.clitics) + _affix_evidence(start, ending.suffix, ending.clitics)
        for beginning in starting:
            cost = beginning.costs.get(ending.suffix)
            if cost is not None and said - ending.cost > cost:
                found.append((beginning, said - ending.cost - cost))
    return found


def _clitic_evidence(clitics: str) -> int:
    """A possessive says much, a particle alone little: Fadilah is no fadi."""
    if clitics.startswith("nya"):
        return _CLITIC_EVIDENCE
    return _SHORT_CLITIC_EVIDENCE if clitics else 0


def _affix_evidence(start: str, suffix: str, clitics: str) -> int:
    if not start and suffix in ("an", "i"):
        # Bare -an ends too many names; with a possessive behind it, it is a noun of ours.
        return 2 if suffix == "an" and clitics.startswith("nya") else -1
    prefix = _PREFIX_EVIDENCE.get(
        start, _STACK_EVIDENCE if len(start) >= _STACK_LENGTH else _LONG_PREFIX_EVIDENCE
    )
    return prefix + _SUFFIX_EVIDENCE[suffix]

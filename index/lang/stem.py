"""A written Indonesian word → its root. The only module that names PyStemmer.

The lexicon and the morphology decide where they can; what they cannot explain is guessed by its affixes, and
PyStemmer's Indonesian algorithm is heard last, for suffixes alone. It must not know texts, tokens or engines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import Stemmer as snowball

from index.lang.morph_guess import could_be_root
from index.lang.morphology import Morphology, Written

DATA = Path(__file__).parent / "data"
# The words of a year of news fit; a flood of nonsense empties the memory instead of filling the machine.
MEMORY_LIMIT = 300_000
LONGEST_WORD = 60
NOT_ASKED = "?"  # no word
_WEAK_EVIDENCE = frozenset({"i", "ku", "mu"})
_LETTERS = re.compile(r"[a-z]+(?:-[a-z]+)*")
# What PyStemmer may take from a word that nothing else explains. Its prefixes do harm: menewaskan → ewas.
_SUFFIXES = re.compile(r"(?:(?<=[bdghklmnprst])an|nya|annya|kan|kannya)(?:lah|kah|pun)?")


class Stemmer:
    """Finds roots; deterministic, never raises for any string, remembers a bounded number of words.

    `may_explain` spares it looking: it is true of every word that the lexicon explains, and of few others.
    """

    def __init__(self, morphology: Morphology, memory_limit: int = MEMORY_LIMIT) -> None:
        self.may_explain: Callable[[str], bool] = bool
        self._memory_limit = memory_limit
        self._morphology = morphology
        self._snowball = snowball.Stemmer("indonesian", 0)
        self._roots: dict[str, str] = {}
        self._explanations: dict[str, str | None] = {}  # of words that were asked for more than their root

    @classmethod
    @cache
    def load(cls) -> Stemmer:
        """Return the stemmer of this process; raises LanguageDataError when its data breaks the rules.

        Who reads texts, who cuts headlines and who indexes ask for the same words: what one has learnt the
        others need not, and the lexicon is read once.
        """
        return cls(Morphology.read(DATA))

    def stem(self, word: str) -> str:
        """Return the root of a lower-case written word (it may hold hyphens and apostrophes), lower case."""
        root = self._roots.get(word)
        return self._learn(word) if root is None else root

    def known(self, word: str) -> bool:
        """Return whether the lexicon can explain the word; a capitalised word that is not known is a name.

        A bare -i, -ku or -mu explains too little: Sayuri is no sayur, Maluku no malu.
        """
        root = self._explanations.get(word, NOT_ASKED)
        if root == NOT_ASKED:
            if len(self._explanations) >= self._memory_limit:
                self._make_room()
            root = self._explanations[word] = self._explained(word)
        return root is not None and word.removeprefix(root) not in _WEAK_EVIDENCE

    def traces(self, root: str) -> tuple[str, ...]:
        """Return stretches of letters of which one at least is in every word without a hyphen of this root.

        That spares whoever looks for a root in a text from asking for the root of each of its words.
        """
        return self._morphology.traces(root)

    def cuts(self) -> tuple[Written, Written, Written, Written, Written]:
        """Return where words may be cut and what must be left of one that is explained: see `Morphology`."""
        return self._morphology.cuts()

    def _learn(self, word: str) -> str:
        if len(self._roots) >= self._memory_limit:
            self._make_room()
        explained = self._explanations.get(word, NOT_ASKED)
        root = (self._explained(word) if explained == NOT_ASKED else explained) or self._guessed(word)
        self._roots[word] = root
        return root

    def _make_room(self) -> None:
        self._roots.clear()
        self._explanations.clear()

    def _explained(self, word: str) -> str | None:
        if not self.may_explain(word) or len(word) > LONGEST_WORD:
            return None
        if word.isascii() and word.isalpha() and word.islower():  # most are: nothing to take out
            return self._morphology.root(word)
        plain = word.replace("'", "").replace("’", "")
        if not _LETTERS.fullmatch(plain):
            return None
        return self._morphology.root(word) or (self._morphology.root(plain) if plain != word else None)

    def _guessed(self, word: str) -> str:
        if len(word) > LONGEST_WORD or not _LETTERS.fullmatch(word):
            return word
        if "-" in word:
            return self._guessed_hyphenated(word)
        return self._morphology.guess(word) or self._by_snowball(word)

    def _guessed_hyphenated(self, word: str) -> str:
        """An unknown word doubled is one word; of other compounds each part has its root."""
        parts = [self.stem(part) for part in word.split("-")]
        return parts[0] if len(set(parts)) == 1 else "-".join(parts)

    def _by_snowball(self, word: str) -> str:
        shorter = str(self._snowball.stemWord(word))
        if shorter == word:
            return word
        taken = word.removeprefix(shorter)
        return (
            shorter if could_be_root(shorter) and _SUFFIXES.fullmatch(word, len(word) - len(taken)) else word
        )

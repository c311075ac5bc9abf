"""Did you mean: another spelling of a query's words, offered only when it finds more.

Spellings come from the archive's own words and names (`index.lang.spelling`). What was asked for exactly, in
quotation marks or with a star is meant as it is written. It must not change what was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from index.fields import BY_NAME
from index.lang.language import Language
from index.lang.spelling import Speller
from index.lang.words import written_words
from searcher.directory import ALL, Directory
from searcher.engine import Snapshot
from searcher.rewriting import positive_leaves
from searcher.syntax import Node, Position, Value, Word

# So many words of one query are looked at: each costs a walk through the vocabulary.
MAX_WORDS = 8
# What so many articles write is no slip, and need not be looked up among its neighbours (some 10 ms a word).
SURELY_A_WORD = 20

Correction = tuple[Position, str]


class Spellings:
    """The spellers of one generation: its words, and the names of its actors."""

    def __init__(self, words: Speller, names: Speller, word_weight: Callable[[str], float]) -> None:
        self._words = words
        self._names = names
        self._word_weight = word_weight

    @classmethod
    def of(cls, snapshot: Snapshot, directory: Directory, language: Language) -> Spellings:
        """Read the vocabulary of a snapshot: a second for a large one, so once, when first needed."""
        words = language.speller(snapshot.words("", ALL))
        return cls(words, language.speller(_names(directory)), language.stop_words.weight)

    def corrected(self, text: str, parsed: Node | None, finds: Callable[[str], bool]) -> str | None:
        """Return the text with words spelt as the archive spells them, None where that is no help.

        `finds` says whether a text finds more than what was asked.
        """
        corrections = self._corrections(text, parsed)
        together = _replaced(text, corrections)
        candidates = [together, *(_replaced(text, [one]) for one in corrections if len(corrections) > 1)]
        return next((candidate for candidate in candidates if candidate != text and finds(candidate)), None)

    def _corrections(self, text: str, parsed: Node | None) -> list[Correction]:
        found: list[Correction] = []
        for leaf in list(positive_leaves(parsed))[:MAX_WORDS]:
            if isinstance(leaf, (Word, Value)):
                better = self._better(leaf)
                if better and better.casefold() != text[slice(*leaf.position)].casefold():
                    found.append((leaf.position, better))
        return found

    def _better(self, leaf: Word | Value) -> str | None:
        if isinstance(leaf, Word):
            if leaf.exact or self._words.frequency(leaf.text) >= SURELY_A_WORD:
                return None
            word = self._words.suggest(leaf.text)
            # A function word finds more than nearly any other and is hardly ever what was meant.
            return None if word is None or self._word_weight(word) < 1.0 else word
        if BY_NAME[leaf.field].kind not in ("facet", "name"):
            return None
        better = self._names.suggest(leaf.key) or self._words.suggest(leaf.key)
        return f'"{better}"' if better and " " in better else better


def _names(directory: Directory) -> Iterable[tuple[str, int]]:
    """Yield names and their words, each counted once more: a name is no slip though one article has it."""
    for name, articles in directory.written_names():
        count = articles + 1
        yield name, count
        words = [word.text for word in written_words(name)]
        if len(words) > 1:
            yield from ((word, count) for word in words)


def _replaced(text: str, corrections: list[Correction]) -> str:
    for (start, end), better in sorted(corrections, reverse=True):
        text = text[:start] + better + text[end:]
    return text

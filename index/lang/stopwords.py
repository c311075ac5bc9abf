"""How much a word says by itself: function words are weighted, never lost.

A query of function words alone ("ada apa dengan kita") must still work: whoever weighs a query lifts its
words when none of them is a content word (`lifted`). This module must not know queries or scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from index.lang.tables import Row, read_table
from index.lang.words import fold

WordClass = Literal[
    "conjunction",
    "preposition",
    "pronoun",
    "determiner",
    "particle",
    "auxiliary",
    "question",
    "adverb",
    "reporting",
    "politeness",
    "verb",
]

DATA = Path(__file__).parent / "data" / "stopwords.tsv"
COLUMNS = ("word", "weight", "class", "reason")


@dataclass(frozen=True, slots=True)
class StopWord:
    """A word of little weight (0 … 1) and its class."""

    weight: float
    word_class: WordClass


@dataclass(frozen=True, slots=True)
class StopWords:
    """Looks weights up by written word, whatever its case."""

    words: dict[str, StopWord]

    @classmethod
    def load(cls, path: Path = DATA) -> StopWords:
        """Read the table; raises LanguageDataError naming the line that breaks its rules."""
        words: dict[str, StopWord] = {}
        for row in read_table(path, COLUMNS):
            word = fold(row["word"])
            if not word or word in words:
                raise row.error(f"{row['word']!r} stands here twice or is no word")
            words[word] = StopWord(_weight(row), _word_class(row))
        return cls(words)

    def weight(self, word: str) -> float:
        """Return the weight of a written word: 1.0 for a content word."""
        found = self.words.get(fold(word))
        return found.weight if found else 1.0

    def word_class(self, word: str) -> WordClass | None:
        """Return the class of a function word, None for a content word."""
        found = self.words.get(fold(word))
        return found.word_class if found else None

    def weights(self, words: Sequence[str]) -> tuple[float, ...]:
        """Return the weights of a query's words, lifted so that the weightiest of them counts whole."""
        return lifted([self.weight(word) for word in words])


def lifted(weights: Iterable[float]) -> tuple[float, ...]:
    """Scale weights so that the largest is 1.0; none are changed where all are zero."""
    given = tuple(weights)
    top = max(given, default=0.0)
    return tuple(weight / top for weight in given) if top > 0 else given


def _weight(row: Row) -> float:
    try:
        weight = float(row["weight"])
    except ValueError:
        weight = -1.0
    if not 0 < weight <= 1:
        raise row.error(f"a weight is above 0 and at most 1, not {row['weight']!r}")
    return weight


def _word_class(row: Row) -> WordClass:
    if row["class"] not in get_args(WordClass):
        raise row.error(f"{row['class']!r} is no class")
    return cast(WordClass, row["class"])

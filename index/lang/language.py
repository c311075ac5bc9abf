"""Everything Indonesian in one frozen object, constructed explicitly at the doors and handed down.

This module must not do anything with a text; it only says what belongs together and which state of the
language data it is.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.lang.abbreviations import Abbreviations, Meaning
from index.lang.analyze import Analyzer
from index.lang.mining import MinedAbbreviations, load_heads
from index.lang.names import load_names
from index.lang.questions import Questions
from index.lang.sentences import SentenceSplitter
from index.lang.spelling import Confusion, Speller, load_confusions
from index.lang.stem import Stemmer
from index.lang.stopwords import StopWords

DATA = Path(__file__).parent / "data"
# Raise this when the rules in code change what a text is indexed as; the data files count by themselves.
RULES_VERSION = 1


@dataclass(frozen=True, slots=True)
class Language:
    """The language tools. `fingerprint` changes whenever an index must be rebuilt to agree with them."""

    stemmer: Stemmer
    analyzer: Analyzer
    sentences: SentenceSplitter
    abbreviations: Abbreviations
    stop_words: StopWords
    questions: Questions
    confusions: tuple[Confusion, ...]
    heads: frozenset[str]
    fingerprint: str

    @classmethod
    @cache
    def load(cls) -> Language:
        """Return the language of this process; raises LanguageDataError naming file, line and reason."""
        stemmer = Stemmer.load()
        abbreviations = Abbreviations.load()
        return cls(
            stemmer=stemmer,
            analyzer=Analyzer(stemmer, abbreviations.capitals(), load_names()),
            sentences=SentenceSplitter.load(),
            abbreviations=abbreviations,
            stop_words=StopWords.load(),
            questions=Questions.load(),
            confusions=load_confusions(),
            heads=load_heads(),
            fingerprint=fingerprint(DATA),
        )

    def speller(self, words: Iterable[tuple[str, int]]) -> Speller:
        """Return a speller over (word or name, frequency) pairs that knows the slips of Indonesian."""
        return Speller(words, self.confusions)

    def miner(self) -> MinedAbbreviations:
        """Return an empty counter of abbreviations that articles introduce."""
        return MinedAbbreviations(self.heads)

    def with_mined(self, meanings: Iterable[Meaning]) -> Language:
        """Return this language with abbreviations of an archive besides; texts are analysed the same."""
        return dataclasses.replace(self, abbreviations=self.abbreviations.extended(meanings))


def fingerprint(folder: Path, version: int = RULES_VERSION) -> str:
    """Return 16 hexadecimal digits that depend on every table in a folder, by name and content."""
    digest = hashlib.sha256(f"rules {version}".encode())
    for path in sorted(folder.glob("*.tsv")):
        content = path.read_bytes()
        digest.update(f"\n{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]

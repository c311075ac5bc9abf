"""Where a related headline ends that was glued to the next sentence.

A scrape that lost its line breaks reads `Baca juga: Turki Siap Kirim Pengamat Sebaliknya, kementerian …`.
No single sign tells the border, so every word that could begin the sentence collects evidence: a lost blank
(`PengamatSebaliknya`), an opening quotation mark, a connective, what stands before and after it. Where the
evidence is too thin nothing is cut: a headline too many in the body is a blemish, a lost sentence is a loss.
The weights were set on headlines and sentences joined by hand and hold for any outlet. This module must not
know cues.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.lang.stem import Stemmer
from index.lang.tables import read_table

WORDS = Path(__file__).parent / "data" / "boilerplate_words.tsv"
WORD_COLUMNS = ("word", "kind", "note")
KINDS = ("joiner", "opener", "camel")
# A related headline is never longer than this many characters; what follows is not looked at.
MAX_HEADLINE = 260
THRESHOLD = 2.5

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.,/:][^\W_]+)*")
_GLUE = re.compile(r"(?<=[a-z0-9?!])(?=[A-Z][a-z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")
_OPENING = "\"“‘'"
_STOP = re.compile(r"[.!?:][\"”’')]*(?:\s|$)|\.(?=[A-Z\"“])")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    before: str  # what stands between the word before and this one
    glued: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].isdigit()


@dataclass(frozen=True, slots=True)
class HeadlineEnd:
    """Finds the border between a headline and the sentence glued to it.

    `joiners` are words that a headline writes small and that never end it (di, dan, untuk), `openers` words
    that begin sentences (Sementara, Namun, Menurut), `camel` names with a capital inside (WhatsApp), all
    lower case; `known` tells whether a lower-case word is an everyday one.
    """

    joiners: frozenset[str]
    openers: frozenset[str]
    camel: frozenset[str]
    known: Callable[[str], bool]

    @classmethod
    def load(cls, path: Path = WORDS) -> HeadlineEnd:
        """Read the word list; raises LanguageDataError."""
        words: dict[str, set[str]] = {kind: set() for kind in KINDS}
        for row in read_table(path, WORD_COLUMNS):
            if row["kind"] not in words:
                raise row.error(f"kind must be one of {', '.join(KINDS)}")
            words[row["kind"]].add(row["word"].lower())
        return cls(
            frozenset(words["joiner"]),
            frozenset(words["opener"]),
            frozenset(words["camel"]),
            Stemmer.load().known,
        )

    def find(self, text: str, start: int, stop: int) -> int | None:
        """Return where the headline that begins at `start` ends, at most `stop` (the end of its line).

        `stop` means that nothing is glued to it, None that it cannot be decided.
        """
        limit = min(stop, start + MAX_HEADLINE)
        words = self._words(text, start, limit)
        sentence = self._sentence_stop(text, start, limit)
        if sentence is None:
            return stop if stop == limit else None
        if len(words) < 3:
            return None
        scores = [
            (self._score(words, index), -index)
            for index in range(2, len(words))
            if words[index].start < sentence
        ]
        best, negative = max(scores, default=(0.0, 0))
        if best < THRESHOLD:
            return None
        word = words[-negative]
        return word.start - (len(word.before) - len(word.before.rstrip(_OPENING)))

    def _sentence_stop(self, text: str, start: int, limit: int) -> int | None:
        """Return where the first sentence behind the headline ends; None where there is no sentence."""
        for match in _STOP.finditer(text, start, limit):
            if match.end() >= len(text.rstrip()) or match.group()[0] == ".":
                if match.group()[0] == "." or match.end() - start > 100:
                    return match.start()
            elif match.group()[0] in "!?" and _STOP.search(text, match.end()):
                continue
        return limit if limit - start >= MAX_HEADLINE else None

    def _words(self, text: str, start: int, limit: int) -> list[_Word]:
        words: list[_Word] = []
        end = start
        for match in _TOKEN.finditer(text, start, limit):
            first = match.start()
            for cut in [*self._glue(match.group()), len(match.group())]:
                place = match.start() + cut
                words.append(_Word(text[first:place], first, text[end:first], end == first and bool(words)))
                first = end = place
        return words

    def _glue(self, token: str) -> list[int]:
        if token.lower() in self.camel:
            return []
        return [match.start() for match in _GLUE.finditer(token) if match.start() > 1]

    def _score(self, words: list[_Word], index: int) -> float:
        word, before = words[index], words[index - 1]
        if not word.capital or before.text.lower() in self.joiners:
            return 0.0
        following = words[index + 1] if index + 1 < len(words) else None
        score = self._border(word) + self._opening(word, before, following)
        prose = sum(1 for passed in words[1:index] if self._is_prose(passed))
        title_case = not any(self._is_prose(passed) for passed in words[1:5])
        return score - (3.0 * prose if title_case else 0.0) - (2.0 if index < 4 else 0.0) - max(0, index - 16)

    def _border(self, word: _Word) -> float:
        """Return what the characters between headline and sentence say."""
        if word.glued:
            return 6.0
        if word.before and word.before[-1] in _OPENING:
            return 4.0
        if "?" in word.before or "!" in word.before:
            return 3.0
        return -4.0 if word.before.strip() else 0.0

    def _opening(self, word: _Word, before: _Word, following: _Word | None) -> float:
        """Return what the word itself and its neighbours say."""
        lower = word.text.lower()
        score = 4.0 if lower in self.openers else 0.0
        if following is not None and self._is_prose(following):
            score += 3.0
        elif following is not None and not following.capital:
            score += 1.0
        if self._is_prose(before) and self.known(lower):
            score += 2.0
        return score

    def _is_prose(self, word: _Word) -> bool:
        return not word.capital and word.text.lower() not in self.joiners

"""Where a related headline ends that was glued to the next sentence.

A scrape that lost its line breaks reads `Baca juga: Turki Siap Kirim Pengamat Sebaliknya, kementerian …`.
No single sign tells the border, so every word that could begin the sentence collects evidence: a lost blank
(`PengamatSebaliknya`), an opening quotation mark, a connective, what stands before and after it. Of two
likely borders the first is taken: a word of a headline left in the body is a blemish, a lost one a loss.
Where nothing could begin a sentence nothing is cut. On headlines joined to the next line, unseen by the
weights, .88 of the borders were exact, .09 left words of the headline, .03 took words of the sentence.
This module must not know cues.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.lang.stem import Stemmer
from index.lang.tables import read_table

WORDS = Path(__file__).parent / "data" / "boilerplate_words.tsv"
WEIGHTS = Path(__file__).parent / "data" / "boilerplate_weights.tsv"
WEIGHT_COLUMNS = ("sign", "weight", "note")
WORD_COLUMNS = ("word", "kind", "note")
KINDS = ("joiner", "opener", "subject", "camel")
# A related headline is never longer than this many characters; what follows is not looked at.
MAX_HEADLINE = 260
# Names are looked for again this far before and behind; most articles are shorter.
NEARBY = 5000
# A headline has at least this many words.
MIN_WORDS = 3
# A line without a full stop that is not longer than this is a headline.
LONELY = 110
# Prose that begins so many words behind a word, or later, says nothing about it.
FAR = 9
# Prose that begins before this word, behind a name, is part of a headline that is not in Title Case.
EARLIEST_PROSE = 6
# A subject is at most so many words long before its verb.
MAX_SUBJECT = 6
# The first border is taken that is this likely beside the likeliest: rather a word too many than one lost.
CERTAIN = 0.6

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.,/:][^\W_]+)*")
_GLUE = re.compile(r"(?<=[a-z0-9?!])(?=[A-Z][a-z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")
_OPENING = "\"“‘'"
_VERB = re.compile(r"(?:me|di|ber|ter)[a-z]{4,}")
_STOP = re.compile(r"[.!?:][\"”’')]*(?:\s|$)|\.(?=[A-Z\"“])")


class _Word(NamedTuple):
    text: str
    start: int
    before: str  # what stands between the word before and this one
    glued: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].isdigit()


class _Line(NamedTuple):
    """A headline with what is glued to it; `prose` is the index of the first word in prose, if that tells."""

    text: str
    words: tuple[_Word, ...]
    prose: int | None


@dataclass(frozen=True, slots=True)
class HeadlineEnd:
    """Finds the border between a headline and the sentence glued to it.

    `joiners` are words that a headline writes small and that never end it (di, dan, untuk), `openers` words
    that begin sentences (Sementara, Namun, Menurut), `subjects` words that begin who or what a sentence is
    about (Presiden, Pelatih, Harga), `camel` names with a capital inside (WhatsApp), all
    lower case; `known` tells whether a lower-case word is an everyday one.
    """

    joiners: frozenset[str]
    openers: frozenset[str]
    subjects: frozenset[str]
    camel: frozenset[str]
    known: Callable[[str], bool]
    weights: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = WORDS, weights: Path = WEIGHTS) -> HeadlineEnd:
        """Read words and weights; raises LanguageDataError."""
        words: dict[str, set[str]] = {kind: set() for kind in KINDS}
        for row in read_table(path, WORD_COLUMNS):
            if row["kind"] not in words:
                raise row.error(f"kind must be one of {', '.join(KINDS)}")
            words[row["kind"]].add(row["word"].lower())
        joiners, openers, subjects, camel = (frozenset(words[kind]) for kind in KINDS)
        return cls(joiners, openers, subjects, camel, Stemmer.load().known, _weights(weights))

    def find(self, text: str, start: int, stop: int) -> int | None:
        """Return where the headline that begins at `start` ends, at most `stop` (the end of its line).

        `stop` means that nothing is glued to it, None that it cannot be decided. The rest of `text` tells
        which names belong to the article.
        """
        limit = min(stop, start + MAX_HEADLINE)
        sentence = _sentence_stop(text, start, limit)
        if sentence is None:
            return stop if stop == limit else None
        words = self._words(text, start, limit)
        nearby = text[max(0, start - NEARBY) : start + NEARBY]
        line = _Line(nearby, tuple(words), self._prose_start(words))
        if sentence + 1 >= limit - 1 and line.prose == len(words):
            return stop if stop == limit else None
        begins = [index for index in range(MIN_WORDS, len(words)) if self._may_begin(line, index, sentence)]
        shares = _shares(
            [sum(self.weights.get(sign, 0.0) for sign in self._signs(line, index)) for index in begins]
        )
        for index, share in zip(begins, shares, strict=True):
            if share >= CERTAIN * max(shares):
                word = words[index]
                return word.start - (len(word.before) - len(word.before.rstrip(_OPENING)))
        return None

    def _may_begin(self, line: _Line, index: int, sentence: int) -> bool:
        word = line.words[index]
        if word.start >= sentence or not word.capital or (line.prose is not None and line.prose <= index):
            return False
        return line.words[index - 1].text.lower() not in self.joiners

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
        rest = token[1:]
        if rest == rest.lower() or token.lower() in self.camel:
            return []
        return [match.start() for match in _GLUE.finditer(token) if match.start() > 1]

    def _prose_start(self, words: list[_Word]) -> int | None:
        """Return the first word that Title Case would not write small; None in another style."""
        first = next((index for index, word in enumerate(words) if self._is_prose(word)), len(words))
        if first < EARLIEST_PROSE and not self._begins_prose(words, first):
            return None
        return first

    def _begins_prose(self, words: list[_Word], first: int) -> bool:
        """Return whether a short headline in Title Case ends before an everyday word that prose follows."""
        return first > MIN_WORDS and self.known(words[first - 1].text.lower())

    def _signs(self, line: _Line, index: int) -> Iterator[str]:
        """Yield the signs that the sentence begins with this word, as the table of weights names them."""
        word, before = line.words[index], line.words[index - 1]
        yield from _border(word)
        distance = -1 if line.prose is None else min(line.prose - index, FAR)
        yield f"prose-{distance}" if distance >= 0 else "sentence-case"
        yield from self._kind(word, before, distance)
        yield from self._names(line, word, before)
        yield f"length-{min(index, 20) // 2 * 2}"
        following = line.words[index + 1].before if index + 1 < len(line.words) else ""
        if following.startswith(",") and word.text.lower() in self.openers:
            yield "opener-comma"
        if distance > 1 and any(other.before.strip(" -") for other in line.words[index + 1 : line.prose]):
            yield "stop-before-prose"
        if distance < 0 and index + 1 < len(line.words) and self._is_prose(line.words[index + 1]):
            yield "prose-follows"

    def _kind(self, word: _Word, before: _Word, distance: int) -> Iterator[str]:
        lower = word.text.lower()
        reach = "near" if distance <= 2 else "far" if distance <= MAX_SUBJECT else "beyond"
        if lower in self.openers:
            yield f"opener-{reach}"
        elif lower in self.subjects:
            yield f"subject-{reach}"
        elif word.text[0].isdigit():
            yield "number"
        elif lower.endswith("nya"):
            yield "suffix"
        if _VERB.match(lower):
            yield f"verb-{reach}"
        if before.text.lower() in self.openers or before.text[0].isdigit():
            yield "after-opener"

    def _names(self, line: _Line, word: _Word, before: _Word) -> Iterator[str]:
        """Tell names: one is not torn apart, and one that the article names again begins its sentence."""
        kind = "word" if self.known(word.text.lower()) else "name"
        yield f"{kind}-after-{'word' if self.known(before.text.lower()) else 'name'}"
        if self._is_prose(before):
            yield "word-after-prose" if kind == "word" and line.prose is None else "after-prose"
        if line.text.count(word.text) > 1:
            yield "again"
        if line.text.count(before.text) > 1:
            yield "before-again"
        if word.before.isspace() and line.text.count(f"{before.text} {word.text}") > 1:
            yield "pair-again"

    def _is_prose(self, word: _Word) -> bool:
        return not word.capital and word.text.lower() not in self.joiners


def _sentence_stop(text: str, start: int, limit: int) -> int | None:
    """Return where the first sentence behind the headline ends; None where there is no sentence."""
    for match in _STOP.finditer(text, start, limit):
        if match.group()[0] == ".":
            return match.start()
    return limit if limit - start > LONELY else None


def _weights(path: Path) -> dict[str, float]:
    weights: dict[str, float] = {}
    for row in read_table(path, WEIGHT_COLUMNS):
        try:
            weights[row["sign"]] = float(row["weight"])
        except ValueError as error:
            raise row.error(f"a weight is a number, not {row['weight']!r}") from error
    return weights


def _border(word: _Word) -> Iterator[str]:
    """Tell what stands between headline and sentence."""
    if word.glued:
        yield "glued"
    elif word.before and word.before[-1] in _OPENING:
        yield "quotation"
    elif any(mark in word.before for mark in ("?", "!", "...", "…")):
        yield "question"
    elif word.before.strip():
        yield "comma"


def _shares(weights: Sequence[float]) -> list[float]:
    """Return what share of all borders with such weights each one is (softmax)."""
    highest = max(weights, default=0.0)
    powers = [math.exp(weight - highest) for weight in weights]
    return [power / sum(powers) for power in powers]

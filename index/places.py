"""Where in a text something may be, so that each step of reading looks only there.

    PlainPlaces                 nothing but the sentences is looked for; every step looks everywhere
    index.places_compiled       C, where it could be built: one pass finds the places of all steps

A place is no more than a hint: whoever looks for something finds the same with the hints as without.
Phrases and quotations are found exactly, by either. This module must not know what is looked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

import ahocorasick

from index.lang.sentences import LINE_BREAKS, STOPS, SentenceSplitter

# What `point_classes` says of a code point; sentences.h and places.h of index/compiled say the same.
SPACE, ALNUM, LOWER, UPPER, DIGIT, DECIMAL, STOP, LINE_BREAK = (1 << bit for bit in range(8))


class Places(NamedTuple):
    """The sentences of a text, and where something may begin: ascending code points, None for anywhere.

    `sentences` has the start and the end of each, one after the other; `numbers`: a date that begins with a
    number; `cues`: one of the words that were given, in any case of its letters. `quotations` are what stands
    between quotation marks, each with what is behind the closing one (`index.quotes`); None: not looked for.
    """

    sentences: Sequence[int]
    numbers: Sequence[int] | None = None
    quotations: Sequence[tuple[int, int, int]] | None = None
    cues: Sequence[int] | None = None


class PlaceFinder(Protocol):
    """Finds the places of texts."""

    def find(self, text: str) -> Places:
        """Return the places of a text; never raises for any text."""


# Finds phrases that stand in a text as words of their own: (place, number of the phrase), by place.
PhraseFinder = Callable[[str], Sequence[tuple[int, int]]]


class PlainPlaces:
    """See PlaceFinder."""

    def __init__(self, splitter: SentenceSplitter) -> None:
        self._splitter = splitter

    def find(self, text: str) -> Places:
        """See PlaceFinder."""
        return Places(array("i", chain.from_iterable(self._splitter.spans(text))))


class PlainPhrases:
    """See PhraseFinder: all phrases are looked for at once; a text without any costs one pass."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for number, phrase in enumerate(phrases):
            self._automaton.add_word(phrase, (len(phrase), number))
        self._automaton.make_automaton()

    def __call__(self, text: str) -> list[tuple[int, int]]:
        """See PhraseFinder."""
        found = []
        for last, (length, number) in self._automaton.iter(text) if len(self._automaton) else ():
            begin = last - length + 1
            if stands_free(text, begin, last + 1):
                found.append((begin, number))
        return sorted(found)


def stands_free(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` is a word of its own; a lost blank (`com.idBaca juga`) is forgiven."""
    before, first = text[start - 1 : start], text[start]
    if before.isalnum() and not (first.isupper() and not before.isupper()):
        return False
    last, after = text[end - 1], text[end : end + 1]
    return not (last.isalnum() and after.isalnum()) or (last.islower() and not after.islower())


def point_classes(first: int, count: int) -> bytes:
    """Return what each of so many code points is, from `first` on; see ALNUM and those beside it."""
    return bytes(map(_class_of, map(chr, range(first, first + count))))


def _class_of(letter: str) -> int:
    ends = (LINE_BREAK if letter in LINE_BREAKS else 0) | (STOP if letter in STOPS else 0)
    case = UPPER if letter.isupper() else LOWER if letter.islower() else 0
    if not letter.isalnum():  # circled letters have a case and are none
        return ends | (SPACE if letter.isspace() else case)
    return ALNUM | case | (DIGIT if letter.isdigit() else 0) | (DECIMAL if letter.isdecimal() else 0)

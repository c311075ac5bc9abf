"""Places and phrases found in C: what stands between `index/compiled` and Python.

Importing this module raises ImportError where it was not built. What is promised says `index.places`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from index import _places
from index.lang.sentences import SentenceSplitter
from index.places import Places, PlainPlaces, point_classes

VERSION: int = _places.VERSION
# What may follow an abbreviation, as index/compiled/sentences.h numbers it.
FOLLOWS = {None: 0, "name": 1, "number": 2, "either": 3}
# What str.lower turns into a Latin letter beside A to Z; C knows only those.
DOTTED_I, KELVIN = "\u0130", "\u212a"


class CompiledPlaces:
    """See `PlaceFinder`; `followers` are beginnings, of three small letters, of words behind a number."""

    def __init__(self, splitter: SentenceSplitter, cues: Sequence[str], followers: Sequence[str]) -> None:
        self._plain = PlainPlaces(splitter)
        known = (*splitter.folded, *splitter.exact)
        self._places = _places.Places(
            _classes_of, tuple(cues), True, known, tuple(followers), _abbreviations(splitter)
        )

    def find(self, text: str) -> Places:
        """See PlaceFinder."""
        if DOTTED_I in text or KELVIN in text:
            return self._plain.find(text)
        sentences, numbers, quotations, cues = self._places.read(text)
        return Places(memoryview(sentences).cast("i"), numbers, quotations, cues)


class CompiledPhrases:
    """See `PhraseFinder`."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._places = _places.Places(_classes_of, tuple(phrases), False, (), (), None)

    def __call__(self, text: str) -> Sequence[tuple[int, int]]:
        """See PhraseFinder."""
        return self._places.phrases(text)


def _abbreviations(splitter: SentenceSplitter) -> Callable[[str, int, int], int]:
    def follows(text: str, start: int, end: int) -> int:
        """Return what may follow the word `text[start:end]` and a point, 0 where it is no abbreviation."""
        return FOLLOWS[splitter.follows(text[start:end])]

    return follows


_classes_of = cache(point_classes)

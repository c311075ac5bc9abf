"""Places and phrases found in C: what stands between `index/compiled` and Python.

Importing this module raises ImportError where it was not built. What is promised says `index.places`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property

from index import _places
from index.lang.sentences import SentenceSplitter
from index.places import Places, PlainPhrases, PlainPlaces, point_classes

VERSION: int = _places.VERSION
# What may follow an abbreviation, as index/compiled/sentences.h numbers it.
FOLLOWS = {None: 0, "name": 1, "number": 2, "either": 3}
# Beside A to Z what str.lower turns into a letter of those; C knows only those.
LIKE_LATIN = ("\u0130", "\u212a")


class CompiledPlaces:
    """See `PlaceFinder`; `followers` are beginnings, of three small letters, of words behind a number."""

    def __init__(self, splitter: SentenceSplitter, cues: Sequence[str], followers: Sequence[str]) -> None:
        self._plain = PlainPlaces(splitter)
        known = (*splitter.folded, *splitter.exact)
        self._places = _places.Places(
            _classes(), tuple(cues), True, known, tuple(followers), _abbreviations(splitter)
        )

    def find(self, text: str) -> Places:
        """See PlaceFinder."""
        found = None if any(letter in text for letter in LIKE_LATIN) else self._places.read(text)
        return Places._make(found) if found is not None else self._plain.find(text)


class CompiledPhrases:
    """See `PhraseFinder`."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = tuple(phrases)
        self._places = _places.Places(_classes(), self._phrases, False, (), (), None)

    def __call__(self, text: str) -> Sequence[tuple[int, int]]:
        """See PhraseFinder."""
        found = self._places.phrases(text)
        return found if found is not None else self._plain(text)

    @cached_property
    def _plain(self) -> PlainPhrases:
        """What reads a text with a letter that the classes do not reach to."""
        return PlainPhrases(self._phrases)


def _abbreviations(splitter: SentenceSplitter) -> Callable[[str, int, int], int]:
    def follows(text: str, start: int, end: int) -> int:
        """Return what may follow the word `text[start:end]` and a point, 0 where it is no abbreviation."""
        return FOLLOWS[splitter.follows(text[start:end])]

    return follows


@cache
def _classes() -> bytes:
    return point_classes()

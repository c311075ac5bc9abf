"""Texts split into words, and their sentences printed, in C: what stands between `index/compiled` and Python.

Importing this module raises ImportError where it was not built. What is promised say `index.splitting` and
`index.fingerprints`.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any

from index import _splitting
from index.article import Span
from index.fingerprints import MIN_WORDS, NO_PRINTS, Prints, prints_of
from index.splitting import MOST_REMEMBERED, Learn, PlainSplitter, Split, small_words, word_classes

VERSION: int = _splitting.VERSION


class CompiledSplitter:
    """See `Splitter`: a text is cut and looked up in one pass, without a string for a known word."""

    def __init__(self, learn: Learn) -> None:
        self._learn, self._classes = learn, word_classes()
        self._plain = PlainSplitter(learn)
        self._splitter = self._new()

    def split(self, text: str) -> Split:
        """See Splitter."""
        if len(self._splitter) >= MOST_REMEMBERED:
            self._splitter = self._new()
        found = self._splitter.split(text)
        if found is None:  # it has a letter that the classes do not reach to
            return self._plain.split(text)
        if found[7] is None:  # where words touch, or an underscore does, they do not tell the small ones
            return Split._make((*found[:7], small_words(text), found[8]))
        return Split._make(found)

    def _new(self) -> Any:
        return _splitting.Splitter(self._classes, self._learn, secrets.randbits(64))


def compiled_fingerprints(codes: bytes, starts: Sequence[int], sentences: Sequence[Span]) -> Prints:
    """See `index.fingerprints.fingerprints`."""
    if len(starts) < MIN_WORDS:
        return NO_PRINTS
    words = memoryview(codes).cast("Q"), array("i", starts)
    found = _splitting.fingerprints(*words, array("i", chain.from_iterable(sentences)))
    return prints_of(*found) if found[0] else NO_PRINTS

"""Texts scanned, and their sentences printed, in C: what stands between `index/compiled` and Python.

Importing this module raises ImportError where it was not built. What is promised say
`index.actors_candidates` and `index.fingerprints`.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from index import _splitting
from index.actors_bits import NameBits
from index.actors_candidates import Scan, Scanner
from index.actors_found import Found
from index.actors_open import KIND_SUFFIX, OpenNames
from index.actors_traits import ITS
from index.article import ACTOR_KINDS, Actor, Mention
from index.fingerprints import MIN_WORDS, NO_PRINTS, Prints, small_codes
from index.lang.morphology import Written
from index.splitting import MOST_REMEMBERED, page_classes, small_words, word_classes

VERSION: int = _splitting.VERSION

MOST_NAMES = 300_000  # that are remembered: those of a month of news, in a hundred megabytes
SUFFIXES = tuple(KIND_SUFFIX[kind] for kind in ACTOR_KINDS)


class CompiledScanner:
    """See `Scanner`: one pass over a text, without a string for a word or a list of them.

    `plain` scans the texts that have half a surrogate pair.
    """

    def __init__(self, plain: Scanner, bits: NameBits, names: OpenNames) -> None:
        self._plain, self._bits, self._names = plain, bits, names
        self._listed, self._tables = bits.listed(), tuple(bits.tables())
        self._splitter = self._new()

    def scan(self, text: str, title: str = "") -> Scan:
        """See Scanner."""
        if len(self._splitter) >= MOST_REMEMBERED:
            self._splitter = self._new()
        found = self._splitter.scan(text, title)
        if found is None:  # it cannot be written as UTF-8
            return self._plain.scan(text, title)
        codes, starts, small, cast = found
        if small is None:  # where words touch, or an underscore does, they do not tell the small ones
            small = small_codes(small_words(text))
        return Scan(codes, memoryview(starts).cast("i"), small, Found(*cast))

    def _new(self) -> Any:
        bits, names = self._bits, self._names
        may_know = bits.traits.may_know
        cuts = may_know if isinstance(may_know, _splitting.Cuts) else None
        return _splitting.Splitter(
            word_classes(),
            (page_classes, bits.learn, bits.capital, bits.known, names.actor),
            (cuts, ITS),
            (self._listed, *names.listed()),
            (ACTOR_KINDS, SUFFIXES, names.gazetteer.countries, bits.actors),
            MENTIONS,
            ACTORS,
            self._tables,
            MOST_NAMES,
            secrets.randbits(64),
        )


def _record(kind: type[Any]) -> tuple[type[Any], tuple[Any, ...]]:
    """Return a frozen class with slots, and what sets each of its fields."""
    return kind, tuple(getattr(kind, field.name) for field in fields(kind))


MENTIONS, ACTORS = _record(Mention), _record(Actor)


def compiled_fingerprints(codes: bytes, starts: Sequence[int], sentences: Sequence[int]) -> Prints:
    """See `index.fingerprints.fingerprints`."""
    if len(starts) < MIN_WORDS:
        return NO_PRINTS
    found = _splitting.fingerprints(memoryview(codes).cast("Q"), _integers(starts), _integers(sentences))
    return Prints._make(found) if found[0] else NO_PRINTS


def _integers(numbers: Sequence[int]) -> memoryview | array[int]:
    return numbers if isinstance(numbers, memoryview) else array("i", numbers)


def compiled_cuts(cuts: tuple[Written, Written, Written, Written, Written]) -> Callable[[str], bool]:
    """Return whether a word has one of these cuts: see `index.lang.morphology.Morphology.cuts`."""
    return _splitting.Cuts(*cuts, secrets.randbits(64))

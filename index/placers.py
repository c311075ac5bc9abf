"""What finds places and phrases in texts; `index.kernel_choice` says how that is decided.

The only place that imports the compiled ones.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import ModuleType

from index.kernel_choice import usable
from index.lang.sentences import SentenceSplitter
from index.places import PhraseFinder, PlaceFinder, PlainPhrases, PlainPlaces

compiled: ModuleType | None
try:
    from index import places_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

# What index/compiled/placer.c must say it is; raised there and here with every change of what it gives.
COMPILED_VERSION = 4


def chosen_places(
    splitter: SentenceSplitter,
    cues: Sequence[str],
    followers: Sequence[str],
    environment: Mapping[str, str] = os.environ,
) -> PlaceFinder:
    """Return what finds places; raises ConfigurationError where a forced one cannot be had.

    `cues` are words in small letters, `followers` the first three small letters of what may stand behind the
    first number of a date.
    """
    loops = _usable(environment)
    return loops.CompiledPlaces(splitter, cues, followers) if loops else PlainPlaces(splitter)


def chosen_phrases(phrases: Sequence[str], environment: Mapping[str, str] = os.environ) -> PhraseFinder:
    """Return what finds phrases, each given once; raises ConfigurationError as above."""
    loops = _usable(environment)
    return loops.CompiledPhrases(phrases) if loops else PlainPhrases(phrases)


def _usable(environment: Mapping[str, str]) -> ModuleType | None:
    return usable(compiled, COMPILED_VERSION, "finder of places", environment)

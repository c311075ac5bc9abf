"""What scans texts and prints their sentences; `index.kernel_choice` says how that is decided.

The only place that imports the compiled ones.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import ModuleType

from index.actors_bits import NameBits
from index.actors_candidates import PlainScanner, Scanner
from index.actors_cues import Cues
from index.actors_open import OpenNames
from index.actors_traits import Traits
from index.fingerprints import Fingerprints, fingerprints
from index.gazetteer import Gazetteer
from index.kernel_choice import usable
from index.lang.stem import Stemmer

compiled: ModuleType | None
try:
    from index import splitting_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

# What index/compiled/splitter.c must say it is; raised there and here with every change of what it gives.
COMPILED_VERSION = 16


def chosen_scanner(
    cues: Cues, gazetteer: Gazetteer, traits: Traits, environment: Mapping[str, str] = os.environ
) -> Scanner:
    """Return what scans texts; raises ConfigurationError where a forced one cannot be had."""
    plain = PlainScanner(cues, gazetteer, traits)
    loops = _usable(environment)
    return (
        loops.CompiledScanner(plain, NameBits(cues, gazetteer, traits), OpenNames(gazetteer))
        if loops
        else plain
    )


def chosen_stemmer(environment: Mapping[str, str] = os.environ) -> Stemmer:
    """Return the stemmer of this process, spared from here on; raises ConfigurationError as above."""
    stemmer = Stemmer.load()
    loops = _usable(environment)
    if loops:
        stemmer.may_explain = loops.compiled_cuts(stemmer.cuts())
    return stemmer


def chosen_fingerprints(environment: Mapping[str, str] = os.environ) -> Fingerprints:
    """Return what prints the sentences of texts; raises ConfigurationError as above."""
    loops = _usable(environment)
    return loops.compiled_fingerprints if loops else fingerprints


def _usable(environment: Mapping[str, str]) -> ModuleType | None:
    return usable(compiled, COMPILED_VERSION, "splitter of texts", environment)

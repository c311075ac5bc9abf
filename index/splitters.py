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
from index.actors_traits import Traits
from index.fingerprints import Fingerprints, fingerprints
from index.gazetteer import Gazetteer
from index.kernel_choice import choose

compiled: ModuleType | None
try:
    from index import splitting_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

# What index/compiled/splitter.c must say it is; raised there and here with every change of what it gives.
COMPILED_VERSION = 5


def chosen_scanner(
    cues: Cues, gazetteer: Gazetteer, traits: Traits, environment: Mapping[str, str] = os.environ
) -> Scanner:
    """Return what scans texts; raises ConfigurationError where a forced one cannot be had."""
    plain = PlainScanner(cues, gazetteer, traits)
    if not _takes_compiled(environment) or compiled is None:
        return plain
    scanner: Scanner = compiled.CompiledScanner(plain, NameBits(cues, gazetteer, traits))
    return scanner


def chosen_fingerprints(environment: Mapping[str, str] = os.environ) -> Fingerprints:
    """Return what prints the sentences of texts; raises ConfigurationError as above."""
    if not _takes_compiled(environment) or compiled is None:
        return fingerprints
    made: Fingerprints = compiled.compiled_fingerprints
    return made


def _takes_compiled(environment: Mapping[str, str]) -> bool:
    found = compiled.VERSION if compiled else None
    return choose(found, COMPILED_VERSION, "splitter of texts", environment) == "c"

"""What splits texts into words and prints sentences; `index.kernel_choice` says how that is decided.

The only place that imports the compiled ones.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import ModuleType

from index.fingerprints import Fingerprints, fingerprints
from index.kernel_choice import choose
from index.splitting import Learn, PlainSplitter, Splitter

compiled: ModuleType | None
try:
    from index import splitting_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

# What index/compiled/splitter.c must say it is; raised there and here with every change of what it gives.
COMPILED_VERSION = 2


def chosen_splitter(learn: Learn, environment: Mapping[str, str] = os.environ) -> Splitter:
    """Return what splits texts; raises ConfigurationError where a forced one cannot be had."""
    if not _takes_compiled(environment) or compiled is None:
        return PlainSplitter(learn)
    splitter: Splitter = compiled.CompiledSplitter(learn)
    return splitter


def chosen_fingerprints(environment: Mapping[str, str] = os.environ) -> Fingerprints:
    """Return what prints the sentences of texts; raises ConfigurationError as above."""
    if not _takes_compiled(environment) or compiled is None:
        return fingerprints
    made: Fingerprints = compiled.compiled_fingerprints
    return made


def _takes_compiled(environment: Mapping[str, str]) -> bool:
    found = compiled.VERSION if compiled else None
    return choose(found, COMPILED_VERSION, "splitter of texts", environment) == "c"

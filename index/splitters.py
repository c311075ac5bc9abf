"""Which splitter cuts texts into words; `index.kernel_choice` says how that is decided.

The only place that imports the compiled one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import ModuleType

from index.kernel_choice import choose
from index.splitting import Learn, PlainSplitter, Splitter

compiled: ModuleType | None
try:
    from index import splitting_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

# What index/compiled/splitter.c must say it is; raised there and here with every change of what it gives.
COMPILED_VERSION = 1


def chosen_splitter(learn: Learn, environment: Mapping[str, str] = os.environ) -> Splitter:
    """Return what splits texts; raises ConfigurationError where a forced one cannot be had."""
    found = compiled.VERSION if compiled else None
    if compiled is None or choose(found, COMPILED_VERSION, "splitter of texts", environment) == "numpy":
        return PlainSplitter(learn)
    splitter: Splitter = compiled.CompiledSplitter(learn)
    return splitter

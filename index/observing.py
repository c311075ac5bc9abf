"""What observers look for in texts; `index.kernel_choice` says how it is decided who looks.

The only place that imports the compiled one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import ModuleType

from index.actors_cues import Cues
from index.boilerplate_edges import EdgeKeys, edge_keys
from index.dates_names import NamedRows, named_rows
from index.kernel_choice import usable
from index.names_votes import Cued, PlainCued

compiled: ModuleType | None
try:
    from index import observing_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

# What index/compiled/observer.c must say it is; raised there and here with every change of what it gives.
COMPILED_VERSION = 2


def chosen_rows(environment: Mapping[str, str] = os.environ) -> NamedRows:
    """Return what finds the rows of names; raises ConfigurationError where a forced one cannot be had."""
    loops = _usable(environment)
    return loops.compiled_rows if loops else named_rows


def chosen_cued(cues: Cues, environment: Mapping[str, str] = os.environ) -> Cued:
    """Return what tells the cues beside mentions; raises ConfigurationError as above."""
    loops = _usable(environment)
    return loops.CompiledCued(cues) if loops else PlainCued(cues)


def chosen_edge_keys(environment: Mapping[str, str] = os.environ) -> EdgeKeys:
    """Return what tells the keys of edge lines; raises ConfigurationError as above."""
    loops = _usable(environment)
    return loops.compiled_edge_keys if loops else edge_keys


def _usable(environment: Mapping[str, str]) -> ModuleType | None:
    return usable(compiled, COMPILED_VERSION, "observers of texts", environment)

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
from index.kernel_choice import choose
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
    if not _takes_compiled(environment) or compiled is None:
        return named_rows
    made: NamedRows = compiled.compiled_rows
    return made


def chosen_cued(cues: Cues, environment: Mapping[str, str] = os.environ) -> Cued:
    """Return what tells the cues beside mentions; raises ConfigurationError as above."""
    if not _takes_compiled(environment) or compiled is None:
        return PlainCued(cues)
    made: Cued = compiled.CompiledCued(cues)
    return made


def chosen_edge_keys(environment: Mapping[str, str] = os.environ) -> EdgeKeys:
    """Return what tells the keys of edge lines; raises ConfigurationError as above."""
    if not _takes_compiled(environment) or compiled is None:
        return edge_keys
    made: EdgeKeys = compiled.compiled_edge_keys
    return made


def _takes_compiled(environment: Mapping[str, str]) -> bool:
    found = compiled.VERSION if compiled else None
    return choose(found, COMPILED_VERSION, "observers of texts", environment) == "c"

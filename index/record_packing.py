"""An article as the bytes that the index stores: in C where that was built; `index.kernel_choice` decides.

What a record is says `index.record`; what is given here is `stored_record` as JSON without blanks, the same
to the last byte. An article that the compiled packer leaves alone (one with half a surrogate pair, say) goes
through `stored_record`. The only module that imports the compiled one; it must not read or write files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from types import ModuleType

from index.article import Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source
from index.kernel_choice import usable
from index.record import OTHERS, PLAIN

compiled: ModuleType | None
try:
    from index import _recording as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

# What index/compiled/recording.c must say it is; raised there and here with every change of what it gives.
COMPILED_VERSION = 1

# What packs an article, or gives None where it cannot.
Packer = Callable[[Article], bytes | None]
# The attributes of an article in the order of `stored_record`; which objects are stored even where nothing of
# them is filled.
NAMES = (*PLAIN, "published", "source", "actors", *OTHERS, "copies")
KEPT = ("published", "source")
# Stored as objects, by attributes, and as arrays.
OBJECTS = (Actor, Copies, Cut, Dating, Quote, Role, Source)
ROWS = (Mention,)


def chosen_packer(environment: Mapping[str, str] = os.environ) -> Packer:
    """Return what packs articles that it can, None for others; raises ConfigurationError as `usable` does."""
    loops = usable(compiled, COMPILED_VERSION, "packer of records", environment)
    if loops is None:
        return no_packer
    shapes: dict[type, tuple[str, ...] | list[str]] = {kind: _names(kind) for kind in OBJECTS}
    shapes |= {kind: list(_names(kind)) for kind in ROWS}
    pack: Packer = loops.Packer(NAMES, KEPT, shapes, _names(Mention), date).pack
    return pack


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def no_packer(article: Article) -> None:
    """Pack nothing: all is left to `stored_record`."""

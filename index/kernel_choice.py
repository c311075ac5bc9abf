"""Which loops run: the compiled ones where they were built, else their twins; `KLIPING_KERNEL` forces one.

Everybody who imports a compiled module asks here whether to use it. The only place that reads that variable.
This module must not know what any loop does.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Literal

from index.errors import ConfigurationError

VARIABLE = "KLIPING_KERNEL"
# How each implementation names itself, in that variable and in the status.
KernelName = Literal["numpy", "c"]


def usable(
    compiled: ModuleType | None, wanted: int, loops: str, environment: Mapping[str, str] = os.environ
) -> ModuleType | None:
    """Return a compiled module where it is to be used, None where its twin is; raises as `choose`.

    `compiled` is None where it was not built, and says in `VERSION` which it is; the rest as in `choose`.
    """
    found = compiled.VERSION if compiled else None
    return compiled if choose(found, wanted, loops, environment) == "c" else None


def choose(
    found: int | None, wanted: int, loops: str, environment: Mapping[str, str] = os.environ
) -> KernelName:
    """Return which implementation to take; raises ConfigurationError where a forced one cannot be had.

    `found` is the version of the compiled one, None where it was not built; `wanted` the version that fits.
    A stale file is told of, named as `loops`, not used.
    """
    forced = environment.get(VARIABLE, "")
    if forced not in ("", "c", "numpy"):
        raise ConfigurationError(f"{VARIABLE}={forced}: there are c and numpy")
    if forced == "numpy":
        return "numpy"
    if found == wanted and fits_machine():
        return "c"
    if found is not None:
        told = "compiled %s of version %s instead of %s: numpy does the work; install again"
        logging.getLogger(__name__).warning(told, loops, found, wanted)
    if forced == "c":
        raise ConfigurationError(f"{VARIABLE}=c: not built for this version: install again with a C compiler")
    return "numpy"


def fits_machine() -> bool:
    """Return whether compiled loops may read our files as they are: they are little-endian."""
    return sys.byteorder == "little"

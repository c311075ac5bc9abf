"""Which kernel searches: the compiled one where it was built, else numpy; `KLIPING_KERNEL` forces one.

The only place that reads that variable, and the only one that imports the compiled kernel.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from types import ModuleType

from index.errors import ConfigurationError
from searcher.kernel import COMPILED_VERSION, Kernel, fits_machine
from searcher.kernel_numpy import NumpyKernel

compiled: ModuleType | None
try:
    from searcher import kernel_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None

VARIABLE = "KLIPING_KERNEL"


def chosen_kernel(environment: Mapping[str, str] = os.environ) -> Kernel:
    """Return the kernel to search with; raises ConfigurationError where a forced one cannot be had."""
    wanted = environment.get(VARIABLE, "")
    if wanted not in ("", "c", "numpy"):
        raise ConfigurationError(f"{VARIABLE}={wanted}: there are c and numpy")
    if wanted != "numpy" and compiled is not None and _is_ours(compiled.VERSION):
        kernel: Kernel = compiled.CompiledKernel()
        return kernel
    if wanted == "c":
        raise ConfigurationError(f"{VARIABLE}=c: not built for this version: install again with a C compiler")
    return NumpyKernel()


def _is_ours(version: int) -> bool:
    """Return whether the compiled file is of this source; a stale one is told of, not used."""
    if version == COMPILED_VERSION and fits_machine():
        return True
    logging.getLogger(__name__).warning(
        "compiled kernel of version %s instead of %s: searching with numpy; install again",
        version,
        COMPILED_VERSION,
    )
    return False

"""Which kernel searches; `index.kernel_choice` says how that is decided.

The only place that imports the compiled kernel.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import ModuleType

from index.kernel_choice import usable
from searcher.kernel import COMPILED_VERSION, Kernel
from searcher.kernel_numpy import NumpyKernel

compiled: ModuleType | None
try:
    from searcher import kernel_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None


def chosen_kernel(environment: Mapping[str, str] = os.environ) -> Kernel:
    """Return the kernel to search with; raises ConfigurationError where a forced one cannot be had."""
    loops = usable(compiled, COMPILED_VERSION, "kernel of searches", environment)
    return loops.CompiledKernel() if loops else NumpyKernel()

"""Which kernel writes; `index.kernel_choice` says how that is decided.

The only place that imports the compiled kernel of a write.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import ModuleType

from index.codec_kernel import COMPILED_VERSION, WriteKernel
from index.codec_kernel_numpy import NumpyWriteKernel
from index.kernel_choice import usable

compiled: ModuleType | None
try:
    from index import codec_kernel_compiled as compiled
except ImportError:  # not built: there was no compiler
    compiled = None


def chosen_write_kernel(environment: Mapping[str, str] = os.environ) -> WriteKernel:
    """Return the kernel to write with; raises ConfigurationError where a forced one cannot be had."""
    loops = usable(compiled, COMPILED_VERSION, "kernel of writes", environment)
    return loops.CompiledWriteKernel() if loops else NumpyWriteKernel()

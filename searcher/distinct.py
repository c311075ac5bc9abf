"""The distinct ones of some numbers, ascending. It must not know what the numbers stand for.

`numpy.unique` imports `numpy.ma` when it is first called: 40 ms of a request, a megabyte of a worker.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = TypeVar("Numbers", bound=NDArray[Any])


def distinct(numbers: Numbers) -> Numbers:
    """Return each number once, ascending."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    found: Numbers = ordered[first]  # type: ignore[assignment]  # a mask keeps the dtype
    return found

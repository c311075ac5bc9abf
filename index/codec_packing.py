"""Numbers of a few bits each, packed so that any of them can be read where it lies.

Four numbers of `width` bits (even, 8 … 16) take width / 2 bytes; number i is

    (the 8 bytes from (i >> 2) · width / 2 on, little-endian) >> ((i & 3) · width) & (2^width − 1)

for which eight bytes of zeros stand behind the last four. Words of an article have mostly positions below
1,024: ten bits instead of sixteen are 37 % less. This module must not know what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTHS = (8, 10, 12, 14, 16)
TOGETHER = 4
PADDING = 8
GROUPS_AT_ONCE = 1 << 18
# So many places are close where no more than CLOSE times as many groups lie from the first to the last.
FEW, CLOSE = 256, 2
# What a number costs that does not fit: its place (8 bytes) and itself (4).
EXCEPTION_BITS = 96


def best_width(count: int, above: Sequence[int]) -> int:
    """Return the width that takes least for so many numbers, `above` being how many do not fit into each.

    Those are stored once more elsewhere.
    """
    costs = {width: count * width + over * EXCEPTION_BITS for width, over in zip(WIDTHS, above, strict=True)}
    return min(WIDTHS, key=costs.__getitem__)


def packed_size(count: int, width: int) -> int:
    """Return how many bytes so many numbers take."""
    return -(-count // TOGETHER) * (width // 2) + PADDING


def pack(numbers: NDArray[Any], width: int) -> NDArray[np.uint8]:
    """Return numbers packed, each modulo 2^width."""
    result = np.zeros(packed_size(len(numbers), width), "|u1")
    bytes_each, mask = width // 2, np.uint64((1 << width) - 1)
    for first in range(0, len(numbers), GROUPS_AT_ONCE * TOGETHER):
        some = numbers[first : first + GROUPS_AT_ONCE * TOGETHER]
        lanes = np.zeros((-(-len(some) // TOGETHER), TOGETHER), "<u8")
        lanes.ravel()[: len(some)] = some
        lanes &= mask
        lanes <<= np.arange(TOGETHER, dtype=np.uint64) * np.uint64(width)
        words = np.bitwise_or.reduce(lanes, axis=1)
        begin = first // TOGETHER * bytes_each
        end = begin + len(words) * bytes_each
        result[begin:end] = words.view("|u1").reshape(-1, 8)[:, :bytes_each].ravel()
    return result


def unpack(packed: NDArray[np.uint8], width: int, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers at some places."""
    groups = (len(packed) - PADDING) // (width // 2)
    words: NDArray[np.uint64] = np.ndarray((groups,), "<u8", packed.data, strides=(width // 2,))
    numbers = _taken(words, places >> 2)
    shifts = places & (TOGETHER - 1)
    shifts *= width
    numbers >>= shifts.astype(np.uint64)
    numbers &= np.uint64((1 << width) - 1)
    return numbers.astype(np.int64)


def _taken(words: NDArray[np.uint64], at: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return words that are not aligned, which numpy takes at half the speed: close ones are copied first."""
    if len(at) >= FEW:
        first, last = int(at.min()), int(at.max())
        if first >= 0 and last < len(words) and last - first < CLOSE * len(at):
            return np.ascontiguousarray(words[first : last + 1]).take(at - first)
    return words[at]

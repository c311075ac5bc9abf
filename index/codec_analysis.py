"""What becomes of chunks of text, before a segment is inverted: every one is analysed once a segment.

A text comes as chunks (what stands between blanks, mostly a word) and is kept as their numbers, four bytes
a chunk. What becomes of a chunk, its roots, forms and steps from position to position, is asked of the
analyzer once a segment, and put together for all texts as arrays: no Python for each token.

This module must not know what an article is, nor which analyzer it asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_kernel import ChunkTerms, Numbers, PlanArrays

Encode = Callable[[Any], bytes]


class Interner(dict[Any, int]):
    """Numbers things in the order in which they are first seen; a known one costs a look-up in C."""

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = len(self)
        return number


class ChunkPlans:
    """What becomes of each chunk of a segment, by the number of the chunk.

    `roots` and `forms` are numbers of `terms`, one for each token of the chunks in a row.
    """

    def __init__(self, chunks: Sequence[str], analyse: Callable[[str], ChunkTerms]) -> None:
        """Ask what becomes of these chunks."""
        found = [analyse(chunk) for chunk in chunks]
        tokens = [token for terms, _ in found for token in terms]
        lengths = np.fromiter((len(terms) for terms, _ in found), np.uint32, len(found))
        starts = np.zeros(len(found) + 1, np.uint32)
        np.cumsum(lengths, out=starts[1:])
        advances = np.fromiter((advance for _, advance in found), np.uint32, len(found))
        self.terms = Interner()  # roots and forms alike: most roots are forms too
        self.roots, self.forms = (self._numbers([token[part] for token in tokens]) for part in (0, 1))
        steps = np.fromiter((token[2] for token in tokens), np.uint32, len(tokens))
        self.arrays = PlanArrays(starts, advances, steps)

    def _numbers(self, terms: list[Any]) -> Numbers:
        return np.fromiter(map(self.terms.__getitem__, terms), np.uint32, len(terms))


class Dictionary:
    """The terms behind numbers, in order of their bytes: sorted once for all fields that share them."""

    def __init__(self, numbers: Interner, encode: Encode) -> None:
        encoded = [encode(term) for term in numbers]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        self._terms = [encoded[number] for number in order]
        self._ranks = np.empty(len(order), np.uint32)
        self._ranks[order] = np.arange(len(order), dtype=np.uint32)

    def ordinals(
        self, numbers: Numbers, used: NDArray[np.bool_] | None = None
    ) -> tuple[list[bytes], Numbers]:
        """Return the terms that have a number among these, and the numbers as ordinals of those.

        Where only some numbers are `used`, those of the others mean nothing.
        """
        ranks = self._ranks[numbers] if len(numbers) else np.empty(0, np.uint32)
        there = np.zeros(len(self._terms), bool)
        there[ranks if used is None else ranks[used]] = True
        if there.all():
            return self._terms, ranks
        terms = [self._terms[rank] for rank in np.flatnonzero(there).tolist()]
        return terms, (np.cumsum(there) - 1).astype(np.uint32)[ranks]

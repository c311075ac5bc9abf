"""What becomes of chunks of text, before a segment is inverted: every one is analysed once a segment.

A text comes as chunks (what stands between blanks, mostly a word) and is kept as their numbers, four bytes
a chunk. What becomes of a chunk, its roots, forms and steps from position to position, is asked of the
analyzer when it is first seen, and put together for all texts at once as arrays: no Python for each token.

This module must not know what an article is, nor which analyzer it asks.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
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
    """Remembers what becomes of each chunk of a segment, by the number of the chunk."""

    def __init__(self, analyse: Callable[[str], ChunkTerms]) -> None:
        self._analyse = analyse
        self.terms = Interner()  # roots and forms alike: most roots are forms too
        # All chunks in a row: numbers of their roots and forms, and their steps.
        self._roots, self._forms, self._steps = array("I"), array("I"), array("I")
        self._starts, self._advances = array("I", [0]), array("I")

    def __len__(self) -> int:
        return len(self._advances)

    def add(self, chunk: str) -> None:
        """Ask what becomes of the next chunk."""
        terms, advance = self._analyse(chunk)
        for root, form, step, *_ in terms:
            self._roots.append(self.terms[root])
            self._forms.append(self.terms[form])
            self._steps.append(step)
        self._starts.append(len(self._steps))
        self._advances.append(advance)

    def roots(self) -> Numbers:
        """Return the number of the root of each token of the chunks."""
        return np.array(self._roots, np.uint32)

    def forms(self) -> Numbers:
        """Return the number of the form of each token of the chunks."""
        return np.array(self._forms, np.uint32)

    def arrays(self) -> PlanArrays:
        """Return which tokens each chunk has and where they stand."""
        columns = (np.array(column, np.uint32) for column in (self._starts, self._advances, self._steps))
        return PlanArrays(*columns)


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

"""What becomes of chunks of text, before a segment is inverted: every one is analysed once.

A text comes as chunks (what stands between blanks, mostly a word) and is kept as their numbers, four bytes
a chunk. What becomes of a chunk, its roots, forms and steps from position to position, is asked of the
analyzer once, and put together for all texts as arrays: no Python for each token.

This module must not know what an article is, nor which analyzer it asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_kernel import Analysis, Chunks, Numbers, PlanArrays, WriteKernel

Encode = Callable[[Any], bytes]
ERRORS = "surrogatepass"
NOTHING: Numbers = np.empty(0, np.uint32)
# With so many terms, 300 bytes each, a vocabulary is left behind: those of some fifty thousand articles.
MOST_TERMS = 300_000


class Interner(dict[Any, int]):
    """Numbers things in the order in which they are first seen; a known one costs a look-up in C."""

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = len(self)
        return number


class Dictionary:
    """The terms behind numbers, in order of their bytes: sorted once for all fields that share them.

    `ranks` is the place of each number among the `terms`.
    """

    def __init__(self, terms: list[bytes], ranks: Numbers) -> None:
        self._terms, self._ranks = terms, ranks

    @classmethod
    def of(cls, numbers: Interner, encode: Encode) -> Dictionary:
        """Return the dictionary of things as these are numbered."""
        encoded = list(map(encode, numbers))
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        return cls([encoded[number] for number in order], ranks_of(order))

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


class Vocabulary:
    """The chunks that a process has seen, by number, and what becomes of each: analysed once.

    One segment after the other may be written with it: most words of a part of an archive were in the parts
    before. `plans` is what becomes of the chunks; `roots` and `forms` are numbers of terms, one for each of
    their tokens in a row.
    """

    def __init__(self, analysis: Analysis, kernel: WriteKernel) -> None:
        self._analysis, self._kernel = analysis, kernel
        self.chunks: Chunks = kernel.chunks(analysis)
        self.plans = PlanArrays(np.zeros(1, np.uint32), NOTHING, NOTHING)
        self.roots, self.forms = NOTHING, NOTHING
        self._numbers = Interner()  # of roots and forms alike: most roots are forms too
        self._encoded: list[bytes] = []
        self._order: list[int] = []
        self._dictionary = Dictionary([], NOTHING)

    def renewed(self) -> Vocabulary:
        """Return what the next segment is to be written with: this, or an empty one where it is large."""
        return self if len(self._encoded) < MOST_TERMS else Vocabulary(self._analysis, self._kernel)

    def learn(self) -> Dictionary:
        """Analyse the chunks that are new; returns the dictionary of all terms."""
        new = self.chunks.written(len(self.plans.advances))
        if new:
            found, advances = zip(*map(self._analysis.chunk_terms, new), strict=True)
            self._add(found, np.array(advances, np.uint32))
            self._sort()
        return self._dictionary

    def _add(self, found: Sequence[Sequence[tuple[Any, ...]]], advances: Numbers) -> None:
        plans, tokens = self.plans, list(chain.from_iterable(found))
        ends = int(plans.starts[-1]) + np.cumsum(np.fromiter(map(len, found), np.uint32, len(found)))
        roots, forms, steps = (
            np.fromiter(column, np.uint32, len(tokens)) for column in self._columns(tokens)
        )
        self.plans = PlanArrays(
            np.concatenate((plans.starts, ends.astype(np.uint32))),
            np.concatenate((plans.advances, advances)),
            np.concatenate((plans.steps, steps)),
        )
        self.roots, self.forms = np.concatenate((self.roots, roots)), np.concatenate((self.forms, forms))

    def _columns(self, tokens: Sequence[tuple[Any, ...]]) -> Iterator[Iterable[int]]:
        for part in (0, 1):
            yield map(self._numbers.__getitem__, [token[part] for token in tokens])
        yield [token[2] for token in tokens]

    def _sort(self) -> None:
        """Put what is new where it belongs among the terms, which are in order: that takes one pass."""
        encoded = self._encoded
        known = len(encoded)
        encoded += [term.encode("utf-8", ERRORS) for term in islice(self._numbers, known, None)]
        self._order += sorted(range(known, len(encoded)), key=encoded.__getitem__)
        self._order.sort(key=encoded.__getitem__)
        self._dictionary = Dictionary([encoded[number] for number in self._order], ranks_of(self._order))


def ranks_of(order: Sequence[int]) -> Numbers:
    """Return the place of each number in an order of all of them."""
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return ranks

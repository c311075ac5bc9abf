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

from index.codec_fields import lengths_of
from index.codec_kernel import Analysis, Chunks, Numbers, PlanArrays, Terms, WriteKernel

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
    """The keys behind numbers, in order of their bytes; `ranks` is the place of each number among them."""

    def __init__(self, terms: list[bytes], ranks: Numbers) -> None:
        self._terms, self._ranks = terms, ranks

    @classmethod
    def of(cls, numbers: Interner, encode: Encode) -> Dictionary:
        """Return the dictionary of things as these are numbered."""
        encoded = list(map(encode, numbers))
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        return cls([encoded[number] for number in order], ranks_of(order))

    def ordinals(self, numbers: Numbers) -> tuple[list[bytes], Numbers]:
        """Return the terms that have a number among these, and the numbers as ordinals of those."""
        there, ordinals = _ordinals(self._ranks, numbers, len(self._terms))
        return [self._terms[rank] for rank in np.flatnonzero(there).tolist()], ordinals


class SortedTerms:
    """The terms behind the numbers of a vocabulary, in order of their bytes, as arrays.

    Terms are added, and all fields of a segment share them: no term is touched one by one but when it is new.
    """

    def __init__(self, kernel: WriteKernel) -> None:
        self._kernel = kernel
        self._terms: Terms = np.empty(0, np.uint8), np.zeros(1, np.uint64)
        self._ranks = NOTHING

    def __len__(self) -> int:
        return len(self._ranks)

    def add(self, new: Iterable[str]) -> None:
        """Add terms that are not there, under the next numbers."""
        terms, new_ranks = sorted_terms(new)
        lists = [(data, starts, np.ones(len(starts) - 1, bool)) for data, starts in (self._terms, terms)]
        self._terms, (old_places, new_places) = self._kernel.unite(lists)
        ranks = (old_places[self._ranks], new_places[new_ranks])
        self._ranks = np.concatenate(ranks).astype(np.uint32)

    def ordinals(self, numbers: Numbers, used: NDArray[np.bool_] | None = None) -> tuple[Terms, Numbers]:
        """Return the terms that have a number among these, and the numbers as ordinals of those.

        Where only some numbers are `used`, those of the others mean nothing.
        """
        there, ordinals = _ordinals(self._ranks, numbers, len(self), used)
        data, starts = self._terms
        lengths = lengths_of(starts)
        begins = np.zeros(int(there.sum()) + 1, np.uint64)
        np.cumsum(lengths[there], out=begins[1:])
        return (data[np.repeat(there, lengths)], begins), ordinals


def _ordinals(
    ranks: Numbers, numbers: Numbers, size: int, used: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.bool_], Numbers]:
    """Return which of `size` ranks some of the numbers have, and the numbers as ordinals of those."""
    of_numbers = ranks[numbers] if len(numbers) else NOTHING
    there = np.zeros(size, bool)
    there[of_numbers if used is None else of_numbers[used]] = True
    return there, (np.cumsum(there, dtype=np.uint32) - np.uint32(1))[of_numbers]


def sorted_terms(terms: Iterable[str]) -> tuple[Terms, Numbers]:
    """Return terms, each another, in order of their bytes, and the rank of each."""
    encoded = [term.encode("utf-8", ERRORS) for term in terms]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    starts = np.zeros(len(encoded) + 1, np.uint64)
    np.cumsum([len(encoded[number]) for number in order], dtype=np.uint64, out=starts[1:])
    data = np.frombuffer(b"".join([encoded[number] for number in order]), np.uint8)
    return (data, starts), ranks_of(order)


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
        self._terms = SortedTerms(kernel)

    def renewed(self) -> Vocabulary:
        """Return what the next segment is to be written with: this, or an empty one where it is large."""
        return self if len(self._terms) < MOST_TERMS else Vocabulary(self._analysis, self._kernel)

    def learn(self) -> SortedTerms:
        """Analyse the chunks that are new; returns all terms."""
        new = self.chunks.written(len(self.plans.advances))
        if new:
            found, advances = zip(*map(self._analysis.chunk_terms, new), strict=True)
            self._add(found, np.array(advances, np.uint32))
            self._terms.add(islice(self._numbers, len(self._terms), None))
        return self._terms

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


def ranks_of(order: Sequence[int]) -> Numbers:
    """Return the place of each number in an order of all of them."""
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return ranks

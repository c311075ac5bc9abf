"""The loops of a write in C: `index/compiled`, through what it takes from Python.

Importing this module raises ImportError where they were not built. See `index.codec_kernel` for what each
method promises. Arrays of other types than the loops take are converted, which costs a pass.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import _loops
from index.codec_fields import CHECKPOINT, LONGEST_COUNT
from index.codec_kernel import (
    Analysis,
    Joined,
    Numbers,
    Places,
    PlanArrays,
    Postings,
    TermList,
    Terms,
    Texts,
)
from index.codec_packing import WIDTHS, packed_size
from index.kernel_choice import KernelName

VERSION: int = _loops.VERSION
# As UTF-8 has it, and half a surrogate pair as if it could.
ERRORS = "surrogatepass"


class CompiledChunks:
    """See `index.codec_kernel.Chunks`: a text is cut and looked up in one pass, without a string."""

    def __init__(self, analysis: Analysis) -> None:
        self._split = analysis.chunks
        self._chunks = _loops.Chunks(analysis.chunk_classes(), secrets.randbits(64))

    def append(self, text: str | Sequence[str], numbers: array[int]) -> int:
        """See Chunks."""
        if isinstance(text, str):
            found = self._chunks.numbers(text)
            if found is not None:
                numbers.frombytes(found)
                return len(found) // numbers.itemsize
            text = self._split(text)  # it has a letter that the classes do not reach to
        numbers.fromlist([self._chunks.number(chunk.encode("utf-8", ERRORS)) for chunk in text])
        return len(text)

    def written(self, first: int = 0) -> list[str]:
        """See Chunks."""
        return self._chunks.written(first)


class CompiledInverter:
    """See `index.codec_kernel.Inverter`; its room is used again: clean memory costs as much as the loop."""

    def __init__(self, texts: Texts, plans: PlanArrays, tokens: int) -> None:
        self._texts = (texts.chunks, texts.counts, texts.live)
        self._plans = plans
        self._postings = np.empty(tokens, "<u4")
        self._tokens = np.empty(tokens, np.uint64)
        longs = tokens // LONGEST_COUNT + 1
        self._longs = (np.empty(longs, "<u8"), np.empty(longs, "<u4"))
        self._checkpoints = np.empty(tokens // CHECKPOINT + 1, "<u8")
        self._lengths = np.zeros(len(texts.live), np.uint32)
        self._size = int(texts.live.sum())

    def postings(self, ordinals: Numbers, terms: int) -> tuple[Postings, Numbers]:
        """See Inverter."""
        starts = np.empty(terms + 1, "<u8")
        given = (*self._texts, self._plans.starts, self._plans.advances, ordinals, self._plans.steps)
        room = (starts, self._postings, self._tokens, *self._longs, self._checkpoints, self._lengths)
        size, longs = _loops.invert(*given, *room)
        long, long_counts = (array[:longs] for array in self._longs)
        joined = Joined(self._postings[:size], long, long_counts, self._checkpoints[: size // CHECKPOINT + 1])
        positions = self._tokens.view(np.uint32)[: len(self._tokens)]
        return Postings(joined, starts, positions), self._lengths[: self._size]


class CompiledWriteKernel:
    """See `index.codec_kernel.WriteKernel`."""

    name: KernelName = "c"

    def chunks(self, analysis: Analysis) -> CompiledChunks:
        """See WriteKernel."""
        return CompiledChunks(analysis)

    def tally(self, texts: Texts, size: int) -> NDArray[np.uint64]:
        """See WriteKernel."""
        tallies = np.zeros(size, np.uint64)
        _loops.tally_chunks(texts.chunks, texts.counts, texts.live, tallies)
        return tallies

    def inverter(self, texts: Texts, plans: PlanArrays) -> CompiledInverter:
        """See WriteKernel."""
        of_chunks = (plans.starts[1:] - plans.starts[:-1]).astype(np.uint64)
        return CompiledInverter(texts, plans, int(self.tally(texts, len(of_chunks)) @ of_chunks))

    def join(self, documents: Numbers, counts: Numbers) -> Joined:
        """See WriteKernel."""
        size = len(documents)
        postings, checkpoints = np.empty(size, "<u4"), np.empty(size // CHECKPOINT + 1, "<u8")
        some_long = size and int(counts.max()) >= LONGEST_COUNT
        long = np.empty(int(np.count_nonzero(counts >= LONGEST_COUNT)) if some_long else 0, "<u8")
        _loops.join_postings(_contiguous(documents), _contiguous(counts), postings, long, checkpoints)
        return Joined(postings, long, counts[long.astype(np.int64)].astype("<u4"), checkpoints)

    def above(self, numbers: Numbers) -> list[int]:
        """See WriteKernel."""
        counts = np.empty(len(WIDTHS), np.uint64)
        _loops.count_above(_contiguous(numbers), counts)
        return list(counts.tolist())

    def pack(self, numbers: Numbers, width: int) -> NDArray[np.uint8]:
        """See WriteKernel."""
        packed = np.empty(packed_size(len(numbers), width), "|u1")
        _loops.pack(_contiguous(numbers), packed, width)
        return packed

    def unpack(self, packed: NDArray[np.uint8], width: int, count: int) -> Numbers:
        """See WriteKernel."""
        numbers = np.empty(count, np.uint32)
        _loops.unpack(packed, numbers, width)
        return numbers

    def unite(self, lists: Sequence[TermList]) -> tuple[Terms, list[Places]]:
        """See WriteKernel."""
        ordinals = [np.empty(int(np.count_nonzero(used)), np.int64) for _, _, used in lists]
        terms = np.empty(sum(data.size for data, _, _ in lists), "|u1")
        starts = np.empty(sum(map(len, ordinals)) + 1, "<u8")
        given = tuple((*each, own) for each, own in zip(lists, ordinals, strict=True))
        size = _loops.unite_terms(given, terms, starts)
        return (terms[: int(starts[size])], starts[: size + 1]), ordinals

    def place(self, column: Numbers, ordinals: Places, runs: Places, free: Places, result: Numbers) -> None:
        """See WriteKernel."""
        _loops.place_runs(_contiguous(column), ordinals, runs, free, result)


def _contiguous(numbers: NDArray[Any]) -> Numbers:
    return np.ascontiguousarray(numbers, np.uint32)

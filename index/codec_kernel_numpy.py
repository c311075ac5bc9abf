"""The loops of a write in numpy: always there, and what the compiled ones must give.

All tokens of a field are sorted as packed numbers, (term, document, position) in one; ten million take a
second. See `index.codec_kernel` for what each method promises.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from index.codec_fields import CHECKPOINT, COUNT_BITS, LONGEST_COUNT
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
from index.codec_packing import WIDTHS, pack, unpack
from index.kernel_choice import KernelName

WORD_BITS = 64


class DictChunks(dict[str, int]):
    """See `index.codec_kernel.Chunks`: a known chunk costs a look-up in C."""

    def __init__(self, analysis: Analysis) -> None:
        super().__init__()
        self._split = analysis.chunks

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self)
        return number

    def append(self, text: str | Sequence[str], numbers: array[int]) -> int:
        """See Chunks."""
        chunks = self._split(text) if isinstance(text, str) else text
        # A list is taken over at once, a map item by item: twice as fast.
        numbers.fromlist([*map(self.__getitem__, chunks)])
        return len(chunks)

    def written(self, first: int = 0) -> list[str]:
        """See Chunks."""
        return list(islice(self, first, None))


class NumpyWriteKernel:
    """See `index.codec_kernel.WriteKernel`."""

    name: KernelName = "numpy"

    def chunks(self, analysis: Analysis) -> DictChunks:
        """See WriteKernel."""
        return DictChunks(analysis)

    def tally(self, texts: Texts, size: int) -> NDArray[np.uint64]:
        """See WriteKernel."""
        chunks = texts.chunks if texts.live.all() else texts.chunks[np.repeat(texts.live, texts.counts)]
        tallies = np.bincount(chunks, minlength=size).astype(np.uint64)
        if len(tallies) > size:
            raise IndexError("a text has a chunk that does not exist")
        return tallies

    def inverter(self, texts: Texts, plans: PlanArrays) -> SortingInverter:
        """See WriteKernel."""
        return SortingInverter(texts, plans)

    def join(self, documents: Numbers, counts: Numbers) -> Joined:
        """See WriteKernel."""
        return joined(documents, counts)

    def above(self, numbers: Numbers) -> list[int]:
        """See WriteKernel."""
        return [int(np.count_nonzero(numbers >= 1 << width)) for width in WIDTHS]

    def pack(self, numbers: Numbers, width: int) -> NDArray[np.uint8]:
        """See WriteKernel."""
        return pack(numbers, width)

    def unpack(self, packed: NDArray[np.uint8], width: int, count: int) -> Numbers:
        """See WriteKernel."""
        return unpack(packed, width, np.arange(count)).astype(np.uint32)

    def unite(self, lists: Sequence[TermList]) -> tuple[Terms, list[Places]]:
        """See WriteKernel."""
        used = [
            [term for term, there in zip(_cut(terms, starts), live.tolist(), strict=True) if there]
            for terms, starts, live in lists
        ]
        united = sorted(set().union(*used))
        ordinals = {term: number for number, term in enumerate(united)}
        starts = np.zeros(len(united) + 1, "<u8")
        np.cumsum(np.fromiter(map(len, united), np.uint64, len(united)), out=starts[1:])
        data = np.frombuffer(b"".join(united), "|u1")
        return (data, starts), [np.array([ordinals[term] for term in terms], np.int64) for terms in used]

    def place(self, column: Numbers, ordinals: Places, runs: Places, free: Places, result: Numbers) -> None:
        """See WriteKernel."""
        begins = np.cumsum(runs) - runs
        places = np.repeat(free[ordinals] - begins, runs)
        places += np.arange(len(places))
        free[ordinals] += runs
        result[places] = column


def joined(documents: Numbers, counts: Numbers) -> Joined:
    """Return postings as they are stored."""
    postings = documents.astype("<u4")
    postings <<= np.uint32(COUNT_BITS)
    postings |= np.minimum(counts, LONGEST_COUNT).astype("<u4")
    checkpoints = np.zeros(len(counts) // CHECKPOINT + 1, "<u8")
    whole = counts[: len(counts) // CHECKPOINT * CHECKPOINT].reshape(-1, CHECKPOINT)
    np.cumsum(whole.sum(axis=1, dtype=np.uint64), out=checkpoints[1:])
    long = np.flatnonzero(counts >= LONGEST_COUNT)
    return Joined(postings, long.astype("<u8"), counts[long].astype("<u4"), checkpoints)


def _cut(terms: NDArray[np.uint8], starts: NDArray[np.uint64]) -> list[bytes]:
    data = terms.tobytes()
    return [data[begin:end] for begin, end in pairwise(starts.tolist())]


class SortingInverter:
    """See `index.codec_kernel.Inverter`.

    All tokens, document by document: which of the plans, in which document, at which position.
    """

    def __init__(self, texts: Texts, plans: PlanArrays) -> None:
        chunks, counts = texts.chunks, texts.counts
        # 32 bits may run over, but what is taken off again below has run over as far.
        before = plans.advances[chunks]
        taken = before.copy()
        np.cumsum(before, out=before)
        before -= taken
        # What lies before the first chunk of a document comes off all of its chunks.
        firsts = np.cumsum(counts, dtype=np.int64) - counts
        before -= np.repeat(before[np.minimum(firsts, len(before) - 1)], counts) if len(before) else before
        documents = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        places, lengths = plans.starts[chunks], (plans.starts[1:] - plans.starts[:-1])[chunks]
        if not (lengths == 1).all():
            through = np.cumsum(lengths, dtype=np.uint32)
            places += lengths
            places = np.repeat(places - through, lengths)
            places += np.arange(len(places), dtype=np.uint32)
            documents, before = np.repeat(documents, lengths), np.repeat(before, lengths)
        before += plans.steps[places]
        if not texts.live.all():
            kept = texts.live[documents]
            renumbered = (np.cumsum(texts.live) - 1).astype(np.uint32)
            documents, places, before = renumbered[documents[kept]], places[kept], before[kept]
        self._documents, self._places, self._positions = documents, places, before
        self._size = int(texts.live.sum())
        self._lengths = np.bincount(documents, minlength=self._size).astype(np.uint32)

    def postings(self, ordinals: Numbers, terms: int) -> tuple[Postings, Numbers]:
        """See Inverter."""
        keys, positions, bits = sort_tokens(
            ordinals[self._places], self._documents, self._positions, (terms, self._size)
        )
        new = np.ones(len(keys), bool)
        np.not_equal(keys[1:], keys[:-1], out=new[1:])
        first = np.flatnonzero(new)  # the first token of each posting
        counts = np.diff(first, append=len(keys)).astype(np.uint32)
        keys = keys[first]
        documents = (keys & np.uint64((1 << bits) - 1)).astype(np.uint32)
        starts = np.zeros(terms + 1, "<u8")
        of_terms = np.bincount((keys >> np.uint64(bits)).astype(np.uint32), minlength=terms)
        np.cumsum(of_terms, out=starts[1:], dtype=np.uint64)
        return Postings(joined(documents, counts), starts, positions), self._lengths


def sort_tokens(
    ordinals: Numbers, documents: Numbers, positions: Numbers, limits: tuple[int, int]
) -> tuple[NDArray[np.uint64], Numbers, int]:
    """Return tokens sorted by term, document, position: (term << b | document) and positions, and b.

    `limits` are how many terms and how many documents there are. Sorting one packed number is five times as
    fast as sorting by two keys, which remains for tokens that need more than 64 bits together.
    """
    position_bits = int(positions.max(initial=0)).bit_length()
    term_bits, document_bits = limits[0].bit_length(), limits[1].bit_length()
    keys = ordinals.astype(np.uint64)
    keys <<= np.uint64(document_bits)
    keys |= documents
    if term_bits + document_bits + position_bits > WORD_BITS:
        order = np.lexsort((positions, keys))
        return keys[order], positions[order], document_bits
    keys <<= np.uint64(position_bits)
    keys |= positions
    keys.sort()
    sorted_positions = (keys & np.uint64((1 << position_bits) - 1)).astype(np.uint32)
    keys >>= np.uint64(position_bits)
    return keys, sorted_positions, document_bits

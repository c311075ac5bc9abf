"""The loops of a write as a seam: what each must give, and which of the two implementations does it.

    index.codec_kernel_numpy      numpy, always there; what it gives is the specification
    index.codec_kernel_compiled   C (`index/compiled`), where it could be built: the same to the last byte

Numbers that name what does not exist raise IndexError. An implementation holds nothing that changes; what
`chunks` returns does, and belongs to one writer. This module must not know what an article is.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.kernel_choice import KernelName

# What index/compiled/module.c must say it is; raised there and here with every change of its functions.
COMPILED_VERSION = 6
# What `Analysis.chunk_classes` says of a code point.
LETTER, JOINER = 1, 2

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]
# What becomes of a chunk: its terms (root, form, position from the chunk's own …), and how many positions
# it takes.
ChunkTerms = tuple[Sequence[tuple[Any, ...]], int]


class Analysis(Protocol):
    """What a writer asks of the analyzer."""

    def chunks(self, text: str) -> Sequence[str]:
        """Return the chunks of a text: letters, and joiners with letters behind them, all there are."""

    def chunk_classes(self) -> bytes:
        """Return which code points are LETTER, JOINER, both (their sum) or neither, for each of the first."""

    def chunk_terms(self, chunk: str) -> ChunkTerms:
        """Return what becomes of a chunk."""


class Chunks(Protocol):
    """Numbers the chunks of texts in the order in which they are first seen."""

    def append(self, text: str | Sequence[str], numbers: array[int]) -> int:
        """Append the numbers of the chunks of a text, or of chunks that are given; returns how many."""

    def written(self, first: int = 0) -> list[str]:
        """Return all chunks from a number on, in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of documents: numbers of chunks, document by document, `counts[d]` of them for document d.

    Documents that are not `live` do not count, and those that are get new numbers from 0 on.
    """

    chunks: Numbers
    counts: Numbers
    live: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlanArrays:
    """What becomes of chunk c: the tokens starts[c] … starts[c + 1] − 1.

    Each is so many `steps` behind the position of the chunk, which takes `advances[c]` positions.
    """

    starts: Numbers
    advances: Numbers
    steps: Numbers


@dataclass(frozen=True, slots=True)
class Joined:
    """Postings as they are stored: see `index.codec_segment` for what each is."""

    postings: Numbers
    long: NDArray[np.uint64]
    long_counts: Numbers
    checkpoints: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a text field in their order, and the positions of all, one after the other.

    `starts` is where those of each term begin.
    """

    joined: Joined
    starts: NDArray[np.uint64]
    positions: Numbers


# Terms, ascending, and where each begins: term t is terms[starts[t]:starts[t + 1]].
Terms = tuple[NDArray[np.uint8], NDArray[np.uint64]]
# The same and which of them are used.
TermList = tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.bool_]]


class Inverter(Protocol):
    """Inverts the same texts for several fields."""

    def postings(self, ordinals: Numbers, terms: int) -> tuple[Postings, Numbers]:
        """Return the postings of a field, and how many tokens each document has.

        They are valid until the next are asked for, whose room may be the same. `ordinals` is
        which of the field's `terms` each token of the plans is.
        """


class WriteKernel(Protocol):
    """Everything; `name` is how it names itself."""

    name: KernelName

    def chunks(self, analysis: Analysis) -> Chunks:
        """Return what numbers the chunks of one segment."""

    def tally(self, texts: Texts, size: int) -> NDArray[np.uint64]:
        """Return how often each of `size` chunks stands in living documents."""

    def inverter(self, texts: Texts, plans: PlanArrays) -> Inverter:
        """Return what inverts these texts, for each field that is made of them."""

    def join(self, documents: Numbers, counts: Numbers) -> Joined:
        """Return postings as they are stored."""

    def above(self, numbers: Numbers) -> list[int]:
        """Return how many numbers do not fit into each of `index.codec_packing.WIDTHS`."""

    def pack(self, numbers: Numbers, width: int) -> NDArray[np.uint8]:
        """Return numbers packed, each modulo 2^width; see `index.codec_packing`."""

    def unpack(self, packed: NDArray[np.uint8], width: int, count: int) -> Numbers:
        """Return the first `count` numbers."""

    def unite(self, lists: Sequence[TermList]) -> tuple[Terms, list[Places]]:
        """Return the used terms of several lists as one, and for each list the ordinals of its used terms."""

    def place(self, column: Numbers, ordinals: Places, runs: Places, free: Places, result: Numbers) -> None:
        """Put a column into `result`, run by run: runs[i] items to where term ordinals[i] has its free place.

        `free` moves on; no ordinal comes twice.
        """

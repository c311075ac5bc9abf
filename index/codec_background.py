"""Which terms of the documents of a segment are background: of all documents at once, by numbers of chunks.

What `index.background` says of one article, here as arrays: a body that is taken as passages tells how many
chunks each has, and which of their terms stand in recycled passages alone is known once chunks are learnt.
This module must not know an article.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.codec_analysis import SortedTerms, Vocabulary
from index.codec_fields import lengths_of
from index.codec_inversion import KeyTokens
from index.codec_kernel import Numbers, Texts

# A document and the number of a term in one: what both are sorted by together.
_TERM_BITS = np.uint64(32)


class PassageCounts:
    """Documents whose text came as passages, its own and recycled by turns, and how many chunks each has."""

    def __init__(self) -> None:
        self._documents, self._pieces, self._counts = array("I"), array("I"), array("I")

    def take(self, document: int, counts: Sequence[int]) -> None:
        """Take the passages of a document."""
        self._documents.append(document)
        self._pieces.append(len(counts))
        self._counts.extend(counts)

    def tokens(self, texts: Texts, vocabulary: Vocabulary, terms: SortedTerms) -> list[KeyTokens]:
        """Return the background of living documents by roots and by forms; `texts` are those of all."""
        documents = np.array(self._documents, np.int64)
        pieces, counts = np.array(self._pieces, np.int64), np.array(self._counts, np.int64)
        numbers = np.arange(len(counts)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        recycled = np.repeat(numbers % 2 == 1, counts)
        begins = np.concatenate(([0], np.cumsum(texts.counts, dtype=np.int64)))
        chunks = texts.chunks[_ranges(begins[documents], texts.counts[documents].astype(np.int64))]
        of_chunks = np.repeat(documents, texts.counts[documents])
        live = texts.live[of_chunks]
        chunks, recycled, of_chunks = chunks[live], recycled[live], of_chunks[live]
        starts = vocabulary.plans.starts.astype(np.int64)
        lengths = lengths_of(starts)[chunks]
        tokens = _ranges(starts[chunks], lengths)
        renumbered = (np.cumsum(texts.live) - 1)[np.repeat(of_chunks, lengths)].astype(np.uint64)
        old = np.repeat(recycled, lengths)
        columns = (vocabulary.roots[tokens], vocabulary.forms[tokens])
        return [_only_old(renumbered, column, old, terms) for column in columns]


def _only_old(
    documents: NDArray[np.uint64], numbers: Numbers, old: NDArray[np.bool_], terms: SortedTerms
) -> KeyTokens:
    """Return which terms documents have in old tokens alone."""
    keys = documents << _TERM_BITS | numbers
    found = np.setdiff1d(np.unique(keys[old]), np.unique(keys[~old]), assume_unique=True)
    (data, starts), ordinals = terms.ordinals((found & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    known = [data[begin:end].tobytes() for begin, end in pairwise(starts.tolist())]
    return KeyTokens(known, ordinals, (found >> _TERM_BITS).astype(np.uint32))


def _ranges(begins: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges, one range after the other."""
    shifts = begins - (np.cumsum(lengths) - lengths)
    return np.repeat(shifts, lengths) + np.arange(int(lengths.sum()))

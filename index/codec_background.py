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
from index.sorted_runs import ranges

# A document, the number of a term, and whether it is new in one: what all are sorted by together.
_TERM_BITS, _ONE = np.uint64(32), np.uint64(1)


class PassageCounts:
    """Documents whose text came as passages, its own and recycled by turns: how many chunks each has."""

    def __init__(self) -> None:
        self._documents, self._pieces = array("I"), array("I")
        self._counts, self._late = array("I"), array("I")

    def take(self, document: int, counts: Sequence[int], late: Sequence[int]) -> None:
        """Take the passages of a document; of the last chunk of each so `late` terms belong to the next."""
        self._documents.append(document)
        self._pieces.append(len(counts))
        self._counts.extend(counts)
        self._late.extend(late)

    def tokens(self, texts: Texts, vocabulary: Vocabulary, terms: SortedTerms) -> list[KeyTokens]:
        """Return the background of living documents by roots and by forms; `texts` are those of all."""
        documents, pieces = np.array(self._documents, np.int64), np.array(self._pieces, np.int64)
        begins = np.concatenate(([0], np.cumsum(texts.counts, dtype=np.int64)))
        sizes = texts.counts[documents].astype(np.int64)
        chunks = texts.chunks[ranges(begins[documents], sizes)]
        starts = vocabulary.plans.starts.astype(np.int64)
        lengths = lengths_of(starts)[chunks]
        live = np.repeat(np.repeat(texts.live[documents], sizes), lengths)
        old = self._recycled(pieces, lengths)[live]
        of_tokens = np.repeat(np.repeat(documents, sizes), lengths)[live]
        renumbered = (np.cumsum(texts.live) - 1)[of_tokens].astype(np.uint64)
        tokens = ranges(starts[chunks], lengths)[live]
        columns = (vocabulary.roots[tokens], vocabulary.forms[tokens])
        return [_only_old(renumbered, column, old, terms) for column in columns]

    def _recycled(self, pieces: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which tokens are recycled, of chunks that have so many each."""
        counts, late = np.array(self._counts, np.int64), np.array(self._late, np.int64)
        numbers = np.arange(len(counts)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        recycled: NDArray[np.bool_] = np.repeat(np.repeat(numbers % 2 == 1, counts), lengths)
        split = late > 0
        ends = np.cumsum(lengths)[np.cumsum(counts)[split] - 1]
        turned = ranges(ends - late[split], late[split])
        recycled[turned] = ~recycled[turned]
        return recycled


def _only_old(
    documents: NDArray[np.uint64], numbers: Numbers, old: NDArray[np.bool_], terms: SortedTerms
) -> KeyTokens:
    """Return which terms documents have in old tokens alone."""
    keys = (documents << _TERM_BITS | numbers) << _ONE | ~old
    keys.sort()
    pairs, is_new = keys >> _ONE, keys & _ONE
    last = np.append(pairs[1:] != pairs[:-1], True)[: len(pairs)]  # of a pair, one that is new if any is
    found = pairs[last & (is_new == 0)]
    (data, starts), ordinals = terms.ordinals((found & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    known = [data[begin:end].tobytes() for begin, end in pairwise(starts.tolist())]
    return KeyTokens(known, ordinals, (found >> _TERM_BITS).astype(np.uint32))

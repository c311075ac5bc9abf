"""Which ids a written name may mean: the words of all names of a segment, sorted as a field of their own.

    names/terms, names/term_starts, names/starts    as of any field: the endings of names, folded, "vladimir
                                                    putin" and "putin" of one name
    names/documents u4[…]                           ascending for each ending: an id << 1 | 1 where it is the
                                                    whole name; ids are counted through the facet fields

So a name, a word of one, or its beginning is a slice of this dictionary, and no reader makes one of its own:
83,000 actors took each worker 3 s and 150 MB. A name keeps its endings for as long as an article of the id is
in the segment, even where a later article says otherwise: whoever looks up compares with the label. This
module must not know what names are of.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.codec_analysis import sorted_terms
from index.codec_fields import Field, lengths_of
from index.codec_inversion import Arrays, starts_of
from index.codec_kernel import Places, WriteKernel
from index.lang.words import folded_name
from index.sorted_runs import each_once

NAMES = "names"
# Names of more words than this are headlines that strayed into a list; their later words are not looked up.
MAX_NAME_WORDS = 12


def name_arrays(labels: Sequence[Sequence[tuple[str, ...]]]) -> Arrays:
    """Return the arrays of names; `labels` are what the ids of each field are called, () for no name."""
    numbers: dict[str, int] = {}
    ordinals, codes = array("I"), array("I")
    for number, names in enumerate(chain.from_iterable(labels)):
        for name in names:
            ending, code = " ".join(folded_name(name).split()[:MAX_NAME_WORDS]), number << 1 | 1
            while ending:
                ordinals.append(numbers.setdefault(ending, len(numbers)))
                codes.append(code)
                ending, code = ending.partition(" ")[2], number << 1
    (terms, starts), ranks = sorted_terms(numbers)
    of_terms: Arrays = {"term_starts": starts, "terms": terms}
    return _arrays(
        of_terms, ranks[np.asarray(ordinals, np.int64)].astype(np.uint64), np.asarray(codes, np.uint64)
    )


def merged_names(parts: Sequence[tuple[Field, Places]], kernel: WriteKernel) -> Arrays:
    """Return the arrays of the names of several segments.

    Each part comes with what its ids, counted through, are in the new segment, −1 for those that are gone.
    """
    lists, uses = [], []
    for field, renumbered in parts:
        first, end = field.spans(0, field.size)
        old = field.documents_in(first, end)
        new = renumbered[old >> 1] if len(renumbered) else np.empty(0, np.int64)
        endings = np.repeat(np.arange(field.size), lengths_of(field.starts))[new >= 0]
        used = np.zeros(field.size, bool)
        used[endings] = True
        lists.append((field.terms_data, field.term_starts, used))
        uses.append((endings, ((new << 1) | (old & 1))[new >= 0]))
    (terms, starts), found = kernel.unite(lists)
    ordinals, codes = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    for (_, _, used), own, (endings, code) in zip(lists, found, uses, strict=True):
        places = np.zeros(len(used), np.uint64)
        places[used] = own
        ordinals.append(places[endings])
        codes.append(code.astype(np.uint64))
    return _arrays({"term_starts": starts, "terms": terms}, np.concatenate(ordinals), np.concatenate(codes))


def _arrays(terms: Arrays, ordinals: NDArray[np.uint64], codes: NDArray[np.uint64]) -> Arrays:
    """Return the arrays of these endings; an id that has one twice has it once."""
    pairs = each_once(ordinals << np.uint64(32) | codes)
    return terms | {
        "starts": starts_of((pairs >> np.uint64(32)).astype(np.int64), len(terms["term_starts"]) - 1),
        "documents": (pairs & np.uint64(0xFFFFFFFF)).astype("<u4"),
    }

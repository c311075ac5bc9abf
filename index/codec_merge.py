"""Several segments into one, without what is deleted, and which of them are worth it.

What comes out is what writing the living documents at once would have given, statistics included; how a field
is joined is `index.codec_union`'s. This module must not write files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_buffer import COUNTED, FACETS, ID_FIELD, notes_of, under
from index.codec_columns import PARTS_COUNTED, PARTS_JOINED, columns_of, counted_words
from index.codec_inversion import Arrays
from index.codec_kernel import Places, WriteKernel
from index.codec_names import NAMES, merged_names
from index.codec_records import merged_records
from index.codec_segment import SegmentArrays
from index.codec_union import Living, Union

# Every search visits every segment: fewer are faster to search, more are cheaper to add.
MOST_SEGMENTS = 8
# A segment is written anew once more than this share of it is deleted.
MOST_DELETED = 0.2
# So many tokens of all fields are joined at most: half a gigabyte while it is done.
MOST_TOKENS = 64_000_000
# Of segments in order of size, one joins those before it unless it is this many times as large as they are
# together: a hundred added articles never rewrite the archive, and what is rewritten at all grows with the
# logarithm of what was added.
SIMILAR = 2


def worth_merging(
    sizes: Sequence[int],
    deleted: Sequence[int],
    tokens: Sequence[int],
    *,
    most: int = MOST_TOKENS,
    every: bool = False,
) -> list[list[int]]:
    """Return groups of segments, by number, that are to become one each: worn ones, and many small ones.

    `tokens` is how many each segment has; together no more than `most` become one. Where `every` segment is
    new, all are joined as far as that goes: whoever builds an archive anew builds it to be searched.
    """
    numbers = range(len(sizes))
    worn = {number for number in numbers if deleted[number] > MOST_DELETED * sizes[number]}
    groups: list[list[int]] = []
    for number in numbers if every else sorted(worn | _small(sizes)):
        if groups and sum(tokens[other] for other in groups[-1]) + tokens[number] <= most:
            groups[-1].append(number)
        else:
            groups.append([number])
    return [group for group in groups if len(group) > 1 or group[0] in worn]


def _small(sizes: Sequence[int]) -> set[int]:
    """Return the small segments that are worth joining where there are many."""
    by_size = sorted(range(len(sizes)), key=sizes.__getitem__)
    while len(by_size) > MOST_SEGMENTS:
        small, together = by_size[:1], sizes[by_size[0]]
        for number in by_size[1:]:
            if sizes[number] > SIMILAR * together:
                break
            small.append(number)
            together += sizes[number]
        if len(small) > 1:
            return set(small)
        del by_size[0]  # one that is tiny must not keep all others from being joined
    return set()


class Merge:
    """The living documents of several segments as one segment; `size` is their number."""

    def __init__(
        self, paths: Sequence[Path], lives: Sequence[NDArray[np.bool_]], kernel: WriteKernel
    ) -> None:
        """Take the files of segments, and which of their documents are living."""
        self._kernel = kernel
        pairs = zip(paths, lives, strict=True)
        self._segments = [Living(SegmentArrays(path), live) for path, live in pairs]
        self.size = sum(int(live.sum()) for live in lives)
        # What later arrays follow from, kept from the fields that were written.
        self._kept: Arrays = {}
        self._ordinals: dict[str, tuple[int, list[Places]]] = {}

    def write(self, add: Callable[[Arrays], None]) -> dict[str, Any]:
        """Hand over the arrays of the new segment, field by field, and return its notes; raises IndexCorrupt.

        What was read for a field is let go before the next, of the mapped files too: the most that is in
        memory is what the largest field takes.
        """
        first = self._segments[0].arrays
        texts, keys = tuple(first.texts), tuple(first.keys)
        others = tuple(name for name in first.fields if name not in texts and name not in keys)
        notes = {name: self._text(name, add) for name in texts}
        add(counted_words(self._kept, COUNTED, self._kernel))
        self._kept.clear()
        labelled = [name for name in keys if self._keys(name, add)]
        add(under(NAMES, self._names()))
        for name in others:
            add(under(name, self._union(name).terms_only()))
        days = np.concatenate([segment.arrays.days[segment.live] for segment in self._segments])
        add(columns_of(self._kept, days, ID_FIELD, FACETS))
        add(merged_records([(segment.arrays.records, segment.live) for segment in self._segments]))
        return notes_of(self.size, notes, keys, others, labelled)

    def _union(self, name: str) -> Union:
        for segment in self._segments:
            segment.arrays.let_go()
        return Union(name, self._segments, self._kernel)

    def _text(self, name: str, add: Callable[[Arrays], None]) -> tuple[int, int]:
        inverted = self._union(name).text()
        arrays = under(name, inverted.arrays)
        if name in COUNTED:
            self._kept |= {f"{name}/{part}": arrays[f"{name}/{part}"] for part in PARTS_COUNTED}
        add(arrays)
        return inverted.notes

    def _keys(self, name: str, add: Callable[[Arrays], None]) -> bool:
        """Join a key field; returns whether it has names."""
        union = self._union(name)
        arrays = under(name, union.keys(self.size))
        if name in (ID_FIELD, *FACETS):
            self._kept |= {f"{name}/{part}": arrays[f"{name}/{part}"] for part in PARTS_JOINED}
            self._ordinals[name] = union.size, union.renumbered()
        add(arrays)
        return f"{name}/labels" in arrays

    def _names(self) -> Arrays:
        by_field, shift = [], 0
        for name in FACETS:
            size, ordinals = self._ordinals[name]
            by_field.append([np.where(own < 0, -1, own + shift) for own in ordinals])
            shift += size
        by_part = [np.concatenate(of_part) for of_part in zip(*by_field, strict=True)]
        names = [segment.arrays.names for segment in self._segments]
        return merged_names(list(zip(names, by_part, strict=True)), self._kernel)

"""One segment of our index as arrays: what the arrays of its file mean, and how a term is found in them.

Documents are numbered 0 … D − 1 in a segment. For each indexed field F with T terms and P postings:

    F/terms         u1[…]    the terms in order of their bytes, one after the other
    F/term_starts   u8[T+1]  where each begins
    F/starts        u8[T+1]  where the postings of each begin
    F/documents     u4[P]    its documents, ascending

and for a text field besides, where a posting is a term in a document:

    F/codes         u2[P]    min(frequency, 255) << 8 | length byte: one look-up gives the BM25 of a posting
    F/long          u8[…]    which postings have a frequency of 255 or more, ascending
    F/long_counts   u4[…]    and how often
    F/positions     u2[…]    the positions of all postings, ascending in each, modulo 65,536
    F/far           u8[…]    which positions are 65,536 or more, ascending
    F/far_positions u4[…]    and what they are
    F/checkpoints   u8[…]    how many positions lie before posting 0, 64, 128 …
    F/lengths       u1[D]    Whoosh's length byte of each document

and for a key field besides, the same from the side of the documents:

    F/value_starts  u4[D+1]  where the values of each document begin
    F/values        u4[P]    its terms, as ordinals

    day             i4[D]    proleptic Gregorian ordinal, 0 where there is no date
    newest, oldest  u4[D]    the place of each document in that order, ties by id, without a date last
    record_starts   u8[D+1]  where the stored record of each document begins
    records         u1[…]    the records

Finding a term is a binary search, everything else an offset. A segment does not change and has no position:
threads share it. This module must not evaluate queries nor know Whoosh.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_file import ArrayFile

FORMAT = 1
CHECKPOINT = 64
LONGEST_COUNT = 255
FAR = 1 << 16


class Field:
    """The terms of one field in one segment, by ordinal in order of their bytes, and their documents."""

    def __init__(self, file: ArrayFile, name: str, documents: int) -> None:
        """Take the arrays of a field; raises IndexCorrupt where they do not fit together."""
        self.name = name
        self._file = file
        self._terms = file.array(f"{name}/terms", "|u1").data
        term_starts = file.array(f"{name}/term_starts", "<u8")
        starts = file.array(f"{name}/starts", "<u8")
        self.documents: NDArray[np.uint32] = file.array(f"{name}/documents", "<u4")
        check_starts(file, f"{name}/term_starts", term_starts, len(starts) - 1, len(self._terms))
        check_starts(file, f"{name}/starts", starts, len(term_starts) - 1, len(self.documents))
        self._term_starts = term_starts.data
        self._starts = starts.data
        self.starts: NDArray[np.uint64] = starts
        self.size = len(starts) - 1
        self.document_count = documents

    def term(self, ordinal: int) -> bytes:
        """Return a term."""
        return bytes(self._terms[self._term_starts[ordinal] : self._term_starts[ordinal + 1]])

    def terms(self, first: int = 0, end: int | None = None) -> list[bytes]:
        """Return the terms first … end − 1, all by default."""
        begins = self._term_starts[first : self.size + 1 if end is None else end + 1].tolist()
        data = bytes(self._terms[begins[0] : begins[-1]])
        return [data[a - begins[0] : b - begins[0]] for a, b in pairwise(begins)]

    def place(self, term: bytes) -> int:
        """Return the ordinal of the first term that is not before this one."""
        return bisect_left(range(self.size), term, key=self.term)

    def find(self, term: bytes) -> int | None:
        """Return the ordinal of a term, None where it is not there."""
        ordinal = self.place(term)
        return ordinal if ordinal < self.size and self.term(ordinal) == term else None

    def beginning_with(self, prefix: bytes) -> tuple[int, int]:
        """Return the ordinals first … end − 1 of the terms that start with a UTF-8 prefix."""
        return self.place(prefix), self.place(prefix + b"\xff")

    def postings(self, ordinal: int) -> tuple[int, int]:
        """Return which postings a term has: first … end − 1."""
        return self._starts[ordinal], self._starts[ordinal + 1]

    def verify(self) -> None:
        """Read everything that the constructor did not; raises IndexCorrupt."""
        self._check(self.documents, self.document_count, "a document")

    def _check(self, numbers: NDArray[Any], limit: int, what: str) -> None:
        if len(numbers) and int(numbers.max()) >= limit:
            raise self._file.damaged(f"{self.name} names {what} that does not exist")


class TextField(Field):
    """A field with frequencies, lengths and positions. `field_length` is the number of all its terms."""

    def __init__(self, file: ArrayFile, name: str, documents: int, field_length: int) -> None:
        """Take the arrays of a field; raises IndexCorrupt where they do not fit together."""
        super().__init__(file, name, documents)
        self.field_length = field_length
        self.codes: NDArray[np.uint16] = file.array(f"{name}/codes", "<u2")
        self.lengths: NDArray[np.uint8] = file.array(f"{name}/lengths", "|u1")
        self._long = file.array(f"{name}/long", "<u8")
        counts = file.array(f"{name}/long_counts", "<u4")
        self._positions = file.array(f"{name}/positions", "<u2")
        self._far = file.array(f"{name}/far", "<u8")
        self._far_positions = file.array(f"{name}/far_positions", "<u4")
        self._checkpoints = file.array(f"{name}/checkpoints", "<u8")
        sizes = (
            (self.codes, len(self.documents)),
            (self.lengths, documents),
            (counts, len(self._long)),
            (self._far_positions, len(self._far)),
            (self._checkpoints, len(self.documents) // CHECKPOINT + 1),
        )
        if any(len(array) != size for array, size in sizes):
            raise file.damaged(f"the arrays of {name} have different lengths")
        self._excess = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts.astype(np.int64) - LONGEST_COUNT, out=self._excess[1:])

    def frequencies(self, first: int, end: int) -> NDArray[np.int64]:
        """Return how often the term of each of the postings first … end − 1 is in its document."""
        counts = (self.codes[first:end] >> 8).astype(np.int64)
        a, b = np.searchsorted(self._long, (first, end))
        if a < b:
            counts[self._long[a:b].astype(np.int64) - first] += np.diff(self._excess[a : b + 1])
        return counts

    def long_postings(self, first: int, end: int) -> NDArray[np.int64]:
        """Return which of the postings first … end − 1 have a frequency that their code cannot hold."""
        a, b = np.searchsorted(self._long, (first, end))
        return self._long[a:b].astype(np.int64)

    def position_starts(self, postings: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where the positions of postings begin: a checkpoint and the frequencies since."""
        checkpoints = postings // CHECKPOINT
        begins = checkpoints * CHECKPOINT
        grid = begins[:, None] + np.arange(CHECKPOINT)
        counts = self.codes[np.minimum(grid, max(0, len(self.codes) - 1))] >> 8
        since = np.where(grid < postings[:, None], counts, 0).sum(axis=1, dtype=np.int64)
        if len(self._long):
            excess = self._excess[np.searchsorted(self._long, np.stack((begins, postings)))]
            since += excess[1] - excess[0]
        starts: NDArray[np.int64] = self._checkpoints[checkpoints].astype(np.int64) + since
        return starts

    def positions_at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return positions by their places in the array of all positions."""
        positions = self._positions[places].astype(np.int64)
        if len(self._far):
            found = np.searchsorted(self._far, places)
            found[found == len(self._far)] = 0
            far = self._far[found] == places
            positions[far] = self._far_positions[found[far]]
        return positions

    def positions_of(self, posting: int) -> list[int]:
        """Return the positions of one posting, ascending."""
        start = int(self.position_starts(np.array([posting]))[0])
        count = int(self.frequencies(posting, posting + 1)[0])
        return list(map(int, self.positions_at(start + np.arange(count))))

    def verify(self) -> None:
        """Read everything that the constructor did not; raises IndexCorrupt."""
        super().verify()
        self._check(self._long, len(self.documents), "a posting")
        self._check(self._far, len(self._positions), "a position")
        counts = self.frequencies(0, len(self.documents))
        before = np.concatenate(([0], np.cumsum(counts)))
        wrong = not np.array_equal(before[::CHECKPOINT], self._checkpoints)
        if wrong or int(before[-1]) != len(self._positions) or int(before[-1]) != self.field_length:
            raise self._file.damaged(f"the positions of {self.name} do not add up")


class KeyField(Field):
    """A field of ids: which documents have one, and which ones a document has."""

    def __init__(self, file: ArrayFile, name: str, documents: int) -> None:
        """Take the arrays of a field; raises IndexCorrupt where they do not fit together."""
        super().__init__(file, name, documents)
        self.value_starts: NDArray[np.uint32] = file.array(f"{name}/value_starts", "<u4")
        self.values: NDArray[np.uint32] = file.array(f"{name}/values", "<u4")
        check_starts(file, f"{name}/value_starts", self.value_starts, documents, len(self.values))

    def values_of(self, document: int) -> list[bytes]:
        """Return the ids that a document has, in order of their bytes."""
        first, end = self.value_starts[document : document + 2].tolist()
        return [self.term(ordinal) for ordinal in self.values[first:end].tolist()]

    def verify(self) -> None:
        """Read everything that the constructor did not; raises IndexCorrupt."""
        super().verify()
        self._check(self.values, self.size, "a value")


class SegmentArrays:
    """An open segment; `size` is its number of documents, deleted ones included."""

    def __init__(self, path: Path) -> None:
        """Open the file of a segment; raises IndexCorrupt."""
        self._file = file = ArrayFile(path)
        notes = file.notes
        try:
            if notes["format"] != FORMAT:
                raise ValueError(f"format {notes['format']!r}")
            self.size = int(notes["documents"])
            lengths = {str(name): int(length) for name, length in notes["text"].items()}
            keys, others = list(map(str, notes["keys"])), list(map(str, notes["others"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise file.damaged(f"its notes make no sense: {error}") from error
        self.texts = {name: TextField(file, name, self.size, length) for name, length in lengths.items()}
        self.keys = {name: KeyField(file, name, self.size) for name in keys}
        self.fields: dict[str, Field] = {**self.texts, **self.keys}
        self.fields |= {name: Field(file, name, self.size) for name in others}
        self.days: NDArray[np.int32] = self._column("day", "<i4")
        self.newest: NDArray[np.uint32] = self._column("newest", "<u4")
        self.oldest: NDArray[np.uint32] = self._column("oldest", "<u4")
        self.records: NDArray[np.uint8] = file.array("records", "|u1")
        self.record_starts: NDArray[np.uint64] = file.array("record_starts", "<u8")
        check_starts(file, "record_starts", self.record_starts, self.size, len(self.records))

    def record(self, document: int) -> bytes:
        """Return the stored record of a document."""
        first, end = self.record_starts[document : document + 2].tolist()
        return self.records[first:end].tobytes()

    def verify(self) -> None:
        """Read every byte and check all that is not checked on opening; raises IndexCorrupt."""
        self._file.verify()
        for field in self.fields.values():
            field.verify()

    def _column(self, name: str, dtype: str) -> NDArray[Any]:
        column = self._file.array(name, dtype)
        if len(column) != self.size:
            raise self._file.damaged(f"{len(column)} of {name} for {self.size} documents")
        return column


def check_starts(file: ArrayFile, name: str, starts: NDArray[Any], count: int, end: int) -> None:
    """Raise IndexCorrupt unless `starts` cuts 0 … end into `count` pieces."""
    right = len(starts) == count + 1 and starts[0] == 0 and starts[-1] == end
    if not right or bool((starts[1:] < starts[:-1]).any()):
        raise file.damaged(f"{name} makes no sense")

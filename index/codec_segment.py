"""One segment of our index as arrays: what the arrays of its file mean, and how they are opened.

Documents are numbered 0 … D − 1 in a segment, D ≤ 2^24. For each indexed field F with T terms and P postings:

    F/terms         u1[…]    the terms in order of their bytes, one after the other
    F/term_starts   u8[T+1]  where each begins
    F/starts        u8[T+1]  where the postings of each begin

for a text field besides, where a posting is a term in a document:

    F/postings      u4[P]    document << 8 | min(frequency, 255), ascending in each term: one stream to read,
                             and still to be searched in by bisection
    F/lengths       u1[D]    Whoosh's length byte of each document
    F/long          u8[…]    which postings have a frequency of 255 or more, ascending
    F/long_counts   u4[…]    and how often
    F/positions     u1[…]    the positions of all postings, ascending in each, packed (`index.codec_packing`)
                             by a width of the field's own that its notes give
    F/far           u8[…]    which positions do not fit into that width, ascending
    F/far_positions u4[…]    and what they are
    F/checkpoints   u8[…]    how many positions lie before posting 0, 64, 128 …

for other fields, and for a key field the same from the side of the documents, and names where it has them:

    F/documents     u4[P]    its documents, ascending in each term
    F/value_starts  u4[D+1]  where the values of each document begin
    F/values        u4[P]    its terms, as ordinals
    F/labels        u1[…]    what each term is called: a JSON list, its name first, or nothing
    F/label_starts  u8[T+1]  where each begins

and of the segment, what would otherwise be worked out by every reader that opens it:

    day             i4[D]    proleptic Gregorian ordinal, 0 where there is no date
    newest, oldest  u4[D]    the place of each document in that order, ties by id, without a date last
    day_values      i4[…]    the days that occur, ascending
    day_numbers     u4[D]    which of these each document has
    facets/starts   u4[D+1]  where the facet values of each document begin, all facet fields together
    facets/ordinals u4[…]    these, counted through the facet fields in the order that the notes give
    twins           u4[T]    of each term of the second counted field: its ordinal in the first, or how many
                             that has
    apart           u1[P]    of each posting of the second counted field: 1 unless the first has it too. So
                             how many documents have a word in either is a sum, and is not stored

the names (`index.codec_names`) and the records (`index.codec_records`). Opening costs the table of the file;
a field is read when it is first asked for. A segment does not change: threads share it. This module must not
evaluate queries nor know Whoosh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.codec_fields import Field, KeyField, TextField, check_starts
from index.codec_file import ArrayFile
from index.codec_packing import WIDTHS
from index.codec_records import Records

FORMAT = 4

AnyField = TypeVar("AnyField", bound=Field)


class LazyFields(Mapping[str, AnyField], Generic[AnyField]):
    """Fields by name, each opened when it is first asked for; a race of two threads opens it twice."""

    def __init__(self, names: tuple[str, ...], open_field: Callable[[str], AnyField]) -> None:
        self._names = dict.fromkeys(names)
        self._open_field = open_field
        self._opened: dict[str, AnyField] = {}

    def __getitem__(self, name: str) -> AnyField:
        field = self._opened.get(name)
        if field is None:
            if name not in self._names:
                raise KeyError(name)
            field = self._opened[name] = self._open_field(name)
        return field

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


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
            self.text_notes = {str(name): (int(n), int(width)) for name, (n, width) in notes["text"].items()}
            keys, others = tuple(map(str, notes["keys"])), tuple(map(str, notes["others"]))
            labelled = frozenset(map(str, notes["labelled"]))
            self.facet_fields = tuple(map(str, notes["facets"]))
            self.counted_fields = tuple(map(str, notes["counted"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise file.damaged(f"its notes make no sense: {error}") from error
        if any(width not in WIDTHS or length < 0 for length, width in self.text_notes.values()):
            raise file.damaged("its notes make no sense: a width")
        self.texts = LazyFields(tuple(self.text_notes), self._text)
        self.keys = LazyFields(keys, lambda name: KeyField(file, name, self.size, name in labelled))
        self.fields: Mapping[str, Field] = LazyFields((*self.texts, *keys, *others), self._field)

    @property
    def tokens(self) -> int:
        """The number of tokens of all text fields."""
        return sum(length for length, _ in self.text_notes.values())

    def term_count(self, field: str) -> int:
        """Return the number of terms of a field, which is not opened for it."""
        return max(0, self._file.count(f"{field}/starts") - 1)

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """The day of each document."""
        return self._column("day", "<i4", self.size)

    @cached_property
    def newest(self) -> NDArray[np.uint32]:
        """The place of each document, newest first."""
        return self._column("newest", "<u4", self.size)

    @cached_property
    def oldest(self) -> NDArray[np.uint32]:
        """The place of each document, oldest first."""
        return self._column("oldest", "<u4", self.size)

    @cached_property
    def day_values(self) -> NDArray[np.int32]:
        """The days that occur, ascending."""
        return self._file.array("day_values", "<i4")

    @cached_property
    def day_numbers(self) -> NDArray[np.uint32]:
        """Which of the days that occur each document has."""
        numbers = self._column("day_numbers", "<u4", self.size)
        if (int(numbers.max()) + 1 if len(numbers) else 0) != len(self.day_values):
            raise self._file.damaged("day_numbers names other days than there are")
        return numbers

    @cached_property
    def facet_starts(self) -> NDArray[np.uint32]:
        """Where the facet values of each document begin."""
        starts: NDArray[np.uint32] = self._file.array("facets/starts", "<u4")
        check_starts(self._file, "facets/starts", starts, self.size, self._file.count("facets/ordinals"))
        return starts

    @cached_property
    def facet_ordinals(self) -> NDArray[np.uint32]:
        """The values of all facet fields of all documents."""
        ordinals: NDArray[np.uint32] = self._file.array("facets/ordinals", "<u4")
        return self._below(ordinals, sum(map(self.term_count, self.facet_fields)), "facets/ordinals")

    @cached_property
    def twins(self) -> NDArray[np.uint32]:
        """Of each term of the second counted field, its ordinal in the first."""
        first, second = self.counted_fields
        twins = self._column("twins", "<u4", self.term_count(second))
        return self._below(twins, self.term_count(first) + 1, "twins")

    @cached_property
    def apart(self) -> NDArray[np.uint8]:
        """Of each posting of the second counted field, whether the first lacks it."""
        return self._column("apart", "|u1", self.texts[self.counted_fields[1]].posting_count)

    @cached_property
    def names(self) -> Field:
        """The endings of names; its documents are ids, as `index.codec_names` tells."""
        return Field(self._file, "names", 2 * sum(map(self.term_count, self.facet_fields)))

    @cached_property
    def records(self) -> Records:
        """What is stored of the documents."""
        return Records(self._file, self.size)

    def record(self, document: int) -> bytes:
        """Return the stored record of a document; raises IndexCorrupt."""
        return self.records.record(document)

    def verifying(self) -> Iterator[None]:
        """Read every byte, a megabyte a step; raises IndexCorrupt."""
        return self._file.verifying()

    def let_go(self) -> None:
        """Let the system forget what was read so far: for whoever reads all of it once."""
        self._file.let_go()

    def verify(self) -> None:
        """Read every byte and check all that is not checked on opening; raises IndexCorrupt."""
        self._file.verify()
        for field in (*self.fields.values(), self.names):
            field.verify()
        columns = (self.days, self.newest, self.oldest, self.day_numbers, self.facet_starts)
        for column in (*columns, self.facet_ordinals, self.twins, self.apart):
            column.max(initial=0)
        for document in range(0, self.size, max(1, self.size // 8)):
            self.record(document)

    def _text(self, name: str) -> TextField:
        return TextField(self._file, name, self.size, *self.text_notes[name])

    def _field(self, name: str) -> Field:
        if name in self.texts:
            return self.texts[name]
        return self.keys[name] if name in self.keys else Field(self._file, name, self.size)

    def _column(self, name: str, dtype: str, size: int) -> NDArray[Any]:
        column = self._file.array(name, dtype)
        if len(column) != size:
            raise self._file.damaged(f"{len(column)} of {name} instead of {size}")
        return column

    def _below(self, numbers: NDArray[Any], limit: int, name: str) -> NDArray[Any]:
        if len(numbers) and int(numbers.max()) >= limit:
            raise self._file.damaged(f"{name} names what does not exist")
        return numbers

"""A Whoosh codec whose postings are the arrays of `index.codec_segment`, for Whoosh to read.

`whoosh.index.open_dir` opens such an index and Whoosh's own `Searcher` searches it: the table of contents
names segments of `ArraySegment`, which names this codec. It is what a faster evaluator is checked against,
and answers whatever that one does not cover. Nothing here keeps a file position, so that unlike with
Whoosh's own codec threads could share a reader. Writing is `index.codec_writer`'s; this module must not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import Column, ColumnReader
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import IndexReader
from whoosh.util.numeric import byte_to_length

from index.codec_fields import KeyField
from index.codec_segment import SegmentArrays
from index.codec_terms import ArrayTermsReader
from index.whoosh_schema import DAY, RECORD

EXTENSION = ".arrays"


class ArraySegment(base.Segment):  # type: ignore[misc]  # whoosh has no types
    """What the table of contents says of a segment: its name, size and deleted documents. Pickled."""

    def __init__(self, index_name: str, size: int, deleted: frozenset[int] = frozenset()) -> None:
        super().__init__(index_name)
        self._size = size
        self._deleted = set(deleted)

    def codec(self) -> ArrayCodec:
        """Return what reads this segment."""
        return ArrayCodec()

    def path(self, storage: FileStorage) -> Path:
        """Return where the arrays are."""
        return Path(str(storage.folder), str(self.make_filename(EXTENSION)))

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._size

    def set_doc_count(self, count: int) -> None:
        """Set the number of documents, deleted ones included."""
        self._size = count

    def deleted_count(self) -> int:
        """Return how many documents are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Return the deleted documents, ascending."""
        return iter(sorted(self._deleted))

    def delete_document(self, number: int, delete: bool = True) -> None:
        """Delete a document, or take that back."""
        (self._deleted.add if delete else self._deleted.discard)(number)

    def is_deleted(self, number: int) -> bool:
        """Return whether a document is deleted."""
        return number in self._deleted

    def should_assemble(self) -> bool:
        """Whoosh must not pack the one file of a segment into another."""
        return False


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Opens segments, each once for all that reads it through this object."""

    def __init__(self) -> None:
        self._open: dict[str, SegmentArrays] = {}

    def arrays(self, storage: FileStorage, segment: ArraySegment) -> SegmentArrays:
        """Return a segment as arrays; raises IndexCorrupt."""
        name = segment.segment_id()
        if name not in self._open:
            self._open[name] = SegmentArrays(segment.path(storage))
        return self._open[name]

    def new_segment(self, storage: FileStorage, index_name: str) -> ArraySegment:
        """Return a segment of nothing, to be filled by `index.codec_writer`."""
        return ArraySegment(index_name, 0)

    def terms_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayTermsReader:
        """Return what Whoosh looks terms up with."""
        return ArrayTermsReader(self.arrays(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: ArraySegment) -> _DocumentReader:
        """Return what Whoosh looks documents up with."""
        return _DocumentReader(self.arrays(storage, segment), segment)


def arrays_of_reader(reader: IndexReader) -> SegmentArrays | None:
    """Return the arrays behind a Whoosh reader of one segment, None where it is of another codec."""
    codec = reader.codec()
    return codec.arrays(reader.storage(), reader.segment()) if isinstance(codec, ArrayCodec) else None


class _Column(ColumnReader):  # type: ignore[misc]
    """Values by document."""

    def __init__(self, size: int, value: Callable[[int], Any]) -> None:
        self._size, self._value = size, value

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, document: int) -> Any:
        return self._value(document)

    def __iter__(self) -> Iterator[Any]:
        return map(self._value, range(self._size))

    def sort_key(self, document: int) -> Any:
        return self._value(document)


class _DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    def __init__(self, arrays: SegmentArrays, segment: ArraySegment) -> None:
        self._arrays, self._segment = arrays, segment

    def doc_count(self) -> int:
        return self._arrays.size - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        return self._arrays.size

    def has_deletions(self) -> bool:
        return self._segment.deleted_count() > 0

    def is_deleted(self, document: int) -> bool:
        return self._segment.is_deleted(document)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, name: str) -> bool:
        return name == DAY or name in self._arrays.keys

    def column_reader(self, name: str, column: Column) -> _Column:
        if name == DAY:
            return _Column(self._arrays.size, lambda document: int(self._arrays.days[document]))
        field: KeyField = self._arrays.keys[name]
        return _Column(self._arrays.size, lambda document: b"".join(field.values_of(document)[:1]))

    def doc_field_length(self, document: int, name: str, default: int = 0) -> int:
        text = self._arrays.texts.get(name)
        byte = int(text.lengths[document]) if text else 0
        return int(byte_to_length(byte)) if byte else default

    def field_length(self, name: str) -> int:
        return self._arrays.text_notes.get(name, (0, 0))[0]

    def min_field_length(self, name: str) -> int:
        return self._extreme_length(name, np.min)

    def max_field_length(self, name: str) -> int:
        return self._extreme_length(name, np.max)

    def stored_fields(self, document: int) -> dict[str, bytes]:
        return {RECORD: self._arrays.record(document)}

    def _extreme_length(self, name: str, extreme: Callable[[Any], Any]) -> int:
        text = self._arrays.texts.get(name)
        return int(byte_to_length(int(extreme(text.lengths)))) if text and self._arrays.size else 0

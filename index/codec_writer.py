"""Writes array segments into a Whoosh index: the place of Whoosh's own `SegmentWriter`.

    add_document ──► DocumentBuffer ──► invert ──► MAIN_….arrays    when full, and on commit
    delete_document, drop ──────────────────────► the table of contents, on commit

Whoosh pickles and compresses every posting (58 % of its time); here a batch is sorted as a whole. A commit
merges what is worth it and writes the table of contents last, so that a writer that dies leaves files that
nobody names. This module must not analyse nor know what an article is.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC, FileIndex

from index.codec_analysis import Vocabulary
from index.codec_buffer import ID_FIELD, DocumentBuffer
from index.codec_fields import MOST_DOCUMENTS
from index.codec_file_writing import write_file
from index.codec_kernel import Analysis, WriteKernel
from index.codec_merge import Merge, worth_merging
from index.codec_segment import SegmentArrays
from index.codec_whoosh import EXTENSION, ArraySegment
from index.errors import IndexLocked, IndexOutdated

# So many words of all fields wait in memory, four bytes each and eight times as much while they are sorted.
MOST_TOKENS = 32_000_000


class ArrayWriter:
    """One open write to an index; raises IndexLocked where another is open."""

    def __init__(
        self, index: FileIndex, analysis: Analysis, kernel: WriteKernel, most_tokens: int = MOST_TOKENS
    ) -> None:
        """Take what says which terms a text becomes, and what inverts texts."""
        self._storage, self._name = index.storage, index.indexname
        self._kernel, self._most_tokens = kernel, most_tokens
        self._lock = index.lock("WRITELOCK")
        if not self._lock.acquire():
            raise IndexLocked(f"{self._storage.folder}: another writer is at work")
        try:
            self._toc = TOC.read(self._storage, self._name, schema=index.schema)
        except BaseException:
            self._lock.release()
            raise
        self._segments: list[ArraySegment] = list(self._toc.segments)
        if any(not isinstance(segment, ArraySegment) for segment in self._segments):
            self._lock.release()
            raise IndexOutdated(f"{self._storage.folder}: written by another version: rebuild the index")
        self._before = len(self._segments)
        self._written: list[Path] = []
        # Of each segment that this batch has written: its documents by number in the batch, −1 for dropped.
        self._numbers: list[NDArray[np.int64]] = []
        self._adopted: list[tuple[int, ArraySegment, SegmentArrays]] = []
        self._vocabulary = Vocabulary(analysis, kernel)
        self._buffer = DocumentBuffer(self._toc.schema, self._vocabulary, kernel)
        self.is_closed = False

    def add_document(self, **document: Any) -> int:
        """Add a document as `index.whoosh_schema.document_of` makes it; returns its number in this batch."""
        if self._buffer.tokens >= self._most_tokens or len(self._buffer) >= MOST_DOCUMENTS:
            self._flush()
        number = sum(map(len, self._numbers)) + len(self._buffer)
        self._buffer.add(document)
        return number

    def adopt(self, path: Path, size: int) -> int:
        """Take over the file of a segment of `size` documents; returns the first's number in this batch."""
        self._flush()
        first = sum(map(len, self._numbers))
        segment = ArraySegment(self._name, size)
        self._written.append(segment.path(self._storage))
        shutil.move(path, segment.path(self._storage))
        self._segments.append(segment)
        self._numbers.append(np.arange(size))
        self._adopted.append((first, segment, SegmentArrays(segment.path(self._storage))))
        return first

    def adopted(self, key: bytes) -> int | None:
        """Return the number in this batch of the adopted document that has an id, None where none has."""
        for first, segment, arrays in self._adopted:
            ids = arrays.keys[ID_FIELD]
            ordinal = ids.find(key)
            if ordinal is not None:
                document = int(ids.documents[ids.span(ordinal)[0]])
                if not segment.is_deleted(document):
                    return first + document
        return None

    def drop(self, number: int) -> None:
        """Take out a document that this batch has added."""
        segment, number = self._own_place(number)
        if segment:
            segment.delete_document(number)
        else:
            self._buffer.drop(number)

    def delete_document(self, number: int) -> None:
        """Delete a document, numbered as in a reader of what was there before."""
        segment, number = self._place(number)
        segment.delete_document(number)

    def is_deleted(self, number: int) -> bool:
        """Return whether a document that was there before is deleted."""
        segment, number = self._place(number)
        return segment.is_deleted(number)

    def commit(self) -> None:
        """Write what is waiting, merge, and make it the state of the index; raises OSError."""
        self._flush()
        self._merge()
        toc = TOC(self._toc.schema, self._segments, self._toc.generation + 1)
        toc.write(self._storage, self._name)
        self._remove_unnamed()
        self._close()

    def cancel(self) -> None:
        """Leave the index as it was."""
        for path in self._written:
            path.unlink(missing_ok=True)
        self._close()

    def _place(self, number: int) -> tuple[ArraySegment, int]:
        for segment in self._segments[: self._before]:
            if number < segment.doc_count_all():
                return segment, number
            number -= segment.doc_count_all()
        raise IndexError(f"no document {number} behind the last one")

    def _own_place(self, number: int) -> tuple[ArraySegment | None, int]:
        """Return where a document of this batch is: in a segment, or None for the buffer."""
        for numbers, segment in zip(self._numbers, self._segments[self._before :], strict=True):
            if number < len(numbers):
                return segment, int(numbers[number])
            number -= len(numbers)
        return None, number

    def _flush(self) -> None:
        if not len(self._buffer):
            return
        live = self._buffer.live()
        segment, path = self._begin(int(live.sum()))
        write_file(path, self._buffer.write)
        SegmentArrays(path).verify()  # 0.1 s for 400 MB, and nobody ever opens what was written wrong
        self._segments.append(segment)
        self._numbers.append(np.where(live, np.cumsum(live) - 1, -1))
        self._vocabulary = self._vocabulary.renewed()
        self._buffer = DocumentBuffer(self._toc.schema, self._vocabulary, self._kernel)

    def _begin(self, size: int) -> tuple[ArraySegment, Path]:
        segment = ArraySegment(self._name, size)
        path = segment.path(self._storage)
        self._written.append(path)
        return segment, path

    def _merge(self) -> None:
        """Merge what is worth it; segments of deleted documents alone go without a trace."""
        self._segments = [segment for segment in self._segments if segment.doc_count()]
        sizes = [segment.doc_count_all() for segment in self._segments]
        deleted = [segment.deleted_count() for segment in self._segments]
        tokens = [SegmentArrays(segment.path(self._storage)).tokens for segment in self._segments]
        groups = worth_merging(sizes, deleted, tokens, every=not self._before)
        joined = [self._join([self._segments[number] for number in group]) for group in groups]
        gone = {number for group in groups for number in group}
        staying = [segment for number, segment in enumerate(self._segments) if number not in gone]
        self._segments = [*staying, *joined]

    def _join(self, segments: Sequence[ArraySegment]) -> ArraySegment:
        lives = []
        for segment in segments:
            live = np.ones(segment.doc_count_all(), bool)
            live[list(segment.deleted_docs())] = False
            lives.append(live)
        merge = Merge([segment.path(self._storage) for segment in segments], lives, self._kernel)
        joined, path = self._begin(merge.size)
        write_file(path, merge.write)
        SegmentArrays(path).verify()
        return joined

    def _remove_unnamed(self) -> None:
        """Remove the files of segments and states that the table of contents no longer names."""
        named = {segment.make_filename(EXTENSION) for segment in self._segments}
        toc = TOC._filename(self._name, self._toc.generation + 1)
        for path in Path(self._storage.folder).iterdir():
            is_segment = path.name.startswith(f"{self._name}_") and path.suffix == EXTENSION
            is_toc = path.name.startswith(f"_{self._name}_") and path.suffix == ".toc"
            if (is_segment and path.name not in named) or (is_toc and path.name != toc):
                path.unlink()

    def _close(self) -> None:
        self._lock.release()
        self.is_closed = True

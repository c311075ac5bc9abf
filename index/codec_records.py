"""The stored records of a segment: each compressed by itself, with a dictionary that many share.

    records            u1[…]    raw DEFLATE (RFC 1951), one record after the other
    record_starts      u8[D+1]  where the record of each document begins
    dictionaries       u1[…]    what records are compressed with, one dictionary after the other
    dictionary_starts  u8[K+1]  where each begins
    dictionary_firsts  u4[K]    the first document of each, ascending from 0: it serves those up to the next

A dictionary is 32 KB of records themselves: keys, outlets and common words then cost a reference. On news it
takes a fifth off the size and, because its hash table is copied and not made anew, a third off the time
(level 2: 1,631 bytes and 44 µs an article, without one 1,972 and 73); reading one stays 15 µs. When segments
are merged their records are copied as they are, dictionaries included. This module must not know what a
record holds.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_fields import check_starts, lengths_of
from index.codec_file import ArrayFile

Arrays = dict[str, NDArray[Any]]
RAW_DEFLATE = -15
LEVEL = 3
WINDOW = 1 << 15
# A dictionary is made of the first records, once there are so many bytes of them; it takes at most an eighth.
ENOUGH_BYTES = WINDOW * 8
SHARE = 8


class RecordWriter:
    """Takes records in order, compressed as they come once there is enough for a dictionary."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._compressor: Any = None
        self._dictionary = b""
        self._data = bytearray()
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self._ends) + len(self._waiting)

    def add(self, record: bytes) -> None:
        """Take the record of the next document."""
        if self._compressor is not None:
            self._compress(record)
            return
        self._waiting.append(record)
        self._waiting_bytes += len(record)
        if self._waiting_bytes >= ENOUGH_BYTES:
            self._begin()

    def arrays(self, live: NDArray[np.bool_]) -> Arrays:
        """Return the arrays of the records that are not dropped."""
        self._begin()
        ends = np.array(self._ends, np.int64)
        lengths = np.diff(ends, prepend=0)
        data = np.frombuffer(self._data, "|u1")
        if not live.all():
            data, lengths = data[np.repeat(live, lengths)], lengths[live]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        return _arrays(data, starts, [self._dictionary], [0])

    def _begin(self) -> None:
        if self._compressor is None:
            size = min(WINDOW, self._waiting_bytes // SHARE)
            self._dictionary = b"".join(self._waiting)[-size:] if size else b""
            self._compressor = zlib.compressobj(
                LEVEL,
                zlib.DEFLATED,
                RAW_DEFLATE,
                zlib.DEF_MEM_LEVEL,
                zlib.Z_DEFAULT_STRATEGY,
                self._dictionary,
            )
            for record in self._waiting:
                self._compress(record)
            self._waiting = []

    def _compress(self, record: bytes) -> None:
        compressor = self._compressor.copy()
        self._data += compressor.compress(record)
        self._data += compressor.flush()
        self._ends.append(len(self._data))


class Records:
    """The records of an open segment; threads share it."""

    def __init__(self, file: ArrayFile, size: int) -> None:
        """Take the arrays of `size` documents; raises IndexCorrupt where they do not fit together."""
        self._file = file
        self._data = file.large("records", "|u1")
        self._dictionaries = file.large("dictionaries", "|u1")
        self.starts: NDArray[np.uint64] = file.array("record_starts", "<u8")
        self._dictionary_starts: NDArray[np.uint64] = file.array("dictionary_starts", "<u8")
        self.firsts: NDArray[np.uint32] = file.array("dictionary_firsts", "<u4")
        check_starts(file, "record_starts", self.starts, size, self._data.size)
        check_starts(
            file, "dictionary_starts", self._dictionary_starts, len(self.firsts), self._dictionaries.size
        )
        if len(self.firsts) and int(self.firsts[0]):
            raise file.damaged("dictionary_firsts makes no sense")

    def record(self, document: int) -> bytes:
        """Return the record of a document; raises IndexCorrupt."""
        first, end = self.starts[document : document + 2].tolist()
        self._data.need(first, end)
        number = int(np.searchsorted(self.firsts, document, "right")) - 1
        try:
            decompressor = zlib.decompressobj(RAW_DEFLATE, self.dictionary(number))
            record = decompressor.decompress(self._data.data[first:end].data)
        except zlib.error as error:
            raise self._file.damaged(f"the record of document {document}: {error}") from error
        if not decompressor.eof or decompressor.unused_data:
            raise self._file.damaged(f"the record of document {document} is not whole")
        return record

    def dictionary(self, number: int) -> bytes:
        """Return a dictionary by its number."""
        if not 0 <= number < len(self.firsts):
            raise self._file.damaged("a record has no dictionary")
        first, end = self._dictionary_starts[number : number + 2].tolist()
        self._dictionaries.need(first, end)
        return self._dictionaries.data[first:end].tobytes()

    def compressed(self) -> NDArray[np.uint8]:
        """Return all records as they are stored, verified."""
        self._data.need(0, self._data.size)
        return self._data.data


def merged_records(parts: Sequence[tuple[Records, NDArray[np.bool_]]]) -> Arrays:
    """Return the arrays of the living records of several segments, in their order."""
    data, lengths, dictionaries, firsts = [], [np.zeros(1, np.int64)], [], []
    before = 0
    for records, live in parts:
        each = lengths_of(records.starts)
        compressed = records.compressed()
        data.append(compressed if live.all() else compressed[np.repeat(live, each)])
        lengths.append(each[live])
        renumbered = np.concatenate(([0], np.cumsum(live))) + before
        for number, first in enumerate(records.firsts.tolist()):
            dictionaries.append(records.dictionary(number))
            firsts.append(int(renumbered[first]))
        before += int(live.sum())
    return _arrays(np.concatenate(data), np.cumsum(np.concatenate(lengths)), dictionaries, firsts)


def _arrays(
    data: NDArray[np.uint8], starts: NDArray[np.int64], dictionaries: list[bytes], firsts: list[int]
) -> Arrays:
    dictionary_starts = np.cumsum([0, *map(len, dictionaries)])
    return {
        "records": data,
        "record_starts": starts.astype("<u8"),
        "dictionaries": np.frombuffer(b"".join(dictionaries), "|u1"),
        "dictionary_starts": dictionary_starts.astype("<u8"),
        "dictionary_firsts": np.array(firsts, "<u4"),
    }

"""The stored records of a segment: each compressed by itself, with a dictionary that many share.

    records            u1[…]    Zstandard frames (RFC 8878), one record after the other
    record_starts      u8[D+1]  where the record of each document begins
    dictionaries       u1[…]    what records are compressed with, one dictionary after the other
    dictionary_starts  u8[K+1]  where each begins
    dictionary_firsts  u4[K]    the first document of each, ascending from 0: it serves those up to the next

A dictionary is trained on the first records: keys, outlets and common words then cost a reference, and it is
digested once, not for each record. On real news a record takes 18 µs to write and 7 to read, and 1,420 bytes
of 4,300; DEFLATE with a dictionary of 32 KB (level 3) took 88, 19 and 1,460. When segments are merged their
records are copied as they are, dictionaries included. This module must not know what a record holds.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from index.codec_fields import check_starts, lengths_of
from index.codec_file import ArrayFile

Arrays = dict[str, NDArray[Any]]
LEVEL = 2
MOST_DICTIONARY = 1 << 16
# A dictionary is trained on the first records, once there are so many bytes of them; it takes a 16th at most.
ENOUGH_BYTES = MOST_DICTIONARY * 16
SHARE = 16
# Fewer records cannot be trained on: what is common to them stands in the dictionary as it is.
FEWEST_TRAINED = 8
# How the dictionary is trained: in segments of so many bytes, chosen by their substrings of 8 bytes, of which
# 2^16 are told apart, one in eight looked at. 6 ms for a megabyte; all of them take 35 and save 1 % of bytes.
TRAINING = {"k": 512, "d": 8, "f": 16, "accel": 8}
# So many dictionaries are kept digested, 0.2 MB each with what decompresses.
MOST_READY = 32


class RecordWriter:
    """Takes records in order, compressed as they come once there is enough for a dictionary."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._compressor: zstandard.ZstdCompressor | None = None
        self._dictionary = b""
        self._data = bytearray()
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self._ends) + len(self._waiting)

    def add(self, record: bytes) -> None:
        """Take the record of the next document."""
        if self._compressor is not None:
            self._data += self._compressor.compress(record)
            self._ends.append(len(self._data))
            return
        self._waiting.append(record)
        self._waiting_bytes += len(record)
        if self._waiting_bytes >= ENOUGH_BYTES:
            self._begin()

    def arrays(self, live: NDArray[np.bool_]) -> Arrays:
        """Return the arrays of the records that are not dropped."""
        if self._compressor is None:
            self._begin()
        ends = np.array(self._ends, np.int64)
        lengths = np.diff(ends, prepend=0)
        data = np.frombuffer(self._data, "|u1")
        if not live.all():
            data, lengths = data[np.repeat(live, lengths)], lengths[live]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        return _arrays(data, starts, [self._dictionary], [0])

    def _begin(self) -> None:
        self._dictionary = _trained(self._waiting, self._waiting_bytes // SHARE)
        dictionary = zstandard.ZstdCompressionDict(self._dictionary)
        dictionary.precompute_compress(level=LEVEL)
        self._compressor = zstandard.ZstdCompressor(LEVEL, dictionary, write_dict_id=False)
        waiting, self._waiting = self._waiting, []
        for record in waiting:
            self.add(record)


def _trained(records: Sequence[bytes], size: int) -> bytes:
    """Return a dictionary for records like these, of so many bytes at most; the same for the same records."""
    size = min(size, MOST_DICTIONARY)
    if len(records) >= FEWEST_TRAINED:
        try:
            return zstandard.train_dictionary(size, list(records), level=LEVEL, **TRAINING).as_bytes()
        except zstandard.ZstdError:  # too little in common, or too little of it
            pass
    return b"".join(records)[-size:] if size else b""


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
        self._numbered: list[int] = self.firsts.tolist()
        # A decompressor serves one thread at a time and lets the interpreter's lock go; 7 µs are waited for.
        self._ready: dict[int, zstandard.ZstdDecompressor] = {}
        self._lock = threading.Lock()

    def record(self, document: int) -> bytes:
        """Return the record of a document; raises IndexCorrupt."""
        first, end = self.starts[document : document + 2].tolist()
        self._data.need(first, end)
        number = bisect_right(self._numbered, document) - 1
        try:
            with self._lock:
                decompressor = self._ready.get(number) or self._made_ready(number)
                return decompressor.decompress(self._data.data[first:end].data, allow_extra_data=False)
        except (zstandard.ZstdError, MemoryError) as error:  # a wrong size may be any number
            raise self._file.damaged(f"the record of document {document}: {error}") from error

    def _made_ready(self, number: int) -> zstandard.ZstdDecompressor:
        """Return what decompresses with a dictionary, kept for the next record."""
        dictionary = zstandard.ZstdCompressionDict(self.dictionary(number))
        if len(self._ready) >= MOST_READY:
            self._ready.clear()
        decompressor = self._ready[number] = zstandard.ZstdDecompressor(dictionary)
        return decompressor

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

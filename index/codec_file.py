"""One immutable file of named arrays, read by memory map: where a segment of our index keeps everything.

    0        8 bytes    magic "KLIPARR2"
    8        u32        crc32 of the table, little-endian like every number here
    12       u32        length of the table in bytes
    16       table      JSON {"arrays": {name: [dtype, offset, count]}, "checksums": [offset, count, crc32],
                        "notes": {…}}
    …                   each array at a multiple of 64 bytes from the start of the file, so that a vector
                        load never crosses a cache line
    …        u32[…]     checksums: the crc32 of each block of 64 KB of each array, in table order

Nothing is trusted before its checksum agrees, and nothing is read to be trusted later: opening checks the
table, the places in it and the checksums themselves (0.3 ms); a block is verified when it is first used, once
in a process (3.5 GB a second). Whoever wants all of it at once calls `verify`. Pages are shared between all
processes that map the file. This module must not know what the arrays mean.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt

MAGIC = b"KLIPARR2"
HEAD = struct.Struct("<8sII")
ALIGNMENT = 64
BLOCK = 1 << 16
DTYPES = {"|u1": 1, "<u2": 2, "<u4": 4, "<u8": 8, "<i4": 4}  # bytes each
STEP_BLOCKS = 16  # blocks that are verified before others get their turn
MOST_BYTES_AT_ONCE = 1 << 30  # Linux writes no more in one call
UNREAD, AGREED = b"\0", 1


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an array lies: `offset` in bytes from the start of the file, `count` in items."""

    dtype: str
    offset: int
    count: int
    first_block: int = 0

    @property
    def bytes(self) -> int:
        return DTYPES[self.dtype] * self.count

    @property
    def end(self) -> int:
        return self.offset + self.bytes

    @property
    def blocks(self) -> int:
        return -(-self.bytes // BLOCK)


def checksums_of(array: NDArray[Any]) -> list[int]:
    """Return the checksum of each block of an array."""
    data = as_bytes(array)
    return [zlib.crc32(data[begin : begin + BLOCK]) for begin in range(0, len(data), BLOCK)]


def as_bytes(array: NDArray[Any]) -> memoryview:
    """Return a contiguous array as the bytes that are written of it."""
    return array.data.cast("B") if array.size else memoryview(b"")


def aligned(offset: int) -> int:
    """Return the first place from here on at which an array may begin."""
    return -(-offset // ALIGNMENT) * ALIGNMENT


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write all of it where the file stands; raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view[:MOST_BYTES_AT_ONCE]) :]


class ArrayFile:
    """An open file of arrays; has no file position, so that any number of threads may read it."""

    def __init__(self, path: Path) -> None:
        """Map a file; raises IndexCorrupt naming it and the reason where it is not as it was written."""
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file
            raise self.damaged(str(error)) from error
        table = self._read_table()
        try:
            self._places = self._numbered(table["arrays"])
            self.notes = dict(table["notes"])
            checksums, crc32 = _Place("<u4", *table["checksums"][:2]), table["checksums"][2]
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise self.damaged(f"its table cannot be read: {error}") from error
        self._check_place("checksums", checksums)
        self._checksums = np.frombuffer(self._map, "<u4", checksums.count, checksums.offset)
        if zlib.crc32(as_bytes(self._checksums)) != crc32:
            raise self.damaged("the checksum of its checksums does not agree")
        if checksums.count != sum(place.blocks for place in self._places.values()):
            raise self.damaged("there is not one checksum a block")
        # One byte a block. A race of two threads verifies a block twice. Processes that are forked from this
        # one share what any of them has verified.
        self._states = mmap.mmap(-1, max(1, checksums.count))

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def names(self) -> tuple[str, ...]:
        """Return the names of all arrays."""
        return tuple(self._places)

    def count(self, name: str) -> int:
        """Return the number of items of an array, 0 where there is none of that name."""
        return self._places[name].count if name in self._places else 0

    def array(self, name: str, dtype: str) -> NDArray[Any]:
        """Return an array, read-only, shared, all of it verified; raises IndexCorrupt."""
        part = self.large(name, dtype)
        part.need(0, part.size)
        return part.data

    def large(self, name: str, dtype: str) -> LargeArray:
        """Return an array to be verified where it is used; raises IndexCorrupt where it is not of `dtype`."""
        place = self._places.get(name)
        if place is None or place.dtype != dtype:
            raise self.damaged(f"no array {name} of {dtype}")
        data = np.frombuffer(self._map, place.dtype, place.count, place.offset)
        return LargeArray(self, name, data, place.first_block, self._states)

    def verify(self) -> None:
        """Read every array and compare its checksums; raises IndexCorrupt."""
        for _ in self.verifying():
            pass

    def verifying(self) -> Iterator[None]:
        """Read every array that is not known to agree, a megabyte a step; raises IndexCorrupt."""
        for name, place in self._places.items():
            end = place.first_block + place.blocks
            for first in range(place.first_block, end, STEP_BLOCKS):
                self.verify_blocks(name, first, min(first + STEP_BLOCKS, end))
                yield

    def verify_blocks(self, name: str, first: int, end: int) -> None:
        """Compare the checksums of the blocks first … end − 1 of the file that are not known to agree."""
        place = self._places[name]
        with memoryview(self._map) as data:
            for block in range(first, end):
                if self._states[block] == AGREED:
                    continue
                begin = place.offset + (block - place.first_block) * BLOCK
                if zlib.crc32(data[begin : min(begin + BLOCK, place.end)]) != self._checksums[block]:
                    raise self.damaged(f"the checksum of {name} does not agree")
                self._states[block] = AGREED

    def let_go(self) -> None:
        """Let the system forget what was read; it is read again from the file where it is asked for again.

        Pages of a map count as this process's memory for as long as it has them.
        """
        if hasattr(self._map, "madvise"):  # not on Windows
            self._map.madvise(mmap.MADV_DONTNEED)

    def damaged(self, reason: str) -> IndexCorrupt:
        """Return the error that names this file and a reason."""
        return IndexCorrupt(
            f"{self.path}: damaged ({reason}): go back to the generation before or rebuild the index"
        )

    def _read_table(self) -> dict[str, Any]:
        if len(self._map) < HEAD.size:
            raise self.damaged("it is cut off")
        magic, crc32, length = HEAD.unpack_from(self._map)
        if magic != MAGIC:
            raise self.damaged("it is not a file of arrays")
        table = self._map[HEAD.size : HEAD.size + length]
        if len(table) != length or zlib.crc32(table) != crc32:
            raise self.damaged("the checksum of its table does not agree")
        self._data_begin = HEAD.size + length
        try:
            return dict(json.loads(table))
        except (ValueError, TypeError, RecursionError) as error:
            raise self.damaged(f"its table cannot be read: {error}") from error

    def _numbered(self, rows: Mapping[str, Any]) -> dict[str, _Place]:
        places: dict[str, _Place] = {}
        block = 0
        for name, (dtype, offset, count) in rows.items():
            place = _Place(dtype, offset, count, block)
            self._check_place(name, place)
            places[str(name)] = place
            block += place.blocks
        return places

    def _check_place(self, name: str, place: _Place) -> None:
        numbers = (place.offset, place.count)
        if place.dtype not in DTYPES or any(type(number) is not int or number < 0 for number in numbers):
            raise self.damaged(f"the place of {name} makes no sense")
        if place.offset % ALIGNMENT or place.offset < self._data_begin or place.end > len(self._map):
            raise self.damaged(f"{name} does not lie inside it")


class LargeArray:
    """One array of a file: `data[first:end]` may be read once `need(first, end)` has returned."""

    __slots__ = ("_file", "_first_block", "_name", "_states", "data", "size")

    def __init__(
        self, file: ArrayFile, name: str, data: NDArray[Any], first_block: int, states: mmap.mmap
    ) -> None:
        self._file, self._name, self._first_block, self._states = file, name, first_block, states
        self.data = data
        self.size = len(data)

    def need(self, first: int, end: int) -> None:
        """Verify the blocks of the items first … end − 1; raises IndexCorrupt. Once verified: 0.2 µs."""
        if first < end:
            bytes_each = self.data.itemsize
            first_block = self._first_block + first * bytes_each // BLOCK
            end_block = self._first_block + (end * bytes_each - 1) // BLOCK + 1
            if self._states.find(UNREAD, first_block, end_block) >= 0:
                self._file.verify_blocks(self._name, first_block, end_block)

"""One immutable file of named arrays, read by memory map: where a segment of our index keeps everything.

    0        8 bytes   magic "KLIPARR1"
    8        u32       crc32 of the table, little-endian like every number here
    12       u32       length of the table in bytes
    16       table     JSON {"arrays": {name: [dtype, offset, count, crc32]}, "notes": {…}}
    …                  each array at a multiple of 64 bytes from the start of the file, in table order,
                       so that a vector load never crosses a cache line

Opening costs the table, not the arrays: every dtype, range and overlap with the table is checked at once, the
checksums of the arrays by `verify`, which reads them all. Pages are shared between all processes that map the
file. This module must not know what the arrays mean.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt

MAGIC = b"KLIPARR1"
HEAD = struct.Struct("<8sII")
ALIGNMENT = 64
DTYPES = ("|u1", "<u2", "<u4", "<u8", "<i4")
MOST_BYTES_AT_ONCE = 1 << 30  # Linux writes no more in one call


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an array lies: `offset` in bytes from the start of the file, `count` in items."""

    dtype: str
    offset: int
    count: int
    crc32: int

    @property
    def end(self) -> int:
        return self.offset + np.dtype(self.dtype).itemsize * self.count


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, Any]) -> None:
    """Write a new file durably; raises OSError, with nothing left behind.

    Arrays are one-dimensional, of a dtype in DTYPES; `notes` is anything JSON can hold.
    """
    blocks = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    table, places = _table(blocks, notes)
    try:
        with path.open("xb", buffering=0) as file:
            _write(file.fileno(), HEAD.pack(MAGIC, zlib.crc32(table), len(table)) + table)
            for name, block in blocks.items():
                os.lseek(file.fileno(), places[name].offset, os.SEEK_SET)
                _write(file.fileno(), block.data.cast("B") if block.size else b"")
            os.ftruncate(file.fileno(), max([HEAD.size + len(table), *(p.end for p in places.values())]))
            os.fsync(file.fileno())
    except FileExistsError:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _table(blocks: Mapping[str, NDArray[Any]], notes: Mapping[str, Any]) -> tuple[bytes, dict[str, _Place]]:
    """Return the table and the places in it.

    Offsets depend on the length of the table and it on them, so they are laid out behind a first table that
    is padded to stay long enough.
    """
    for name, block in blocks.items():
        if block.dtype.str not in DTYPES or block.ndim != 1:
            raise ValueError(f"array {name}: {block.ndim} dimensions of {block.dtype.str}")
    crcs = {name: zlib.crc32(block.data) if block.size else 0 for name, block in blocks.items()}
    room = 0
    while True:
        places, offset = {}, _aligned(HEAD.size + room)
        for name, block in blocks.items():
            places[name] = _Place(block.dtype.str, offset, block.size, crcs[name])
            offset = _aligned(places[name].end)
        rows = {name: [p.dtype, p.offset, p.count, p.crc32] for name, p in places.items()}
        table = json.dumps({"arrays": rows, "notes": notes}, separators=(",", ":")).encode()
        if len(table) <= room:
            return table.ljust(room), places
        room = len(table) + 64


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT


def _write(descriptor: int, data: bytes | memoryview) -> None:
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
            self._places = {str(name): _Place(*row) for name, row in table["arrays"].items()}
            self.notes = dict(table["notes"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self.damaged(f"its table cannot be read: {error}") from error
        for name, place in self._places.items():
            self._check_place(name, place)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def names(self) -> tuple[str, ...]:
        """Return the names of all arrays."""
        return tuple(self._places)

    def array(self, name: str, dtype: str) -> NDArray[Any]:
        """Return an array, read-only and shared; raises IndexCorrupt where it is not of `dtype`."""
        place = self._places.get(name)
        if place is None or place.dtype != dtype:
            raise self.damaged(f"no array {name} of {dtype}")
        return np.frombuffer(self._map, place.dtype, place.count, place.offset)

    def verify(self) -> None:
        """Read every array and compare its checksum; raises IndexCorrupt."""
        for name, place in self._places.items():
            if place.count and zlib.crc32(self.array(name, place.dtype).data) != place.crc32:
                raise self.damaged(f"the checksum of {name} does not agree")

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

    def _check_place(self, name: str, place: _Place) -> None:
        numbers = (place.offset, place.count, place.crc32)
        if place.dtype not in DTYPES or any(type(number) is not int or number < 0 for number in numbers):
            raise self.damaged(f"the place of {name} makes no sense")
        if place.offset % ALIGNMENT or place.offset < self._data_begin or place.end > len(self._map):
            raise self.damaged(f"{name} does not lie inside it")

"""One file of named arrays, written array by array: for a writer that has no room for all of them at once.

The file is what `index.codec_file` describes; only the table, whose length is known last, has room left for
it at the beginning, and the checksums stand behind the arrays. This module must not know what arrays mean.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_file import DTYPES, HEAD, MAGIC, aligned, as_bytes, checksums_of, write_all

Arrays = Mapping[str, NDArray[Any]]
# For the table: a segment has some 170 arrays, of 50 bytes each there.
ROOM = 1 << 14


def write_file(path: Path, write: Callable[[Callable[[Arrays], None]], Mapping[str, Any]]) -> None:
    """Write a new file durably; raises OSError, with nothing left behind.

    `write` is given what adds arrays to the file, and returns its notes.
    """
    with ArrayFileWriter(path) as file:
        file.finish(write(file.add))


class ArrayFileWriter:
    """A file in the making; leaving the `with` block before `finish` removes it. Raises OSError."""

    def __init__(self, path: Path) -> None:
        """Begin a new file."""
        self._path = path
        self._file = path.open("xb", buffering=0)
        self._end = HEAD.size + ROOM
        self._rows: dict[str, list[Any]] = {}
        self._checksums: list[int] = []
        self._finished = False

    def add(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write arrays: one-dimensional, of a dtype in DTYPES, each under a new name."""
        for name, given in arrays.items():
            array = np.ascontiguousarray(given)
            if array.dtype.str not in DTYPES or array.ndim != 1 or name in self._rows:
                raise ValueError(f"array {name}: {array.ndim} dimensions of {array.dtype.str}, or twice")
            self._rows[name] = [array.dtype.str, self._put(array), array.size]
            self._checksums += checksums_of(array)

    def finish(self, notes: Mapping[str, Any]) -> None:
        """Write the table with these notes, and make the file durable."""
        checksums = np.array(self._checksums, "<u4")
        stated = [self._put(checksums), checksums.size, zlib.crc32(as_bytes(checksums))]
        document = {"arrays": self._rows, "checksums": stated, "notes": notes}
        table = json.dumps(document, separators=(",", ":")).encode()
        if len(table) > ROOM:
            raise ValueError(f"a table of {len(table)} bytes has no room")
        os.ftruncate(self._file.fileno(), self._end)
        os.lseek(self._file.fileno(), 0, os.SEEK_SET)
        table = table.ljust(ROOM)
        write_all(self._file.fileno(), HEAD.pack(MAGIC, zlib.crc32(table), len(table)) + table)
        os.fsync(self._file.fileno())
        self._finished = True

    def __enter__(self) -> ArrayFileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if not self._finished:
            self._path.unlink(missing_ok=True)

    def _put(self, array: NDArray[Any]) -> int:
        """Write an array behind what is there; returns where it begins."""
        begin = aligned(self._end)
        os.lseek(self._file.fileno(), begin, os.SEEK_SET)
        write_all(self._file.fileno(), as_bytes(array))
        self._end = begin + array.nbytes
        return begin

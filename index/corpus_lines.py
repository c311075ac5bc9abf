"""Files of lines: decoded a block at a time, and cut into stretches of whole lines that are read apart.

A line is decoded for itself, so that one bad line costs one line; most blocks have none, and are decoded at
once. This module does not interpret a line.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path
from typing import cast

import numpy as np

from index.corpus_text import BYTE_ORDER_MARKS, CONTROL, ByteStream, Undecodable, checked, decode, open_bytes

# Looked at together: enough that what a block costs is nothing beside its lines.
BLOCK = 1 << 16
_NARROW_MARK, _WIDE = BYTE_ORDER_MARKS[0][0], BYTE_ORDER_MARKS[1:]

Lines = Iterator[tuple[int, str | Undecodable]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some whole lines of a file: its bytes from `start` to before `end`, and how many lines are before."""

    start: int
    end: int
    lines: int


def stretches(path: Path, count: int) -> list[Stretch]:
    """Cut a file of lines into at most `count` stretches of about the same size; raises OSError.

    None of them for a file that is only one: without bytes, or in an encoding of several bytes a letter.
    """
    with path.open("rb") as file:
        if file.read(4).startswith(tuple(mark for mark, _ in _WIDE)):
            return []
    content = np.memmap(path, np.uint8, "r") if path.stat().st_size else np.zeros(0, np.uint8)
    found: list[Stretch] = []
    start = lines = 0
    for number in range(1, count + 1):
        end = _line_end(content, max(start, len(content) * number // count))
        if end > start:
            found.append(Stretch(start, end, lines))
            lines += int(np.count_nonzero(content[start:end] == ord("\n")))
            start = end
    return found


def _line_end(content: np.ndarray[tuple[int], np.dtype[np.uint8]], place: int) -> int:
    """Return where the line ends that has the byte before `place`."""
    for begin in range(max(place - 1, 0), len(content), BLOCK):
        found = np.flatnonzero(content[begin : begin + BLOCK] == ord("\n"))
        if len(found):
            return begin + int(found[0]) + 1
    return len(content)


def decoded_lines(path: Path, limit: int, stretch: Stretch | None = None) -> Lines:
    """Yield (line number from 1, text with its line end, or why there is none), never a line over `limit`.

    A file that starts with a UTF-16 or UTF-32 mark is all in that encoding; otherwise each line is decoded
    for itself. A damaged gzip ends with an `Undecodable`. `stretch` (None: the whole file) says which lines
    of a file that is not packed. Raises OSError.
    """
    number = 0
    try:
        with open_bytes(path) as stream:
            for number, line in _lines(stream, limit, stretch):
                yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield number + 1, Undecodable(f"damaged gzip: {error}")


def _lines(stream: ByteStream, limit: int, stretch: Stretch | None) -> Lines:
    if stretch is not None:
        stream.seek(stretch.start)
        return _by_block(stream, limit, stretch.end, stretch.lines)
    begun = stream.peek(4)
    for mark, encoding in _WIDE:
        if begun.startswith(mark):
            return _of_wide(stream, encoding, limit)
    if isinstance(stream, gzip.GzipFile):  # a damaged one gives what is before the damage, by the line
        return _by_line(stream, limit, 0)
    return _by_block(stream, limit, sys.maxsize, 0)


def _of_wide(stream: ByteStream, encoding: str, limit: int) -> Lines:
    """Yield the lines of a file that is one text; its letters count as the bytes of others do."""
    # A GzipFile is a reader of bytes in all but its type.
    text, number = TextIOWrapper(cast(BufferedReader, stream), encoding, "replace"), 0
    try:
        while line := text.readline(limit):
            number += 1
            yield number, _of_text(text, line, limit)
    finally:
        text.detach()  # it would close what somebody else has opened


def _of_text(text: TextIOWrapper, line: str, limit: int) -> str | Undecodable:
    if len(line) >= limit and not line.endswith("\n"):
        while (rest := text.readline(limit)) and not rest.endswith("\n"):
            continue
        return _too_long(limit)
    try:
        return checked(line)
    except Undecodable as reason:
        return reason


def _by_block(stream: ByteStream, limit: int, end: int, before: int) -> Lines:
    """Yield the lines up to byte `end`; `before` are before them."""
    while block := stream.read(max(0, min(BLOCK, end - stream.tell()))):
        if not block.endswith(b"\n"):
            block += stream.readline(limit)
        lines = _plain(block, limit, before) or _by_line(BytesIO(block), limit, before)
        for before, line in lines:
            yield before, line
        if not block.endswith(b"\n"):
            _pass_line(stream, limit)


def _plain(block: bytes, limit: int, before: int) -> Iterable[tuple[int, str]] | None:
    """Return several lines, None where each must be looked at for itself."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    if len(block) > limit or b"\r" in block or len(block.translate(None, CONTROL)) < len(block):
        return None
    if _NARROW_MARK[:1] in block and _NARROW_MARK in block:  # looking for one byte is much faster
        return None
    try:
        return enumerate([line.decode() for line in block.splitlines(keepends=True)], before + 1)
    except UnicodeDecodeError:
        return None


def _by_line(stream: ByteStream | BytesIO, limit: int, number: int) -> Lines:
    while line := stream.readline(limit):
        number += 1
        yield number, _line(stream, line, limit)


def _line(stream: ByteStream | BytesIO, line: bytes, limit: int) -> str | Undecodable:
    if len(line) >= limit and not line.endswith(b"\n"):
        _pass_line(stream, limit)
        return _too_long(limit)
    try:
        return decode(line)
    except Undecodable as reason:
        return reason


def _too_long(limit: int) -> Undecodable:
    return Undecodable(f"a line longer than the limit of {limit:,} bytes")


def _pass_line(stream: ByteStream | BytesIO, limit: int) -> None:
    """Go to the end of a line, however long it is."""
    while (chunk := stream.readline(limit)) and not chunk.endswith(b"\n"):
        continue

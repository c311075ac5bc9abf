"""Bytes → text: gunzip within a limit, know binary when it is seen, UTF-8 first, a detector for the rest."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from importlib import import_module
from io import BufferedReader
from pathlib import Path
from typing import Any

# The encodings that Indonesian text was ever saved in; a detector that may also answer Big5 or KOI8 does,
# for a short text with one curly quote.
ENCODINGS = ["cp1252", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "mac_roman", "latin_1"]
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# No text has these; in whatever encoding, one of them takes at least one byte of the same number.
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\b\x1a\x1b"))


ByteStream = BufferedReader | gzip.GzipFile


class Undecodable(ValueError):
    """These bytes are no text; the message is the reason."""


def open_bytes(path: Path) -> ByteStream:
    """Open a file for reading bytes, through gzip where its name ends in `.gz`."""
    if path.suffix.lower() == ".gz":
        return gzip.GzipFile(path, "rb")
    return path.open("rb")


def read_bytes(path: Path, limit: int) -> bytes:
    """Return a whole file of at most `limit` bytes (unpacked); raises Undecodable, OSError."""
    with open_bytes(path) as stream:
        try:
            data = stream.read(limit + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Undecodable(f"damaged gzip: {error}") from error
    if len(data) > limit:
        raise Undecodable(f"larger than the limit of {limit:,} bytes")
    return data


def decode(data: bytes) -> str:
    """Return the text of these bytes with Unix line ends; raises Undecodable for binary.

    A byte order mark decides; then UTF-8; then charset-normalizer among the encodings of this language.
    """
    text = _decoded(data)
    return checked(text) if len(data.translate(None, CONTROL)) < len(data) else unix(text)


def checked(text: str) -> str:
    """Return what was decoded with Unix line ends and no NUL; raises Undecodable for binary."""
    if sum(text.count(chr(code)) for code in CONTROL) > len(text) // 500:
        raise Undecodable("binary, not text")
    return unix(text).replace("\x00", "")


def unix(text: str) -> str:
    """Return a text with Unix line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        best = _detector().from_bytes(data, cp_isolation=ENCODINGS).best()
    if best is None:
        raise Undecodable("binary, or in an encoding that was not recognised")
    return str(best)


@cache
def _detector() -> Any:
    """Return charset-normalizer, loaded for the first text that is no UTF-8: most archives have none."""
    return import_module("charset_normalizer")

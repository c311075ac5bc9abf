"""The lines at the edges of a body as keys: numbers that tell a line of an outlet again, and nothing else.

What is here is the specification; C does the same where it was built. It must not know which lines repeat.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Protocol
from zlib import adler32, crc32

# Lines looked at from either edge; a longer line than MAX_LENGTH is a paragraph.
HEAD_LINES, FOOT_LINES = 2, 5
MAX_LENGTH = 400


class EdgeKeys(Protocol):
    """Returns the keys ("Q") of the first and last lines of a body that are not blank, in order."""

    def __call__(self, outlet: str, body: str, longest: int = MAX_LENGTH) -> array[int]:
        """Leave out lines of more than `longest` characters."""


def edge_keys(outlet: str, body: str, longest: int = MAX_LENGTH) -> array[int]:
    """See EdgeKeys."""
    return array("Q", [line_key(outlet, line) for line in _edge_lines(body) if len(line) <= longest])


def _edge_lines(body: str) -> Iterator[str]:
    lines = [line for line in body.split("\n") if line and not line.isspace()]
    yield from lines[:HEAD_LINES]
    yield from lines[HEAD_LINES:][-FOOT_LINES:]


def line_key(outlet: str, line: str) -> int:
    """Return 64 bits that tell a line of an outlet again, whatever its case and blanks."""
    if "  " in line or not line.isprintable() or line[:1] == " " or line[-1:] == " ":
        line = " ".join(line.split())
    text = f"{outlet}\n{line.casefold()}".encode("utf-8", "surrogatepass")
    return crc32(text) << 32 | adler32(text)

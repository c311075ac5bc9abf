"""Where a text may hold what is looked for, found by the machine's own string search.

A trace is letters and figures that a word must hold to be worth a look (`Analyzer.traces`). In a word of
plain letters it cannot be overlooked; words with accents or an inner hyphen are all named; and where signs
interrupt a trace (`Jum'at`, `1.300`), more of them are in the text with its signs taken out than before. Then
this module says that it cannot tell. 10 µs a text of 270 words; it must not know words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import ascii_lowercase, ascii_uppercase, punctuation

# Neither letters nor figures: ASCII's, the space that does not break, and U+2000 to U+203F, typographers'
# quotes and dashes, but for the hyphens among them. Anything else makes a word be looked at.
_ODD = re.compile(r"[^\x00-\x7f\xa0\u2000-\u200f\u2012-\u203f]")
_TYPOGRAPHY, _NO_BREAK, _HYPHENS = b"\xe2\x80", b"\xc2\xa0", (b"\xe2\x80\x90", b"\xe2\x80\x91")
_LOW = bytes.maketrans(
    ascii_uppercase.encode() + bytes(range(128, 256)), ascii_lowercase.encode() + b"\x01" * 128
)
_SIGNS = punctuation.encode() + bytes(range(32)) + bytes(range(128, 256))

_SPACE = re.compile(r"\s")

SQUEEZED = dict.fromkeys(map(ord, punctuation))


def traced_pieces(text: str, traces: Iterable[bytes]) -> list[tuple[int, str]] | None:
    """Return the pieces in which a trace is, or something odd or a hyphen in a word, with where they begin.

    A piece stands between two spaces. Traces are ASCII, in small letters, without signs. None: a word may be
    there that shows no trace. `searcher/compiled/pieces.c` tells always, in a twentieth of the time.
    """
    places = _traced(text, [trace.decode("ascii") for trace in traces])
    return None if places is None else list(_around(text, places))


def piece_end(text: str, at: int) -> int:
    """Return where the piece ends in which a place is."""
    space = _SPACE.search(text, at)
    return space.start() if space else len(text)


def _around(text: str, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    end = 0
    for at in sorted(places):
        if at < end or text[at].isspace():
            continue  # a word has traces of its root and of its form; a space may be odd
        start = at
        while start > end and not text[start - 1].isspace():
            start -= 1
        end = piece_end(text, at)
        yield start, text[start:end]


def _traced(text: str, traces: Iterable[str]) -> list[int] | None:
    """Return where a trace is, or something odd or a hyphen in a word, as code points of the text."""
    found: list[int] = []
    if text.isascii():
        raw = text.encode("ascii")
    else:
        # The lower byte of each character: letters stay, and nothing that is not odd becomes one.
        wide = text.encode("utf-16-le", "surrogatepass")
        raw = wide[::2]
        if len(raw) != len(text):
            return None
        if not _is_typography(text):
            found += (match.start() for match in _ODD.finditer(text))
    small = raw.lower() if text.isascii() else raw.translate(_LOW)  # half of the time
    low, squeezed = small.decode("ascii"), small.translate(None, _SIGNS).decode("ascii")
    for trace in traces:
        number = squeezed.count(trace)
        if number:
            places = _every(low, trace)
            if len(places) != number:
                return None
            found += places
    found += (at for at in _every(low, "-") if low[at - 1 : at].isalnum() and low[at + 1 : at + 2].isalnum())
    return found


def _is_typography(text: str) -> bool:
    """Return whether nothing in a text is odd: by its length in UTF-8, a tenth of looking at each letter."""
    raw = text.encode("utf-8", "surrogatepass")
    outside = len(raw) - len(text) - 2 * raw.count(_TYPOGRAPHY) - raw.count(_NO_BREAK)
    return not outside and not any(hyphen in raw for hyphen in _HYPHENS)


def _every(low: str, part: str) -> list[int]:
    found = []
    at = low.find(part)
    while at >= 0:
        found.append(at)
        at = low.find(part, at + len(part))
    return found

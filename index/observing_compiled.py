"""What observers look for in texts, in C: what stands between `index/compiled/observing.h` and Python.

Importing this module raises ImportError where it was not built. What is promised say `index.dates_names`,
`index.names_votes` and `index.boilerplate_edges`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache, partial
from zlib import adler32, crc32

from index import _observing
from index.actors_cues import Cues
from index.boilerplate_edges import MAX_LENGTH, edge_keys, line_key
from index.dates_names import MAX_NAMES, named_rows, row_of
from index.names_votes import PlainCued
from index.splitting import word_classes

VERSION: int = _observing.VERSION


def compiled_rows(text: str) -> array[int]:
    """See `index.dates_names.NamedRows`."""
    rows = _observing.named_rows(text, _classes(), row_of, MAX_NAMES)
    # It may have a letter that the classes do not reach to.
    return named_rows(text) if rows is None else array("H", rows)


def compiled_edge_keys(outlet: str, body: str, longest: int = MAX_LENGTH) -> array[int]:
    """See `index.boilerplate_edges.EdgeKeys`."""
    begun = f"{outlet}\n".encode("utf-8", "surrogatepass")
    ask = partial(line_key, outlet)
    keys = _observing.edge_keys(body, _classes(), ask, crc32(begun), adler32(begun), longest)
    return edge_keys(outlet, body, longest) if keys is None else array("Q", keys)


class CompiledCued:
    """See `index.names_votes.Cued`."""

    def __init__(self, cues: Cues) -> None:
        self._plain, self._classes = PlainCued(cues), _classes()

    def beside(self, body: str, spans: array[int]) -> Sequence[int]:
        """See Cued."""
        plain = self._plain
        cues: bytes | None = _observing.cues_beside(body, self._classes, plain.left, plain.right, spans)
        return plain.beside(body, spans) if cues is None else cues


@cache
def _classes() -> bytes:
    return word_classes()

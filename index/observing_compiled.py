"""What observers look for in texts, in C: what stands between `index/compiled/observing.h` and Python.

Importing this module raises ImportError where it was not built. What is promised say `index.dates_names` and
`index.names_votes`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache

from index import _observing
from index.actors_cues import Cues
from index.dates_names import MAX_NAMES, named_rows, row_of
from index.names_votes import PlainCued
from index.splitting import word_classes

VERSION: int = _observing.VERSION


def compiled_rows(text: str) -> array[int]:
    """See `index.dates_names.NamedRows`."""
    rows = _observing.named_rows(text, _classes(), row_of, MAX_NAMES)
    # It may have a letter that the classes do not reach to.
    return named_rows(text) if rows is None else array("H", rows)


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

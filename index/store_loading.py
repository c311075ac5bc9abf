"""The simplest loader of a store: articles go to a file, and the batch adds them one by one.

For stores that are cheap to write. One that analyses what it adds has a loader of its own, so that the
workers do that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.article import Article
from index.spool import read_spool, write_spool


@dataclass(frozen=True, slots=True)
class SpoolLoader:
    """Writes articles to a file (an `index.store.Loader`)."""

    def load(self, articles: Iterable[Article], folder: Path) -> Path:
        """Return the file; raises OSError."""
        write_spool(folder / "articles", articles)
        return folder / "articles"


def spooled(loaded: Path) -> Iterator[Article]:
    """Yield the articles that a `SpoolLoader` has written."""
    return read_spool(loaded)

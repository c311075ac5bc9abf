"""The write seam: what an engine must offer so that articles can be put into it.

Only our own types cross it. Every publication is a whole new generation that readers see at once or not at
all; whatever fails before `publish` leaves what is live untouched.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from index.article import Article


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index generation says of itself.

    `generation` is its name, sortable by time; `schema` a fingerprint of fields and language data, by which
    a reader knows whether it understands the files; `archive` the paths it was read from, absolute.
    """

    generation: str
    articles: int
    built: str
    schema: str
    archive: tuple[str, ...] = ()
    skipped: int = 0
    version: str = ""


class Batch(Protocol):
    """One open write. Leaving the `with` block without `publish` discards it."""

    def add(self, article: Article) -> None:
        """Add one article, in place of the one that has its id."""

    def delete(self, article_id: str) -> bool:
        """Take an article out; False where there is none of that id."""

    def publish(self, archive: tuple[str, ...] = (), skipped: int = 0) -> Manifest:
        """Make durable, verify, and show to readers as one step; raises StorageError with nothing changed."""

    def __enter__(self) -> Batch: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class ArticleStore(Protocol):
    """Where articles are kept for searching.

    `schema` is the fingerprint that its batches write; a live index with another one must be rebuilt.
    """

    @property
    def schema(self) -> str:
        """Return the fingerprint of fields and language data that this store writes."""

    def rebuild(self) -> Batch:
        """Open a batch that starts from nothing; raises IndexLocked where another writer is at work."""

    def update(self) -> Batch:
        """Open a batch that starts from what is live; raises IndexLocked, IndexMissing."""

    def rollback(self) -> Manifest:
        """Show the previous generation again; raises IndexMissing where there is none."""

    def manifest(self) -> Manifest | None:
        """Return what is live, None before the first build; raises IndexCorrupt."""

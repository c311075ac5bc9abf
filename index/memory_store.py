"""An article store in memory: the fake of the write seam, for tests and for trying things.

It keeps whole generations as tuples of articles and nothing else; it must not match or analyse anything.
`searcher.memory_engine` searches it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from index.article import Article
from index.errors import IndexLocked, IndexMissing
from index.store import Manifest, manifest_of
from index.store_loading import SpoolLoader, spooled

SCHEMA = "memory"


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state: its manifest and its articles, by id."""

    manifest: Manifest
    articles: dict[str, Article]


class MemoryStore:
    """Keeps articles in memory; one writer at a time, any number of readers."""

    schema = SCHEMA

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generations: list[Generation] = []
        self._published = 0

    def rebuild(self) -> MemoryBatch:
        """Open a batch that starts from nothing; raises IndexLocked while another is open."""
        self._acquire()
        return MemoryBatch(self, {})

    def update(self) -> MemoryBatch:
        """Open a batch that starts from what is live; raises IndexLocked, IndexMissing."""
        live = self.live()
        self._acquire()
        return MemoryBatch(self, dict(live.articles))

    def rollback(self) -> Manifest:
        """Show the previous generation again; raises IndexMissing where there is none."""
        if len(self._generations) < 2:
            raise IndexMissing("there is no previous generation")
        self._generations.pop()
        return self._generations[-1].manifest

    def manifest(self) -> Manifest | None:
        """Return what is live, None before the first build."""
        return self._generations[-1].manifest if self._generations else None

    def live(self) -> Generation:
        """Return the live generation, which nobody changes any more; raises IndexMissing."""
        if not self._generations:
            raise IndexMissing("nothing has been built yet")
        return self._generations[-1]

    def publish(self, articles: dict[str, Article], archive: tuple[str, ...], skipped: int) -> Manifest:
        """Make articles the live generation; for `MemoryBatch` alone."""
        self._published += 1
        name = f"{self._published:08}"
        manifest = replace(manifest_of(len(articles), SCHEMA, archive, skipped), generation=name)
        self._generations.append(Generation(manifest, dict(articles)))
        return manifest

    def release(self) -> None:
        """End the write; for `MemoryBatch` alone."""
        self._lock.release()

    def _acquire(self) -> None:
        if not self._lock.acquire(blocking=False):
            raise IndexLocked("another batch is open")


class MemoryBatch:
    """One open write; leaving the `with` block without `publish` discards it."""

    def __init__(self, store: MemoryStore, articles: dict[str, Article]) -> None:
        self._store = store
        self._articles = articles

    def add(self, article: Article) -> None:
        """Add one article, in place of the one that has its id."""
        self._articles[article.id] = article

    def delete(self, article_id: str) -> bool:
        """Take an article out; False where there is none of that id."""
        return self._articles.pop(article_id, None) is not None

    def loader(self) -> SpoolLoader:
        """Return what workers load parts with."""
        return SpoolLoader()

    def take(self, loaded: Path) -> None:
        """Add the articles of a loaded part."""
        for article in spooled(loaded):
            self.add(article)

    def publish(self, archive: tuple[str, ...] = (), skipped: int = 0) -> Manifest:
        """Show what was added to readers as one step."""
        return self._store.publish(self._articles, archive, skipped)

    def __enter__(self) -> MemoryBatch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.release()

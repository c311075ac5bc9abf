"""Build and change an index: understand an archive, store it, publish it as one step.

Whatever fails before the last step leaves the live index as it was. This module knows no engine and prints
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from index.article import Article
from index.corpus import Corpus
from index.corpus_formats import Limits, Skipped
from index.errors import IndexOutdated
from index.revision import Observer, Revision
from index.store import ArticleStore, Batch, Manifest
from index.understanding import Understanding, suitable_workers

Stage = Literal["reading", "indexing"]


class Progress(Protocol):
    """Is told how far a build is."""

    def __call__(self, stage: Stage, done: int, total: int, articles: int) -> None:
        """Hear of `done` of `total`: bytes while reading, articles while indexing."""


class Decisions(Protocol):
    """What is decided over the whole archive."""

    def observers(self, *, adding: bool) -> Sequence[Observer]:
        """Return fresh observers for one build, or for articles that are added to what is live."""

    def keep(self, revisions: Sequence[Revision]) -> None:
        """Hear what a build decided, once it is published."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the manifest of what it published (None: nothing) and every input it skipped."""

    manifest: Manifest | None
    read: int = 0
    deleted: int = 0
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds and changes an index.

    `workers` 0 means as many processes as the archive is worth; no article came out after `latest`.
    """

    store: ArticleStore
    decisions: Decisions
    limits: Limits
    workers: int
    progress: Progress
    latest: date | None = None

    def rebuild(self, archive: Sequence[Path]) -> Report:
        """Build a new generation of these paths alone and publish it, unless nothing could be read."""
        corpus = Corpus(archive, self.limits)
        with self.store.rebuild() as batch:
            return self._fill(batch, corpus, tuple(str(path.resolve()) for path in archive), adding=False)

    def ensure(self, archive: Sequence[Path]) -> Report:
        """Rebuild where there is no index yet, or one of another version: that from its own archive.

        Raises IndexOutdated where the archive of an outdated index is no longer there.
        """
        live = self.store.manifest()
        if live is None:
            return self.rebuild(archive)
        if live.schema == self.store.schema:
            return Report(live)
        roots = [Path(root) for root in live.archive]
        gone = [str(root) for root in roots if not root.exists()]
        if gone or not roots:
            raise IndexOutdated(
                f"the index was built by another version and its archive is gone ({', '.join(gone)}): "
                "rebuild it from where the articles are now"
            )
        return self.rebuild(roots)

    def add(self, archive: Sequence[Path]) -> Report:
        """Add to what is live, or replace there, the articles of these paths."""
        live = self.store.manifest()
        roots = live.archive if live else ()
        corpus = Corpus(archive, self.limits, [Path(root) for root in roots])
        with self.store.update() as batch:
            return self._fill(batch, corpus, roots, adding=True)

    def delete(self, ids: Iterable[str]) -> Report:
        """Take articles out of what is live; ids that are not there are reported as skipped."""
        live = self.store.manifest()
        missing, deleted = [], 0
        with self.store.update() as batch:
            for article_id in ids:
                if batch.delete(article_id):
                    deleted += 1
                else:
                    missing.append(Skipped(article_id, 0, "no article has this id"))
            manifest = batch.publish(live.archive if live else ()) if deleted else None
        return Report(manifest, deleted=deleted, skipped=tuple(missing))

    def _fill(self, batch: Batch, corpus: Corpus, roots: tuple[str, ...], *, adding: bool) -> Report:
        skipped: list[Skipped] = []
        workers = self.workers or suitable_workers(corpus.bytes_total)
        with Understanding(self.decisions.observers(adding=adding), workers, self.latest) as understanding:

            def told(item: Article | Skipped) -> None:
                if isinstance(item, Skipped):
                    skipped.append(item)
                self.progress("reading", corpus.bytes_done, corpus.bytes_total, understanding.articles)

            understanding.read(corpus, told)
            if not understanding.articles:
                return Report(None, skipped=tuple(skipped))
            added = 0
            for item in understanding:
                if isinstance(item, Article):
                    batch.add(item)
                    added += 1
                    self.progress("indexing", added, understanding.articles, added)
            manifest = batch.publish(roots, len(skipped))
            self.decisions.keep(understanding.revisions)
        return Report(manifest, added, skipped=tuple(skipped))

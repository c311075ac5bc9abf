"""Build and change an index: understand an archive, store it, publish it as one step.

Whatever fails before the last step leaves the live index as it was. This module knows no engine and prints
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from index.corpus import Corpus
from index.corpus_formats import Limits, Skipped
from index.errors import IndexOutdated
from index.executors import Workplace
from index.revision import Observer, Settled
from index.store import ArticleStore, Batch, Manifest
from index.understanding import Understanding, scratch_folder

Stage = Literal["scanning", "reading", "indexing"]


class Progress(Protocol):
    """Is told how far a build is."""

    def __call__(self, stage: Stage, done: int, total: int, articles: int) -> None:
        """Hear of `done` of `total`: bytes while scanning, characters while reading, then articles."""


class Decisions(Protocol):
    """What is decided over the whole archive."""

    def observers(self, *, adding: bool) -> Sequence[Observer]:
        """Return fresh observers for one build, or for articles that are added to what is live."""

    def keep(self, settled: Sequence[Settled]) -> None:
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

    `workplace` is where it runs; what its steps hand on lies in `scratch` (None: in the system's folder for
    that), which nobody else may use while the store is locked. No article came out after `latest`.
    """

    store: ArticleStore
    decisions: Decisions
    limits: Limits
    workplace: Workplace
    progress: Progress
    latest: date | None = None
    scratch: Path | None = None

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
        with self.store.update() as batch:
            roots = self._roots()
            corpus = Corpus(archive, self.limits, [Path(root) for root in roots])
            return self._fill(batch, corpus, roots, adding=True)

    def delete(self, ids: Iterable[str]) -> Report:
        """Take articles out of what is live; ids that are not there are reported as skipped."""
        missing, deleted = [], 0
        with self.store.update() as batch:
            for article_id in ids:
                if batch.delete(article_id):
                    deleted += 1
                else:
                    missing.append(Skipped(article_id, 0, "no article has this id"))
            manifest = batch.publish(self._roots()) if deleted else None
        return Report(manifest, deleted=deleted, skipped=tuple(missing))

    def _roots(self) -> tuple[str, ...]:
        """Return what the live index was read from; with the writer's lock held nobody changes that."""
        live = self.store.manifest()
        return live.archive if live else ()

    def _fill(self, batch: Batch, corpus: Corpus, roots: tuple[str, ...], *, adding: bool) -> Report:
        observers = self.decisions.observers(adding=adding)
        with ExitStack() as opened:
            scratch = opened.enter_context(scratch_folder(self.scratch))
            executor = opened.enter_context(self.workplace.open(corpus.bytes_total, scratch))
            understanding = Understanding(observers, executor, scratch, self.latest)
            read, skipped = self._read(understanding, corpus)
            if not read:
                return Report(None, skipped=skipped)
            self.progress("indexing", 0, read, 0)
            for loaded in understanding.load(batch.loader()):
                batch.take(loaded)
                self.progress("indexing", understanding.loaded, read, understanding.loaded)
        # Workers and spools are gone by now: publishing may need the memory and the disk they had.
        manifest = batch.publish(roots, len(skipped))
        self.decisions.keep(understanding.settled)
        return Report(manifest, read, skipped=skipped)

    def _read(self, understanding: Understanding, corpus: Corpus) -> tuple[int, tuple[Skipped, ...]]:
        skipped, articles, scanned, done = [*corpus.skipped_files], 0, 0, 0
        self.progress("scanning", 0, corpus.bytes_total, 0)
        for size in understanding.scan(corpus.files, self.limits):
            scanned += size
            self.progress("scanning", scanned, corpus.bytes_total, 0)
        self.progress("reading", 0, understanding.size, 0)
        for part in understanding.read():
            skipped += part.skipped
            articles += part.articles
            done += part.part.size
            self.progress("reading", done, understanding.size, articles)
        return articles, tuple(skipped)

"""The write seam: what an engine must offer so that articles can be put into it.

Only our own types cross it. Every publication is a whole new generation that readers see at once or not at
all; whatever fails before `publish` leaves what is live untouched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from index.article import Article
from index.errors import IndexOutdated


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


def manifest_of(articles: int, schema: str, archive: tuple[str, ...], skipped: int) -> Manifest:
    """Return what a generation finished now says of itself; whoever publishes it gives it a name."""
    built = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return Manifest("", articles, built, schema, archive, skipped, program_version())


def program_version() -> str:
    """Return the installed version of Kliping, "" where it is not installed."""
    try:
        return version("kliping")
    except PackageNotFoundError:
        return ""


def check_schema(manifest: Manifest, schema: str, place: object) -> None:
    """Raise IndexOutdated, naming the place, unless a generation was built with this schema fingerprint."""
    if manifest.schema != schema:
        raise IndexOutdated(
            f"{place}: built by another version of the program or of its language data: rebuild the index"
        )


class Loader(Protocol):
    """Makes of the articles of one part what a batch takes; picklable, as it works in any process.

    Parts are loaded at the same time, perhaps on several machines that share a file system.
    """

    def load(self, articles: Iterable[Article], folder: Path) -> Any:
        """Return something small and picklable; what is large goes into `folder`, an own and empty one.

        The folder is removed once the batch has taken the part. May run again for a part whose worker died.
        """


class Batch(Protocol):
    """One open write. Leaving the `with` block without `publish` discards it."""

    def add(self, article: Article) -> None:
        """Add one article, in place of the one that has its id."""

    def delete(self, article_id: str) -> bool:
        """Take an article out; False where there is none of that id."""

    def loader(self) -> Loader:
        """Return what workers load parts with."""

    def take(self, loaded: Any) -> None:
        """Add the articles of a loaded part, as `add` does; parts come in the order of the archive."""

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

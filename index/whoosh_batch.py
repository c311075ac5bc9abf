"""One open write to a Whoosh index: add, replace, delete, publish.

Segments never change once written and deletions live in Whoosh's small table of contents, so a change costs
what it changes; `index.codec_writer` writes both. This module must not know where generations lie nor which
is live.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import TracebackType

from whoosh.index import FileIndex
from whoosh.reading import IndexReader

from index.article import Article
from index.codec_kernels import chosen_write_kernel
from index.codec_writer import ArrayWriter
from index.errors import StorageError
from index.generations import Draft, storage_errors
from index.lang.language import Language
from index.mined import read_mined, write_mined
from index.record_packing import chosen_packer
from index.sample import Sample
from index.store import Manifest, manifest_of
from index.whoosh_loading import Loaded, WhooshLoader, ids_of
from index.whoosh_schema import ENCODING_ERRORS, document_of, make_schema
from index.whoosh_storage import OwnStorage
from index.whoosh_verify import numbers_of, verify

INDEX_NAME = "MAIN"  # as Whoosh names it by default, so that its own `open_dir` finds it
# What numbers raise that are too large for their place.
UNWRITABLE = (struct.error, OverflowError)
WHOOSH_LOCK_FILE = f"{INDEX_NAME}_WRITELOCK"


class WhooshBatch:
    """One open write. Leaving the `with` block without `publish` discards it."""

    def __init__(self, draft: Draft, language: Language, schema: str, resources: ExitStack) -> None:
        self._draft = draft
        self._language, self._analyzer = language, language.analyzer
        self._mined = language.miner()
        self._schema, self._packer = schema, chosen_packer()
        self._sample = Sample()
        self._numbers: dict[str, int] = {}  # of the articles that this batch has added
        self._taken = False  # whether it has any from a loader
        self._storage = OwnStorage(draft.folder)
        resources.callback(self._storage.close_files)
        with _mapped_errors():
            if draft.base:
                read_mined(draft.folder, self._mined)
                self._index = FileIndex(self._storage, schema=make_schema())
                self._before: IndexReader | None = self._index.reader()
                resources.callback(self._close_before)
                self._articles = draft.base.manifest.articles
            else:
                self._index = FileIndex.create(self._storage, make_schema(), INDEX_NAME)
                self._before = None
                self._articles = 0
            self._writer = ArrayWriter(self._index, self._analyzer, chosen_write_kernel())
        resources.callback(self._cancel)
        self._resources = resources.pop_all()

    def add(self, article: Article) -> None:
        """Add one article, in place of the one that has its id."""
        try:
            document = document_of(article, self._analyzer, self._packer)
            self._take_out(article.id)
            self._numbers[article.id] = self._writer.add_document(**document)
        except (OSError, *UNWRITABLE):  # entering a context for every article would cost 3 µs
            with _mapped_errors():
                raise
        self._articles += 1
        self._mined.add(article.id, article.body)
        self._sample.add(article)

    def loader(self) -> WhooshLoader:
        """Return what loads partitions in any process, for `take`."""
        return WhooshLoader(self._language)

    def take(self, loaded: Loaded) -> None:
        """Take over what a loader has made: articles that replace those with their ids.

        No two partitions may have an article of the same id. The files are moved.
        """
        self._taken = True
        with _mapped_errors():
            for segment in loaded.segments:
                if self._before is not None or self._numbers:
                    for article_id in ids_of(segment):
                        self._take_out(article_id)
                self._writer.adopt(segment.path, segment.size)
                self._articles += segment.size
        self._mined.merge(loaded.mined)
        for article in loaded.sample:
            self._sample.add(article)

    def delete(self, article_id: str) -> bool:
        """Take an article out; False where there is none of that id."""
        with _mapped_errors():
            self._sample.drop(article_id)
            return self._take_out(article_id)

    def publish(self, archive: tuple[str, ...] = (), skipped: int = 0) -> Manifest:
        """Make durable, verify, and show to readers as one step; raises StorageError with nothing changed."""
        with _mapped_errors():
            self._close_before()
            self._writer.commit()
            (self._draft.folder / WHOOSH_LOCK_FILE).unlink(missing_ok=True)
            write_mined(self._draft.folder, self._mined)
            verify(self._draft.folder, self._articles, self._sample, self._analyzer)
        manifest = manifest_of(self._articles, self._schema, archive, skipped)
        return self._draft.publish(manifest)

    def __enter__(self) -> WhooshBatch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._resources.__exit__(kind, error, trace)

    def _take_out(self, article_id: str) -> bool:
        number = self._numbers.pop(article_id, None)
        if number is None and self._taken:
            number = self._writer.adopted(article_id.encode("utf-8", ENCODING_ERRORS))
        if number is not None:
            self._writer.drop(number)
        else:
            number = self._number_before(article_id)
            if self._before is None or number is None:
                return False
            self._writer.delete_document(number)
        self._articles -= 1
        return True

    def _number_before(self, article_id: str) -> int | None:
        """Return the document of an article in what was live, unless this batch has deleted it."""
        numbers = numbers_of(self._before, "id", article_id) if self._before else []
        return next((number for number in numbers if not self._writer.is_deleted(number)), None)

    def _close_before(self) -> None:
        if self._before is not None:
            self._before.close()
            self._before = None

    def _cancel(self) -> None:
        """End the write; on a full disk not even that succeeds, and the storage closes what is left."""
        if not self._writer.is_closed:
            with suppress(OSError, ValueError):
                self._writer.cancel()


@contextmanager
def _mapped_errors() -> Iterator[None]:
    try:
        with storage_errors():
            yield
    except UNWRITABLE as error:
        raise StorageError(f"the index cannot be written: {error}") from error

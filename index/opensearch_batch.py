"""One open write to a cluster: add, replace, delete, publish.

Articles go to an index of their own, out of readers' sight; an update's is a clone of the live one, made by
hard links on its nodes. This module must not know how generations are named nor which is live.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from index.article import Article
from index.cluster import Cluster
from index.lang.language import Language
from index.opensearch_about import write_about
from index.opensearch_bulk import BulkLoader, Item, item_of
from index.opensearch_client import SLOW, SLOW_SECONDS
from index.opensearch_errors import is_missing, mapped_errors
from index.opensearch_generations import Draft
from index.opensearch_loading import OpenSearchLoader, loaded_of
from index.opensearch_schema import article_of, document_of, name_of, settings_of_index
from index.opensearch_tally import Tally
from index.opensearch_verify import verify, verify_scores
from index.sample import Sample
from index.store import Manifest, manifest_of


class OpenSearchBatch:
    """One open write. Leaving the `with` block without `publish` discards it."""

    def __init__(
        self,
        cluster: Cluster,
        client: OpenSearch,
        draft: Draft,
        language: Language,
        schema: str,
        tally: Tally,
        resources: ExitStack,
        *,
        changes: bool,
    ) -> None:
        """Take a draft whose two indexes are there, and the tally of what is in them.

        With `changes` they are clones, and the tally counts only the words that change.
        """
        self._changes = changes
        self._cluster = cluster
        self._client = client
        self._draft = draft
        self._analyzer = language.analyzer
        self._schema = schema
        self._tally = tally
        self._sample = Sample()
        self._writer, self._numbers = secrets.token_hex(8), count()
        self._loader = BulkLoader(self._client, draft.index, self._forget)
        resources.callback(self._loader.close)
        self._resources = resources.pop_all()

    def add(self, article: Article) -> None:
        """Add one article, in place of the one that has its id; waits while the cluster is behind."""
        document = document_of(article, self._analyzer)
        self._tally.add(article, document)
        self._sample.add(article)
        stamp = f"{self._writer} {next(self._numbers)}"
        self._loader.send(item_of(document.name, article.id, stamp, document.fields))

    def delete(self, article_id: str) -> bool:
        """Take an article out; False where there is none of that id."""
        self._loader.drain()
        self._sample.drop(article_id)
        name = name_of(article_id)
        with mapped_errors():
            try:
                source = self._client.get(index=self._draft.index, id=name)["_source"]
            except NotFoundError as error:
                if not is_missing(error):
                    raise
                return False
            with suppress(NotFoundError):  # an attempt before, whose answer was lost, has done it
                self._client.delete(index=self._draft.index, id=name)
        self._tally.remove(document_of(article_of(source), self._analyzer))
        return True

    def loader(self) -> OpenSearchLoader:
        """Return what workers load parts with: from where they are straight to the cluster."""
        return OpenSearchLoader(self._cluster, self._draft.index, self._writer)

    def take(self, loaded: Path) -> None:
        """Count what a loader has written; the articles are there already."""
        part = loaded_of(loaded)
        self._tally.merge(part.tally)
        for article in part.sample.articles.values():
            self._sample.add(article)

    def publish(self, archive: tuple[str, ...] = (), skipped: int = 0) -> Manifest:
        """Make durable, verify, and show to readers as one step; raises StorageError with nothing changed.

        Articles that the cluster refused are named, and keep the rest from being shown.
        """
        self._loader.drain()
        statistics = self._tally.statistics()
        write_about(self._client, self._draft.about, self._tally, changes=self._changes)
        self._tune()
        for each in (verify, verify_scores):
            each(self._client, self._draft.index, statistics, self._sample, self._analyzer)
        manifest = manifest_of(statistics.articles, self._schema, archive, skipped)
        return self._draft.publish(manifest, {"statistics": statistics.to_meta()})

    def __enter__(self) -> OpenSearchBatch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._resources.__exit__(kind, error, trace)

    def _forget(self, item: Item, source: dict[str, Any]) -> None:
        """Hear of an article that is replaced."""
        self._tally.remove(document_of(article_of(source), self._analyzer))

    def _tune(self) -> None:
        """Tell each field's similarity how long fields are: settings that only a closed index takes."""
        indices, index = self._client.indices, self._draft.index
        with mapped_errors():
            indices.flush(index=index, params=SLOW)
            indices.close(index=index, params=SLOW)
            indices.put_settings(index=index, body=settings_of_index(self._tally.statistics()), params=SLOW)
            indices.open(index=index, params=SLOW)
            health = {"wait_for_status": "yellow", "timeout": f"{SLOW_SECONDS - 10:.0f}s", **SLOW}
            self._client.cluster.health(index=index, params=health)
            indices.refresh(index=index, params=SLOW)

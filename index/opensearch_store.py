"""Articles into an OpenSearch cluster: the write seam over whole generations.

    rebuild / update ──► own index (empty, or a clone of the live one) ──► OpenSearchBatch ──► publish

This module must not search.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from opensearchpy import OpenSearch

from index.cluster import Cluster
from index.errors import IndexMissing
from index.lang.language import Language
from index.opensearch_about import body_of_about, read_tally
from index.opensearch_batch import OpenSearchBatch
from index.opensearch_client import ONCE, SLOW, Patience, connect, made
from index.opensearch_errors import mapped_errors
from index.opensearch_generations import Draft, Generations
from index.opensearch_schema import body_of_index, fingerprint
from index.opensearch_scoring import Statistics, similarity_of
from index.opensearch_tally import Tally
from index.store import Manifest, check_schema


class OpenSearchStore:
    """Keeps articles in generations on a cluster; one writer, any number of readers anywhere."""

    def __init__(self, cluster: Cluster, language: Language) -> None:
        """Take where the cluster is; nothing is asked of it yet."""
        self._cluster = cluster
        # What is begun waits for a cluster in trouble; what begins, ends or publishes does as it sees fit.
        self._client: OpenSearch = connect(cluster, Patience())
        self._generations = Generations(connect(cluster, ONCE), cluster.prefix)
        self._language = language
        self.schema = fingerprint(language.fingerprint)

    def rebuild(self) -> OpenSearchBatch:
        """Open a batch that starts from nothing; raises IndexLocked where another writer is at work."""
        with ExitStack() as stack:
            draft = stack.enter_context(self._generations.begin())
            with mapped_errors():
                similarity = similarity_of(self._client.info()["version"]["number"])
                body = body_of_index(self._cluster.shards, self._cluster.replicas, similarity)
                about = body_of_about(self._cluster.replicas)
                for index, settings in ((draft.index, body), (draft.about, about)):
                    made(partial(self._client.indices.create, index=index, body=settings, params=SLOW))
            return self._batch(draft, Tally(self._language.miner()), stack, changes=False)

    def update(self) -> OpenSearchBatch:
        """Open a batch that starts from what is live; raises IndexLocked, IndexMissing, IndexOutdated.

        The clone shares its files with what is live; only what changes is written.
        """
        with ExitStack() as stack:
            draft = stack.enter_context(self._generations.begin())
            live = self._generations.live()
            if live is None:
                raise IndexMissing(
                    f"{self._cluster.prefix}: there is no index yet to be changed: build one first"
                )
            check_schema(live.manifest, self.schema, live.index)
            tally = read_tally(self._client, live.about, self._language.miner())
            tally.begin_from(Statistics.from_meta(live.meta["statistics"]))
            self._clone(live.index, draft.index)
            self._clone(live.about, draft.about)
            return self._batch(draft, tally, stack, changes=True)

    def rollback(self) -> Manifest:
        """Show the previous generation again; raises IndexMissing where there is none, IndexOutdated."""
        return self._generations.rollback(
            lambda found: check_schema(found.manifest, self.schema, found.index)
        ).manifest

    def manifest(self) -> Manifest | None:
        """Return what is live, None before the first build; raises IndexCorrupt, IndexOutdated."""
        live = self._generations.live()
        return live.manifest if live else None

    def _batch(self, draft: Draft, tally: Tally, stack: ExitStack, *, changes: bool) -> OpenSearchBatch:
        return OpenSearchBatch(
            self._cluster,
            self._client,
            draft,
            self._language,
            self.schema,
            tally,
            stack,
            changes=changes,
        )

    def _clone(self, source: str, target: str) -> None:
        settings = {"index": {"blocks.write": None, "number_of_replicas": self._cluster.replicas}}
        body, params = {"settings": settings}, {"wait_for_active_shards": 1, **SLOW}
        clone = self._client.indices.clone
        with mapped_errors():
            made(lambda: clone(index=source, target=target, body=body, params=params))

"""The read seam over generations on a cluster: hands out the live one and follows when another is shown.

At most every `poll_seconds` one request asks where the alias points; if that is another generation, it is
opened while all others go on with the one before. A generation that cannot be opened is not swapped in, and
neither is one lost because the cluster did not answer. This module must not search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.cluster import Cluster
from index.errors import IndexMissing
from index.lang.language import Language
from index.opensearch_client import connect
from index.opensearch_errors import mapped_errors
from index.opensearch_generations import Generations
from index.opensearch_schema import fingerprint
from index.store import check_schema
from searcher.following import Following
from searcher.opensearch_snapshot import OpenSearchSnapshot


class OpenSearchEngine:
    """Opens snapshots of what is live on a cluster; one for the whole life of a process."""

    name = "opensearch"
    native_queries = 0
    kernel = ""

    def __init__(self, cluster: Cluster, language: Language, poll_seconds: float) -> None:
        """Take where the cluster is; nothing is asked of it yet."""
        self._client = connect(cluster)
        self._generations = Generations(self._client, cluster.prefix)
        self._language = language
        self._schema = fingerprint(language.fingerprint)
        self._following = Following(poll_seconds)
        self._live: tuple[str, OpenSearchSnapshot] | None = None

    @contextmanager
    def snapshot(self) -> Iterator[OpenSearchSnapshot]:
        """Hold the live generation; raises IndexMissing, IndexCorrupt, IndexOutdated, IndexUnavailable.

        The generation before the live one is kept on the cluster. One that is gone while it is held, two
        publications later, answers with IndexMissing; the next request opens what is live then.
        """
        snapshot = self._current()
        try:
            yield snapshot
        except IndexMissing:
            self._forget(snapshot)
            raise

    def attend(self, prepare: Callable[[OpenSearchSnapshot], None]) -> None:
        """Nothing: opening a generation is a few questions, and what is warm is the cluster's."""

    def _current(self) -> OpenSearchSnapshot:
        live = self._live
        if live is None:
            with self._following.opening:
                if self._live is None:
                    self._reopen()
                    self._following.postpone()
                live = self._live
                assert live is not None
        else:
            self._following.look(self._live_name, self._pointer, self._reopen)
            live = self._live or live
        return live[1]

    def _live_name(self) -> str | None:
        live = self._live
        return None if live is None else live[0]

    def _reopen(self) -> None:
        self._live = self._open(self._pointer())

    def _pointer(self) -> str:
        index = self._generations.pointer()
        if index is None:
            raise IndexMissing(f"{self._generations.prefix}: no index has been built on this cluster yet")
        return index

    def _open(self, index: str) -> tuple[str, OpenSearchSnapshot]:
        generation = self._generations.open(index)
        check_schema(generation.manifest, self._schema, generation.index)
        with mapped_errors():
            settings = self._client.indices.get_settings(index=index, name="index.number_of_shards")
        shards = int(settings[index]["settings"]["index"]["number_of_shards"])
        return index, OpenSearchSnapshot(self._client, generation, self._language, shards)

    def _forget(self, snapshot: OpenSearchSnapshot) -> None:
        with self._following.opening:
            if self._live is not None and self._live[1] is snapshot:
                self._live = None

"""A loader loses nothing silently: refused for the moment it comes again, refused for good it is named."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from opensearchpy import Connection, OpenSearch
from opensearchpy.exceptions import ConnectionTimeout, NotFoundError, TransportError

from index.errors import IndexUnavailable, StorageError
from index.opensearch_bulk import CHUNK_ITEMS, BulkLoader, Item, item_of, send_all
from index.opensearch_client import Patience, WholeTransport

QUICK = Patience(attempts=4, first_seconds=0.0)


class FakeCluster:
    """An index in memory that answers as a cluster does; `fail` may refuse first."""

    def __init__(self, fail: Callable[[int, str], Any] = lambda request, name: None) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.requests = 0
        self._fail = fail
        self._lock = threading.Lock()

    def client(self) -> OpenSearch:
        """A client that asks this cluster, and asks again quickly."""
        ask = self._answer

        class FakeConnection(Connection):
            def perform_request(
                self, method: str, url: str, params: Any = None, body: Any = None, **options: Any
            ) -> tuple[int, dict[str, str], str]:
                return 200, {}, json.dumps(ask(method, url, body))

        options: dict[str, Any] = {"transport_class": WholeTransport, "connection_class": FakeConnection}
        return OpenSearch("http://127.0.0.1:1", max_retries=0, patience=QUICK, **options)

    def _answer(self, method: str, url: str, body: bytes) -> dict[str, Any]:
        if url == "/index/_bulk":
            return self._bulk(body)
        name = url.removeprefix("/index/_doc/")
        if name not in self.documents:
            raise NotFoundError(404, "missing", {})
        return {"_source": self.documents[name]}

    def _bulk(self, body: bytes) -> dict[str, Any]:
        lines = body.splitlines()
        with self._lock:
            self.requests += 1
            pairs = zip(lines[::2], lines[1::2], strict=True)
            answers = [self._one(json.loads(action), json.loads(source)) for action, source in pairs]
            for answer in answers:
                if isinstance(answer, Exception):
                    raise answer
            return {"items": answers}

    def _one(self, action: dict[str, Any], source: dict[str, Any]) -> Any:
        ((operation, target),) = action.items()
        name = target["_id"]
        failed = self._fail(self.requests, name)
        if isinstance(failed, Exception):
            if isinstance(failed, ConnectionTimeout):  # it did arrive, only the answer did not
                self.documents.setdefault(name, source)
            return failed
        if failed:
            return {operation: {"status": failed, "error": {"type": "refused", "reason": f"no {name}"}}}
        if operation == "create" and name in self.documents:
            return {operation: {"status": 409, "error": {"type": "conflict", "reason": "taken"}}}
        self.documents[name] = source
        return {operation: {"status": 201}}


@contextmanager
def loading(cluster: FakeCluster, replaced: list[tuple[str, int]]) -> Iterator[BulkLoader]:
    def hear(item: Item, source: dict[str, Any]) -> None:
        replaced.append((item.name, source["number"]))

    loader = BulkLoader(cluster.client(), "index", hear, QUICK)
    try:
        yield loader
    finally:
        loader.close()


def item(number: int, name: str | None = None) -> Item:
    return item_of(name or f"a{number}", f"article {number}", f"w {number}", {"number": number})


def test_everything_sent_is_there_in_many_chunks() -> None:
    cluster = FakeCluster()
    replaced: list[tuple[str, int]] = []
    with loading(cluster, replaced) as loader:
        for number in range(4 * CHUNK_ITEMS):
            loader.send(item(number))
        loader.drain()
    assert len(cluster.documents) == 4 * CHUNK_ITEMS
    assert cluster.requests >= 4
    assert replaced == []


def test_last_of_a_name_wins_and_each_that_it_replaces_is_told() -> None:
    cluster = FakeCluster()
    replaced: list[tuple[str, int]] = []
    with loading(cluster, replaced) as loader:
        for number in range(3):
            loader.send(item(number, "same"))
        loader.drain()
        loader.send(item(9, "same"))
        loader.drain()
    assert cluster.documents["same"]["number"] == 9
    assert replaced == [("same", 0), ("same", 1), ("same", 2)]


def test_refused_for_the_moment_comes_again_alone() -> None:
    refused = {"a3", "a5"}
    cluster = FakeCluster(lambda request, name: 429 if request < 3 and name in refused else None)
    with loading(cluster, []) as loader:
        for number in range(8):
            loader.send(item(number))
        loader.drain()
    assert len(cluster.documents) == 8


def test_a_lost_answer_is_no_replacement() -> None:
    """The first request arrives but its answer does not: the second finds its own documents."""
    cluster = FakeCluster(
        lambda request, name: ConnectionTimeout("TIMEOUT", "slow", OSError()) if request == 1 else None
    )
    replaced: list[tuple[str, int]] = []
    with loading(cluster, replaced) as loader:
        loader.send(item(1))
        loader.drain()
    assert cluster.documents["a1"]["number"] == 1
    assert cluster.requests == 2
    assert replaced == []


def test_refused_for_good_is_named_and_the_rest_written() -> None:
    cluster = FakeCluster(lambda request, name: 400 if name in ("a2", "a4") else None)
    with loading(cluster, []) as loader:
        for number in range(6):
            loader.send(item(number))
        with pytest.raises(StorageError, match=r"2 articles were refused: .*article [24]: refused: no a[24]"):
            loader.drain()
    assert sorted(cluster.documents) == ["a0", "a1", "a3", "a5"]


def test_a_cluster_that_stays_away_ends_the_write() -> None:
    cluster = FakeCluster(lambda request, name: TransportError(503, "unavailable", {}))
    with loading(cluster, []) as loader:
        loader.send(item(1))
        with pytest.raises(IndexUnavailable):
            loader.drain()
        with pytest.raises(IndexUnavailable):
            loader.send(item(2))
    assert cluster.requests == QUICK.attempts


def test_a_mistake_of_ours_is_not_tried_again() -> None:
    cluster = FakeCluster(lambda request, name: TransportError(400, "parse_exception", {}))
    with pytest.raises(StorageError, match="400"):
        send_all(cluster.client(), "index", [item(1)], patience=QUICK)
    assert cluster.requests == 1

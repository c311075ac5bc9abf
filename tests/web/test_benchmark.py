"""The load generator: what it asks is the same every time, and it counts from when a request was due."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from web.benchmark import Timed, ask, drawn, queries_of, status_of, summary


@contextmanager
def serving(app: Callable[..., Iterable[bytes]]) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_queries_are_made_of_the_archive(app: Flask) -> None:
    with serving(app) as url:
        queries = queries_of(url, 60, seed=3)
        assert queries == queries_of(url, 60, seed=3) != queries_of(url, 60, seed=4)
        assert len(queries) == len(set(queries)) == 60
        assert any("actor=" in query for query in queries) and any("%22" in query for query in queries)
        found, each = ask(url, [f"/api/v1/search?{query}" for query in queries], 200, connections=4)
        assert status_of(url)["articles"] == 46
    assert (found.requests, found.failed, len(each)) == (60, 0, 60)
    assert 0 < found.p50 <= found.p90 <= found.p99 <= found.most
    assert found.mean_bytes > 100


def test_an_archive_without_articles_cannot_be_measured(empty_client: Any) -> None:
    with serving(empty_client.application) as url, pytest.raises(OSError, match="503"):
        queries_of(url, 1, seed=1)


def test_some_queries_are_asked_again_and_again() -> None:
    queries = [str(number) for number in range(100)]
    assert drawn(queries, 50, "distinct", seed=1) == queries[:50]
    asked = Counter(drawn(queries, 5_000, "zipf", seed=1))
    assert asked["0"] > asked["9"] > asked["99"] > 0


def test_latency_counts_from_when_a_request_was_due() -> None:
    """A server that answers one request at a time keeps those after it waiting, and that is told."""
    turn = threading.Lock()

    def slow(environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        with turn:
            time.sleep(0.05)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with serving(slow) as url:
        _, each = ask(url, ["/"] * 10, rate=1_000, connections=1)
    assert max(item.milliseconds for item in each) >= 400


def test_what_is_not_answered_has_failed() -> None:
    found, each = ask("http://127.0.0.1:9/", ["/", "/"], rate=100, connections=2)
    assert (found.requests, found.failed, [item.status for item in each]) == (2, 2, [0, 0])


def test_percentiles_are_by_rank() -> None:
    found = summary([Timed(float(number), 200, 10) for number in range(1, 201)], seconds=2.0)
    assert (found.p50, found.p90, found.p99, found.most, found.rate) == (100.0, 180.0, 198.0, 200.0, 100.0)

"""A client takes whole answers only, and a writer's waits for a cluster in trouble."""

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from opensearchpy import Connection, OpenSearch
from opensearchpy.exceptions import (
    ConnectionError,
    ConnectionTimeout,
    NotFoundError,
    RequestError,
    TransportError,
)

from index.cluster import Cluster
from index.errors import IndexUnavailable
from index.opensearch_client import ONCE, OwnConnection, Patience, WholeTransport, connect, made, patiently
from index.opensearch_errors import mapped_errors

QUICK = Patience(attempts=4, first_seconds=0.0)
PARTIAL = {"_shards": {"failed": 1}}


def client_of(answers: list[Any], patience: Patience) -> tuple[OpenSearch, list[dict[str, Any]]]:
    """A client of a cluster that gives these answers, the last one ever again; and what it was asked with."""
    asked: list[dict[str, Any]] = []

    class Scripted(Connection):
        def perform_request(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, str], str]:
            asked.append(options)
            answer = answers[min(len(asked), len(answers)) - 1]
            if isinstance(answer, Exception):
                raise answer
            return 200, {}, json.dumps(answer)

    options: dict[str, Any] = {"transport_class": WholeTransport, "connection_class": Scripted}
    return OpenSearch("http://127.0.0.1:1", max_retries=0, patience=patience, **options), asked


@pytest.mark.parametrize(
    "trouble",
    [
        ConnectionError("N/A", "refused", OSError()),
        ConnectionTimeout("TIMEOUT", "slow", OSError()),
        TransportError(503, "no cluster manager", {}),
        PARTIAL,
        {"acknowledged": False},
    ],
    ids=str,
)
def test_a_writer_waits_for_a_cluster_in_trouble(trouble: Any) -> None:
    client, asked = client_of([trouble, trouble, {"acknowledged": True}], QUICK)
    client.indices.refresh(index="a", params={"request_timeout": 7})
    assert [options["timeout"] for options in asked] == [7, 7, 7]
    client, asked = client_of([trouble], QUICK)
    with pytest.raises(TransportError):
        client.indices.refresh(index="a")
    assert len(asked) == QUICK.attempts, "and not for ever"


def test_a_reader_does_not_wait() -> None:
    client, asked = client_of([PARTIAL], ONCE)
    with pytest.raises(IndexUnavailable, match="part of the index"), mapped_errors():
        client.search(index="a", body={})
    assert len(asked) == 1


def test_what_is_refused_for_good_is_asked_once() -> None:
    client, asked = client_of([NotFoundError(404, "alias missing", {"error": "alias missing"})], QUICK)
    with pytest.raises(NotFoundError):
        client.indices.get_alias(name="a")
    assert len(asked) == 1


def test_patience_ends_when_requests_themselves_were_long() -> None:
    tried = []

    def hang() -> None:
        tried.append(1)
        raise ConnectionTimeout("TIMEOUT", "slow", OSError())

    with pytest.raises(ConnectionTimeout):
        patiently(hang, Patience(longest_seconds=-1.0))
    assert len(tried) == 1


def test_what_an_attempt_before_has_made_is_made() -> None:
    def make(kind: str) -> Callable[[], None]:
        def step() -> None:
            raise RequestError(400, kind, {})

        return step

    made(make("resource_already_exists_exception"))
    with pytest.raises(RequestError):
        made(make("invalid_index_name_exception"))


def test_pauses_grow_and_stay_below_the_most() -> None:
    patience = Patience(attempts=6, first_seconds=1.0, most_seconds=8.0)
    for _ in range(20):
        pauses = list(patience.pauses())
        assert len(pauses) == 5
        for pause, step in zip(pauses, (1, 2, 4, 8, 8), strict=True):
            assert step / 2 <= pause <= step


def test_nobody_there_is_unavailable_and_keeps_the_password() -> None:
    cluster = Cluster(("http://127.0.0.1:1", "http://127.0.0.1:2"), "kliping", "rahasia", seconds=1.0)
    with pytest.raises(IndexUnavailable) as raised, mapped_errors():
        connect(cluster).info()
    assert "rahasia" not in str(raised.value)


def test_a_forked_process_opens_sockets_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = OwnConnection(host="127.0.0.1", port=1, timeout=1)
    inherited = connection.pool
    for expected in (False, True):
        with pytest.raises(ConnectionError):
            connection.perform_request("GET", "/")
        assert (connection.pool is not inherited) is expected
        monkeypatch.setattr(os, "getpid", lambda: -1)

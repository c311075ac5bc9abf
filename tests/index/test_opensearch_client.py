"""Errors of the client library become ours, by what whoever runs Kliping can do about them."""

import os

import pytest
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    RequestError,
    SerializationError,
    TransportError,
)

from index.cluster import Cluster
from index.errors import IndexMissing, IndexUnavailable, StorageError
from index.opensearch_client import OwnConnection, connect, mapped_errors

INFO = {"error": {"root_cause": [{"type": "kind", "reason": "why\n it is"}]}}
PHASE = {"type": "search_phase_execution_exception", "reason": "", "phase": "dfs", "root_cause": []}


def between_phases(kind: str) -> dict[str, object]:
    """What a node tells of a search whose second phase could not begin: no root causes, a chain of causes."""
    deepest = {"type": kind, "reason": "[kliping-3] gone"}
    return {"error": {**PHASE, "caused_by": {"type": "wrapping_exception", "caused_by": deepest}}}


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (
            AuthenticationException(401, "security", {}),
            StorageError,
            "opensearch_user and opensearch_password",
        ),
        (AuthorizationException(403, "security", {}), StorageError, "may not do this"),
        (NotFoundError(404, "index_not_found_exception", INFO), IndexMissing, "kind: why it is"),
        (ConnectionError("N/A", "refused", OSError()), IndexUnavailable, "cannot be reached: refused"),
        (ConnectionTimeout("TIMEOUT", "slow", OSError()), IndexUnavailable, "cannot be reached: slow"),
        (TransportError(429, "busy", {}), IndexUnavailable, "cannot answer now: busy"),
        (TransportError(503, "no shard", INFO), IndexUnavailable, "kind: why it is"),
        (RequestError(400, "parsing_exception", INFO), StorageError, r"refuses \(400\): kind: why it is"),
        (TransportError(500, "failure", "no object"), StorageError, r"refuses \(500\): failure"),
        (
            TransportError(500, PHASE["type"], between_phases("node_not_connected_exception")),
            IndexUnavailable,
            r"cannot answer now: node_not_connected_exception: \[kliping-3\] gone",
        ),
        (
            TransportError(500, PHASE["type"], between_phases("null_pointer_exception")),
            StorageError,
            r"refuses \(500\): null_pointer_exception: \[kliping-3\] gone",
        ),
        (SerializationError("no JSON"), StorageError, "cannot be used: no JSON"),
    ],
    ids=str,
)
def test_errors_are_mapped(error: OpenSearchException, kind: type[StorageError], told: str) -> None:
    with pytest.raises(StorageError, match=told) as raised, mapped_errors():
        raise error
    assert type(raised.value) is kind


def test_what_is_not_the_librarys_goes_through() -> None:
    with pytest.raises(ZeroDivisionError), mapped_errors():
        raise ZeroDivisionError


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

"""Errors of the client library become ours, by what whoever runs Kliping can do about them.

The answers are those of a real cluster (2.19) whose nodes were killed, stopped and emptied under load.
"""

from typing import Any

import pytest
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConflictError,
    ConnectionError,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    RequestError,
    SerializationError,
    TransportError,
)

from index.errors import IndexMissing, IndexUnavailable, StorageError
from index.opensearch_errors import mapped_errors, raise_unless_whole

INFO = {"error": {"root_cause": [{"type": "kind", "reason": "why\n it is"}]}}
PHASE = {"type": "search_phase_execution_exception", "reason": "", "phase": "dfs", "root_cause": []}


def told(kind: str) -> dict[str, object]:
    """What a node tells of a request that failed by `kind`."""
    cause = {"type": kind, "reason": "[kliping-3] gone"}
    return {"error": {"root_cause": [cause], **cause}}


def between_phases(kind: str) -> dict[str, object]:
    """What a node tells of a search whose second phase could not begin: no root causes, a chain of causes."""
    deepest = {"type": kind, "reason": "[kliping-3] gone"}
    return {"error": {**PHASE, "caused_by": {"type": "wrapping_exception", "caused_by": deepest}}}


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (
            AuthenticationException(401, "security", {}),
            StorageError,
            "opensearch_user and opensearch_password",
        ),
        (AuthorizationException(403, "security", {}), StorageError, "may not do this"),
        (
            AuthorizationException(403, "block", told("cluster_block_exception")),
            StorageError,
            r"refuses \(403\): cluster_block_exception: \[kliping-3\] gone",
        ),
        (NotFoundError(404, "no index", told("index_not_found_exception")), IndexMissing, "no such index"),
        (NotFoundError(404, "alias [kliping] missing", {"error": "alias missing"}), IndexMissing, "alias"),
        (NotFoundError(404, "no document", {"found": False}), IndexMissing, "no document"),
        (
            NotFoundError(404, "", told("search_context_missing_exception")),
            IndexUnavailable,
            "not answer now",
        ),
        (NotFoundError(404, "", told("index_shard_closed_exception")), IndexUnavailable, "not answer now"),
        (NotFoundError(404, "", told("shard_not_found_exception")), IndexUnavailable, "not answer now"),
        (ConnectionError("N/A", "refused", OSError()), IndexUnavailable, "cannot be reached: refused"),
        (ConnectionTimeout("TIMEOUT", "slow", OSError()), IndexUnavailable, "cannot be reached: slow"),
        (TransportError(408, "waited in vain", {}), IndexUnavailable, "cannot answer now: waited"),
        (TransportError(429, "busy", {}), IndexUnavailable, "cannot answer now: busy"),
        (TransportError(503, "no shard", INFO), IndexUnavailable, "kind: why it is"),
        (RequestError(400, "parsing_exception", INFO), StorageError, r"refuses \(400\): kind: why it is"),
        (ConflictError(409, "conflict", INFO), StorageError, r"refuses \(409\)"),
        (TransportError(500, "failure", "no object"), IndexUnavailable, "cannot answer now: failure"),
        (TransportError(500, "", told("retry_on_primary_exception")), IndexUnavailable, "not answer now"),
        (
            TransportError(500, PHASE["type"], between_phases("node_not_connected_exception")),
            IndexUnavailable,
            r"cannot answer now: node_not_connected_exception: \[kliping-3\] gone",
        ),
        (SerializationError("no JSON"), StorageError, "cannot be used: no JSON"),
    ],
    ids=str,
)
def test_errors_are_mapped(error: OpenSearchException, kind: type[StorageError], words: str) -> None:
    with pytest.raises(StorageError, match=words) as raised, mapped_errors():
        raise error
    assert type(raised.value) is kind


def test_what_is_not_the_librarys_goes_through() -> None:
    with pytest.raises(ZeroDivisionError), mapped_errors():
        raise ZeroDivisionError


LEFT = {"shard": 0, "reason": {"type": "node_not_connected_exception", "reason": "[kliping-2] gone"}}
WHOLE = {"timed_out": False, "_shards": {"total": 3, "successful": 3, "failed": 0}, "hits": {"hits": []}}


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ({**WHOLE, "_shards": {"failed": 1, "failures": [LEFT]}}, IndexUnavailable, "node_not_connected"),
        ({"_shards": {"failed": 2}}, IndexUnavailable, "part of the index does not answer"),
        ({**WHOLE, "timed_out": True}, IndexUnavailable, "part of the index does not answer"),
        ({"responses": [WHOLE, {**told("kind"), "status": 500}]}, IndexUnavailable, "kind"),
        ({"responses": [WHOLE, {**told("kind"), "status": 400}]}, StorageError, r"refuses \(400\): kind"),
        ({"responses": [{**told("index_not_found_exception"), "status": 404}]}, IndexMissing, "no such"),
        ({"responses": [WHOLE, {**WHOLE, "_shards": {"failed": 1}}]}, IndexUnavailable, "part of the index"),
        ({"docs": [{"found": True}, told("no_shard_available_action_exception")]}, IndexUnavailable, "no_sh"),
        ({"docs": [told("index_not_found_exception")]}, IndexMissing, "no such index"),
        ({"acknowledged": False, "shards_acknowledged": False}, IndexUnavailable, "not all nodes"),
    ],
    ids=str,
)
def test_an_answer_in_part_is_none(answer: object, kind: type[StorageError], words: str) -> None:
    with pytest.raises(StorageError, match=words) as raised, mapped_errors():
        raise_unless_whole(answer)
    assert type(raised.value) is kind


@pytest.mark.parametrize(
    "answer",
    [
        WHOLE,
        {"responses": [WHOLE, WHOLE]},
        {"docs": [{"found": True}, {"found": False}]},
        {"acknowledged": True, "shards_acknowledged": False},
        {"result": "created", "_shards": {"total": 2, "successful": 1, "failed": 1}},  # the first copy has it
        {"items": [{"create": {"status": 429, "error": {"type": "busy"}}}]},  # for its sender to see
        "",
        True,
    ],
    ids=str,
)
def test_a_whole_answer_is_one(answer: Any) -> None:
    raise_unless_whole(answer)

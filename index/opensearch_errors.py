"""What an answer of an OpenSearch cluster means: whole or not, passing or for good; its errors as ours.

Every request of both seams goes through `mapped_errors`; nobody above sees an error of the library. This
module must not send requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    NotFoundError,
    OpenSearchException,
    TransportError,
)

from index.errors import IndexMissing, IndexUnavailable, StorageError

# What another moment may change. From 500 on it is the cluster's own trouble, whatever it is called: while
# nodes leave and come it answers 500 with dozens of kinds, and a fault for good cannot be told from those.
PASSING = frozenset({408, 429})
TROUBLE = 500
# All else that is told as 404 (shard_not_found, index_shard_closed, search_context_missing …) is a part of an
# index, or a search that goes on, on a node that has it not yet or not any more.
MISSING = frozenset({"index_not_found_exception", "aliases_not_found_exception"})
# Told as 403 like what a user may not do.
BLOCKED = frozenset({"cluster_block_exception", "index_create_block_exception"})
PARTIAL = "part_missing"
LONGEST_REASON = 400


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Map what the cluster refuses, or that it cannot be reached, to StorageError and its kinds."""
    try:
        yield
    except TransportError as error:
        raise _ours(error) from error
    except OpenSearchException as error:
        raise StorageError(f"the cluster's answer cannot be used: {error}") from error


def _ours(error: TransportError) -> StorageError:
    reason = reason_of(error)
    if isinstance(error, ConnectionError):
        return IndexUnavailable(f"the cluster cannot be reached: {reason}")
    if is_passing(error):
        return IndexUnavailable(f"the cluster cannot answer now: {reason}")
    if is_missing(error):
        return IndexMissing(f"the cluster has no such index: {reason}")
    if isinstance(error, (AuthenticationException, AuthorizationException)) and not _kinds(error) & BLOCKED:
        reason = "opensearch_user and opensearch_password are not accepted, or may not do this"
    return StorageError(f"the cluster refuses ({error.status_code}): {reason}")


def is_passing(error: TransportError) -> bool:
    """Return whether the same request may succeed later: no connection, or what passes on the cluster."""
    if isinstance(error, ConnectionError):
        return True
    status = int(error.status_code)
    return status in PASSING or status >= TROUBLE or (status == 404 and not is_missing(error))


def is_missing(error: TransportError) -> bool:
    """Return whether what was asked for, an index, an alias or a document, is not there."""
    kinds = _kinds(error)
    return error.status_code == 404 and (not kinds or bool(kinds & MISSING))


def raise_unless_whole(answer: Any) -> None:
    """Raise TransportError where a shard, a search of several or a document of several failed.

    And where nodes have not confirmed a change. How each document of a `_bulk` fared is its sender's to see.
    """
    if not isinstance(answer, dict) or "items" in answer:
        return
    for each in (answer, *answer.get("responses", ()), *answer.get("docs", ())):
        if "error" in each:
            told = each["error"]
            # One document of several has no status.
            raise refusal(each.get("status") or (404 if told["type"] in MISSING else TROUBLE), told)
        shards = each.get("_shards") or {}
        # Of a document that was written, copies that failed are the cluster's to see to.
        if each.get("timed_out") or (shards.get("failed") and "result" not in each):
            causes = [failure.get("reason") for failure in shards.get("failures", ())]
            reason = "a part of the index does not answer"
            raise refusal(503, {"type": PARTIAL, "reason": reason, "root_cause": causes})
    if answer.get("acknowledged") is False:
        raise refusal(503, {"type": PARTIAL, "reason": "not all nodes have confirmed this"})


def refusal(status: int, told: dict[str, Any]) -> TransportError:
    """Return as an error what was told of a part of an answer."""
    kind = NotFoundError if status == 404 else TransportError
    return kind(status, told.get("type", ""), {"error": told})


def reason_of(error: TransportError) -> str:
    """Return why a request failed, in the words of the cluster, at a length fit for a line."""
    causes = list(causes_of(error))
    reason = f"{causes[0]['type']}: {causes[0].get('reason')}" if causes else str(error.error)
    return " ".join(reason.split())[:LONGEST_REASON]


def _kinds(error: TransportError) -> set[str]:
    return {cause["type"] for cause in causes_of(error)}


def causes_of(error: TransportError) -> Iterator[dict[str, Any]]:
    """Yield what the cluster tells of why a request failed, each with its `type`, what tells most first.

    A search that fails in a part has root causes; one that fails between its phases, as where the node of a
    part is gone when the second phase asks it, has none but what the failure itself was caused by.
    """
    told = error.info.get("error") if isinstance(error.info, dict) else None
    if not isinstance(told, dict):
        return
    yield from (cause for cause in told.get("root_cause") or () if cause and "type" in cause)
    chain = []
    while isinstance(told, dict):
        chain.append(told)
        told = told.get("caused_by")
    yield from (cause for cause in reversed(chain) if "type" in cause)

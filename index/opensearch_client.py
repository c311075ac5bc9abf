"""A connection to an OpenSearch cluster, and its library's errors as ours.

Every request of both seams goes through `mapped_errors`; nobody above sees an error of the library. This
module must not know what the indexes hold.
"""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch, Urllib3HttpConnection
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    NotFoundError,
    OpenSearchException,
    TransportError,
)

from index.cluster import Cluster
from index.errors import IndexMissing, IndexUnavailable, StorageError

# Answers that another moment may change: too much at once, a node that leaves or comes, a shard that moves.
PASSING = frozenset({429, 502, 503, 504})
# What a node tells as 500 while another that it asks for its part dies, or a part of an index that moves is
# closed under a search, before the cluster knows.
LEAVING = frozenset(
    {
        "node_disconnected_exception",
        "node_not_connected_exception",
        "node_closed_exception",
        "connect_transport_exception",
        "send_request_transport_exception",
        "receive_timeout_transport_exception",
        "already_closed_exception",
        "index_shard_closed_exception",
        "illegal_index_shard_state_exception",
    }
)
# Making, closing, opening and cloning an index wait for every shard of it.
SLOW_SECONDS = 300.0
SLOW: dict[str, Any] = {"request_timeout": SLOW_SECONDS}
PATIENT_SECONDS = 60.0
LONGEST_REASON = 400


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to try again: doubling, with jitter, so that writers do not come back as one."""

    attempts: int = 9
    first_seconds: float = 0.25
    most_seconds: float = 15.0

    def pause(self, attempt: int) -> float:
        """Return the seconds to wait after attempt 0, 1, …: between a half and all of the doubled step."""
        step = min(self.most_seconds, self.first_seconds * 2.0**attempt)
        return step * random.uniform(0.5, 1.0)


class OwnConnection(Urllib3HttpConnection):
    """A connection of this process alone: a fork, as servers make, must not talk into its parent's."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._made_with = (arguments, options)
        self._process = os.getpid()

    def perform_request(self, *arguments: Any, **options: Any) -> Any:
        """Send a request, over new sockets where this is not the process that opened the old."""
        if self._process != os.getpid():
            self.__init__(*self._made_with[0], **self._made_with[1])  # type: ignore[misc]
        return super().perform_request(*arguments, **options)


def connect(cluster: Cluster, *, patient: bool = False) -> OpenSearch:
    """Return a client, safe for threads, that fails over between nodes; nothing is sent yet.

    A `patient` one is a writer's, which rather waits than gives up.
    """
    options: dict[str, Any] = {"ca_certs": cluster.authority} if cluster.authority else {}
    if cluster.user:
        # Not the client's http_auth: that writes Latin-1 where OpenSearch reads UTF-8.
        given = base64.b64encode(f"{cluster.user}:{cluster.password}".encode()).decode()
        options["headers"] = {"authorization": f"Basic {given}"}
    return OpenSearch(
        list(cluster.urls),
        connection_class=OwnConnection,
        timeout=max(cluster.seconds, PATIENT_SECONDS) if patient else cluster.seconds,
        max_retries=len(cluster.urls),
        retry_on_timeout=False,  # a search that took too long once takes too long again
        retry_on_status=(502,),
        dead_timeout=2,  # a node that restarts is back in seconds
        pool_maxsize=16,
        **options,
    )


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Map what the cluster refuses, or that it cannot be reached, to StorageError and its kinds."""
    try:
        yield
    except (AuthenticationException, AuthorizationException) as error:
        told = "opensearch_user and opensearch_password are not accepted, or may not do this"
        raise StorageError(f"the cluster refuses ({error.status_code}): {told}") from error
    except NotFoundError as error:
        raise IndexMissing(f"the cluster has no such index: {reason_of(error)}") from error
    except ConnectionError as error:
        raise IndexUnavailable(f"the cluster cannot be reached: {reason_of(error)}") from error
    except TransportError as error:
        if is_passing(error):
            raise IndexUnavailable(f"the cluster cannot answer now: {reason_of(error)}") from error
        raise StorageError(f"the cluster refuses ({error.status_code}): {reason_of(error)}") from error
    except OpenSearchException as error:
        raise StorageError(f"the cluster's answer cannot be used: {error}") from error


def is_passing(error: TransportError) -> bool:
    """Return whether the same request may succeed later: no connection, or PASSING, or LEAVING."""
    if isinstance(error, ConnectionError) or error.status_code in PASSING:
        return True
    return error.status_code == 500 and any(cause["type"] in LEAVING for cause in causes_of(error))


def reason_of(error: TransportError) -> str:
    """Return why a request failed, in the words of the cluster, at a length fit for a line."""
    causes = list(causes_of(error))
    reason = f"{causes[0]['type']}: {causes[0].get('reason')}" if causes else str(error.error)
    return " ".join(reason.split())[:LONGEST_REASON]


def causes_of(error: TransportError) -> Iterator[dict[str, Any]]:
    """Yield what the cluster tells of why a request failed, each with its `type`, what tells most first.

    A search that fails in a part has root causes; one that fails between its phases, as where the node of a
    part is gone when the second phase asks it, has none but what the failure itself was caused by.
    """
    told = error.info.get("error") if isinstance(error.info, dict) else None
    if not isinstance(told, dict):
        return
    yield from (cause for cause in told.get("root_cause") or () if "type" in cause)
    chain = []
    while isinstance(told, dict):
        chain.append(told)
        told = told.get("caused_by")
    yield from (cause for cause in reversed(chain) if "type" in cause)

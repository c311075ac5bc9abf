"""A connection to an OpenSearch cluster that takes whole answers only, and waits where it is told to.

What an answer means is `index.opensearch_errors`. This module must not know what the indexes hold.
"""

from __future__ import annotations

import base64
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from opensearchpy import OpenSearch, Transport, Urllib3HttpConnection
from opensearchpy.exceptions import RequestError, TransportError

from index.cluster import Cluster
from index.errors import IndexUnavailable
from index.opensearch_errors import is_passing, raise_unless_whole

Made = TypeVar("Made")
# Making, closing, opening and cloning an index wait for every shard of it.
SLOW_SECONDS = 300.0
SLOW: dict[str, Any] = {"request_timeout": SLOW_SECONDS}
PATIENT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to try again: doubling, with jitter, so that writers do not come back as one.

    Nothing is tried again `longest_seconds` after it was tried first: a request may wait for long itself.
    """

    attempts: int = 12
    first_seconds: float = 0.25
    most_seconds: float = 15.0
    longest_seconds: float = 300.0

    def pause(self, attempt: int) -> float:
        """Return the seconds to wait after attempt 0, 1, …: between a half and all of the doubled step."""
        step = min(self.most_seconds, self.first_seconds * 2.0**attempt)
        return step * random.uniform(0.5, 1.0)

    def pauses(self) -> Iterator[float]:
        """Yield the seconds to wait before each further attempt."""
        until = time.monotonic() + self.longest_seconds
        for attempt in range(self.attempts - 1):
            if time.monotonic() > until:
                return
            yield self.pause(attempt)


ONCE = Patience(attempts=1)


def patiently(step: Callable[[], Made], patience: Patience) -> Made:
    """Return what `step` does, which is done again while it fails by what passes; what it fails by last."""
    pauses = patience.pauses()
    while True:
        try:
            return step()
        except (TransportError, IndexUnavailable) as error:
            pause = next(pauses, None)
            if pause is None or not (isinstance(error, IndexUnavailable) or is_passing(error)):
                raise
        time.sleep(pause)


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


class WholeTransport(Transport):
    """Requests that are answered as a whole or fail, and come again as long as there is patience."""

    def __init__(self, *arguments: Any, patience: Patience = ONCE, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._patience = patience

    def perform_request(
        self, method: str, url: str, params: Any = None, *arguments: Any, **options: Any
    ) -> Any:
        """Return the answer; raises TransportError for one that a part of is missing from, too."""

        def ask() -> Any:
            own = dict(params or {})  # the library takes its options out of them
            answer = super(WholeTransport, self).perform_request(method, url, own, *arguments, **options)
            raise_unless_whole(answer)
            return answer

        return patiently(ask, self._patience)


def connect(cluster: Cluster, patience: Patience | None = None) -> OpenSearch:
    """Return a client, safe for threads, that fails over between nodes; nothing is sent yet.

    One with a `patience`, if only for one attempt, is a writer's, which rather waits than gives up.
    """
    options: dict[str, Any] = {"ca_certs": cluster.authority} if cluster.authority else {}
    if cluster.user:
        # Not the client's http_auth: that writes Latin-1 where OpenSearch reads UTF-8.
        given = base64.b64encode(f"{cluster.user}:{cluster.password}".encode()).decode()
        options["headers"] = {"authorization": f"Basic {given}"}
    return OpenSearch(
        list(cluster.urls),
        connection_class=OwnConnection,
        transport_class=WholeTransport,
        patience=patience or ONCE,
        timeout=max(cluster.seconds, PATIENT_SECONDS) if patience else cluster.seconds,
        max_retries=len(cluster.urls),
        retry_on_timeout=False,  # a search that took too long once takes too long again
        retry_on_status=(502,),
        dead_timeout=2,  # a node that restarts is back in seconds
        pool_maxsize=16,
        **options,
    )


def made(make: Callable[[], Any]) -> None:
    """Make an index, unless an attempt before, whose answer was lost, has made it."""
    try:
        make()
    except RequestError as error:
        if error.error != "resource_already_exists_exception":
            raise

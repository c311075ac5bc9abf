"""One writer at a time on a cluster: a document that only one can create, kept alive while its writer is.

A writer that dies cannot take its document away, so it says until when it counts and is renewed long before;
whoever comes later takes over an expired one, and the cluster's compare-and-set decides between several. A
writer that was paused for longer than that finds its document gone, and must not publish (`Held.check`). The
clocks of writers are taken to agree within MARGIN_SECONDS. This module must not know what is written.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, NotFoundError, OpenSearchException

from index.errors import IndexLocked
from index.opensearch_client import made
from index.opensearch_errors import mapped_errors

DOCUMENT = "writer"
LIFE_SECONDS = 60.0
MARGIN_SECONDS = 10.0


class Held:
    """A lock that this process holds and renews until it is released."""

    def __init__(self, client: OpenSearch, index: str, life: float) -> None:
        self._client = client
        self._index = index
        self._life = life
        self._token = secrets.token_hex(8)
        self._place: dict[str, Any] = {}  # sequence number and term of the document as it was last written
        self._until = 0.0
        self._lost = False
        self._ended = threading.Event()
        self._renewing = threading.Lock()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def acquire(self) -> None:
        """Take the lock; raises IndexLocked at once where another writer is alive."""
        _ensure_index(self._client, self._index)
        try:
            self._write({"op_type": "create"})
        except ConflictError:
            self._take_over(expired=True)
        self._thread.start()

    def check(self) -> None:
        """Renew; raises IndexLocked where the lock was lost: what this writer made is not to be shown."""
        self._renew()
        if self._lost or time.time() > self._until:
            raise IndexLocked(f"{self._index}: this writer was silent for too long, another may be at work")

    def release(self) -> None:
        """Let the next writer in; where the cluster does not answer, its document expires."""
        self._ended.set()
        self._thread.join()
        if not self._lost:
            with suppress(OpenSearchException):
                self._client.delete(index=self._index, id=DOCUMENT, params=self._place)

    def _keep(self) -> None:
        while not self._ended.wait(self._life / 4):
            with suppress(OpenSearchException):  # tried again in a quarter of its life
                self._renew()

    def _renew(self) -> None:
        with self._renewing:
            if self._lost:
                return
            try:
                self._write(self._place)
            except ConflictError:
                try:
                    self._take_over(expired=False)
                except (IndexLocked, ConflictError):
                    self._lost = True
                    logging.getLogger(__name__).error("%s: the lock was taken over", self._index)

    def _take_over(self, *, expired: bool) -> None:
        """Write over our own document, of which an answer was lost, or one that is `expired`."""
        try:
            found = self._client.get(index=self._index, id=DOCUMENT)
        except NotFoundError:  # released in between
            self._write({"op_type": "create"})
            return
        held = found["_source"]
        free = expired and held["until"] + MARGIN_SECONDS < time.time()
        if held["token"] != self._token and not free:
            raise IndexLocked(f"{self._index}: another writer is at work ({held['writer']})")
        self._write({"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]})

    def _write(self, condition: dict[str, Any]) -> None:
        until = time.time() + self._life
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
        writer = f"process {os.getpid()} on {socket.gethostname()}, last heard of {now}"
        document = {"token": self._token, "until": until, "writer": writer}
        answer = self._client.index(index=self._index, id=DOCUMENT, body=document, params=condition)
        self._place = {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
        self._until = until


@contextmanager
def locked(client: OpenSearch, index: str, life: float = LIFE_SECONDS) -> Iterator[Held]:
    """Hold the lock that lives in `index`; raises IndexLocked at once where another writer is alive."""
    held = Held(client, index, life)
    with mapped_errors():
        try:
            held.acquire()
        except ConflictError as error:
            raise IndexLocked(f"{index}: another writer was quicker") from error
    try:
        yield held
    finally:
        held.release()


def _ensure_index(client: OpenSearch, index: str) -> None:
    """Make the index of the lock, one shard copied to every node there is up to two."""
    if client.indices.exists(index=index):
        return
    settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True}
    body = {"settings": {"index": settings}, "mappings": {"enabled": False}}
    made(lambda: client.indices.create(index=index, body=body))

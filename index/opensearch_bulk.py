"""Many documents into an index: in chunks, over several connections, none lost silently.

    send ──► one of WORKERS queues, by name ──► chunk ──► _bulk ──► what was refused for the moment, again

Queues are short, so whoever sends waits for the cluster. Documents of one name go through one queue, so the
last sent wins. Each is first only created: an answer that the name is taken tells a retry of our own (the
stamp is ours) from an article that is replaced, of which `replaced` hears with its source. What is refused
for good is kept with its reason, and `finish` raises. This module must not know what documents hold.
"""

from __future__ import annotations

import hashlib
import json
import queue
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from opensearchpy import OpenSearch

from index.errors import StorageError
from index.opensearch_client import Patience
from index.opensearch_errors import is_passing, mapped_errors, reason_of, refusal
from index.opensearch_schema import STAMP

WORKERS = 3
CHUNK_BYTES, CHUNK_ITEMS = 3 << 20, 500
WAITING_CHUNKS = 2
FAILURES_TOLD = 20
BULK_SECONDS = 60.0
CREATE, INDEX = "create", "index"


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be sent: its name in the index, what to call it when it fails, its source as JSON."""

    name: str
    label: str
    stamp: str
    source: bytes


Replaced = Callable[[Item, dict[str, Any]], None]


def item_of(name: str, label: str, stamp: str, fields: dict[str, Any]) -> Item:
    """Return a document as it is sent."""
    text = json.dumps({**fields, STAMP: stamp}, ensure_ascii=False, separators=(",", ":"))
    return Item(name, label, stamp, text.encode())


def stamped_by_content(name: str, label: str, writer: str, fields: dict[str, Any]) -> Item:
    """Return a document as it is sent, its stamp the same whoever of one `writer`'s loaders sends it."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return item_of(name, label, f"{writer} {hashlib.sha256(text).hexdigest()}", fields)


class BulkLoader:
    """Sends documents to one index from one thread; a context, so that its threads end."""

    def __init__(
        self, client: OpenSearch, index: str, replaced: Replaced, patience: Patience | None = None
    ) -> None:
        self._client = client
        self._index = index
        self._replaced = replaced
        self._patience = patience or Patience()
        self._failures: list[str] = []
        self._failed = 0
        self._fatal: BaseException | None = None
        self._chunks: list[list[Item]] = [[] for _ in range(WORKERS)]
        self._bytes = [0] * WORKERS
        self._queues: list[queue.Queue[list[Item] | None]] = [
            queue.Queue(WAITING_CHUNKS) for _ in range(WORKERS)
        ]
        self._threads = [
            threading.Thread(target=self._work, args=(each,), daemon=True) for each in self._queues
        ]
        for thread in self._threads:
            thread.start()

    def send(self, item: Item) -> None:
        """Take a document on; waits while the cluster is behind. Raises what a loading thread has met."""
        self._raise_fatal()
        worker = zlib.crc32(item.name.encode()) % WORKERS
        self._chunks[worker].append(item)
        self._bytes[worker] += len(item.source)
        if len(self._chunks[worker]) >= CHUNK_ITEMS or self._bytes[worker] >= CHUNK_BYTES:
            self._hand_over(worker)

    def drain(self) -> None:
        """Wait until everything sent is answered; raises StorageError naming what was refused."""
        for worker in range(WORKERS):
            self._hand_over(worker)
        for waiting in self._queues:
            waiting.join()
        self._raise_fatal()
        if self._failed:
            named = "; ".join(self._failures)
            raise StorageError(f"{self._failed} articles were refused: {named}")

    def close(self) -> None:
        """End the threads; what is still waiting is dropped."""
        self._fatal = self._fatal or StorageError("the loader is closed")
        for waiting in self._queues:
            waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _hand_over(self, worker: int) -> None:
        if self._chunks[worker]:
            self._queues[worker].put(self._chunks[worker])
            self._chunks[worker], self._bytes[worker] = [], 0

    def _raise_fatal(self) -> None:
        if self._fatal is not None:
            raise self._fatal

    def _work(self, waiting: queue.Queue[list[Item] | None]) -> None:
        while (chunk := waiting.get()) is not None:
            try:
                if self._fatal is None:
                    self._load(chunk)
            except BaseException as error:  # handed to the thread that sends
                self._fatal = error
            finally:
                waiting.task_done()
        waiting.task_done()

    def _load(self, chunk: list[Item]) -> None:
        taken = self._answered(CREATE, chunk)
        if taken:
            for item, source in self._others(taken):
                self._replaced(item, source)
                self._answered(INDEX, [item])

    def _answered(self, operation: str, items: list[Item]) -> list[Item]:
        """Send until every item has a final answer; returns those whose name is taken."""
        taken = []
        for item, status, reason in send_until_answered(
            self._client, self._index, operation, items, self._patience
        ):
            if status == 409:
                taken.append(item)
            elif status >= 300:
                self._failed += 1
                if len(self._failures) < FAILURES_TOLD:
                    self._failures.append(f"{item.label}: {reason}")
        return taken

    def _others(self, taken: Sequence[Item]) -> Iterable[tuple[Item, dict[str, Any]]]:
        """Yield the items that would replace another article, each with what is there when its turn comes."""
        for item in taken:
            with mapped_errors():
                found = self._client.get(index=self._index, id=item.name)["_source"]
            if found[STAMP] != item.stamp:
                yield item, found


def send_until_answered(
    client: OpenSearch, index: str, operation: str, items: list[Item], patience: Patience
) -> Iterable[tuple[Item, int, str]]:
    """Send items, and again those that were refused for the moment; yield (item, HTTP status, reason).

    Raises IndexUnavailable where a request as a whole fails, which is the client's to try again; every item
    is yielded otherwise.
    """
    pauses = patience.pauses()
    while items:
        pause, again = next(pauses, None), []
        for item, answer in zip(items, _bulk(client, index, operation, items), strict=True):
            refused = refusal(answer["status"], answer.get("error") or {})
            if pause is not None and is_passing(refused):
                again.append(item)
            else:
                yield item, answer["status"], reason_of(refused)
        items = again
        if again and pause is not None:
            time.sleep(pause)


def _bulk(client: OpenSearch, index: str, operation: str, items: list[Item]) -> list[dict[str, Any]]:
    """Return what is told of each item: `status`, and `error` where it was refused."""
    lines: list[bytes] = []
    for item in items:
        action = {operation: {"_id": item.name}}
        lines += (json.dumps(action, ensure_ascii=False).encode(), item.source)
    body = b"\n".join(lines) + b"\n"
    options = {"request_timeout": BULK_SECONDS, "filter_path": "items.*.status,items.*.error"}
    with mapped_errors():
        answer = client.bulk(body=body, index=index, params=options)
    return [one for each in answer["items"] for one in each.values()]


def send_all(
    client: OpenSearch,
    index: str,
    items: Iterable[Item],
    at_once: int = CHUNK_ITEMS,
    patience: Patience | None = None,
) -> None:
    """Send documents, each in place of the one of its name; raises StorageError where any is refused."""
    iterator = iter(items)
    while chunk := list(islice(iterator, at_once)):
        for item, status, reason in send_until_answered(client, index, INDEX, chunk, patience or Patience()):
            if status >= 300:
                raise StorageError(f"{item.label} was refused: {reason}")

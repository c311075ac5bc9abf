"""Answers that were given, kept by what was asked, the ones asked for last within a number of bytes.

An archive answers the same as long as its generation lives, and readers ask much the same: of requests that
follow Zipf's law most are for what was just answered. Worker processes that are forked from the one that made
this share it, so that what one of them has answered the others need not. Knows nothing of requests, nor of
what is in answers.

The memory they share is a ring, written from its head on over what is oldest, and a table that says where:

    head        u64           bytes ever written: what lies more than the ring's size before is gone
    slots       SLOT[…]       WAYS for each hash: digest of the key, place (as counted by head), length, crc32
    ring        u1[…]         answers: length of the headers u32, headers as JSON, body

Whoever writes holds a lock; whoever reads holds none, copies, and believes what has the crc32 stated.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
import threading
import weakref
import zlib
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing forks: threads have a lock of their own
    fcntl = None  # type: ignore[assignment]

# For all workers together: some thousand results pages.
MOST_BYTES = 64 << 20
# What is larger than this share of the whole is not worth all that would have to go for it.
LARGEST_SHARE = 16
# Answers are more: so there are slots to spare for those that meet in a row.
USUAL_BYTES = 2 << 10
WAYS = 4
HEAD = struct.Struct("<Q")
SLOT = struct.Struct("<16sQII")
HEADERS = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Kept:
    """The body of an answer and its headers."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class KeptAnswers:
    """Safe for threads and for the processes forked from this one; takes `most_bytes` and a small table."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._size = most_bytes
        self._rows = max(1, most_bytes // USUAL_BYTES // WAYS)
        self._ring = HEAD.size + self._rows * WAYS * SLOT.size
        self._memory = mmap.mmap(-1, self._ring + most_bytes)
        self._threads = threading.Lock()
        self._file = _nameless_file(self) if fcntl else None

    def get(self, key: Hashable) -> Kept | None:
        """Return what was kept under a key, None where nothing is."""
        digest = _digest(key)
        for at in self._slots(digest):
            known, place, length, crc32 = SLOT.unpack_from(self._memory, at)
            if known == digest and length and self._head() - place <= self._size:
                stored = self._read(place, length)
                if zlib.crc32(stored) == crc32:
                    if self._head() - place > self._size // 2:
                        self._write(digest, stored)  # asked for: it is not the oldest any more
                    return _unpacked(stored)
        return None

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer in place of those not asked for the longest; one that is too large is not kept."""
        stored = _packed(answer)
        if len(stored) <= self._size // LARGEST_SHARE:
            self._write(_digest(key), stored)

    def _slots(self, digest: bytes) -> range:
        """Return where the slots are in which a key may be."""
        row = int.from_bytes(digest[:4], "little") % self._rows
        begin = HEAD.size + row * WAYS * SLOT.size
        return range(begin, begin + WAYS * SLOT.size, SLOT.size)

    def _head(self) -> int:
        return int(HEAD.unpack_from(self._memory)[0])

    def _read(self, place: int, length: int) -> bytes:
        begin = self._ring + place % self._size
        return self._memory[begin : min(begin + length, self._ring + self._size)]

    def _write(self, digest: bytes, stored: bytes) -> None:
        with self._alone():
            place = self._head()
            if place % self._size + len(stored) > self._size:
                place += (
                    self._size - place % self._size
                )  # what does not fit before the end begins at the start
            # First what was there is no longer to be found, then it is written over, then it can be found.
            HEAD.pack_into(self._memory, 0, place + len(stored))
            begin = self._ring + place % self._size
            self._memory[begin : begin + len(stored)] = stored
            slot = min(self._slots(digest), key=lambda at: self._worth(at, digest))
            SLOT.pack_into(self._memory, slot, digest, place, len(stored), zlib.crc32(stored))

    def _worth(self, at: int, digest: bytes) -> int:
        """Return less for a slot that should rather be given away: its own first, then the oldest."""
        known, place, _, _ = SLOT.unpack_from(self._memory, at)
        return -1 if known == digest else int(place)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            if fcntl is None or self._file is None:
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def _nameless_file(owner: object) -> int:
    """Return a descriptor that is closed with its owner.

    The system locks it for one process, and lets go of it for one that is killed.
    """
    descriptor, name = tempfile.mkstemp()
    Path(name).unlink()
    weakref.finalize(owner, os.close, descriptor)
    return descriptor


def _digest(key: Hashable) -> bytes:
    return blake2b(repr(key).encode("utf-8", "backslashreplace"), digest_size=16).digest()


def _packed(answer: Kept) -> bytes:
    headers = json.dumps(answer.headers).encode()
    return HEADERS.pack(len(headers)) + headers + answer.body


def _unpacked(stored: bytes) -> Kept:
    begin = HEADERS.size + HEADERS.unpack_from(stored)[0]
    headers = json.loads(stored[HEADERS.size : begin])
    return Kept(stored[begin:], tuple((name, value) for name, value in headers))

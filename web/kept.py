"""Answers that were given, kept by what was asked, the ones asked for last within a number of bytes.

An archive answers the same as long as its generation lives, and readers ask much the same: of requests that
follow Zipf's law most are for what was just answered. Knows nothing of requests, nor of what is in answers.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

# In each worker: some five hundred results pages.
MOST_BYTES = 32 << 20
# What is larger than this share of the whole is not worth all that would have to go for it.
LARGEST_SHARE = 16
# What an entry takes besides its text: key, headers, the dictionary's own.
BESIDES = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The body of an answer and its headers."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class KeptAnswers:
    """Safe for threads; `bytes_kept` never passes `most_bytes`."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._change = threading.Lock()
        self.bytes_kept = 0

    def get(self, key: Hashable) -> Kept | None:
        """Return what was kept under a key, None where nothing is."""
        with self._change:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer in place of those not asked for the longest; one that is too large is not kept."""
        size = _size(answer)
        if size > self._most // LARGEST_SHARE:
            return
        with self._change:
            before = self._kept.pop(key, None)
            self.bytes_kept += size - (_size(before) if before else 0)
            self._kept[key] = answer
            while self.bytes_kept > self._most:
                _, oldest = self._kept.popitem(last=False)
                self.bytes_kept -= _size(oldest)


def _size(answer: Kept) -> int:
    return len(answer.body) + BESIDES

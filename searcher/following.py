"""When an engine looks which generation is live, and what becomes of one that cannot be opened.

At most every so many seconds, one request or thread at a time, while all others go on with the generation
before. One that is corrupt or outdated is refused: it is not opened again until the pointer has named
another. A trouble is told in the log once, and again when it comes back after a look that went well. This
module must not know what a generation is or where it lies.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from index.errors import IndexCorrupt, IndexOutdated, StorageError


class Following:
    """The state of one engine that follows a pointer; safe from many threads."""

    def __init__(self, poll_seconds: float) -> None:
        """Look at most every `poll_seconds`."""
        self.opening = threading.Lock()  # held by the one who opens a generation
        self._poll_seconds = poll_seconds
        self._next_look = 0.0
        self._refused: str | None = None
        self._trouble = ""  # what was last told

    def postpone(self) -> None:
        """Look again in `poll_seconds`, because what is live was just opened."""
        self._next_look = time.monotonic() + self._poll_seconds

    def look(
        self, live: Callable[[], str | None], pointer: Callable[[], str | None], swap: Callable[[], None]
    ) -> None:
        """Call `swap` if it is time, nobody else is at it, and `pointer` names another than `live` does."""
        if time.monotonic() < self._next_look or not self.opening.acquire(blocking=False):
            return
        try:
            self._follow(live, pointer, swap)
        finally:
            self.opening.release()
        self.postpone()

    def _follow(
        self, live: Callable[[], str | None], pointer: Callable[[], str | None], swap: Callable[[], None]
    ) -> None:
        name = None
        try:
            name, answering = pointer(), live()
            if answering is None or name not in (answering, self._refused):
                swap()
            self._trouble = ""
        except StorageError as error:
            if isinstance(error, (IndexCorrupt, IndexOutdated)):
                self._refused = name
            if str(error) != self._trouble:
                self._trouble = str(error)
                logging.getLogger(__name__).warning("the index before goes on answering: %s", error)

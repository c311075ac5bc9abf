"""What a server does for an index beside its requests, in one thread of one process.

It follows new generations, so that no reader waits while one is opened and made warm, and it reads the live
one through, a megabyte at a time, so that bytes that rot are told of before anybody asks for them. Answers do
not depend on it: what a search uses is verified when it is used. This module must not search.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

from index.errors import IndexCorrupt

# A megabyte takes a third of a millisecond: so it is a thirtieth of one core, and 100 MB a second.
PAUSE_SECONDS = 0.01


class Attendant:
    """A thread that ends with its process, or when it is told to stop; a forked process has none."""

    def __init__(
        self, follow: Callable[[], None], verifying: Callable[[], Iterator[None]], every: float
    ) -> None:
        """Take what looks for a new generation `every` so many seconds, and what reads the live one.

        `verifying` gives the same iterator until another generation is live; it raises IndexCorrupt.
        """
        self._follow, self._verifying, self._every = follow, verifying, every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._attend, name="kliping-attendant", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it is at work in this process."""
        return self._thread.is_alive() and not self._stopped.is_set()

    def stop(self) -> None:
        """Let it end after what it is doing."""
        self._stopped.set()

    def _attend(self) -> None:
        pause = waited = 0.0
        while not self._stopped.wait(pause):
            waited += pause
            if waited >= self._every:
                waited = 0.0
                self._follow()
            pause = PAUSE_SECONDS if self._verify() else max(self._every, PAUSE_SECONDS)

    def _verify(self) -> bool:
        """Read a piece; return whether there may be more."""
        try:
            return next(self._verifying(), False) is None
        except IndexCorrupt as error:
            logging.getLogger(__name__).error("what does not need it is still answered: %s", error)
            return False

"""The read seam over Whoosh generations: hands out the live one and swaps it without failing a request.

A request holds a snapshot for as long as it works. At most every `poll_seconds` one request looks at the
pointer, a file of thirty bytes; if it names another generation, that request opens it while all others go
on with the one before, which is closed when its last holder leaves. A server that attends to its index does
that in a thread beside requests, and makes the new one warm before they see it. A generation that cannot be
opened is not swapped in: what is there goes on answering. This module must not search.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from index.codec_whoosh import EXTENSION
from index.errors import IndexCorrupt, IndexMissing
from index.generation_files import verify_files
from index.generations import Generation, Generations
from index.lang.language import Language
from index.store import check_schema
from index.whoosh_schema import fingerprint
from searcher.following import Following
from searcher.kernel import Kernel
from searcher.kernels import chosen_kernel
from searcher.whoosh_attendant import Attendant
from searcher.whoosh_snapshot import WhooshSnapshot

OPENING_ATTEMPTS = 3


class _Held:
    """A snapshot and how many requests hold it; the engine itself is one of them while it is live."""

    def __init__(self, name: str, snapshot: WhooshSnapshot) -> None:
        self.name = name
        self.snapshot = snapshot
        self.holders = 1
        self.verifying = snapshot.verifying()


class _Holding:
    """Holds what is live while a request works; a generator made a context manager takes thrice as long."""

    __slots__ = ("_held", "_hold", "_leave")

    def __init__(self, hold: Callable[[], _Held], leave: Callable[[_Held], None]) -> None:
        self._hold, self._leave = hold, leave

    def __enter__(self) -> WhooshSnapshot:
        self._held = self._hold()
        return self._held.snapshot

    def __exit__(self, *_: object) -> None:
        self._leave(self._held)


class WhooshEngine:
    """Opens snapshots of the live generation under `root`; one for the whole life of a process."""

    name = "whoosh"

    def __init__(
        self,
        root: Path,
        language: Language,
        poll_seconds: float,
        *,
        kernel: Kernel | None = None,
        native: bool = False,
    ) -> None:
        """Take where the index is, and what runs the loops, by default the fastest there is.

        With `native` Whoosh itself matches everything (see `WhooshSnapshot`). Raises ConfigurationError as
        `searcher.kernels.chosen_kernel`.
        """
        self._kernel = kernel or chosen_kernel()
        self._generations = Generations(root)
        self._analyzer = language.analyzer
        self._schema = fingerprint(language.fingerprint)
        self._poll_seconds = poll_seconds
        self._native = native
        self._following = Following(poll_seconds)
        self._change = threading.Lock()  # guards _live and every holders
        self._live: _Held | None = None
        self._native_before = 0
        self._prepare: Callable[[WhooshSnapshot], None] = _as_it_is
        self._attendant: Attendant | None = None

    @property
    def kernel(self) -> str:
        """Which kernel runs the loops of a search: c or numpy."""
        return self._kernel.name

    @property
    def native_queries(self) -> int:
        """How many queries Whoosh itself has matched, since this engine began."""
        live = self._live
        return self._native_before + (live.snapshot.native_queries if live else 0)

    def snapshot(self) -> AbstractContextManager[WhooshSnapshot]:
        """Hold the live generation; raises IndexMissing, IndexCorrupt, IndexOutdated where there is none."""
        return _Holding(self._hold, self._leave)

    def attend(self, prepare: Callable[[WhooshSnapshot], None]) -> None:
        """See Engine; besides, the live generation is read through, and damage told in the log."""
        self._prepare = prepare
        self._attendant = Attendant(self._look, self._verifying, self._poll_seconds)

    def verify(self) -> None:
        """Read every byte of the live generation that is not known to be sound; raises IndexCorrupt."""
        with self.snapshot() as snapshot:
            for _ in snapshot.verifying():
                pass

    def close(self) -> None:
        """Let go of the live generation; it is closed when its last holder leaves."""
        if self._attendant is not None:
            self._attendant.stop()
        self._swap(None)

    def _hold(self) -> _Held:
        while True:
            self._poll()
            with self._change:
                if self._live is not None:
                    self._live.holders += 1
                    return self._live

    def _snapshot_of(self, generation: Generation) -> WhooshSnapshot:
        return WhooshSnapshot(generation, self._analyzer, self._kernel, native=self._native)

    def _leave(self, held: _Held) -> None:
        with self._change:
            held.holders -= 1
            last = held.holders == 0
        if last:
            held.snapshot.close()

    def _poll(self) -> None:
        if self._live is None:
            with self._following.opening:
                if self._live is None:
                    self._reopen()
        elif self._attendant is None or not self._attendant.alive:
            self._look()

    def _look(self) -> None:
        """Follow the pointer if it is time to and nobody else does."""
        self._following.look(self._live_name, self._generations.pointer, self._reopen)

    def _live_name(self) -> str | None:
        live = self._live
        return None if live is None else live.name

    def _reopen(self) -> None:
        self._swap(self._open())

    def _verifying(self) -> Iterator[None]:
        live = self._live
        return iter(()) if live is None else live.verifying

    def _open(self) -> _Held:
        """Open what is live; again if it was removed in between, because a later one is."""
        for attempt in range(1, OPENING_ATTEMPTS + 1):
            name = self._generations.pointer()
            if name is None:
                raise IndexMissing(f"{self._generations.root}: no index has been built here yet")
            try:
                generation = self._generations.open(name)
                check_schema(generation.manifest, self._schema, generation.folder)
                verify_files(generation.folder, but=EXTENSION)
                snapshot = self._snapshot_of(generation)
                try:
                    self._prepare(snapshot)
                except BaseException:
                    snapshot.close()
                    raise
                return _Held(name, snapshot)
            except IndexCorrupt:
                if attempt == OPENING_ATTEMPTS or self._generations.pointer() == name:
                    raise
        raise AssertionError("unreachable")

    def _swap(self, new: _Held | None) -> None:
        with self._change:
            old, self._live = self._live, new
            self._following.postpone()
            if old is not None:
                self._native_before += old.snapshot.native_queries
        if old is not None:
            self._leave(old)


def _as_it_is(snapshot: WhooshSnapshot) -> None:
    """Prepare nothing: what a search needs is read when it is needed."""

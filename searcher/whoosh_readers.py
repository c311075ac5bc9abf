"""Whoosh searchers of one generation, each used by one thread at a time.

A Whoosh reader moves a file position of its own while it reads postings, so that two threads with one
reader get each other's blocks (wrong results, UnpicklingError). Opening another costs a millisecond and
shares the mapped pages: a pool of them grows to the number of threads that search at once. This module
must not search.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.searching import Searcher

from index.errors import IndexCorrupt
from index.whoosh_schema import make_schema
from index.whoosh_storage import OwnStorage


class SearcherPool:
    """Lends searchers over the files of one folder; raises IndexCorrupt where they cannot be opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._change = threading.Condition()
        self._idle: list[Searcher] = []
        self._lent = 0
        self._closed = False
        self._storage = OwnStorage(folder, readonly=True)
        try:
            self._index = self._open_index()
            self._idle.append(self._open())
        except IndexCorrupt:
            self._storage.close_files()
            raise

    @contextmanager
    def borrow(self) -> Iterator[Searcher]:
        """Lend a searcher that nobody else has meanwhile. A thread must not borrow a second one."""
        searcher = self._take()
        try:
            yield searcher
        finally:
            self._give_back(searcher)

    def close(self) -> None:
        """Close what is idle now and what is lent when it comes back."""
        with self._change:
            self._closed = True
            idle, self._idle = self._idle, []
        for searcher in idle:
            searcher.close()

    def _take(self) -> Searcher:
        with self._change:
            if not self._idle:
                try:
                    self._idle.append(self._open())
                except IndexCorrupt:
                    # The folder may be gone after two later builds, while open files stay readable: share.
                    if not self._lent:
                        raise
                    self._change.wait_for(lambda: self._idle)
            self._lent += 1
            return self._idle.pop()

    def _give_back(self, searcher: Searcher) -> None:
        with self._change:
            self._lent -= 1
            if not self._closed:
                self._idle.append(searcher)
                self._change.notify()
                return
        searcher.close()

    def _open_index(self) -> FileIndex:
        try:
            return FileIndex(self._storage, schema=make_schema())
        except Exception as error:  # whatever unpickling damaged bytes may raise
            raise self._damaged(error) from error

    def _open(self) -> Searcher:
        try:
            return self._index.searcher()
        except Exception as error:  # as above
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> IndexCorrupt:
        return IndexCorrupt(
            f"{self._folder}: cannot be opened ({type(error).__name__}: {error}): rebuild the index"
        )

"""bm25s: scores of all articles as one array, with facets counted by numpy beside it.

It knows neither phrases, prefixes nor restrictions, so it is asked for words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from searcher.peers.asking import FACETS, TOP, VALUES, Record, Request, keys_of

try:
    import bm25s
except ImportError:
    bm25s = None

MISSING = None if bm25s else "bm25s is not installed (pip install -e .[bench])"


class Bm25s:
    """See `searcher.peers.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, records: Sequence[Record]) -> None:
        """See Peer."""
        index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        index.index([record["body"].split() for record in records], show_progress=False)
        index.save(self._folder / "bm25s")
        columns: dict[str, Any] = {}
        for name in FACETS:
            ordinals: dict[str, int] = {}
            values = [[ordinals.setdefault(key, len(ordinals)) for key in keys_of(r, name)] for r in records]
            columns[f"{name}_documents"] = np.repeat(np.arange(len(records)), [len(each) for each in values])
            columns[f"{name}_values"] = np.array([value for each in values for value in each], np.int32)
        months = [int(r["date"][:4]) * 12 + int(r["date"][5:7]) if r["date"] else 0 for r in records]
        bodies = np.frombuffer("\n".join(record["body"] for record in records).encode(), np.uint8)
        ends = np.cumsum([len(record["body"].encode()) + 1 for record in records])
        np.savez(self._folder / "columns.npz", months=months, bodies=bodies, ends=ends, **columns)

    def open(self) -> None:
        """See Peer."""
        self._index = bm25s.BM25.load(self._folder / "bm25s")
        with np.load(self._folder / "columns.npz") as stored:
            self._columns = {name: stored[name] for name in stored.files}

    def ask(self, request: Request) -> int | None:
        """See Peer."""
        plain = request.how == "or" or (request.how == "and" and len(request.words) == 1)
        if not plain or request.people or request.since or request.newest or request.page > 1:
            return None
        scores = self._index.get_scores(list(request.words))
        matching = scores > 0
        best = np.argpartition(-scores, min(TOP, len(scores) - 1))[:TOP]
        for number in best[np.argsort(-scores[best])]:
            self._snippet(int(number), request.words)
        for name in FACETS:
            values = self._columns[f"{name}_values"][matching[self._columns[f"{name}_documents"]]]
            np.argsort(-np.bincount(values), kind="stable")[:VALUES] if len(values) else ()
        np.bincount(self._columns["months"][matching])
        return int(matching.sum())

    def _snippet(self, number: int, words: Sequence[str]) -> str:
        """Return what stands around the first of the words, marked."""
        ends = self._columns["ends"]
        start = int(ends[number - 1]) if number else 0
        text = bytes(self._columns["bodies"][start : int(ends[number])]).decode()
        place = min((at for at in map(text.find, words) if at >= 0), default=0)
        snippet = text[max(0, place - 60) : place + 140]
        for word in words:
            snippet = snippet.replace(word, f"<b>{word}</b>")
        return snippet

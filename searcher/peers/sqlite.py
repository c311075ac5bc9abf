"""SQLite's FTS5, with facets in a table beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from searcher.peers.asking import FACETS, TOP, VALUES, Record, Request, keys_of


class Sqlite:
    """See `searcher.peers.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts5.db")
        self._base.execute("PRAGMA temp_store = MEMORY")
        self._base.execute("PRAGMA cache_size = -400000")

    def build(self, records: Sequence[Record]) -> None:
        """See Peer."""
        run = self._base.executescript
        run("CREATE VIRTUAL TABLE a USING fts5(body, tokenize='unicode61', prefix='3 4');")
        run("CREATE TABLE d(doc INTEGER PRIMARY KEY, day TEXT, month TEXT); CREATE TABLE v(doc, field, key);")
        with self._base:
            for number, record in enumerate(records):
                day = record["date"]
                self._base.execute("INSERT INTO a(rowid, body) VALUES (?, ?)", (number, record["body"]))
                self._base.execute("INSERT INTO d VALUES (?, ?, ?)", (number, day, day and day[:7]))
                rows = [(number, name, key) for name in FACETS for key in keys_of(record, name)]
                self._base.executemany("INSERT INTO v VALUES (?, ?, ?)", rows)
        run("CREATE INDEX vd ON v(doc, field, key); CREATE INDEX vk ON v(field, key, doc);")
        run("INSERT INTO a(a) VALUES ('optimize');")
        self._base.commit()

    def open(self) -> None:
        """See Peer."""
        self._base.executescript("CREATE TEMP TABLE IF NOT EXISTS m(doc, rank, day, month);")

    def ask(self, request: Request) -> int:
        """See Peer."""
        # All matches once, into a table in memory: joined to FTS5 directly, SQLite takes a second a query.
        self._base.execute("DELETE FROM m")
        sql = "INSERT INTO m SELECT a.rowid, rank, day, month FROM a CROSS JOIN d ON doc = a.rowid"
        sql += " WHERE a MATCH ?"
        text = match_of(request)
        values: list[Any] = [text]
        if request.since:
            sql += " AND day >= ?"
            values.append(str(request.since))
        self._base.execute(sql, values)
        marks = ", ".join("?" * len(request.people))
        mine = f" AND m.doc IN (SELECT doc FROM v WHERE field = 'person' AND key IN ({marks}))"
        where, people = (mine, request.people) if request.people else ("", ())
        order = "day DESC" if request.newest else "rank"
        offset = (request.page - 1) * TOP
        best = f"SELECT doc FROM m WHERE 1 {where} ORDER BY {order} LIMIT {TOP} OFFSET {offset}"
        snippet = "SELECT snippet(a, 0, '<b>', '</b>', '…', 30) FROM a WHERE rowid = ? AND a MATCH ?"
        for (number,) in self._all(best, people):
            self._all(snippet, (number, text))
        counted = "SELECT key, count(*) AS n FROM m CROSS JOIN v ON v.doc = m.doc AND field = ? WHERE 1"
        for name in FACETS:  # a facet is counted without its own selection
            narrowed, given = ("", ()) if name == "person" else (where, people)
            self._all(f"{counted} {narrowed} GROUP BY key ORDER BY n DESC LIMIT {VALUES}", (name, *given))
        self._all(f"SELECT month, count(*) FROM m WHERE 1 {where} GROUP BY month", people)
        return int(self._all(f"SELECT count(*) FROM m WHERE 1 {where}", people)[0][0])

    def _all(self, sql: str, values: Sequence[Any]) -> list[Any]:
        return self._base.execute(sql, values).fetchall()


def match_of(request: Request) -> str:
    """Return a request in the language of FTS5."""
    quoted = [f'"{word}"' for word in request.words]
    match request.how:
        case "phrase":
            return f'"{" ".join(request.words)}"'
        case "prefix":
            return quoted[0] + "*"
        case "or":
            return " OR ".join(quoted)
        case _:
            return " AND ".join(quoted)

"""The engines that `benchmark.py` compares, each given the same words and asked the same.

A new one needs `build` and `ask`. It must not time anything.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from index.article import Actor, Article, Dating, Source
from index.lang.analyze import Analyzer, Columns
from index.lang.language import Language
from index.whoosh_store import WhooshStore
from searcher.engine import Plan, Selection
from searcher.query import FacetWish
from searcher.syntax import And, Node, Or, Phrase, Prefix, Word
from searcher.whoosh_engine import WhooshEngine

try:
    import tantivy
except ImportError:
    tantivy = None

FACETS = ("person", "organisation", "place", "source")
WISHES = tuple(FacetWish(name, 20) for name in FACETS)
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What every engine is asked: words joined by `how` (and, or, phrase, prefix) and restrictions."""

    name: str
    how: str
    words: tuple[str, ...]
    people: tuple[str, ...] = ()
    since: date | None = None
    newest: bool = False
    offset: int = 0


class Peer(Protocol):
    """An engine: built once, then asked; `ask` returns the total."""

    name: str

    def build(self, records: Sequence[Record]) -> None:
        """Index records of `make_corpus.py`."""

    def ask(self, request: Request) -> int:
        """Answer a whole request; returns the number of all matches."""


class Splitting(Analyzer):
    """Words are what stands between blanks, so that every engine has the same."""

    def columns(self, text: str) -> Columns:
        """Return the words as roots and as forms; nobody asks where they begin."""
        words = text.split()
        return Columns(words, words, list(range(len(words))), [], [])

    def split(self, text: str) -> tuple[str, ...]:
        """Return the words."""
        return tuple(text.split())


class Kliping:
    """This program, over its public seams: the store, and the snapshot of the engine."""

    name = "kliping"

    def __init__(self, folder: Path) -> None:
        language = Language.load()
        language = replace(language, analyzer=Splitting(language.stemmer))
        self._store = WhooshStore(folder, language)
        self._engine = WhooshEngine(folder, language, poll_seconds=3600)

    def build(self, records: Sequence[Record]) -> None:
        """See Peer."""
        with self._store.rebuild() as batch:
            for record in records:
                batch.add(article_of(record))
            batch.publish()

    def ask(self, request: Request) -> int:
        """See Peer."""
        plan = Plan(
            tree=tree_of(request),
            selections=(Selection("person", request.people),) if request.people else (),
            since=request.since,
            undated="exclude" if request.since else "include",
            order="newest" if request.newest else "relevance",
            offset=request.offset,
            limit=10,
            facets=WISHES,
            interval="month",
        )
        with self._engine.snapshot() as snapshot:
            found = snapshot.find(plan)
            snapshot.articles([name for name, _ in found.hits])
        return found.total


def article_of(record: Record) -> Article:
    """Return a record of the corpus as an article."""
    day = date.fromisoformat(record["date"]) if record["date"] else None
    return Article(
        record["id"],
        "",
        record["body"],
        published=Dating(day, "day" if day else "none"),
        source=Source(record["source"], record["source"]),
        actors=tuple(
            Actor(key, key, kind) for kind in ("person", "organisation", "place") for key in record[kind]
        ),
    )


def tree_of(request: Request) -> Node:
    """Return a request as a query tree over written forms."""
    words = tuple(Word(word, "body", exact=True) for word in request.words)
    match request.how:
        case "phrase":
            return Phrase(request.words, "body", exact=True)
        case "prefix":
            return Prefix(request.words[0], "body")
        case "or":
            return Or(words)
        case _:
            return And(words) if len(words) > 1 else words[0]


class Sqlite:
    """SQLite's FTS5 with facets in a table beside it."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts5.db")
        self._base.execute("PRAGMA temp_store = MEMORY")

    def build(self, records: Sequence[Record]) -> None:
        """See Peer."""
        run = self._base.executescript
        run("CREATE VIRTUAL TABLE a USING fts5(body, tokenize='unicode61', prefix='3 4');")
        run("CREATE TABLE d(doc INTEGER PRIMARY KEY, day TEXT, month TEXT); CREATE TABLE v(doc, field, key);")
        run("CREATE TEMP TABLE m(doc, rank, day, month);")
        with self._base:
            for number, record in enumerate(records):
                day = record["date"]
                self._base.execute("INSERT INTO a(rowid, body) VALUES (?, ?)", (number, record["body"]))
                self._base.execute("INSERT INTO d VALUES (?, ?, ?)", (number, day, day and day[:7]))
                rows = [(number, name, key) for name in FACETS for key in keys_of(record, name)]
                self._base.executemany("INSERT INTO v VALUES (?, ?, ?)", rows)
        run("CREATE INDEX vd ON v(doc, field, key); CREATE INDEX vk ON v(field, key, doc);")

    def ask(self, request: Request) -> int:
        """See Peer."""
        # All matches once, into a table in memory: joined to FTS5 directly, SQLite takes a second a query.
        self._base.execute("DELETE FROM m")
        sql = "INSERT INTO m SELECT a.rowid, rank, day, month FROM a CROSS JOIN d ON doc = a.rowid"
        sql += " WHERE a MATCH ?"
        values: list[Any] = [match_of(request)]
        if request.since:
            sql += " AND day >= ?"
            values.append(str(request.since))
        self._base.execute(sql, values)
        marks = ", ".join("?" * len(request.people))
        mine = f" AND m.doc IN (SELECT doc FROM v WHERE field = 'person' AND key IN ({marks}))"
        where, people = (mine, request.people) if request.people else ("", ())
        order = "day DESC" if request.newest else "rank"
        best = f"SELECT doc FROM m WHERE 1 {where} ORDER BY {order} LIMIT 10 OFFSET {request.offset}"
        for (number,) in self._all(best, people):
            self._all("SELECT body FROM a WHERE rowid = ?", (number,))
        counted = "SELECT key, count(*) AS n FROM m CROSS JOIN v ON v.doc = m.doc AND field = ? WHERE 1"
        for name in FACETS:  # a facet is counted without its own selection
            narrowed, given = ("", ()) if name == "person" else (where, people)
            self._all(f"{counted} {narrowed} GROUP BY key ORDER BY n DESC LIMIT 20", (name, *given))
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


def keys_of(record: Record, field: str) -> list[str]:
    """Return the facet values of a record."""
    return [record["source"]] if field == "source" else list(record[field])


class Tantivy:
    """tantivy from Python; a search and an aggregation are two passes there."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=True, tokenizer_name="whitespace", index_option="position")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw")
        builder.add_unsigned_field("day", indexed=True, fast=True)
        builder.add_unsigned_field("month", fast=True)
        self._schema = builder.build()
        (folder / "tantivy").mkdir()
        self._index = tantivy.Index(self._schema, str(folder / "tantivy"))

    def build(self, records: Sequence[Record]) -> None:
        """See Peer."""
        writer = self._index.writer(heap_size=512 << 20, num_threads=1)
        for record in records:
            document = tantivy.Document(body=record["body"])
            for name in FACETS:
                for key in keys_of(record, name):
                    document.add_text(name, key)
            if record["date"]:
                day = date.fromisoformat(record["date"])
                document.add_unsigned("day", day.toordinal())
                document.add_unsigned("month", day.year * 12 + day.month)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, request: Request) -> int:
        """See Peer."""
        unselected = self._query(replace(request, people=()))
        query = self._query(request) if request.people else unselected
        order = {"order_by_field": "day"} if request.newest else {}
        found = self._searcher.search(query, limit=10, offset=request.offset, count=True, **order)
        for _, address in found.hits:
            self._searcher.doc(address)
        facets = {name: {"terms": {"field": name, "size": 20, "segment_size": 100_000}} for name in FACETS}
        months = {"months": {"histogram": {"field": "month", "interval": 1}}}
        if not request.people:
            self._searcher.aggregate(query, facets | months)
        else:
            self._searcher.aggregate(unselected, {"person": facets.pop("person")})
            self._searcher.aggregate(query, facets | months)
        return int(found.count)

    def _query(self, request: Request) -> Any:
        query, schema = tantivy.Query, self._schema
        terms = [query.term_query(schema, "body", word) for word in request.words]
        match request.how:
            case "phrase":
                text = query.phrase_query(schema, "body", list(request.words))
            case "prefix":
                text = query.regex_query(schema, "body", request.words[0] + ".*")
            case "or":
                text = query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
            case _:
                text = query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
        parts = [(tantivy.Occur.Must, text)]
        if request.since:
            kind, first, last = tantivy.FieldType.Unsigned, request.since.toordinal(), 10**7
            parts.append((tantivy.Occur.Must, query.range_query(schema, "day", kind, first, last)))
        if request.people:
            anyone = query.term_set_query(schema, "person", list(request.people))
            parts.append((tantivy.Occur.Must, query.const_score_query(anyone, 0.0)))
        return query.boolean_query(parts) if len(parts) > 1 else text


PEERS: tuple[Any, ...] = (Kliping, Sqlite, *((Tantivy,) if tantivy else ()))

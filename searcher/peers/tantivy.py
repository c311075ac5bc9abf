"""tantivy from Python, where a search and an aggregation are two passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from searcher.peers.asking import FACETS, TOP, VALUES, Record, Request, keys_of

try:
    import tantivy
except ImportError:
    tantivy = None

MISSING = None if tantivy else "tantivy is not installed (pip install -e .[bench])"
TERMS = {name: {"terms": {"field": name, "size": VALUES, "segment_size": 100_000}} for name in FACETS}
MONTHS = {"months": {"histogram": {"field": "month", "interval": 1}}}


class Tantivy:
    """See `searcher.peers.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=True, tokenizer_name="whitespace", index_option="position")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw")
        builder.add_unsigned_field("day", indexed=True, fast=True)
        builder.add_unsigned_field("month", fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, str(folder))

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

    def open(self) -> None:
        """See Peer."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, request: Request) -> int:
        """See Peer."""
        unselected = self._query(replace(request, people=()))
        query = self._query(request) if request.people else unselected
        order = {"order_by_field": "day"} if request.newest else {}
        found = self._searcher.search(query, limit=TOP, offset=(request.page - 1) * TOP, count=True, **order)
        generator = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        for _, address in found.hits:
            generator.snippet_from_doc(self._searcher.doc(address)).to_html()
        if not request.people:
            self._searcher.aggregate(query, TERMS | MONTHS)
        else:
            self._searcher.aggregate(unselected, {"person": TERMS["person"]})
            others = {name: terms for name, terms in TERMS.items() if name != "person"}
            self._searcher.aggregate(query, others | MONTHS)
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

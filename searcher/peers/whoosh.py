"""Whoosh as it comes: its own files, its own scoring, its own facets and highlighting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from whoosh import analysis, fields, index, query, sorting

from searcher.peers.asking import FACETS, TOP, Record, Request, keys_of


class PlainWhoosh:
    """See `searcher.peers.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def build(self, records: Sequence[Record]) -> None:
        """See Peer."""
        keys = {name: fields.KEYWORD(commas=True) for name in FACETS}
        text = fields.TEXT(stored=True, analyzer=analysis.SpaceSeparatedTokenizer())
        number = fields.NUMERIC(signed=True, sortable=True)
        schema = fields.Schema(body=text, day=number, month=number, **keys)
        made = index.create_in(self._folder, schema)
        writer = made.writer(limitmb=512)
        for record in records:
            day = date.fromisoformat(record["date"] or "0001-01-01")
            days = {"day": day.toordinal(), "month": day.year * 12 + day.month}
            joined = {name: ",".join(keys_of(record, name)) for name in FACETS}
            writer.add_document(body=record["body"], **joined, **days)
        writer.commit(optimize=True)
        made.close()

    def open(self) -> None:
        """See Peer."""
        self._searcher = index.open_dir(self._folder).searcher()

    def ask(self, request: Request) -> int:
        """See Peer."""
        months = sorting.FieldFacet("month", maptype=sorting.Count)
        facets = {
            name: sorting.FieldFacet(name, allow_overlap=True, maptype=sorting.Count) for name in FACETS
        }
        selected = [query.Or([query.Term("person", key) for key in request.people])] if request.people else []
        since = [query.NumericRange("day", request.since.toordinal(), None)] if request.since else []
        own = {"person": facets.pop("person")} if request.people else {}
        found = self._searcher.search_page(
            query_of(request),
            request.page,
            pagelen=TOP,
            filter=query.And(selected + since) if selected + since else None,
            groupedby={**facets, "months": months},
            sortedby=sorting.FieldFacet("day", reverse=True) if request.newest else None,
        )
        for hit in found:
            hit.highlights("body", top=1)
        if own:  # a facet is counted without its own selection
            narrowed = query.And(since) if since else None
            self._searcher.search(query_of(request), limit=1, filter=narrowed, groupedby=own)
        return len(found.results)


def query_of(request: Request) -> Any:
    """Return a request as a query of Whoosh."""
    terms = [query.Term("body", word) for word in request.words]
    match request.how:
        case "phrase":
            return query.Phrase("body", list(request.words))
        case "prefix":
            return query.Prefix("body", request.words[0])
        case "or":
            return query.Or(terms)
        case _:
            return query.And(terms)

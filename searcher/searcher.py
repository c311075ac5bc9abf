"""The door of the package: a `Query` goes in, a `Page` comes out, whatever engine matches.

It must not know which engine that is, nor make HTML. One request uses one snapshot from start to end, so
that hits, facets and articles always come from the same generation.
"""

from __future__ import annotations

from index.article import Actor
from index.lang.language import Language
from searcher.engine import Engine
from searcher.page import Facet, Page, Reading, Status, Suggestion, Timeline
from searcher.query import Form, Query


class Searcher:
    """Searches, reads, suggests; safe for threads; raises only IndexMissing, IndexCorrupt, IndexOutdated."""

    def __init__(self, engine: Engine, language: Language) -> None:
        self._engine = engine
        self._language = language

    def search(self, query: Query) -> Page:
        """Return one page of results. Whatever is wrong with the query is in `Page.problems`."""
        with self._engine.snapshot() as snapshot:
            manifest = snapshot.manifest()
        return Page(query, "", (), 0, 0, (), Timeline("day", (), 0), articles=manifest.articles)

    def read(self, article_id: str, text: str = "", form: Form = "root") -> Reading | None:
        """Return an article with the places that a query text matches, None where none has that id."""
        with self._engine.snapshot() as snapshot:
            found = snapshot.articles((article_id,))
        return Reading(found[0]) if found else None

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return completions of what is being typed, best first."""
        return ()

    def facet(self, query: Query, field: str, contains: str = "", size: int = 100) -> Facet:
        """Return the values of one facet field under a query, those whose name holds `contains`."""
        return Facet(field, (), 0)

    def actor(self, actor_id: str) -> Actor | None:
        """Return the actor of this id, None where the archive names none."""
        return None

    def status(self) -> Status:
        """Return what is being searched."""
        with self._engine.snapshot() as snapshot:
            manifest = snapshot.manifest()
        return Status(manifest.generation, manifest.articles, manifest.built, self._engine.name)

"""What is known of a generation as a whole, summed up as its articles are written.

Names, how many articles have each key, day and written form, the abbreviations that articles introduce, and
how long each text field is: what an embedded engine reads off its own files, and what no cluster should be
asked for with every query. Tallies of several loaders are added up. This module must not connect to
anything.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from index.article import Actor, Article, Source
from index.catalogue import Catalogue
from index.fields import FACET_FIELDS
from index.lang.mining import MinedAbbreviations
from index.opensearch_schema import COUNTED_FIELDS, DAY, Document
from index.opensearch_scoring import FieldStatistics, Statistics


class Tally:
    """Counts documents that come and go; safe for the threads of one loader."""

    def __init__(self, mined: MinedAbbreviations) -> None:
        self.articles = 0
        self.terms: Counter[str] = Counter()
        self.having: Counter[str] = Counter()
        self.catalogue = Catalogue()
        self.keys: dict[str, Counter[str]] = {field.name: Counter() for field in FACET_FIELDS}
        self.days: Counter[int] = Counter()
        self.forms: Counter[str] = Counter()
        self.mined = mined
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._lock = threading.Lock()

    def add(self, article: Article, document: Document) -> None:
        """Count an article that is written."""
        with self._lock:
            self.catalogue.add(article)
            self.mined.add(article.id, article.body)
            self._count(document, 1)

    def remove(self, document: Document) -> None:
        """Take back an article that was replaced or deleted; what it was called stays known."""
        with self._lock:
            self._count(document, -1)

    def statistics(self) -> Statistics:
        """Return what scoring needs."""
        fields = {name: FieldStatistics(self.terms[name], self.having[name]) for name in COUNTED_FIELDS}
        return Statistics(self.articles, fields)

    def begin_from(self, statistics: Statistics) -> None:
        """Take over how long fields are from the generation that is changed."""
        self.articles = statistics.articles
        for name, field in statistics.fields.items():
            self.terms[name], self.having[name] = field.terms, field.articles

    def merge(self, other: Tally) -> None:
        """Add what another loader has counted."""
        self.articles += other.articles
        for mine, theirs in (
            (self.terms, other.terms),
            (self.having, other.having),
            (self.forms, other.forms),
            *((self.keys[name], other.keys[name]) for name in self.keys),
        ):
            mine.update(theirs)
        self.days.update(other.days)
        self.mined.merge(other.mined.rows())
        self.catalogue.actors |= other.catalogue.actors
        self.catalogue.sources |= other.catalogue.sources
        self.catalogue.attributions |= other.catalogue.attributions

    def names(self) -> list[list[Any]]:
        """Return a row for each name that some article has: table, id, name, kind, aliases."""
        catalogue = self.catalogue
        rows: list[list[Any]] = [
            ["actors", actor.id, actor.name, actor.kind, list(actor.aliases)]
            for actor in catalogue.actors.values()
        ]
        for table, sources in (("sources", catalogue.sources), ("attributions", catalogue.attributions)):
            rows += [[table, source.id, source.name] for source in sources.values()]
        return rows

    def counts(self) -> list[list[Any]]:
        """Return a row for each key of a facet field and each day: field, key, articles."""
        rows: list[list[Any]] = [
            [field, key, number]
            for field, keys in self.keys.items()
            for key, number in keys.items()
            if number
        ]
        return rows + [[DAY, day, number] for day, number in sorted(self.days.items()) if number]

    def take_names(self, rows: list[list[Any]]) -> None:
        """Take over rows of `names`."""
        for table, key, name, *more in rows:
            if table == "actors":
                self.catalogue.actors[key] = Actor(key, name, more[0], tuple(more[1]))
            elif table == "sources":
                self.catalogue.sources[key] = Source(key, name)
            else:
                self.catalogue.attributions[key] = Source(key, name)

    def take_counts(self, rows: list[list[Any]]) -> None:
        """Take over rows of `counts`."""
        for field, key, number in rows:
            if field == DAY:
                self.days[key] += number
            else:
                self.keys[field][key] += number

    def _count(self, document: Document, step: int) -> None:
        self.articles += step
        for name, length in document.lengths.items():
            self.terms[name] += step * length
            self.having[name] += step * (length > 0)
        for field, keys in self.keys.items():
            for key in document.keys[field]:
                keys[key] += step
        if DAY in document.fields:
            self.days[document.fields[DAY]] += step
        for form in document.forms:
            self.forms[form] += step

"""A lowered tree → an OpenSearch query that matches the same articles and scores them the same.

Terms are scored by Lucene's BM25 with boosts that make it ours (`index.opensearch_scoring`); everything else
scores a constant or nothing. The JSON is of the core of the query language alone: no scripts, no plugins.
This module must not know filters, facets or order, nor connect to anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from index.fields import BACKGROUND_FIELDS, BACKGROUND_WEIGHT
from index.opensearch_schema import DAY, key_of, term_of
from index.opensearch_scoring import Statistics, boost
from searcher.terms import Beginning, Besides, Days, Key, Lowered, Near, Sequence, Some, Term, Without

Json = dict[str, Any]
# A term of a field as it is indexed.
Place = tuple[str, str]

EVERYTHING: Json = {"bool": {"filter": [{"match_all": {}}]}}
NOTHING: Json = {"match_none": {}}
UNSCORED = (Key, Days, Without)


def places_of(node: Lowered, statistics: Statistics) -> Iterator[Place]:
    """Yield the terms of a tree whose number of articles `compiled` has to know."""
    match node:
        case Term(field, text):
            yield from _places(field, text, statistics)
        case Sequence(field, terms):
            for term in terms:
                yield from _places(field, term, statistics)
        case Some(children):
            for child in children:
                yield from places_of(child, statistics)
        case Besides(required, optional):
            yield from places_of(required, statistics)
            yield from places_of(optional, statistics)
        case Without(child):
            yield from places_of(child, statistics)


def _places(field: str, text: str, statistics: Statistics) -> Iterator[Place]:
    """Yield a term, and the same as background, which is not asked for where no article has any."""
    yield field, term_of(text)
    background = BACKGROUND_FIELDS.get(field)
    if background and statistics.fields[background].articles:
        yield background, term_of(text)


def background_place(place: Place, having: Mapping[Place, int]) -> Place | None:
    """Return the place of a term as background, None where no article has it as that."""
    background = BACKGROUND_FIELDS.get(place[0])
    return (background, place[1]) if background and having.get((background, place[1])) else None


class Compiler:
    """Compiles trees for one generation: its statistics, and in how many articles each of the terms is."""

    def __init__(self, statistics: Statistics, having: Mapping[Place, int]) -> None:
        self._statistics = statistics
        self._having = having

    def compiled(self, node: Lowered) -> Json:
        """Return the query of a tree; raises KeyError for a term that `having` does not know."""
        match node:
            case Some(children, minimum):
                return self._some(children, minimum)
            case Besides(required, optional):
                return {"bool": {"must": [self.compiled(required)], "should": [self.compiled(optional)]}}
            case Without(child):
                return {"bool": {"must_not": [self.compiled(child)], "filter": [{"match_all": {}}]}}
            case Term(field, text, weight):
                return self._term((field, term_of(text)), weight)
            case Sequence():
                return self._sequence(node)
            case _:
                return _constant(node)

    def _some(self, children: tuple[Lowered, ...], minimum: int) -> Json:
        if minimum > len(children):
            return NOTHING
        if not children:
            return EVERYTHING
        if minimum == len(children):
            return self._all(children)
        queries = [self.compiled(child) for child in _flat(children, 1)] if minimum == 1 else None
        queries = queries or [self.compiled(child) for child in children]
        possible = [query for query in queries if query != NOTHING]
        if minimum == 0:
            return {"bool": {"filter": [{"match_all": {}}], "should": possible}}
        if len(possible) < minimum:
            return NOTHING
        if len(possible) == 1:
            return possible[0]
        return {"bool": {"should": possible, "minimum_should_match": minimum}}

    def _all(self, children: tuple[Lowered, ...]) -> Json:
        scored: list[Json] = []
        unscored: list[Json] = []
        for child in _flat(children, None):
            query = self.compiled(child)
            if query == NOTHING:
                return NOTHING
            (unscored if isinstance(child, UNSCORED) else scored).append(query)
        if len(scored) == 1 and not unscored:
            return scored[0]
        return {"bool": {"must": scored, "filter": unscored}}

    def _term(self, place: Place, weight: float) -> Json:
        having = self._having[place]
        if not having:
            return NOTHING
        statistics = self._statistics
        factor = weight * boost(statistics.fields[place[0]], statistics.articles, having)
        background = background_place(place, self._having)
        if background is None:
            return _scored_term(place, factor)
        # What it counts in any case, and the rest where it is no background: Lucene skips what cannot be
        # among the best as with any two terms, which it does not where a query is boosted by another.
        new = {"must": [_scored_term(place, factor * (1 - BACKGROUND_WEIGHT))]}
        new["must_not"] = [{"term": {background[0]: background[1]}}]
        return {"bool": {"should": [_scored_term(place, factor * BACKGROUND_WEIGHT), {"bool": new}]}}

    def _sequence(self, node: Sequence) -> Json:
        terms = [term_of(term) for term in node.terms]
        scores = [
            self._term((node.field, term), node.weight * times) for term, times in Counter(terms).items()
        ]
        if NOTHING in scores:
            return NOTHING
        together = _phrase(node.field, terms) if node.slop is None else _near(node.field, terms, node.slop)
        return {"bool": {"filter": [together], "should": scores}}


def _scored_term(place: Place, factor: float) -> Json:
    return {"term": {place[0]: {"value": place[1], "boost": factor}}}


def _flat(children: tuple[Lowered, ...], minimum: int | None) -> Iterator[Lowered]:
    """Yield children, in place of one that combines its own the same way those: sums are sums of sums.

    `minimum` 1 combines any, None all.
    """
    for child in children:
        match child:
            case Some(inner, wanted) if inner and wanted == (len(inner) if minimum is None else minimum):
                yield from _flat(inner, minimum)
            case _:
                yield child


def _phrase(field: str, terms: list[str]) -> Json:
    return {"match_phrase": {field: {"query": " ".join(terms), "analyzer": "whitespace"}}}


def _near(field: str, terms: list[str], slop: int) -> Json:
    """Within a window of max(slop, terms - 1) + 1 positions; a gap is a position of it that no term takes."""
    gaps = max(slop, len(terms) - 1) + 1 - len(terms)
    wanted = {"query": " ".join(terms), "mode": "unordered", "max_gaps": gaps, "analyzer": "whitespace"}
    return {"intervals": {field: {"match": wanted}}}


def _constant(node: Lowered) -> Json:
    """Return the query of a leaf that scores a constant or nothing."""
    match node:
        case Beginning(field, text, weight):
            value = {"value": term_of(text), "rewrite": "constant_score", "boost": weight}
            return {"prefix": {field: value}}
        case Near(field, text, distance, weight):
            value = {"value": term_of(text), "fuzziness": distance, "transpositions": False}
            return {"fuzzy": {field: {**value, "rewrite": "constant_score", "boost": weight}}}
        case Key(field, key):
            return {"bool": {"filter": [{"term": {field: key_of(key)}}]}}
        case Days(since, until):
            span = {"gte": since and since.toordinal(), "lte": until and until.toordinal()}
            bounds = {name: day for name, day in span.items() if day is not None}
            query = {"range": {DAY: bounds}} if bounds else {"exists": {"field": DAY}}
            return {"bool": {"filter": [query]}}
        case _:
            return NOTHING

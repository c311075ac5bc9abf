"""Facet values counted by OpenSearch: the most frequent of each field, asked again where that is too few.

A request asks for a few dozen values of a field, which settles a facet unless the cluster says that shards
left out some that would be shown: then more are asked for. Ties go by key, there as here. Only how many
values there are beyond those asked for is an estimate (HyperLogLog++). This module must not know trees,
order or pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.opensearch_schema import key_of, unescaped
from searcher.counting import Names, shape_facet
from searcher.engine import Plan, Selection
from searcher.opensearch_connection import Connection
from searcher.opensearch_filters import for_facet, together
from searcher.opensearch_query import Json
from searcher.page import Facet
from searcher.query import FacetWish

FIRST_VALUES, MOST_VALUES = 50, 10_000
MORE = 10
# Up to this many values a cardinality is nearly exact.
PRECISE = 10_000
PAGE = 10_000


@dataclass(frozen=True, slots=True)
class _Values:
    """Values of a field with their articles, and how many others are `left_out`.

    Of `unsure` ones some shard has left out its share; `below` is how many articles a value may have that
    no shard has told of.
    """

    counts: dict[str, int]
    left_out: int = 0
    below: int = 0
    unsure: frozenset[str] = frozenset()


class Facets:
    """Counts and shapes the facets of one generation."""

    def __init__(
        self, connection: Connection, totals: Mapping[str, Mapping[str, int]], names: Mapping[str, Names]
    ) -> None:
        """Take the articles of each key of the whole archive, and names, by field."""
        self._connection = connection
        self._totals = totals
        self._names = names

    def wanted(self, plan: Plan) -> Json:
        """Return the aggregations of a plan's facets, for `facets` to read the answer of."""
        wished: Json = {}
        for wish in plan.facets:
            inner = _asking(wish.field, _first(wish)) | _asking_chosen(plan, wish.field)
            filters = for_facet(plan, wish.field, own=True)
            wished[f"facet {wish.field}"] = {"filter": together(filters), "aggs": inner}
            unwanted = _own(plan, wish.field).unwanted
            if unwanted:
                back = {"filter": together(for_facet(plan, wish.field, own=False))}
                back["aggs"] = {"values": _only(wish.field, unwanted)}
                wished[f"back {wish.field}"] = back
        return wished

    def facets(self, plan: Plan, query: Json, answer: Json) -> tuple[Facet, ...]:
        """Return the facets of a plan, given the aggregations that `wanted` has asked of `query`."""
        return tuple(self._facet(plan, wish, query, answer) for wish in plan.facets)

    def everything(self, plan: Plan) -> tuple[Facet, ...]:
        """Return the facets of a plan that matches every article."""
        shaped = []
        for wish in plan.facets:
            totals = self._totals[wish.field]
            shaped.append(shape_facet(wish, None, totals, {}, totals, self._names[wish.field]))
        return tuple(shaped)

    def _facet(self, plan: Plan, wish: FacetWish, query: Json, answer: Json) -> Facet:
        field, own = wish.field, _own(plan, wish.field)
        found = answer[f"facet {field}"]
        chosen = _buckets(found["chosen"]) if own.wanted else {}
        back = _buckets(answer[f"back {field}"]["values"]) if own.unwanted else {}
        values, size = _values(found), _first(wish)
        while not self._settles(wish, own, values) and size < MOST_VALUES:
            size = min(size * MORE, MOST_VALUES)
            values = self._more(plan, field, query, size)
        if not self._settles(wish, own, values):
            values = self._all(plan, field, query)
        counts = values.counts | chosen
        facet = shape_facet(wish, own, counts, back, self._totals[field], self._names[field])
        left_out = values.left_out - sum(key not in values.counts for key in chosen)
        return replace(facet, others=facet.others + max(0, left_out))

    def _settles(self, wish: FacetWish, own: Selection, values: _Values) -> bool:
        """Return whether what is shown is counted right, and no value that was left out can be shown."""
        chosen = {*own.wanted, *own.unwanted}
        room = wish.size - len(chosen)
        if not values.left_out or room <= 0:
            return True
        rest = sorted((n for key, n in values.counts.items() if key not in chosen), reverse=True)
        if len(rest) < room or rest[room - 1] <= values.below:
            return False
        return all(values.counts[key] < rest[room - 1] for key in values.unsure - chosen)

    def _more(self, plan: Plan, field: str, query: Json, size: int) -> _Values:
        filters = for_facet(plan, field, own=True)
        body = {"query": together([query, *filters]), "size": 0, "aggs": _asking(field, size)}
        return _values(self._connection.search(body)["aggregations"])

    def _all(self, plan: Plan, field: str, query: Json) -> _Values:
        """Return every value, page by page."""
        counts: dict[str, int] = {}
        after: Json = {}
        while True:
            composite = {"size": PAGE, "sources": [{"key": {"terms": {"field": field}}}], **after}
            filters = for_facet(plan, field, own=True)
            body = {
                "query": together([query, *filters]),
                "size": 0,
                "aggs": {"all": {"composite": composite}},
            }
            page = self._connection.search(body)["aggregations"]["all"]
            counts |= {unescaped(bucket["key"]["key"]): bucket["doc_count"] for bucket in page["buckets"]}
            if len(page["buckets"]) < PAGE:
                return _Values(counts)
            after = {"after": page["after_key"]}


def _own(plan: Plan, field: str) -> Selection:
    return next((chosen for chosen in plan.selections if chosen.field == field), Selection(field))


def _first(wish: FacetWish) -> int:
    return min(max(FIRST_VALUES, 2 * wish.size), MOST_VALUES)


def _asking(field: str, size: int) -> Json:
    """Return the aggregations of the most frequent values of a field and of how many there are."""
    return {
        "values": {
            "terms": {
                "field": field,
                "size": size,
                "shard_size": 2 * size + 100,
                "show_term_doc_count_error": True,
            }
        },
        "distinct": {"cardinality": {"field": field, "precision_threshold": PRECISE}},
    }


def _asking_chosen(plan: Plan, field: str) -> Json:
    wanted = _own(plan, field).wanted
    return {"chosen": _only(field, wanted)} if wanted else {}


def _only(field: str, keys: tuple[str, ...]) -> Json:
    return {"terms": {"field": field, "include": [key_of(key) for key in keys], "size": len(keys)}}


def _values(found: Json) -> _Values:
    values = found["values"]
    counts = _buckets(values)
    if not values["sum_other_doc_count"]:
        return _Values(counts)
    buckets = values.get("buckets", ())
    unsure = frozenset(unescaped(each["key"]) for each in buckets if each["doc_count_error_upper_bound"])
    below = values["doc_count_error_upper_bound"]
    return _Values(counts, max(1, found["distinct"]["value"] - len(counts)), below, unsure)


def _buckets(found: Json) -> dict[str, int]:
    return {unescaped(bucket["key"]): bucket["doc_count"] for bucket in found.get("buckets", ())}

"""The results of one page in their order, however far down: ids, scores and groups of copies.

OpenSearch gives the first WINDOW results by number. Further down, results are walked in steps of WINDOW, each
going on behind the last of the one before (`search_after`) in one point in time; where the walk has been is
remembered, so that the next page begins there. Copies are folded by OpenSearch in the window and by us in
the walk, where it cannot. This module must not count, nor know trees.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from index.fields import COPIES_FIELD
from index.opensearch_schema import DAY, FOLD, unescaped
from searcher.engine import Plan
from searcher.opensearch_connection import MOST_KEPT, Connection
from searcher.opensearch_filters import together
from searcher.opensearch_query import Json
from searcher.query import Order

WINDOW = 10_000
PLACES_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One result: its id, its score, the id of its group of copies ("" for none)."""

    id: str
    score: float
    group: str


class Windows:
    """Pages of one generation; safe for threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._places: OrderedDict[tuple[Plan, int], list[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def wanted(self, plan: Plan, query: Json, post: list[Json]) -> Json | None:
        """Return the search for a page with its articles, None where there is none or it lies too deep."""
        if plan.limit < 1 or is_deep(plan):
            return None
        folded = {"collapse": {"field": FOLD}} if plan.group else {}
        body = {**_body(plan, query, post), "from": plan.offset, "size": plan.limit, **folded}
        return body | {"_source": plan.limit <= MOST_KEPT, "track_total_hits": False}

    def rows(
        self, plan: Plan, query: Json, post: list[Json], shown: list[Json], total: int
    ) -> tuple[Row, ...]:
        """Return the page, given the answer to what `wanted` has asked; deep ones are walked to here."""
        if shown:
            hits = shown[0]["hits"].get("hits", ())
            self._connection.keep(hit["_source"] for hit in hits if "_source" in hit)
            return tuple(map(_row, hits))
        if plan.limit < 1 or plan.offset >= total:
            return ()
        body = _body(plan, query, post)
        return tuple(self._folded(plan, body) if plan.group else self._walked(plan, body))

    def _walked(self, plan: Plan, body: Json) -> Iterator[Row]:
        """Yield the rows of a page of unfolded results, walking on from the nearest place that is known."""
        walk = replace(plan, offset=0, limit=0, facets=())
        place, after = self._nearest(walk, plan.offset)
        with self._connection.point_in_time() as pit:
            while place < plan.offset:
                size = min(WINDOW, plan.offset - place)
                hits = self._step(body, pit, after, size, "hits.hits.sort")
                if len(hits) < size:
                    return
                place, after = place + size, hits[-1]["sort"]
                self._remember(walk, place, after)
            yield from map(_row, self._step(body, pit, after, plan.limit))

    def _folded(self, plan: Plan, body: Json) -> Iterator[Row]:
        """Yield the rows of a page of folded results: of each group the first, from the top on."""
        seen: set[str] = set()
        after: list[Any] = []
        number = 0
        with self._connection.point_in_time() as pit:
            while hits := self._step(body, pit, after, WINDOW):
                for row in map(_row, hits):
                    if row.group and row.group in seen:
                        continue
                    seen.add(row.group)
                    number += 1
                    if number > plan.offset:
                        yield row
                    if number == plan.offset + plan.limit:
                        return
                after = hits[-1]["sort"]

    def _step(self, body: Json, pit: Json, after: list[Any], size: int, paths: str = "") -> list[Json]:
        asked = {**body, "size": size, "pit": pit, "track_total_hits": False}
        if after:
            asked["search_after"] = after
        shown = f"{paths},timed_out,_shards.failed" if paths else ""
        hits: list[Json] = (
            self._connection.search(asked, scored=True, without=shown).get("hits", {}).get("hits", [])
        )
        return hits

    def _nearest(self, walk: Plan, offset: int) -> tuple[int, list[Any]]:
        with self._lock:
            known = [(place, after) for (plan, place), after in self._places.items() if plan == walk]
        return max((each for each in known if each[0] <= offset), default=(0, []), key=lambda each: each[0])

    def _remember(self, walk: Plan, place: int, after: list[Any]) -> None:
        with self._lock:
            self._places[walk, place] = after
            while len(self._places) > PLACES_REMEMBERED:
                self._places.popitem(last=False)


def is_deep(plan: Plan) -> bool:
    """Return whether a page lies further down than OpenSearch counts."""
    return plan.offset + plan.limit > WINDOW


def _body(plan: Plan, query: Json, post: list[Json]) -> Json:
    body: Json = {"query": query, **_shown(plan.order)}
    return body | ({"post_filter": together(post)} if post else {})


def _shown(order: Order) -> Json:
    """Return the order of results and what of each is asked for."""
    by_day = {DAY: {"order": "asc" if order == "oldest" else "desc", "missing": "_last"}}
    first = [{"_score": "desc"}] if order == "relevance" else []
    return {
        "sort": [*first, by_day, {"id": "asc"}],
        "track_scores": True,
        "_source": False,
        "docvalue_fields": ["id", COPIES_FIELD],
    }


def _row(hit: Json) -> Row:
    fields = hit["fields"]
    return Row(unescaped(fields["id"][0]), hit["_score"], unescaped(fields.get(COPIES_FIELD, [""])[0]))

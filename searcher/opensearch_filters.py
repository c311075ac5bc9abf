"""What narrows a plan's matches besides its tree: days and chosen facet values, as OpenSearch filters.

A facet ignores its own choice, so choices in wished facets stand behind the query (`post`), those in other
fields in it. This module must not know trees or scores, nor connect to anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.opensearch_schema import DAY, key_of
from searcher.engine import Plan, Selection
from searcher.opensearch_query import Json

UNDATED: Json = {"bool": {"must_not": [{"exists": {"field": DAY}}]}}


def is_everything(plan: Plan) -> bool:
    """Return whether a plan matches every article there is."""
    open_days = plan.undated == "include" and plan.since is None and plan.until is None
    return plan.tree is None and not plan.selections and open_days


def matching(plan: Plan, tree: Json) -> Json:
    """Return the query of all matches, choices in wished facets left aside: see `post`."""
    wished = {wish.field for wish in plan.facets}
    chosen = [selection for selection in plan.selections if selection.field not in wished]
    filters = [*_period(plan), *chosen_filters(chosen)]
    return {"bool": {"must": [tree], "filter": filters}} if filters else tree


def post(plan: Plan) -> list[Json]:
    """Return the filters that choices in wished facets are."""
    wished = {wish.field for wish in plan.facets}
    return chosen_filters(selection for selection in plan.selections if selection.field in wished)


def for_facet(plan: Plan, field: str, *, own: bool) -> list[Json]:
    """Return the filters under which values of a wished facet are counted (`searcher.counting` says why).

    With `own` its unwanted values are out, and its wanted ones in where every one is; else neither.
    """
    wished = {wish.field for wish in plan.facets}
    kept = []
    for selection in plan.selections:
        if selection.field != field:
            kept += [selection] if selection.field in wished else []
        elif own:
            kept.append(replace(selection, wanted=selection.wanted if selection.every else ()))
    return chosen_filters(kept)


def chosen_filters(selections: Iterable[Selection]) -> list[Json]:
    """Return the filters of choices."""
    return [query for selection in selections for query in _chosen(selection)]


def together(filters: list[Json]) -> Json:
    """Return filters as one."""
    return {"bool": {"filter": filters}} if filters else {"match_all": {}}


def _chosen(selection: Selection) -> list[Json]:
    field, wanted = selection.field, [key_of(key) for key in selection.wanted]
    found: list[Json] = []
    if wanted:
        found = (
            [{"term": {field: key}} for key in wanted] if selection.every else [{"terms": {field: wanted}}]
        )
    if selection.unwanted:
        unwanted = {"terms": {field: [key_of(key) for key in selection.unwanted]}}
        found.append({"bool": {"must_not": [unwanted]}})
    return found


def _period(plan: Plan) -> list[Json]:
    if plan.undated == "only":
        return [UNDATED]
    span = {"gte": plan.since and plan.since.toordinal(), "lte": plan.until and plan.until.toordinal()}
    bounds = {name: day for name, day in span.items() if day is not None}
    dated = {"range": {DAY: bounds}} if bounds else {"exists": {"field": DAY}}
    if plan.undated == "exclude":
        return [dated]
    return [{"bool": {"should": [dated, UNDATED], "minimum_should_match": 1}}] if bounds else []

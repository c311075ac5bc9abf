"""A tree becomes a query of OpenSearch's core: what matches and what scores is said once, in few clauses."""

from datetime import date
from typing import Any

import pytest

from index.opensearch_scoring import FieldStatistics, Statistics, boost
from searcher.engine import Plan, Selection
from searcher.opensearch_filters import for_facet, is_everything, matching, post
from searcher.opensearch_query import EVERYTHING, NOTHING, Compiler, places_of
from searcher.query import FacetWish
from searcher.terms import Beginning, Besides, Days, Key, Lowered, Near, Sequence, Some, Term, Without

FIELDS = {"body": (50_000, 990), "title": (4_000, 600), "background": (0, 0)}
STATISTICS = Statistics(1_000, {name: FieldStatistics(*numbers) for name, numbers in FIELDS.items()})
HAVING = {("body", "kapal"): 30, ("body", "karam"): 5, ("title", "kapal"): 7, ("body", "tiada"): 0}
KAPAL, KARAM, TIADA = Term("body", "kapal"), Term("body", "karam"), Term("body", "tiada")
KEY = {"bool": {"filter": [{"term": {"person": "rahma"}}]}}


def compiled(node: Lowered) -> Any:
    return Compiler(STATISTICS, HAVING).compiled(node)


def scored(field: str, text: str, weight: float = 1.0) -> dict[str, Any]:
    factor = weight * boost(STATISTICS.fields[field], 1_000, HAVING[field, text])
    return {"term": {field: {"value": text, "boost": factor}}}


def test_terms_are_boosted_by_their_own_statistics() -> None:
    assert compiled(Term("title", "kapal", 2.0)) == scored("title", "kapal", 2.0)
    assert compiled(TIADA) == NOTHING


def test_combinations_of_the_same_kind_are_one() -> None:
    tree = Some((KAPAL, Some((KARAM, Term("title", "kapal")), 1)), 1)
    assert compiled(tree) == {
        "bool": {
            "should": [scored("body", "kapal"), scored("body", "karam"), scored("title", "kapal")],
            "minimum_should_match": 1,
        }
    }
    assert compiled(Some((KAPAL, Some((KARAM, Key("person", "rahma")), 2)), 2)) == {
        "bool": {"must": [scored("body", "kapal"), scored("body", "karam")], "filter": [KEY]}
    }


def test_what_cannot_match_is_left_out() -> None:
    assert compiled(Some((KAPAL, TIADA), 1)) == scored("body", "kapal")
    assert compiled(Some((KAPAL, TIADA), 2)) == NOTHING
    assert compiled(Some((KAPAL, TIADA, KARAM), 3)) == NOTHING
    assert compiled(Some((TIADA, TIADA, KARAM), 2)) == NOTHING
    assert compiled(Sequence("body", ("kapal", "tiada"))) == NOTHING


def test_numbers_of_children() -> None:
    assert compiled(Some((), 0)) == EVERYTHING
    assert compiled(Some((), 1)) == NOTHING
    assert compiled(Some((KAPAL,), 2)) == NOTHING
    assert compiled(Some((KAPAL, KARAM), 0)) == {
        "bool": {"filter": [{"match_all": {}}], "should": [scored("body", "kapal"), scored("body", "karam")]}
    }


def test_beside_and_without() -> None:
    assert compiled(Besides(KAPAL, KARAM)) == {
        "bool": {"must": [scored("body", "kapal")], "should": [scored("body", "karam")]}
    }
    assert compiled(Without(KAPAL)) == {
        "bool": {"must_not": [scored("body", "kapal")], "filter": [{"match_all": {}}]}
    }


def test_sequences_match_by_place_and_score_by_term() -> None:
    phrase = compiled(Sequence("body", ("kapal", "karam", "kapal"), None, 2.0))["bool"]
    assert phrase["filter"] == [
        {"match_phrase": {"body": {"query": "kapal karam kapal", "analyzer": "whitespace"}}}
    ]
    assert phrase["should"] == [scored("body", "kapal", 4.0), scored("body", "karam", 2.0)]
    (near,) = compiled(Sequence("body", ("kapal", "karam"), 4))["bool"]["filter"]
    assert near["intervals"]["body"]["match"]["max_gaps"] == 3
    (near,) = compiled(Sequence("body", ("kapal", "karam"), 0))["bool"]["filter"]
    assert near["intervals"]["body"]["match"]["max_gaps"] == 0


def test_constants_and_filters() -> None:
    assert compiled(Beginning("title_exact", "kap", 2.0)) == {
        "prefix": {"title_exact": {"value": "kap", "rewrite": "constant_score", "boost": 2.0}}
    }
    near = compiled(Near("body_exact", "kapal", 2, 0.5))["fuzzy"]["body_exact"]
    assert (near["fuzziness"], near["transpositions"], near["boost"]) == (2, False, 0.5)
    assert compiled(Key("person", "rahma")) == KEY
    days = compiled(Days(date(2021, 1, 1), None))["bool"]["filter"]
    assert days == [{"range": {"day": {"gte": date(2021, 1, 1).toordinal()}}}]
    assert compiled(Days(None, None))["bool"]["filter"] == [{"exists": {"field": "day"}}]


def test_every_scored_term_is_asked_for() -> None:
    tree = Some((Besides(KAPAL, KARAM), Without(TIADA), Sequence("title", ("kapal",)), Key("id", "a")), 2)
    assert set(places_of(tree, STATISTICS)) == set(HAVING)
    recycling = Statistics(1_000, STATISTICS.fields | {"background": FieldStatistics(90, 2)})
    background = {("background", text) for field, text in HAVING if field == "body"}
    assert set(places_of(tree, recycling)) == set(HAVING) | background


def test_background_counts_half_and_takes_no_more_than_it_must() -> None:
    having = HAVING | {("background", "kapal"): 2, ("background", "karam"): 0}
    compiler = Compiler(STATISTICS, having)
    new = {"must": [scored("body", "kapal", 0.5)], "must_not": [{"term": {"background": "kapal"}}]}
    assert compiler.compiled(KAPAL) == {"bool": {"should": [scored("body", "kapal", 0.5), {"bool": new}]}}
    assert compiler.compiled(KARAM) == scored("body", "karam")


RAHMA = Selection("person", ("rahma",), ("darto",))
LUMA = Selection("place", ("luma", "teratai"), every=True)
PLAN = Plan(selections=(RAHMA, LUMA), facets=(FacetWish("person"),))


def test_choices_in_wished_facets_stand_behind_the_query() -> None:
    inside = matching(PLAN, EVERYTHING)["bool"]["filter"]
    assert inside == [{"term": {"place": "luma"}}, {"term": {"place": "teratai"}}]
    out = {"bool": {"must_not": [{"terms": {"person": ["darto"]}}]}}
    assert post(PLAN) == [{"terms": {"person": ["rahma"]}}, out]
    assert for_facet(PLAN, "person", own=True) == [out]
    assert for_facet(PLAN, "person", own=False) == []


@pytest.mark.parametrize(
    "plan",
    [
        Plan(undated="only"),
        Plan(since=date(2020, 1, 1)),
        Plan(selections=(LUMA,)),
        Plan(undated="exclude"),
    ],
)
def test_what_narrows_is_not_everything(plan: Plan) -> None:
    assert not is_everything(plan)
    assert matching(plan, EVERYTHING) != EVERYTHING


def test_a_plan_without_anything_is_everything() -> None:
    assert is_everything(Plan(order="oldest", offset=10, group=True))
    assert matching(Plan(), EVERYTHING) == EVERYTHING

"""Request → `Query`: one set of names, every fault named, nothing raised."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query import FacetWish, Query
from web.links import pairs
from web.params import MOST_VALUES, PARAMETERS, read_query, write_cursor

SIZE = 20


def faults(*given_pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(fault.parameter, fault.key) for fault in read_query(given_pairs, SIZE).faults]


def test_every_parameter_reaches_the_query() -> None:
    asked = read_query(
        [
            ("q", " banjir "),
            ("form", "exact"),
            ("match", "any"),
            ("expand", "0"),
            ("from", "2020-09"),
            ("to", "2020-10"),
            ("undated", "exclude"),
            ("actor", "Siti"),
            ("actor", "Budi"),
            ("actor", "Siti"),
            ("not_actor", "Joko"),
            ("actor_op", "and"),
            ("source", "suara"),
            ("not_source", "kabar"),
            ("attribution", "reuters"),
            ("not_attribution", "afp"),
            ("sort", "oldest"),
            ("group", "1"),
            ("page", "3"),
            ("size", "50"),
            ("facets", "person:5,source"),
            ("interval", "year"),
            ("highlight", "offsets"),
            ("lang", "en"),
        ],
        SIZE,
    )
    assert asked.faults == ()
    assert asked.highlight == "offsets"
    assert asked.query == Query(
        text="banjir",
        form="exact",
        match="any",
        expand=False,
        since=date(2020, 9, 1),
        until=date(2020, 10, 31),
        undated="exclude",
        actors=("Siti", "Budi"),
        not_actors=("Joko",),
        actor_op="and",
        sources=("suara",),
        not_sources=("kabar",),
        attributions=("reuters",),
        not_attributions=("afp",),
        order="oldest",
        group=True,
        page=3,
        size=50,
        facets=(FacetWish("person", 5), FacetWish("source")),
        interval="year",
    )


def test_an_empty_field_is_as_good_as_none() -> None:
    assert read_query([("q", ""), ("from", " "), ("actor", ""), ("sort", "")], SIZE).query == Query()


@pytest.mark.parametrize(
    ("pair", "key"),
    [
        (("from", "besok"), "fault.date"),
        (("to", "2020-13"), "fault.date"),
        (("size", "101"), "fault.number"),
        (("size", "0"), "fault.number"),
        (("page", "-1"), "fault.number"),
        (("page", "１"), "fault.number"),
        (("page", "9" * 30), "fault.number"),
        (("sort", "random"), "fault.choice"),
        (("expand", "yes"), "fault.choice"),
        (("facets", "colour"), "fault.choice"),
        (("facets", "person:0"), "fault.number"),
        (("cursor", "%%%"), "fault.cursor"),
        (("cursor", "aGFsbG8"), "fault.cursor"),
        (("cursor", "é"), "fault.cursor"),
        (("colour", "red"), "fault.unknown"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(pair: tuple[str, str], key: str) -> None:
    asked = read_query([("q", "banjir"), pair], SIZE)
    assert [(fault.parameter, fault.key) for fault in asked.faults] == [(pair[0], key)]
    assert asked.query == Query(text="banjir"), "the rest is kept"


def test_a_single_parameter_may_stand_only_once() -> None:
    assert faults(("q", "a"), ("q", "b")) == [("q", "fault.twice")]


def test_a_filter_may_not_be_repeated_without_end() -> None:
    many = [("actor", f"a{number}") for number in range(MOST_VALUES + 3)]
    assert faults(*many) == [("actor", "fault.many")] * 3
    assert len(read_query(many, 20).query.actors) == MOST_VALUES


def test_dates_the_wrong_way_round_are_turned_and_told() -> None:
    asked = read_query([("from", "2021"), ("to", "2020-01-05")], SIZE)
    assert [fault.key for fault in asked.faults] == ["fault.order"]
    assert (asked.query.since, asked.query.until) == (date(2020, 1, 5), date(2021, 1, 1))


def test_facets_can_be_switched_off() -> None:
    assert read_query([("facets", "none")], SIZE).query.facets == ()


@given(st.integers(1, 10_000_000))
def test_a_cursor_leads_to_its_page(number: int) -> None:
    assert read_query([("cursor", write_cursor(number))], SIZE).query.page == number


names = st.sampled_from([parameter.name for parameter in PARAMETERS]) | st.text(max_size=6)
values = st.text(max_size=30) | st.sampled_from(["1", "2020", "person:3", "any", "exact", "only", "oldest"])


@given(st.lists(st.tuples(names, values), max_size=12))
def test_nothing_breaks_it_and_its_url_says_the_same(given_pairs: list[tuple[str, str]]) -> None:
    asked = read_query(given_pairs, SIZE)
    again = read_query(pairs(asked.query, SIZE), SIZE)
    assert again.query == asked.query
    assert again.faults == ()

"""`Query` → URL: one query has one URL, and every toggle can be undone."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from searcher.query import FacetWish, Query
from web.links import Links, excluded, selection, toggled
from web.params import read_query

LINKS = Links(20)


def query_of(url: str) -> Query:
    return read_query(parse_qsl(urlsplit(url).query, keep_blank_values=True), 20).query


def test_defaults_are_left_out() -> None:
    assert LINKS.search(Query()) == "/cari"
    assert LINKS.search(Query(text="banjir rob")) == "/cari?q=banjir+rob"


def test_periods_are_written_as_short_as_they_can_be() -> None:
    query = Query(since=date(2020, 9, 1), until=date(2020, 12, 31))
    assert LINKS.search(query) == "/cari?from=2020-09&to=2020"


def test_a_change_leads_to_the_first_page_unless_it_is_the_page() -> None:
    query = Query(text="rob", page=4)
    assert query_of(LINKS.search(query, order="newest")) == Query(text="rob", order="newest")
    assert query_of(LINKS.search(query, page=5)).page == 5
    assert LINKS.api(query).startswith("/api/v1/search?")


def test_a_chosen_language_stays_in_every_link() -> None:
    links = Links(20, "en")
    assert links.search(Query()) == "/cari?lang=en"
    assert links.article("a") == "/artikel/a?lang=en"


def test_an_id_of_any_characters_is_one_path_segment() -> None:
    assert LINKS.article("a/b?c#d é") == "/artikel/a%2Fb%3Fc%23d%20%C3%A9"
    assert LINKS.article_api("a/b", format="ris") == "/api/v1/articles/a%2Fb?format=ris"


def test_an_article_keeps_what_to_mark_in_it_only() -> None:
    assert LINKS.article("a", Query(text="rob", page=3, sources=("s",))) == "/artikel/a?q=rob"


def test_facet_wishes_are_written_as_they_are_read() -> None:
    wishes = (FacetWish("place", 100), FacetWish("source"))
    assert LINKS.search(Query(facets=wishes)) == "/cari?facets=place%3A100%2Csource"
    assert query_of(LINKS.search(Query(facets=()))).facets == ()


keys = st.text(min_size=1, max_size=4)
fields = st.sampled_from(["person", "organisation", "place", "source", "attribution"])


@given(fields, keys, st.lists(keys, max_size=4, unique=True))
def test_wanting_twice_undoes_it_and_never_both(field: str, key: str, others: list[str]) -> None:
    kept = tuple(other for other in others if other != key)
    query = replace(Query(text="rob", page=2), actors=kept, sources=kept, attributions=kept)
    wanted = toggled(query, field, key)
    assert wanted.page == 1
    assert toggled(wanted, field, key) == replace(query, page=1)
    unwanted = excluded(wanted, field, key)
    assert key in selection(unwanted, field)[1]
    assert key not in selection(unwanted, field)[0]
    assert excluded(unwanted, field, key) == replace(query, page=1)

"""The fast writer of URLs writes the very URLs of the plain one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from searcher.query import DEFAULT_FACETS, FacetWish, Query
from web.links import SEARCH, Links, excluded, toggled
from web.results import narrowed
from web.variants import Variants

keys = st.sampled_from(["a", "b c", "d&e", "é=1"])
chosen = st.lists(keys, max_size=3, unique=True).map(tuple)
queries = st.builds(
    Query,
    text=st.sampled_from(["", "banjir rob", "a&b=c?d", "ñ"]),
    expand=st.booleans(),
    since=st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    until=st.none() | st.dates(date(2030, 1, 1), date(2090, 1, 1)),
    undated=st.sampled_from([None, "include", "only"]),
    actors=chosen,
    not_actors=chosen,
    sources=chosen,
    not_sources=chosen,
    attributions=chosen,
    not_attributions=chosen,
    order=st.sampled_from(["relevance", "oldest"]),
    page=st.integers(1, 5),
    size=st.sampled_from([20, 50]),
    facets=st.sampled_from([DEFAULT_FACETS, (FacetWish("person", 3),), ()]),
)
fields = st.sampled_from(["person", "organisation", "place", "source", "attribution"])
languages = st.sampled_from(["", "en"])


@given(queries, fields, keys, languages)
def test_selections(query: Query, field: str, key: str, language: str) -> None:
    links = Links(20, language)
    variants = Variants(links, SEARCH, query)
    assert variants.toggle(field, key) == links.search(toggled(query, field, key))
    assert variants.exclude(field, key) == links.search(excluded(query, field, key))


@given(queries, st.sampled_from(["2020", "2020-09", "2020-09-27", "?"]), languages)
def test_periods(query: Query, key: str, language: str) -> None:
    links = Links(20, language)
    assert Variants(links, SEARCH, query).narrow(key) == links.search(narrowed(query, key))

"""Compiled queries are queries to Whoosh itself: its own searcher finds, orders and scores the same."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage
from whoosh.searching import Searcher

from index.article import Article, Dating
from index.lang.language import Language
from index.whoosh_schema import analysed, document_of, make_schema
from searcher.terms import Beginning, Besides, Days, Key, Lowered, Near, Sequence, Some, Term, Without
from searcher.whoosh_query import compile_query, gather

FIRST = date(2020, 2, 20)
WORDS = ("banjir", "gempa", "warga", "rumah", "kota")


@pytest.fixture(scope="module")
def searcher() -> Iterator[Searcher]:
    """Two segments, one document deleted, a day each from FIRST on, every fifth without a date."""
    analyzer = Language.load().analyzer
    index = RamStorage().create_index(make_schema())
    for half in (range(25), range(25, 40)):
        writer = index.writer()
        for n in half:
            body = " ".join(WORDS[n // (step + 1) % len(WORDS)] for step in range(2 + n % 9))
            dating = Dating(FIRST + timedelta(n), "day") if n % 5 else Dating()
            document = document_of(Article(f"a{n}", "", body, published=dating), analyzer)
            writer.add_document(**analysed(document, analyzer))
        writer.commit(merge=False)
    writer = index.writer()
    writer.delete_document(7)
    writer.commit(merge=False)
    with index.searcher() as searcher:
        yield searcher


terms = st.sampled_from((*WORDS, "langka"))
fields = st.sampled_from(("body", "body_exact", "title_exact"))
weights = st.sampled_from((0.5, 1.0, 2.0))
days = st.none() | st.dates(FIRST - timedelta(3), FIRST + timedelta(50))
leaves: st.SearchStrategy[Lowered] = st.one_of(
    st.builds(Term, fields, terms, weights),
    st.builds(
        Sequence,
        fields,
        st.lists(terms, min_size=2, max_size=3).map(tuple),
        st.none() | st.integers(0, 6),
        weights,
    ),
    st.builds(Beginning, fields, st.sampled_from(("", "b", "ga", "rumah", "z")), weights),
    st.builds(Near, fields, st.sampled_from(("banjri", "kota", "x")), st.integers(0, 2), weights),
    st.builds(Key, st.just("id"), st.sampled_from(("a3", "a7", "a30", "x"))),
    st.builds(Days, days, days),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Some, st.lists(inner, max_size=3).map(tuple), st.integers(0, 3)),
        st.builds(Besides, inner, inner),
        st.builds(Without, inner),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(trees)
def test_whoosh_itself_finds_the_same(searcher: Searcher, tree: Lowered) -> None:
    query = compile_query(tree)
    hits = searcher.search(query, limit=None)
    gathered = {
        int(document) + offset: float(score)
        for leaf, offset in searcher.leaf_searchers()
        for document, score in zip(*gather(query, leaf), strict=True)
    }
    assert {hit.docnum: hit.score for hit in hits} == pytest.approx(gathered)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(days, days)
def test_ranges_of_days_are_exact(searcher: Searcher, since: date | None, until: date | None) -> None:
    """Over unsigned numbers Whoosh's ranges match everything (whoosh-community/whoosh#583)."""
    query = compile_query(Days(since, until))
    found = {
        document + offset for leaf, offset in searcher.leaf_searchers() for document in gather(query, leaf)[0]
    }
    expected = {
        n
        for n in range(40)
        if n % 5 and n != 7 and (since or date.min) <= FIRST + timedelta(n) <= (until or date.max)
    }
    assert found == expected


@settings(deadline=None)
@given(trees, trees)
def test_queries_are_equal_as_their_trees_are(one: Lowered, other: Lowered) -> None:
    first, again = compile_query(one), compile_query(one)
    assert first == again
    assert hash(first) == hash(again)
    assert repr(first) == repr(again)
    if compile_query(other) != first:
        assert one != other


def test_queries_tell_what_is_in_them(searcher: Searcher) -> None:
    query = compile_query(Some((Term("body", "banjir"), Without(Key("id", "a3"))), 1))
    assert not query.is_leaf()
    assert len(list(query.children())) == 2
    assert compile_query(Beginning("body", "b")).is_leaf()
    assert query.estimate_size(searcher.reader()) == 39
    assert query != "query"

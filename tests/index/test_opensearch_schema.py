"""An article becomes a document that a whitespace analyzer takes apart into our own terms."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Copies, Cut, Dating
from index.fields import EXACT_SUFFIX
from index.indexed import texts_of
from index.lang.analyze import Analyzer
from index.lang.chunks import PASSAGE_GAP
from index.lang.language import Language
from index.opensearch_schema import (
    LONGEST_NAME,
    LONGEST_TERM,
    article_of,
    body_of_index,
    document_of,
    escaped,
    key_of,
    name_of,
    term_of,
    unescaped,
)

TEXT = st.lists(
    st.sampled_from(
        ["kapal", "Covid-19", "Nagorno-Karabakh", "buku-buku", "1.300", "PBB-nya", "27/9/2020", "–"]
    ),
    max_size=12,
).map(" ".join)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Language.load().analyzer


def places(parts: list[str]) -> dict[int, str]:
    """What Lucene's whitespace analyzer makes of an array: between two parts lies a gap."""
    found: dict[int, str] = {}
    position = 0
    for part in parts:
        for term in part.split():
            found[position] = term
            position += 1
        position += PASSAGE_GAP
    return found


@given(text=TEXT)
def test_a_phrase_asks_for_terms_that_stand_at_their_positions(analyzer: Analyzer, text: str) -> None:
    fields = document_of(Article("a", "", text), analyzer).fields
    found = places(fields.get("body_exact", []))
    asked = [analyzer.form(part) for part in analyzer.split(text)]
    assert [found[position] for position in range(len(asked))] == asked


@given(passages=st.lists(TEXT.filter(lambda text: text.strip(" –")), min_size=1, max_size=4))
def test_passages_lie_as_far_apart_as_the_analyzer_says(analyzer: Analyzer, passages: list[str]) -> None:
    cuts = tuple(Cut(text, "baca", 0, (text,)) for text in passages)
    fields = document_of(Article("a", "", "", cuts=cuts), analyzer).fields
    columns = analyzer.columns(texts_of(Article("a", "", "", cuts=cuts))["related"])
    placed = dict(zip(columns.positions, columns.forms, strict=True))
    found = places(fields["related_exact"])
    assert {position: found.get(position) for position in placed} == placed


@given(text=TEXT)
def test_every_term_is_there_as_often_as_it_stands(analyzer: Analyzer, text: str) -> None:
    document = document_of(Article("a", "", text), analyzer)
    columns = analyzer.columns(text)
    for name, terms in (("body", columns.roots), ("body" + EXACT_SUFFIX, columns.forms)):
        written = [term for part in document.fields.get(name, []) for term in part.split()]
        assert sorted(written) == sorted(terms)
        assert document.lengths[name] == len(terms)


def test_days_keys_and_groups(analyzer: Analyzer) -> None:
    article = Article("a/1", "Judul", "Isi.", published=Dating(date(2021, 3, 1), "day", "given", "high"))
    fields = document_of(article, analyzer).fields
    assert (fields["day"], fields["month"], fields["id"]) == (date(2021, 3, 1).toordinal(), 24_254, ("a/1",))
    assert fields["fold"] == "id a/1"
    assert "copies" not in fields and "person" not in fields
    copied = document_of(Article("a", "", "Isi.", copies=Copies("g")), analyzer).fields
    assert (copied["fold"], copied["copies"]) == ("copies g", ("g",))
    assert "day" not in copied


@pytest.mark.parametrize("body", ["Isi biasa.", "Isi \ud800 rusak.", "", "Isi\u0000nol \U0001f600"])
def test_record_comes_back_whatever_is_in_it(analyzer: Analyzer, body: str) -> None:
    article = Article("a\udfff", "Judul \ud83d", body)
    document = document_of(article, analyzer)
    assert article_of(document.fields) == article
    assert unescaped(document.fields["id"][0]) == article.id


@given(st.text(st.sampled_from("ad8\ud800\udfff\u00e9\U0001f600"), max_size=20))
def test_text_is_valid_unicode_once_escaped_and_comes_back(text: str) -> None:
    escaped(text).encode()  # raises where it is not
    assert unescaped(escaped(text)) == text


def test_long_terms_and_keys_are_cut_but_told_apart() -> None:
    long = "x" * 5_000
    assert len(term_of(long)) <= LONGEST_TERM
    assert term_of(long) != term_of(long + "y")
    assert term_of("kapal") == "kapal"
    assert key_of(key_of(long)) == key_of(long) != key_of(long + "y")
    for article_id in ("", "é" * 300, "a" * 600, "b"):
        assert 0 < len(name_of(article_id).encode()) <= LONGEST_NAME
    assert name_of("b") == "b"


def test_every_text_field_has_a_similarity_of_its_own() -> None:
    body = body_of_index(2, 1, "BM25")
    similarities = body["settings"]["index"]["similarity"]
    texts = {name: made for name, made in body["mappings"]["properties"].items() if made["type"] == "text"}
    assert texts.keys() == similarities.keys() >= {"title", "body_exact"}
    assert all(made["similarity"] == name for name, made in texts.items())

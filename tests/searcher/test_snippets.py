"""Snippets show why an article was found, on sentence borders, and never what was cut."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Cut
from index.lang.language import Language
from searcher.excerpts import LONG, MOST_EXCERPTS
from searcher.highlighting import Highlighter
from searcher.page import Snippet
from searcher.parser import parse
from searcher.pieces import Pieces
from searcher.snippets import snippets_of

Show = Callable[..., tuple[Snippet, ...]]


@pytest.fixture(scope="module")
def show() -> Show:
    language = Language.load()

    def snippets(query: str, body: str, related: str = "") -> tuple[Snippet, ...]:
        cuts = (Cut(f"Baca: {related}", "baca", 0, (related, "Cuaca cerah")),) if related else ()
        article = Article("a", "Judul", body, cuts=cuts)
        highlighter = Highlighter(parse(query).tree, Pieces(language.analyzer))
        return snippets_of(article, highlighter.marks(body, "body"), highlighter, language.sentences)

    return snippets


def hits(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.hits]


BODY = (
    "Kapal ikan karam di selat. Cuaca buruk sejak pagi. Dua nelayan selamat. "
    "Kapal lain menolong. Tim mencari korban. Nelayan dan kapal dicatat polisi."
)


def test_shows_the_sentence_that_matches(show: Show) -> None:
    (snippet,) = show("korban", BODY)
    assert (snippet.text, snippet.field) == ("Tim mencari korban.", "body")
    assert BODY[snippet.start :].startswith(snippet.text)
    assert hits(snippet) == ["korban"]


def test_prefers_sentences_with_more_of_the_words(show: Show) -> None:
    found = show("kapal nelayan", BODY)
    assert "Nelayan dan kapal dicatat polisi." in [snippet.text for snippet in found]
    assert len(found) == 2


def test_sentences_stay_in_the_order_of_the_text(show: Show) -> None:
    found = show("cuaca korban selamat", BODY)
    assert [snippet.start for snippet in found] == sorted(snippet.start for snippet in found)
    assert [hits(snippet) for snippet in found] == [["Cuaca"], ["selamat"], ["korban"]]


def test_never_more_than_three(show: Show) -> None:
    assert len(show("kapal cuaca nelayan tim polisi selat", BODY)) == MOST_EXCERPTS


def test_phrase_is_one_hit(show: Show) -> None:
    (snippet,) = show('"kapal ikan karam"', BODY)
    assert hits(snippet) == ["Kapal ikan karam"]


def test_without_a_match_shows_how_the_text_begins(show: Show) -> None:
    (snippet,) = show("", BODY)
    assert snippet.text.startswith("Kapal ikan karam di selat. Cuaca")
    assert snippet.hits == ()
    assert show("kapal", "") == ()


def test_related_headline_is_shown_when_it_is_asked_for(show: Show) -> None:
    (snippet,) = show("terkait:garam", BODY, related="Harga garam naik")
    assert (snippet.field, snippet.text, hits(snippet)) == ("related", "Harga garam naik", ["garam"])
    (snippet,) = show("terkait:cerah", BODY, related="Harga garam naik")
    assert (snippet.text, snippet.start) == ("Cuaca cerah", 17)
    assert all(snippet.field == "body" for snippet in show("garam", BODY, related="Harga garam naik"))


def test_very_long_sentence_is_cut_between_words_around_its_hits(show: Show) -> None:
    body = "kata " * 200 + "kapal " + "lagi " * 200 + "selesai."
    (snippet,) = show("kapal", body)
    assert hits(snippet) == ["kapal"]
    assert len(snippet.text) <= LONG + 10
    assert body[snippet.start - 1] == " " and snippet.text.split()[0] == "kata"


def test_long_text_without_spaces_is_survived(show: Show) -> None:
    (snippet,) = show("", "x" * 5_000)
    assert snippet.text


@given(
    body=st.lists(
        st.sampled_from(["Kapal", "kapal", "karam", ". ", "! ", "\n", " ", "é", "x" * 90]), max_size=60
    ).map("".join),
    query=st.sampled_from(["kapal", "kapal karam", '"kapal karam"', "kap*", ""]),
)
def test_hits_lie_in_the_text(show: Show, body: str, query: str) -> None:
    found = show(query, body)
    assert len(found) <= MOST_EXCERPTS
    for snippet in found:
        assert body[snippet.start : snippet.start + len(snippet.text)] == snippet.text
        places = [0, *(place for span in snippet.hits for place in span), len(snippet.text)]
        assert places == sorted(places)

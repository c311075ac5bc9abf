"""Marks stand where the query matches and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Actor, Article, Mention, Quote, Source
from index.lang.analyze import Analyzer
from index.lang.language import Language
from searcher.highlighting import Highlighter
from searcher.marks import merged
from searcher.parser import parse
from searcher.pieces import Pieces
from searcher.syntax import Phrase, Value, Word


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Language.load().analyzer


def marked(analyzer: Analyzer, query: str, text: str, field: str = "body") -> list[str]:
    marks = Highlighter(parse(query).tree, Pieces(analyzer)).marks(text, field)
    return [text[start:end] for start, end in merged(marks)]


TEXT = "Kapal nelayan menabrak karang. Para nelayan di kapal-kapal lain menolong. Karang itu tajam."


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kapal", ["Kapal", "kapal-kapal"]),
        ("=kapal", ["Kapal"]),
        ("tabrakan", ["menabrak"]),
        ("=tabrakan", []),
        ('"kapal nelayan"', ["Kapal nelayan"]),
        ('"nelayan kapal"', []),
        ('"nelayan lain"~4', ["nelayan", "lain"]),
        ('"tajam menolong"~2', []),
        ("kara*", ["karang", "Karang"]),
        ("karamg~", ["karang", "Karang"]),
        ("kapal -karang", ["Kapal", "kapal-kapal"]),
        ("kapal OR tajam", ["Kapal", "kapal-kapal", "tajam"]),
        ("judul:kapal", []),
        ("isi:tajam", ["tajam"]),
        ("NELAYAN", ["nelayan", "nelayan"]),
        ("tokoh:rahma", []),
        ("", []),
    ],
)
def test_marks(analyzer: Analyzer, query: str, found: list[str]) -> None:
    assert marked(analyzer, query, TEXT) == found


def test_marks_by_field(analyzer: Analyzer) -> None:
    assert marked(analyzer, "judul:kapal", "Kapal", "title") == ["Kapal"]
    assert marked(analyzer, "kapal", "Kapal", "related") == []
    assert marked(analyzer, "terkait:kapal", "Kapal", "related") == ["Kapal"]
    assert not Highlighter(parse("kapal").tree, Pieces(analyzer)).marks_field("related")


def test_compound_is_marked_whole_and_by_its_parts(analyzer: Analyzer) -> None:
    text = "Warga Batu-Hijau dan Batu Hijau."
    assert marked(analyzer, "batu-hijau", text) == ["Batu-Hijau", "Batu Hijau"]
    assert marked(analyzer, '"batu hijau"', text) == ["Batu-Hijau", "Batu Hijau"]


def test_abbreviation_is_not_the_word_of_its_letters(analyzer: Analyzer) -> None:
    text = "As roda patah, kata menteri AS."
    assert marked(analyzer, "AS", text) == ["AS"]


def test_phrase_by_root_marks_inflections(analyzer: Analyzer) -> None:
    text = "Mereka menolong nelayan."
    marks = Highlighter(Phrase(("pertolongan", "nelayan"), exact=False), Pieces(analyzer)).marks(text, "body")
    assert [text[mark.start : mark.end] for mark in marks] == ["menolong nelayan"]


def test_mark_says_which_word_it_matches(analyzer: Analyzer) -> None:
    marks = Highlighter(parse("tabrakan karam*").tree, Pieces(analyzer)).marks("Menabrak. Karamnya.", "body")
    assert [mark.leaf for mark in marks] == ["tabrakan", "karam*"]


def test_actor_is_marked_where_it_is_named(analyzer: Analyzer) -> None:
    article = Article(
        "a",
        "",
        "Rahma datang.",
        actors=(Actor("rahma", "Rahma", "person"),),
        mentions=(Mention("rahma", 0, 5),),
    )
    assert [
        (m.start, m.end) for m in Highlighter(Value("person", "rahma"), Pieces(analyzer)).actor_marks(article)
    ] == [(0, 5)]
    assert Highlighter(Value("person", "darto"), Pieces(analyzer)).actor_marks(article) == []


def test_overlaps_become_one(analyzer: Analyzer) -> None:
    highlighter = Highlighter(parse('kapal "kapal nelayan"').tree, Pieces(analyzer))
    assert merged(highlighter.marks("Kapal nelayan, kapal", "body")) == [(0, 13), (15, 20)]


ANY_TEXT = st.text(max_size=60) | st.lists(
    st.sampled_from(["kapal", "Kapal-kapal", " ", ".", "é", "AS"])
).map("".join)


@given(text=ANY_TEXT, query=ANY_TEXT)
def test_spans_are_in_range_and_apart(analyzer: Analyzer, text: str, query: str) -> None:
    spans = merged(Highlighter(parse(query).tree, Pieces(analyzer)).marks(text, "body"))
    ends = [0, *(place for span in spans for place in span), len(text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in spans)


@given(
    word=st.sampled_from(["kapal", "menolong", "nelayan", "Batu-Hijau", "1.300"]), before=st.text(max_size=10)
)
def test_a_word_is_found_where_it_stands(analyzer: Analyzer, word: str, before: str) -> None:
    text = f"{before} {word} x"
    marks = Highlighter(Word(word), Pieces(analyzer)).marks(text, "body")
    assert (len(before) + 1, len(before) + 1 + len(word)) in [(mark.start, mark.end) for mark in marks]


@given(
    words=st.lists(
        st.sampled_from(
            ["Kapal", "kapal", "Menabrak", "kapal-kapal", "Batu-Hijau.", "batu", "–", "(AS)", "as"]
        ),
        max_size=30,
    ),
    space=st.sampled_from([" ", "\n", "\u2003", " \u200b "]),
    sought=st.lists(st.sampled_from(["kapal", "tabrak", "batu", "hijau", "as"]), min_size=1, max_size=3),
)
def test_a_text_is_marked_as_its_terms_say(
    analyzer: Analyzer, words: list[str], space: str, sought: list[str]
) -> None:
    """Looking at a text a piece at a time finds what walking through all of its terms finds."""
    text, pieces = space.join(words), Pieces(analyzer, memory_limit=4)
    columns = analyzer.columns(text)
    forms: dict[int, set[str]] = {}
    ends: dict[tuple[int, str], int] = {}
    starts: dict[tuple[int, str], int] = {}
    for form, position, start, end in zip(
        columns.forms, columns.positions, columns.starts, columns.ends, strict=True
    ):
        forms.setdefault(position, set()).add(form)
        starts.setdefault((position, form), start)
        ends.setdefault((position, form), end)
    phrase = Highlighter(Phrase(tuple(sought)), pieces).marks(text, "body")
    assert {(mark.start, mark.end) for mark in phrase} == {
        (starts[position, sought[0]], ends[position + len(sought) - 1, sought[-1]])
        for position in forms
        if all(form in forms.get(position + step, ()) for step, form in enumerate(sought))
    }
    single = Highlighter(Word(sought[0], exact=True), pieces).marks(text, "body")
    by_form = {
        (start, end)
        for form, root, start, end in zip(
            columns.forms, columns.roots, columns.starts, columns.ends, strict=True
        )
        if form == sought[0] and root != "AS"
    }
    assert {(mark.start, mark.end) for mark in single} >= by_form


def test_quotations_and_their_speakers_are_marked(analyzer: Analyzer) -> None:
    body = '"Kapal itu karam," kata Rahma. Kapal lain selamat.' + " Sepi." * 40 + " Rahma pulang."
    last = body.rindex("Rahma")
    article = Article(
        "1",
        "",
        body,
        actors=(Actor("rahma", "Rahma", "person"),),
        mentions=(Mention("rahma", 24, 29), Mention("rahma", last, last + 5)),
        quotes=(Quote(1, 17, "rahma", "Rahma"),),
    )
    words = Highlighter(Word("kapal", "quote"), Pieces(analyzer))
    assert [(mark.start, mark.end) for mark in words.quote_marks(article)] == [(1, 6)]
    speaker = Highlighter(Value("speaker", "rahma"), Pieces(analyzer))
    assert [(mark.start, mark.end) for mark in speaker.quote_marks(article)] == [(24, 29)]
    assert speaker.actor_marks(article) == []


def test_sources_that_a_text_leans_on_are_marked(analyzer: Analyzer) -> None:
    body = "Dilansir dari Kantor Nusa (2/3), kata kantor nusa. Kantor Nusantara tutup. Kabar lain."
    sources = (Source("nusa", "Kantor Nusa"), Source("kabar", "Kabar"))
    article = Article("1", "", body, attributions=sources)
    marks = Highlighter(Value("attribution", "nusa"), Pieces(analyzer)).source_marks(article)
    assert [body[mark.start : mark.end] for mark in marks] == ["Kantor Nusa", "kantor nusa"]
    assert Highlighter(Value("attribution", "lain"), Pieces(analyzer)).source_marks(article) == []

"""A text is looked at a piece at a time, with what was seen before remembered but never relied on."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lang.analyze import Analyzer
from index.lang.language import Language
from searcher.pieces import Pieces


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Language.load().analyzer


def test_a_piece_has_its_roots_and_forms(analyzer: Analyzer) -> None:
    pieces = Pieces(analyzer)
    assert set(pieces.terms("Penembakan,")) == {"tembak", "penembakan"}
    assert {"nagorno-karabakh", "nagorno", "karabakh"} <= set(pieces.terms("(Nagorno-Karabakh)"))
    assert pieces.terms("–") == ()


@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_forgetting_changes_nothing(analyzer: Analyzer, limit: int) -> None:
    pieces = Pieces(analyzer, memory_limit=limit)
    text = "Kapal karam. Kapal itu menabrak karang, kapal lain tidak."
    for _ in range(2):
        found = dict(pieces.holding(text, pieces.sought(["tabrak"], ["kapal"])))
        assert {start: text[start : start + len(piece)] for start, piece in found.items()} == found
        assert sorted(found.values()) == ["Kapal", "Kapal", "kapal", "menabrak"]
        assert pieces.holding(text, pieces.sought((), ())) == []


@pytest.mark.parametrize("more", ["", " é", " d.i", " 😀", " ‑x", " Â\u00a0—"])
def test_places_are_those_between_spaces(analyzer: Analyzer, more: str) -> None:
    """Whether or not signs, accents and pairs of surrogates let the text be searched as it stands."""
    pieces = Pieces(analyzer)
    text = f"“Di” dinding di\u2003DI adi\u00a0di. kedi di-di{more}"
    found = dict(pieces.holding(text, pieces.sought((), ["di"])))
    assert sorted(found.values()) == sorted(["DI", "di", "di-di", "di.", "“Di”", *re.findall(r"d\.i", more)])
    assert all(text[start : start + len(piece)] == piece for start, piece in found.items())


@pytest.mark.parametrize("words", [0, 1, 3, 40])
def test_enough_is_read_after_a_piece(analyzer: Analyzer, words: int) -> None:
    text = "Batu-Hijau " + "– " * 200 + "satu dua tiga " * 20
    columns = Pieces(analyzer).beginning(text, 0, len("Batu-Hijau"), words)
    whole = analyzer.columns(text)
    assert columns.positions[-1] >= 1 + words
    assert columns.forms == whole.forms[: len(columns.forms)]


def test_every_plain_word_holds_a_trace_of_its_root(analyzer: Analyzer) -> None:
    """Else a word of a text would be passed over: all forms of the gold, with every affix around them."""
    lines = Path(__file__).parents[1].joinpath("gold/stems.tsv").read_text(encoding="utf-8").splitlines()
    gold = {line.split("\t")[0] for line in lines if line and not line.startswith("#")}
    words = {word for word in gold if word.isascii() and word.isalpha()}
    assert len(words) > 1000
    around = [("", ""), ("me", "kan"), ("Di", "NYA"), ("", "anlah"), ("memper", "i"), ("pe", "annya")]
    for written in (before + word + after for word in words for before, after in around):
        for root in analyzer.columns(written).roots:
            traces = analyzer.traces(root)
            assert any(trace in written.lower() for trace in traces), (written, root, traces)


ODD_PIECES = [
    "Jum'at",
    "1.300",
    "Rp1.300,5",
    "S.H.",
    "pelabuhan",
    "PBB-nya",
    "detik.com",
    "É",
    "İ",
    "R&D",
    "“kapal”",
    "_kapal_",
    "kapal,menabrak",
    "a/b",
    "Trump's",
    "http://x.id/kapal",
    "@kapal",
]


@given(st.text(max_size=40) | st.lists(st.sampled_from(ODD_PIECES)).map(" ".join))
def test_whatever_holds_a_term_is_found(analyzer: Analyzer, text: str) -> None:
    pieces = Pieces(analyzer)
    for piece in text.split():
        columns = analyzer.columns(piece)
        for root, form in zip(columns.roots, columns.forms, strict=True):
            assert piece in dict(pieces.holding(text, pieces.sought([root], ()))).values()
            assert piece in dict(pieces.holding(text, pieces.sought((), [form]))).values()

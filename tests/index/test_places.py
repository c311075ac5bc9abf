"""Whoever is told where to look finds what he would have found everywhere; compiled or not it is the same."""

from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.attributions import AttributionFinder
from index.boilerplate_cues import Cues
from index.dates_find import DateFinder
from index.errors import ConfigurationError
from index.kernel_choice import VARIABLE
from index.lang.calendar import Calendar
from index.lang.sentences import Follows, SentenceSplitter
from index.placers import chosen_phrases, chosen_places, compiled
from index.places import PlainPhrases, point_classes
from index.quotes import QuoteFinder, quotations_in

built = pytest.mark.skipif(compiled is None, reason="no compiler when this was installed")
SPLITTER, DATES, QUOTES = SentenceSplitter.load(), DateFinder(Calendar.load()), QuoteFinder.load()
ATTRIBUTIONS = AttributionFinder.load()
# Pieces of sentences, abbreviations, numbers, quotations and cues, whole and broken.
PIECES = (
    *".!?…,:;/-–()[] \n\u2028\x85\xa0\"'”“’‘»«„_%",
    "''",
    "Air surut",
    "reda.Namun",
    "dr. ",
    "Jl.",
    "No. 7",
    "S.H.",
    "detik.Com",
    "pukul 19.30",
    "1. ",
    "2020. Ia",
    "27/9/2020",
    "(27 / 9)",
    "26-27 September 2020",
    "3 dan 4 Mei, 2021",
    "17, Agustus",
    "2020-09-27",
    "tahun 1998",
    "5 orang",
    "٣ Mei",
    "²",
    "Ⓐ",
    "ⓐ",
    "ǅ",
    "é",
    "\u212aepada Reuters",
    "d\u0130lansir Reuters",
    "dilansir ",
    "Kepada Reuters",
    "LAPOR Interfax",
    "kata",
)
STRANGE = ("😀", "漢", "\ud800", "\0")
texts = st.lists(st.sampled_from(PIECES) | st.sampled_from(STRANGE) | st.text(max_size=2), max_size=30).map(
    "".join
)
PHRASES = ("baca", "Baca", "baca juga", "BACA JUGA", "[gambas", "©", "di", "Editor", "éditor")
phrase_texts = st.lists(
    st.sampled_from([*PHRASES, "x", "X", "é", " ", "_", "7", "\n", "ⓐ"]) | st.sampled_from(STRANGE),
    max_size=20,
).map("".join)


@built
@settings(deadline=None, max_examples=400)
@given(texts)
def test_hints_lose_nothing(text: str) -> None:
    finder = chosen_places(SPLITTER, ATTRIBUTIONS.beginnings, DATES.followers, {VARIABLE: "c"})
    places = finder.find(text)
    sentences = places.sentences
    assert [*sentences] == [*chain.from_iterable(SPLITTER.spans(text))]
    assert DATES.find(text, places.numbers) == DATES.find(text)
    assert QUOTES.find(text, sentences, (), (), places.quotations) == QUOTES.find(text, sentences, (), ())
    assert ATTRIBUTIONS.find(text, (), (), None, places.cues) == ATTRIBUTIONS.find(text, (), ())


@built
@pytest.mark.parametrize("sign", ["", *".\n\"'“„«‘1/a ", "\0", "a.B", "dr. ", '"a." '])
def test_a_long_text_of_one_sign(sign: str) -> None:
    text = sign * 20_000
    finder = chosen_places(SPLITTER, ATTRIBUTIONS.beginnings, DATES.followers, {VARIABLE: "c"})
    places = finder.find(text)
    assert [*places.sentences] == [*chain.from_iterable(SPLITTER.spans(text))]
    assert DATES.find(text, places.numbers) == DATES.find(text)
    assert places.quotations == quotations_in(text)
    assert sorted(chosen_phrases(PHRASES, {VARIABLE: "c"})(text)) == PlainPhrases(PHRASES)(text)


MARKS = ("'", "''", '"', "“", "”", "„", "«", "»", "‘", "’")
quotation_texts = st.lists(
    st.sampled_from([*MARKS, ".", ",", "…", "\n", "_", "kata", "air surut.", "Air!", " ", "é", "٣"]),
    max_size=20,
).map("".join)


@built
@settings(deadline=None, max_examples=400)
@given(texts | quotation_texts)
def test_compiled_quotations_are_the_plain_ones(text: str) -> None:
    found = chosen_places(SPLITTER, (), (), {VARIABLE: "c"}).find(text).quotations
    assert found is None or found == quotations_in(text)


@built
def test_little_is_left_to_look_at() -> None:
    text = (
        "Dr. Sari, 41, melapor pukul 19.30 dari 12 rumah di Jl. Ma'ruf 7. “Air reda,” kata dia, Senin (3/5)."
    )
    finder = chosen_places(SPLITTER, ("lapor", "kata"), DATES.followers, {VARIABLE: "c"})
    places = finder.find(text)
    assert places.numbers == [text.index("3/5")]
    assert places.quotations == [(text.index("Air"), text.index("”"), text.index("”") + 1)]
    assert places.cues == [text.index("kata")]


@built
@given(phrase_texts)
def test_compiled_phrases_are_the_plain_ones(text: str) -> None:
    compiled_phrases = chosen_phrases(PHRASES, {VARIABLE: "c"})
    assert sorted(compiled_phrases(text)) == PlainPhrases(PHRASES)(text)


@pytest.mark.parametrize("kernel", ["numpy", pytest.param("c", marks=built)])
def test_phrases_stand_free(kernel: str) -> None:
    find = chosen_phrases(PHRASES, {VARIABLE: kernel})
    assert sorted(find("membaca. Baca juga, baca juga; comBaca")) == [(9, 1), (20, 0), (20, 2), (34, 1)]
    assert list(find("")) == list(chosen_phrases((), {VARIABLE: kernel})("baca")) == []


@built
def test_what_cannot_be_looked_for_is_refused() -> None:
    with pytest.raises(ValueError, match="letter"):
        chosen_phrases(("",), {VARIABLE: "c"})
    with pytest.raises(ValueError, match="three"):
        chosen_places(SPLITTER, (), ("mei ",), {VARIABLE: "c"})
    with pytest.raises(TypeError):
        chosen_phrases((1,), {VARIABLE: "c"})  # type: ignore[arg-type]


@built
def test_what_goes_wrong_with_an_abbreviation_comes_through() -> None:
    class Broken(SentenceSplitter):
        def follows(self, word: str) -> Follows | None:
            raise LookupError(word)

    finder = chosen_places(Broken(SPLITTER.folded, SPLITTER.exact), (), (), {VARIABLE: "c"})
    with pytest.raises(LookupError, match="dr"):
        finder.find("Kata dr. Sari di Jl. Muara.")


@built
def test_every_letter_is_asked_for_once_with_those_beside_it() -> None:
    asked = []

    def classes_of(first: int, count: int) -> bytes:
        asked.append(range(first, first + count))
        return point_classes(first, count)

    assert compiled is not None
    places = compiled._places.Places(classes_of, ("air",), True, (), (), None)
    for _ in range(2):
        assert [start for start, _ in places.phrases("😀air 漢air \U0010ffffair air")] == [1, 11, 15]
    letters = {"a", "漢", "😀", "\U0010ffff"}
    assert all(sum(ord(letter) in page for page in asked) == 1 for letter in letters)
    assert len(asked) == len(letters)


@built
@pytest.mark.parametrize("classes", [b"", b"\2" * 255, "a" * 256, None])
def test_wrong_classes_are_refused(classes: Any) -> None:
    assert compiled is not None
    places = compiled._places.Places(lambda first, count: classes, ("air",), True, (), (), None)
    for find in (places.phrases, places.read):
        with pytest.raises((TypeError, ValueError)):
            find("air")


@built
@pytest.mark.parametrize("answer", [None, -1, 4])
def test_a_wrong_answer_about_an_abbreviation_is_refused(answer: Any) -> None:
    assert compiled is not None
    places = compiled._places.Places(point_classes, (), True, ("dr",), (), lambda *asked: answer)
    with pytest.raises((TypeError, OverflowError, ValueError)):
        places.read("Kata dr. Sari.")


def test_a_forced_one_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="rust"):
        chosen_phrases(PHRASES, {VARIABLE: "rust"})


def test_every_cue_of_the_table_is_found_as_written() -> None:
    assert [hit.start for hit in Cues.load().find("Air reda.\nBaca juga: Air pasang\nEditor: Sari")] == [
        10,
        32,
    ]

"""The words beside a mention, and what they vote for; no shortcut changes which words they are."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.actors_cues import Cues
from index.kernel_choice import VARIABLE
from index.names_votes import (
    CONTEXT,
    LAST_WORD,
    NEXT_WORD,
    Cued,
    PlainCued,
    votes_for,
    word_after,
    word_before,
)
from index.observing import chosen_cued, compiled

CUES = Cues.load()

TEXTS = st.text(st.sampled_from("aB 9.,\n_’é²(“"), max_size=60)


def plainly_before(body: str, start: int) -> str:
    """By one pattern, without a shortcut."""
    text = body[max(0, start - CONTEXT) : start].removesuffix("\n")
    bare = text.rstrip(" .,")
    if not bare or not 1 <= len(text) - len(bare) <= 2:
        return ""
    found = LAST_WORD.search(bare.rstrip())
    return found.group() if found else ""


@given(TEXTS, st.data())
def test_the_words_beside_a_span_are_those_of_the_patterns(body: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(body)))
    assert word_before(body, place) == plainly_before(body, place)
    found = NEXT_WORD.match(body, place, place + CONTEXT)
    assert word_after(body, place) == (found.group(1) if found else "")


@pytest.mark.parametrize(
    ("text", "word", "before", "after"),
    [
        ("Kata Presiden Udin di Kupang", "Udin", "Presiden", "di"),
        ("Menurut Ma'ruf Udin, katanya", "Udin", "ruf", "katanya"),
        ("kata.\nUdin", "Udin", "kata", ""),
        ("kata (Udin) pergi", "Udin", "", ""),
        ("\n. Udin pergi", "Udin", "", "pergi"),
    ],
)
def test_a_blank_a_stop_or_a_comma_may_stand_between(text: str, word: str, before: str, after: str) -> None:
    start = text.index(word)
    assert word_before(text, start) == before
    assert word_after(text, start + len(word)) == after


@pytest.mark.parametrize(
    ("text", "guess", "given", "vote"),
    [
        ("Presiden Udin pergi", "place", False, ("person", 4)),
        ("Udin mengatakan itu", "place", False, ("person", 4)),
        ("Presiden Udin pergi", "organisation", False, ("organisation", 4)),
        ("pergi di Udin lagi", "person", False, ("place", 4)),
        ("pergi ke Udin lagi", "person", False, ("place", 2)),
        ("pergi ke Udin lagi", "person", True, ("person", 2)),
        ("pergi Di Udin lagi", "person", False, ("person", 1)),
        ("pergi di Udin lagi", "organisation", False, ("organisation", 2)),
        ("hujan Udin hujan", "place", False, ("place", 2)),
    ],
)
@pytest.mark.parametrize("cued", [PlainCued(CUES), chosen_cued(CUES)])
def test_a_cue_outweighs_a_guess(
    text: str, guess: str, given: bool, vote: tuple[str, int], cued: Cued
) -> None:
    start = text.index("Udin")
    (cue,) = cued.beside(text, array("i", (start, start + 4)))
    assert votes_for(guess, given)[cue] == vote  # type: ignore[arg-type]


@given(TEXTS, st.data())
def test_both_tell_the_same_cues(body: str, data: st.DataObject) -> None:
    one = chosen_cued(CUES)
    body = body.replace("aa", " Presiden ").replace("BB", " di ").replace("99", " mengatakan ")
    places = st.integers(0, len(body))
    spans = array(
        "i", [place for pair in data.draw(st.lists(st.tuples(places, places))) for place in sorted(pair)]
    )
    assert list(one.beside(body, spans)) == list(PlainCued(CUES).beside(body, spans))


@pytest.mark.parametrize(
    "text", ["", "\0 Udin \0", "di 😀 Udin", "\ud800 Udin", "di " + "a" * 100_000 + " ke"]
)
def test_both_tell_the_same_cues_in_odd_texts(text: str) -> None:
    places = sorted({0, len(text) // 2, len(text), min(3, len(text)), max(0, len(text) - 3)})
    spans = array(
        "i", [place for start in places for end in places if start <= end for place in (start, end)]
    )
    assert list(chosen_cued(CUES).beside(text, spans)) == list(PlainCued(CUES).beside(text, spans))


@pytest.mark.skipif(compiled is None, reason="not built here")
def test_compiled_ones_refuse_spans_outside_the_text() -> None:
    for spans in ([0, 4], [-1, 2], [2, 1], [4, 4]):
        with pytest.raises(ValueError, match="outside"):
            chosen_cued(CUES, {VARIABLE: "c"}).beside("abc", array("i", spans))

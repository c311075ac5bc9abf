"""The words beside a mention, and what they vote for; no shortcut changes which words they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.actors_cues import Cues
from index.names_votes import CONTEXT, LAST_WORD, NEXT_WORD, Cued, votes_for, word_after, word_before

TEXTS = st.text(st.sampled_from("aB 9.,\n_’é²(“"), max_size=60)


def plainly_before(body: str, start: int) -> str:
    """By one pattern, without a shortcut."""
    text = body[max(0, start - CONTEXT) : start].removesuffix("\n")
    bare = text.rstrip(" .,")
    if not bare or not 1 <= len(text) - len(bare) <= 2:
        return ""
    found = LAST_WORD.search(bare.rsplit(None, 1)[-1])
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
def test_a_cue_outweighs_a_guess(text: str, guess: str, given: bool, vote: tuple[str, int]) -> None:
    start = text.index("Udin")
    cue = Cued(Cues.load()).cue(text, start, start + 4)
    assert votes_for(guess, given)[cue] == vote  # type: ignore[arg-type]

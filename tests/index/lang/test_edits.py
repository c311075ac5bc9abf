from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.edits import Automaton, neighbours, within


def levenshtein(one: str, other: str) -> int:
    """The textbook, as the oracle."""
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            changed = previous[column - 1] + (letter != against)
            current.append(min(previous[column] + 1, current[-1] + 1, changed))
        previous = current
    return previous[-1]


SHORT = st.text(alphabet="abé😀", max_size=7)


@settings(deadline=None)
@given(st.sets(SHORT, max_size=40), SHORT, st.integers(0, 3))
def test_within_finds_exactly_the_words_within_reach(words: set[str], pattern: str, distance: int) -> None:
    ordered = sorted(words)
    expected = [(at, levenshtein(word, pattern)) for at, word in enumerate(ordered)]
    assert list(within(ordered, pattern, distance)) == [pair for pair in expected if pair[1] <= distance]


@settings(deadline=None)
@given(st.text(max_size=10), st.text(max_size=10))
def test_the_automaton_counts_edits(pattern: str, word: str) -> None:
    automaton = Automaton(pattern, 2)
    state = automaton.start
    for letter in word:
        state = automaton.step(state, letter)
    edits = levenshtein(pattern, word)
    assert automaton.edits(state) == (edits if edits <= 2 else None)


def test_a_part_of_the_list_can_be_searched() -> None:
    words = ["batu", "kata", "kota", "kuta", "mata"]
    assert list(within(words, "kata", 1, 1, 4)) == [(1, 0), (2, 1), (3, 1)]


@given(SHORT, SHORT, st.integers(0, 3))
def test_one_word_is_judged_as_a_list_is(word: str, pattern: str, distance: int) -> None:
    assert Automaton(pattern, distance).accepts(word) == bool(list(within([word], pattern, distance)))


@given(st.text("abc", max_size=5))
def test_neighbours_are_the_words_one_edit_away(word: str) -> None:
    near = set(neighbours(word, "abc"))
    every = sorted({"".join(letters) for size in range(7) for letters in product("abc", repeat=size)})
    assert near | {word} == {every[at] for at, _ in within(every, word, 1)}

"""Which of many sorted words are within k edits of one: a bit-parallel automaton that walks a sorted list.

The automaton is Wu and Manber's: bit `i` of level `j` says that the letters read so far are `i` letters of
the pattern with at most `j` edits (a letter too many, missing or another: Levenshtein). Sorted words share
beginnings, so states are kept on a stack; as soon as no state is alive, every word with this beginning is
skipped by bisection. Nothing is built besides: no memory, and time bounded by the beginnings within k edits
of a beginning of the pattern. This module must not know frequencies or languages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

LAST = "\U0010ffff"
_State = tuple[int, ...]


class Automaton:
    """Recognises the words within `distance` edits of a pattern."""

    def __init__(self, pattern: str, distance: int) -> None:
        self.pattern, self.distance = pattern, distance
        self._letters: dict[str, int] = {}
        for place, letter in enumerate(pattern):
            self._letters[letter] = self._letters.get(letter, 0) | 2 << place
        self._all = (2 << len(pattern)) - 1
        self._accepting = 1 << len(pattern)
        self.start: _State = tuple((2 << level) - 1 & self._all for level in range(distance + 1))

    def step(self, state: _State, letter: str) -> _State:
        """Return the state after one more letter; all zero when no word with this beginning can match."""
        letters, everything = self._letters.get(letter, 0), self._all
        exact = state[0] << 1 & letters
        after = [exact]
        lower_before, lower_after = state[0], exact
        for level in state[1:]:
            lower_after = (
                level << 1 & letters | lower_before | (lower_before | lower_after) << 1
            ) & everything
            after.append(lower_after)
            lower_before = level
        return tuple(after)

    def edits(self, state: _State) -> int | None:
        """Return the number of edits if the letters so far are a match, else None."""
        for level, bits in enumerate(state):
            if bits & self._accepting:
                return level
        return None

    def accepts(self, word: str) -> bool:
        """Return whether a word is within the distance."""
        if abs(len(word) - len(self.pattern)) > self.distance:
            return False
        state = self.start
        for letter in word:
            state = self.step(state, letter)
            if not state[-1]:
                return False
        return self.edits(state) is not None


def neighbours(word: str, letters: str) -> Iterator[str]:
    """Yield what one edit makes of a word with these letters; the word itself too, and some things twice."""
    for place in range(len(word)):
        before, after = word[:place], word[place + 1 :]
        yield before + after
        for letter in letters:
            yield before + letter + after
            yield before + letter + word[place:]
    for letter in letters:
        yield word + letter


def within(
    words: Sequence[str], pattern: str, distance: int, start: int = 0, stop: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield (index, edits) of the words within `distance` edits of a pattern, in order.

    `words` must be sorted by code point from `start` to `stop`; any sequence will do, also one on disk.
    """
    automaton = Automaton(pattern, distance)
    states = [automaton.start]
    beginning = ""
    at, end = start, len(words) if stop is None else stop
    while at < end:
        word = words[at]
        del states[_shared(beginning, word, len(states) - 1) + 1 :]
        beginning = word
        dead = _read(automaton, states, word)
        if dead:
            at = _after(words, word[:dead] + LAST, at, end)
            continue
        edits = automaton.edits(states[-1])
        if edits is not None:
            yield at, edits
        at += 1


def _read(automaton: Automaton, states: list[_State], word: str) -> int:
    """Push the states of a word's letters; return the length of the beginning that cannot match, else 0."""
    for place in range(len(states) - 1, len(word)):
        state = automaton.step(states[-1], word[place])
        states.append(state)
        if not state[-1]:
            return place + 1
    return 0


def _shared(one: str, other: str, most: int) -> int:
    """Return how many letters two words begin with in common, at most `most`."""
    most = min(most, len(one), len(other))
    for place in range(most):
        if one[place] != other[place]:
            return place
    return most


def _after(words: Sequence[str], bound: str, at: int, end: int) -> int:
    """Return the first index after `at` whose word is not below a bound: near ones first, then by halves."""
    reach = 1
    while at + reach < end and words[at + reach] < bound:
        at += reach
        reach *= 2
    return bisect_left(words, bound, at + 1, min(end, at + reach))

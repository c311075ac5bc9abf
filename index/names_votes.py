"""What the words beside a mention tell of the kind of whom it names, and how much that counts.

What is here is the specification; C does the same where it was built. It must not know other mentions, nor
decide; `index.names_decide` does.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import Protocol

from index.actors_cues import Cues
from index.article import ActorKind

LAST_WORD = re.compile(r"[^\W\d_]+$")
NEXT_WORD = re.compile(r"[ ,]{1,2}([^\W\d_]+)")
CONTEXT = 24
GAP = 2
SIGN_VOTES = 2  # what the finder takes for a person without a sign counts once
CUE_VOTES = 4  # a word that tells the kind outweighs four guesses
MOST_REMEMBERED = 100_000  # words of which it is remembered what they tell
# What the words beside a mention are: nothing to go by, an office or a verb of saying, a head of bodies, a
# preposition of place, and "ke", which may as well stand before people.
NOTHING, SPEAKS, BODY, PLACE, TOWARDS = range(5)

Vote = tuple[ActorKind, int]


def votes_for(guess: ActorKind, given: bool) -> tuple[Vote, ...]:
    """Return the vote that each cue beside a mention is; `guess` is the finder's, `given` of a given name."""
    body: Vote = ("organisation", CUE_VOTES)
    if guess == "organisation":  # one may well be "di KPK": no place for that
        sign: Vote = (guess, SIGN_VOTES)
        return sign, (guess, CUE_VOTES), body, sign, sign
    sign = guess, SIGN_VOTES if guess == "place" or given else 1
    towards: Vote = sign if given else ("place", SIGN_VOTES)
    return sign, ("person", CUE_VOTES), body, ("place", CUE_VOTES), towards  # but "Di Maria" is nowhere


class Cued(Protocol):
    """Tells the cues beside spans of texts."""

    def beside(self, body: str, spans: array[int]) -> Sequence[int]:
        """Return what the words beside each span are; `spans` ("i") are the starts and ends, in turns."""


class PlainCued:
    """See Cued."""

    def __init__(self, cues: Cues) -> None:
        self.left, self.right = LeftWords(cues), RightWords(cues)

    def beside(self, body: str, spans: array[int]) -> Sequence[int]:
        """See Cued."""
        ends = zip(spans[::2], spans[1::2], strict=True)
        return [
            self.right[word_after(body, end)] or self.left[word_before(body, start)] for start, end in ends
        ]


class _Remembered(dict[str, int]):
    """What a word tells, asked once."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        told = self[word] = self._told(word, word.lower())
        return told

    def _told(self, word: str, lower: str) -> int:
        raise NotImplementedError


class LeftWords(_Remembered):
    """What a word says of the name behind it."""

    def _told(self, word: str, lower: str) -> int:
        if lower in self._cues.titles or lower in self._cues.says_before:
            return SPEAKS
        if lower in self._cues.body_before:
            return BODY
        if not word.islower() or lower not in self._cues.places["preposition"]:
            return NOTHING
        return TOWARDS if lower == "ke" else PLACE


class RightWords(_Remembered):
    """What a word says of the name before it."""

    def _told(self, word: str, lower: str) -> int:
        return SPEAKS if lower in self._cues.says_after else NOTHING


def word_before(body: str, start: int) -> str:
    """Return the word before a place, "" where none is.

    One or two blanks, stops or commas must stand between, and a line may end there.
    """
    if body[start - 1 : start] == " ":  # nearly always, with a word and another blank before
        blank = body.rfind(" ", max(0, start - CONTEXT), start - 1)
        word = body[blank + 1 : start - 1]
        if blank >= 0 and word.isalpha():
            return word
    text = body[max(0, start - CONTEXT) : start].removesuffix("\n")
    bare = text.rstrip(" .,")
    if not bare or not 1 <= len(text) - len(bare) <= GAP:
        return ""
    word = "".join(bare.rsplit(None, 1)[-1:])
    if word.isalpha():  # the pattern would look for its end from every letter
        return word
    found = LAST_WORD.search(word)
    return found.group() if found else ""


def word_after(body: str, end: int) -> str:
    """Return the word after a place, "" where none is; one or two blanks or commas must stand between."""
    if body[end : end + 1] == " ":  # nearly always, with a word and another blank behind
        blank = body.find(" ", end + 1, end + CONTEXT)
        word = body[end + 1 : blank]
        if blank >= 0 and word.isalpha():
            return word
    found = NEXT_WORD.match(body, end, end + CONTEXT)
    return found.group(1) if found else ""

"""A text as words and what is between them, and what is learnt once of each distinct word.

The splitter asks its owner about each distinct word once (`Learn`) and remembers the answer, so that an
article costs a look-up a word. Where it could be built, `index.splitting_compiled` splits in its place; this
is then the specification. It must not know what any word means.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import NamedTuple

# Letters and digits, joined by an apostrophe ("Ma'ruf"), with the end of a web address ("Kompas.com").
WORD = re.compile(
    r"([^\W_]++(?:['’`´][^\W\d_]++)*+(?:\.(?ai:com|net|org|id|tv|co\.id|co|go\.id)(?![^\W_]))?+)"
)
SHORTEST_SMALL, LONGEST_SMALL = 3, 24
SMALL_WORD = re.compile(rf"\b[a-z]{{{SHORTEST_SMALL},{LONGEST_SMALL}}}\b")
# What `word_classes` says of a code point; index/compiled/splitting.h says the same.
IN_WORD, BEHIND_APOSTROPHE, APOSTROPHE, UNDERSCORE = 1, 2, 4, 8
BLANK, CAPITAL_LETTER, SMALL_LETTER, SENTENCE_END = 16, 32, 64, 128
SENTENCE_ENDS = frozenset('.!?:;\n"“”‘•–—|*')
MOST_REMEMBERED = 300_000  # distinct words: those of a year of news fit
LONGEST_REMEMBERED = 60  # characters; longer words are no words, and must not fill the memory


class Learnt(NamedTuple):
    """What is learnt of a word: as lower case, bits, whether texts list where it is, its code, small words.

    `code` is a number below 2^64; `small` are the words of three to 24 small Latin letters in it.
    """

    lower: str
    traits: int
    marked: bool
    code: int
    small: tuple[str, ...]


Learn = Callable[[str], Learnt]


class Split(NamedTuple):
    """The words of a text by number, with what was learnt of each.

    `gaps[n]` stands before word n; `starts` and `ends` are code points; `marked` are the numbers of marked
    words; `small` the distinct small words of the text; `codes` uint64, as bytes in the machine's order.
    """

    words: list[str]
    lower: list[str]
    traits: list[int]
    gaps: list[str]
    starts: list[int]
    ends: list[int]
    marked: list[int]
    small: set[str]
    codes: bytes


class PlainSplitter:
    """Splits texts by one regular expression and a memory of words."""

    def __init__(self, learn: Learn) -> None:
        self._memory = _Memory(learn)

    def split(self, text: str) -> Split:
        """Return the words of a text; never raises for any text."""
        self._memory.make_room()
        pieces = WORD.split(text)
        words, gaps = pieces[1::2], pieces[:-1:2]
        learnt = [self._memory[word] for word in words]
        offsets = list(accumulate(map(len, pieces)))
        return Split(
            words,
            [one[0] for one in learnt],
            [one[1] for one in learnt],
            gaps,
            offsets[0:-1:2],
            offsets[1::2],
            [number for number, one in enumerate(learnt) if one[2]],
            small_words(text),
            array("Q", [one[3] for one in learnt]).tobytes(),
        )


def small_words(text: str) -> set[str]:
    """Return the distinct words of three to 24 small Latin letters."""
    if text.isascii() and text.isalpha() and text.islower():  # a single word
        return {text} if SHORTEST_SMALL <= len(text) <= LONGEST_SMALL else set()
    return set(SMALL_WORD.findall(text))


@cache
def word_classes() -> bytes:
    """Return what each of the first code points is; see IN_WORD and those beside it."""
    return bytes(_class_of(chr(point)) for point in range(CLASSES_END))


def page_classes(page: int) -> bytes:
    """Return what each code point of a page of PAGE is, as `word_classes` does."""
    return bytes(_class_of(chr(point)) for point in range(page * PAGE, (page + 1) * PAGE))


def _class_of(letter: str) -> int:
    told = (
        (IN_WORD, letter.isalnum()),
        (BEHIND_APOSTROPHE, letter.isalnum() and not letter.isdecimal()),
        (APOSTROPHE, letter in "'’`´"),
        (UNDERSCORE, letter == "_"),
        (BLANK, letter.isspace()),
        (CAPITAL_LETTER, letter.isupper()),
        (SMALL_LETTER, letter.islower()),
        (SENTENCE_END, letter in SENTENCE_ENDS),
    )
    return sum(bit for bit, said in told if said)


# As far as `word_classes` goes: Latin, Greek, Cyrillic, Arabic and what printers use.
CLASSES_END = 0x3000
PAGE = 256


class _Memory(dict[str, Learnt]):
    def __init__(self, learn: Learn) -> None:
        super().__init__()
        self._learn = learn

    def make_room(self) -> None:
        """Forget all words when they have become too many; to be called between texts."""
        if len(self) >= MOST_REMEMBERED:
            self.clear()

    def __missing__(self, word: str) -> Learnt:
        learnt = self._learn(word)
        if len(word) <= LONGEST_REMEMBERED:
            self[word] = learnt
        return learnt

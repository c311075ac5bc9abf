"""What a written word says of itself, whatever stands around it: one number of bits for each distinct word.

Nearly every decision on a name asks the same of the same words: is it a title, a given name, an everyday
word, in capitals? Each distinct word is asked once and remembered (`index.splitting`); a decision is then a
test of a bit. Asking anew at every place took more than half of the time of finding names. It must not look
at a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from string import ascii_lowercase

from index.actors_cues import Cues
from index.fingerprints import code_of
from index.splitting import LONGEST_REMEMBERED, Learnt, small_words

CAPITAL = 1 << 0  # starts with a capital
WATCHED = 1 << 1  # may start something although written small
TITLE = 1 << 2  # in the table of titles, whatever its use
ROLE = 1 << 3
LOCAL = 1 << 4
TRADE = 1 << 5
HONORIFIC = 1 << 6
DEGREE = 1 << 7
HEAD = 1 << 8  # starts an organisation
STARTER = 1 << 9  # the first word of a head of bodies or places
PLACE_HEAD = 1 << 10
FACILITY = 1 << 11
TAIL = 1 << 12  # ends the name of an organisation
PLACE_TAIL = 1 << 13
GIVEN = 1 << 14
NOBODY = 1 << 15
THING_HEAD = 1 << 16
THING_TAIL = 1 << 17
KNOWN = 1 << 18  # capitalised, and an Indonesian word when written small
EVERYDAY = 1 << 19  # as KNOWN, or such a word with -nya; never a given name
CAMEL = 1 << 20  # "TransJakarta" but not "McCain": a capital after three small letters is a brand's
UPPER = 1 << 21
ROMAN = 1 << 22
SINGLE = 1 << 23
SIGN = 1 << 24  # names nobody by itself: months, numerals, single letters, what holds a digit
SAYS_BEFORE = 1 << 25
SAYS_AFTER = 1 << 26
GLUED = 1 << 27  # several words that lost their space
MATCHED = 1 << 28  # set by place: a curated form starts here

ITS = "nya"  # a clitic: its, the
MARKED = CAPITAL | WATCHED | GLUED  # what is looked for in a text: few of its words have any
OFFICE = ROLE | LOCAL | TRADE
USES = {"role": ROLE, "local": LOCAL, "trade": TRADE, "honorific": HONORIFIC, "degree": DEGREE}
BRAND = re.compile(r"[a-z]{3}[A-Z]")
NUMERALS = frozenset(
    f"{tens}{ones}"
    for tens in ("", "x", "xx", "xxx")
    for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
) - {""}
# Two words that lost the space between them: "AcehMuzakir".
GLUE = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
MAYBE_GLUE = re.compile(r"[a-z][A-Z][a-z]")


def never(left: str, right: str) -> bool:
    """Take no word for two."""
    return False


class Traits:
    """Tells the bits of a word as written.

    `known` tells whether a lower-case word is an Indonesian word, `glued` whether the halves of a word are
    two words that lost their space. `may_know` is true of every word that is known, and of few others.
    """

    def __init__(
        self,
        cues: Cues,
        known: Callable[[str], bool],
        glued: Callable[[str, str], bool] = never,
        may_know: Callable[[str], bool] = bool,
    ) -> None:
        self.known, self._glued, self._given, self._nobody = known, glued, cues.given, cues.nobody
        self._by_word, self.may_know = _listed(cues), may_know
        small = {word for word in (*self._by_word, *cues.given, *cues.nobody) if word.islower()}
        self.listed = small.union(NUMERALS, ascii_lowercase)  # small words that have bits
        # What any capital may say besides whether it is known when written small.
        self.telling = self.listed.union(map(str.lower, (*cues.given, *cues.nobody)))
        self.parts = lru_cache(1)(self._parts)  # who asks for bits may ask for the parts too

    def learn(self, word: str) -> Learnt:
        """Return all that is to be known of a word; an `index.splitting.Learn`."""
        bits = self[word]
        return Learnt(word.lower(), bits, bits & MARKED != 0, code_of(word), tuple(small_words(word)))

    def __getitem__(self, word: str) -> int:
        """Return the bits of a word; a small one that is in no list has none."""
        if word.islower() and word.isalpha() and word not in self.listed:
            return 0
        lower = word.lower()
        bits = self._by_word.get(lower, 0) | self._as_written(word, lower)
        if MAYBE_GLUE.search(word) and self.parts(word):
            return bits | GLUED
        return bits | self._everyday(lower, bits) if bits & CAPITAL else bits

    def capital(self, word: str) -> int:
        """Return the same of a capital and small Latin letters, or of capitals, not `telling` when small."""
        bits = CAPITAL | UPPER if word.isupper() else CAPITAL
        return bits | self._everyday(word.lower(), bits)

    def _everyday(self, lower: str, bits: int) -> int:
        """Return what a capitalised word of these bits is when written small."""
        everyday = 0 if bits & GIVEN else EVERYDAY
        if self.known(lower):
            return KNOWN | everyday
        if not lower.endswith(ITS):
            return 0
        return everyday if self.known(lower.removesuffix(ITS)) else 0

    def _as_written(self, word: str, lower: str) -> int:
        """Return what the letters tell."""
        bits = CAPITAL if word[:1].isupper() else 0
        if word.isupper():
            bits |= UPPER
        elif BRAND.search(word):
            bits |= CAMEL
        if word in self._given:
            bits |= GIVEN
        if word in self._nobody:
            bits |= NOBODY | SIGN
        if lower in NUMERALS:
            bits |= ROMAN | SIGN
        if len(word) == 1:
            bits |= SINGLE | SIGN
        return bits if word.isalpha() or not any(map(str.isdigit, word)) else bits | SIGN

    def _parts(self, word: str) -> tuple[str, ...]:
        """Return the words that a word was glued from, none if it was not; "JatimNet.com" is one."""
        if len(word) > LONGEST_REMEMBERED or "." in word:
            return ()
        parts, first = [], 0
        for joint in GLUE.finditer(word):
            if self._glued(word[first : joint.start()], word[joint.start() :]):
                parts.append(word[first : joint.start()])
                first = joint.start()
        return (*parts, word[first:]) if parts else ()


def _listed(cues: Cues) -> dict[str, int]:
    """Return the bits that the tables of cues give to lower-case words."""
    by_word: dict[str, int] = {}
    lists = (
        (WATCHED, cues.watched),
        (TITLE, cues.titles),
        (HEAD, cues.heads),
        (STARTER, cues.starters),
        (PLACE_HEAD, cues.places["head"]),
        (FACILITY, cues.places["facility"]),
        (TAIL, cues.tails),
        (PLACE_TAIL, cues.places["tail"]),
        (THING_HEAD, cues.thing_heads),
        (THING_TAIL, cues.thing_tails),
        (SAYS_BEFORE, cues.says_before),
        (SAYS_AFTER, cues.says_after),
    )
    for bit, words in lists:
        for word in words:
            by_word[word] = by_word.get(word, 0) | bit
    for word, use in cues.titles.items():
        by_word[word] |= USES[use]
    return by_word

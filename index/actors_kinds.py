"""What kind of actor a span names, by the words around it; None where it names nobody.

One pure decision per span, from the strongest evidence to the weakest. It must not look at other spans of the
article: what an article says elsewhere is `index.actors`' part.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from index.actors_cues import Cues
from index.actors_reach import VILLAGES
from index.actors_span import Span
from index.actors_traits import (
    CAMEL,
    CAPITAL,
    GIVEN,
    HEAD,
    KNOWN,
    LOCAL,
    OFFICE,
    PLACE_TAIL,
    ROLE,
    SAYS_AFTER,
    SAYS_BEFORE,
    SIGN,
    TAIL,
    THING_TAIL,
    TITLE,
    UPPER,
)
from index.actors_words import Words
from index.article import ActorKind


class Trust(IntEnum):
    """How sure a kind is: a guess gives way to anything the article or the archive says elsewhere."""

    GUESS = 1
    CUE = 2
    SURE = 3


class Verdict(NamedTuple):
    """The kind of a span and how sure it is."""

    kind: ActorKind | None
    trust: Trust


SHORTEST_SHOUTED = 4  # "GURU" is a word in capitals, "SAR" is an abbreviation whatever "sar" is
POINTERS = frozenset(("itu", "ini", "tersebut"))
PLACE_NOUNS = frozenset(("kota", "desa", "ibukota", "negara", "provinsi", "distrik", "pulau"))
# Prepositions behind which an everyday word may be a place after all.
PLAIN_PLACES = frozenset(("di", "ke", "kota", "kabupaten", "desa"))
SUCH_A = frozenset(("sebuah", "salah", "satu"))  # between a name and the noun that says what it is
SIDED = frozenset(("di", "ke", "dari"))
COMMAS = frozenset((", ", " , "))
JOINING = ("dan", "serta", "maupun", "atau")
JOINS = frozenset(f" {word} " for word in JOINING)
JOINS_BEFORE = JOINS | {", dan ", " , dan "}
LONGEST_JOIN = 8  # characters: " maupun "
NOBODY = Verdict(None, Trust.SURE)
PERSON: ActorKind = "person"
PLACE: ActorKind = "place"
BODY: ActorKind = "organisation"


class _Tokens(NamedTuple):
    """The words of a span taken together: what all of them say, what any says, and the first and the last."""

    size: int
    every: int
    some: int
    first: int
    last: int
    everyday: bool  # every word is an everyday one and none a given name
    abbreviation: bool


class KindJudge:
    """Judges the spans of one text."""

    def __init__(self, words: Words, cues: Cues, known: Callable[[str], bool]) -> None:
        self.words, self.cues, self.known = words, cues, known
        self.traits, self.lower, self.gaps = words.traits, words.lower, words.gaps

    def judge(self, span: Span, previous: Span | None = None, following: Span | None = None) -> Verdict:
        """Return what an uncurated span names; its neighbours count where they are joined to it."""
        if span.kind is not None:
            return Verdict(span.kind, Trust.SURE)
        tokens = self._tokens(span)
        thing = self.gaps[span.first] == " " and self.lower[span.first - 1] in self.cues.thing_before
        if thing or self._is_nothing(tokens):
            return NOBODY
        for rule in RULES:
            verdict = rule(self, span, tokens)
            if verdict is not None:
                return verdict
        if not tokens.everyday:
            kind = self._by_partner(span, previous, following)
            if kind is not None:
                return Verdict(kind, Trust.CUE)
        return self._by_default(span, tokens)

    def _tokens(self, span: Span) -> _Tokens:
        traits = self.traits[span.first : span.core]
        every, some = traits[0], traits[0]
        for one in traits:
            every &= one
            some |= one
        count = len(traits)
        everyday = not some & GIVEN and (
            every & KNOWN != 0 or (not every & CAPITAL and self._known(span) == count)
        )
        short = count == 1 and every & UPPER != 0 and 2 <= len(self.lower[span.first]) <= 7
        return _Tokens(count, every, some, traits[0], traits[-1], everyday, short)

    def _known(self, span: Span) -> int:
        """Return how many words of a span are everyday ones; small words have no bit for it."""
        return sum(self.known(lower) for lower in self.lower[span.first : span.core])

    @staticmethod
    def _is_nothing(tokens: _Tokens) -> bool:
        """Return whether the words themselves rule a name out: months, "Rp100", lines in capitals."""
        if tokens.every & SIGN:
            return True
        given = tokens.some & GIVEN
        if tokens.size > 1 and tokens.every & UPPER and not given:
            return True
        if tokens.size == 1 and not given:  # a tail that lost its name: "United"
            return tokens.last & (TAIL | PLACE_TAIL | THING_TAIL) != 0
        return tokens.last & THING_TAIL != 0

    def _by_partner(self, span: Span, previous: Span | None, following: Span | None) -> ActorKind | None:
        """ "X dan Jakarta": what "dan" joins is of one kind; so is what commas join to a place."""
        words = self.words
        if (
            following is not None
            and following.kind is not None
            and following.start - span.end <= LONGEST_JOIN
        ):
            between = words.text[span.end : following.start]
            if between in JOINS or (between in COMMAS and following.kind == PLACE):
                return following.kind
        if previous is not None and previous.kind is not None and span.start - previous.end <= LONGEST_JOIN:
            between = words.text[previous.end : span.start]
            if between in JOINS_BEFORE:
                return previous.kind
            if between in COMMAS and self._goes_on_in_places(span, previous):
                return PLACE
        return None

    def _goes_on_in_places(self, span: Span, previous: Span) -> bool:
        """Return whether a name closes a chain of places: "di Pasar Anu, Xyz." or "di ibu kota itu, Xyz,"."""
        words, cues = self.words, self.cues
        if previous.kind != PLACE or span.last - span.first > 2:
            return False
        if words.text[span.end : span.end + 2].strip()[:1] not in (",", ".", "(", ""):
            return False
        if any(traits & GIVEN for traits in self.traits[span.first : span.last]):
            return False
        return self.lower[previous.first - 1] in cues.places["preposition"]

    def _by_office(self, span: Span, tokens: _Tokens) -> Verdict | None:
        if tokens.abbreviation:
            return None
        titled = self.traits[span.first - 1] & TITLE and self.gaps[span.first] in (" ", ". ", ", ")
        if not (span.office or titled):
            return None
        if tokens.everyday:
            return NOBODY
        body = tokens.first & CAMEL or (tokens.size > 1 and tokens.last & TAIL)
        return Verdict(BODY, Trust.CUE) if body else Verdict(PERSON, Trust.SURE)

    def _by_place(self, span: Span, tokens: _Tokens) -> Verdict | None:
        left = self.lower[span.first - 1]
        if self.gaps[span.first] != " " or not self._is_preposition(span.first - 1, left):
            return None
        if tokens.some & GIVEN and span.naming is None and self._may_lead_to_people(span.first - 1, left):
            return None
        if tokens.everyday and left not in PLAIN_PLACES:
            return NOBODY
        if tokens.abbreviation:
            return Verdict(BODY, Trust.GUESS)
        return NOBODY if tokens.everyday else Verdict(PLACE, Trust.CUE)

    def _is_preposition(self, number: int, left: str) -> bool:
        """Return whether a place mostly follows: behind "di", and behind "dekat" in "di dekat"."""
        places = self.cues.places
        return left in places["preposition"] or (left in places["side"] and self.lower[number - 1] in SIDED)

    def _may_lead_to_people(self, number: int, left: str) -> bool:
        """Return whether a given name may follow: "ke Ani", "di dekat Ani", "kepala desa Ani"."""
        field = left in VILLAGES and self.traits[number - 1] & (ROLE | LOCAL) and self.gaps[number] == " "
        return bool(left == "ke" or left in self.cues.places["side"] or field)

    def _by_noun(self, span: Span, tokens: _Tokens) -> Verdict | None:
        """A noun beside the name says what it is: "maskapai X", "X, kota di selatan"."""
        words, cues = self.words, self.cues
        if tokens.everyday:
            return None
        if self.gaps[span.first] == " " and self.lower[span.first - 1] in cues.body_before:
            return Verdict(BODY, Trust.CUE)
        if self.gaps[span.last] not in COMMAS:
            return None
        noun = span.last + 1 if self.lower[span.last] in SUCH_A else span.last
        if words.is_capital(noun):
            return None
        if self.lower[noun] in PLACE_NOUNS:
            return Verdict(PLACE, Trust.CUE)
        if self.traits[noun] & HEAD or self.lower[noun] in cues.body_before:
            return Verdict(BODY, Trust.CUE)
        return Verdict(PERSON, Trust.CUE) if self.traits[noun] & OFFICE else None

    def _by_speech(self, span: Span, tokens: _Tokens) -> Verdict | None:
        before = self.traits[span.first - 1] & SAYS_BEFORE and self.gaps[span.first] == " "
        if not before and not (self.traits[span.last] & SAYS_AFTER and self.gaps[span.last] == " "):
            return None
        if tokens.abbreviation:
            return Verdict(BODY, Trust.CUE)
        if tokens.everyday:
            return None
        if tokens.last & TAIL or tokens.first & CAMEL:
            return Verdict(BODY, Trust.CUE)
        return Verdict(PERSON, Trust.CUE)

    def _by_form(self, span: Span, tokens: _Tokens) -> Verdict | None:
        if tokens.size > 1 and tokens.last & (TAIL | PLACE_TAIL):
            return Verdict(BODY if tokens.last & TAIL else PLACE, Trust.CUE)
        if tokens.some & GIVEN:
            return self._given(span, tokens)
        if tokens.abbreviation:  # alone in brackets it is short for the words before, no actor
            shouted = len(self.lower[span.first]) >= SHORTEST_SHOUTED and tokens.everyday
            apart = self.gaps[span.first].rstrip().endswith("(")
            return NOBODY if apart or shouted else Verdict(BODY, Trust.GUESS)
        if tokens.first & CAMEL or "." in self.lower[span.first]:
            return Verdict(BODY, Trust.CUE)
        return None

    def _given(self, span: Span, tokens: _Tokens) -> Verdict:
        """A given name alone that is a word too and starts a sentence is nobody: "Abu Gunung Merapi"."""
        if tokens.size == 1 and tokens.first & KNOWN and self.words.starts_sentence(span.first):
            acts = self.traits[span.last] & SAYS_AFTER
            return Verdict(PERSON, Trust.GUESS) if acts or self.gaps[span.last] == ", " else NOBODY
        return Verdict(PERSON, Trust.CUE)

    def _by_right(self, span: Span, tokens: _Tokens) -> Verdict | None:
        right = self.lower[span.last]
        if len(right) == 2 and right.isdigit() and self.gaps[span.last] in (" (", " ( "):
            return Verdict(PERSON, Trust.CUE)
        if not tokens.everyday and self.lower[span.first - 1] in self.cues.person_before:
            return Verdict(PERSON, Trust.GUESS)
        return None

    def _by_default(self, span: Span, tokens: _Tokens) -> Verdict:
        if tokens.everyday:
            return NOBODY
        everyday = self._known(span)
        if everyday and everyday * 2 >= tokens.size:
            return NOBODY
        points = tokens.size == 1 and self.lower[span.last] in POINTERS
        if points and self.words.starts_sentence(span.first):
            return NOBODY  # "Sementera itu": a slip of the pen, hardly a name
        return Verdict(PERSON, Trust.GUESS)


# In the order in which they are asked. Not kept by the judge: that would be a cycle, in which all words of an
# article waited for the collector.
RULES = (
    KindJudge._by_office,
    KindJudge._by_place,
    KindJudge._by_noun,
    KindJudge._by_speech,
    KindJudge._by_form,
    KindJudge._by_right,
)

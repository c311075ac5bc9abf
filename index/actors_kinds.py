"""What kind of actor a span names, by the words around it; None where it names nobody.

One pure decision per span, from the strongest evidence to the weakest. It must not look at other spans of the
article: what an article says elsewhere is `index.actors`' part.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from index.actors_cues import Cues
from index.actors_reach import ROMAN
from index.actors_spans import CAMEL, Span
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
NOBODY = Verdict(None, Trust.SURE)
PERSON: ActorKind = "person"
PLACE: ActorKind = "place"
BODY: ActorKind = "organisation"


class KindJudge:
    """Judges the spans of one text."""

    def __init__(self, words: Words, cues: Cues, known: Callable[[str], bool]) -> None:
        self.words, self.cues, self.known = words, cues, known

    def judge(self, span: Span, previous: Span | None = None, following: Span | None = None) -> Verdict:
        """Return what an uncurated span names; its neighbours count where they are joined to it."""
        if span.kind is not None:
            return Verdict(span.kind, Trust.SURE)
        tokens = self.words.words[span.first : span.core]
        thing = self.words.before(span.first) in self.cues.thing_before and self.words.gap(span.first) == " "
        if thing or self._is_nothing(tokens):
            return NOBODY
        for rule in (
            self._by_office,
            self._by_place,
            self._by_noun,
            self._by_speech,
            self._by_form,
            self._by_right,
        ):
            verdict = rule(span, tokens)
            if verdict is not None:
                return verdict
        if not self._only_everyday(tokens):
            kind = self._by_partner(span, previous, following)
            if kind is not None:
                return Verdict(kind, Trust.CUE)
        return self._by_default(span, tokens)

    def _is_nothing(self, tokens: list[str]) -> bool:
        """Return whether the words themselves rule a name out: months, "Rp100", lines in capitals."""
        if all(self._is_sign(token) for token in tokens):
            return True
        if len(tokens) > 1 and all(token.isupper() for token in tokens) and not self._is_given(tokens):
            return True
        last = tokens[-1].lower()
        if len(tokens) == 1 and not self._is_given(tokens):  # a tail that lost its name: "United"
            return (
                last in self.cues.tails or last in self.cues.places["tail"] or last in self.cues.thing_tails
            )
        return last in self.cues.thing_tails

    def _is_sign(self, token: str) -> bool:
        nobody = token in self.cues.nobody or ROMAN.fullmatch(token.lower()) is not None or len(token) == 1
        return nobody or any(sign.isdigit() for sign in token)

    def _by_partner(self, span: Span, previous: Span | None, following: Span | None) -> ActorKind | None:
        """ "X dan Jakarta": what "dan" joins is of one kind; so is what commas join to a place."""
        words = self.words
        if following is not None and following.kind is not None:
            between = words.text[span.end : following.start]
            if between in (" dan ", " serta ", " maupun ", " atau ") or (
                between in (", ", " , ") and following.kind == PLACE
            ):
                return following.kind
        if previous is not None and previous.kind is not None:
            between = words.text[previous.end : span.start]
            if between in (" dan ", ", dan ", " , dan ", " serta ", " maupun ", " atau "):
                return previous.kind
            if self._goes_on_in_places(span, previous, between):
                return PLACE
        return None

    def _goes_on_in_places(self, span: Span, previous: Span, between: str) -> bool:
        """Return whether a name closes a chain of places: "di Pasar Anu, Xyz." or "di ibu kota itu, Xyz,"."""
        words, cues = self.words, self.cues
        if between not in (", ", " , ") or previous.kind != PLACE or span.last - span.first > 2:
            return False
        if words.text[span.end : span.end + 2].strip()[:1] not in (",", ".", "(", ""):
            return False
        if any(token in cues.given for token in words.words[span.first : span.last]):
            return False
        return words.before(previous.first) in cues.places["preposition"]

    def _is_abbreviation(self, tokens: list[str]) -> bool:
        return len(tokens) == 1 and tokens[0].isupper() and 2 <= len(tokens[0]) <= 7

    def _by_office(self, span: Span, tokens: list[str]) -> Verdict | None:
        words = self.words
        left = words.before(span.first)
        if self._is_abbreviation(tokens):
            return None
        if span.office or (left in self.cues.titles and words.gap(span.first) in (" ", ". ", ", ")):
            if self._only_everyday(tokens):
                return NOBODY
            body = CAMEL.search(tokens[0]) or (len(tokens) > 1 and tokens[-1].lower() in self.cues.tails)
            return Verdict(BODY, Trust.CUE) if body else Verdict(PERSON, Trust.SURE)
        return None

    def _only_everyday(self, tokens: list[str]) -> bool:
        return all(self.known(token.lower()) for token in tokens) and not self._is_given(tokens)

    def _is_given(self, tokens: list[str]) -> bool:
        return any(token in self.cues.given for token in tokens)

    def _by_place(self, span: Span, tokens: list[str]) -> Verdict | None:
        words, cues = self.words, self.cues
        left, gap = words.before(span.first), words.gap(span.first)
        if gap != " ":
            return None
        if left in cues.places["preposition"] and not (
            left == "ke" and self._is_given(tokens) and span.naming is None
        ):
            if self._only_everyday(tokens) and left not in ("di", "ke", "kota", "kabupaten", "desa"):
                return NOBODY
            if self._is_abbreviation(tokens):
                return Verdict(BODY, Trust.GUESS)
            if self._only_everyday(tokens):
                return NOBODY
            return Verdict(PLACE, Trust.CUE)
        return None

    def _by_noun(self, span: Span, tokens: list[str]) -> Verdict | None:
        """A noun beside the name says what it is: "maskapai X", "X, kota di selatan"."""
        words, cues = self.words, self.cues
        if self._only_everyday(tokens):
            return None
        if words.before(span.first) in cues.body_before and words.gap(span.first) == " ":
            return Verdict(BODY, Trust.CUE)
        if words.gap(span.last) not in (", ", " , "):
            return None
        noun = span.last + 1 if words.at(span.last) in ("sebuah", "salah", "satu") else span.last
        if words.is_capital(noun):
            return None
        if words.at(noun) in (
            "kota",
            "desa",
            "ibukota",
            "negara",
            "provinsi",
            "distrik",
            "pulau",
            "ibu kota",
        ):
            return Verdict(PLACE, Trust.CUE)
        if words.at(noun) in cues.heads or words.at(noun) in cues.body_before:
            return Verdict(BODY, Trust.CUE)
        return (
            Verdict(PERSON, Trust.CUE)
            if cues.titles.get(words.at(noun)) in ("role", "local", "trade")
            else None
        )

    def _by_speech(self, span: Span, tokens: list[str]) -> Verdict | None:
        words, cues = self.words, self.cues
        left, right = words.before(span.first), words.at(span.last)
        speaks = (left in cues.says_before and words.gap(span.first) == " ") or (
            right in cues.says_after and words.gap(span.last) == " "
        )
        if not speaks:
            return None
        if self._is_abbreviation(tokens):
            return Verdict(BODY, Trust.CUE)
        if self._only_everyday(tokens):
            return None
        if tokens[-1].lower() in cues.tails or CAMEL.search(tokens[0]):
            return Verdict(BODY, Trust.CUE)
        return Verdict(PERSON, Trust.CUE)

    def _by_form(self, span: Span, tokens: list[str]) -> Verdict | None:
        cues = self.cues
        if len(tokens) > 1 and tokens[-1].lower() in cues.tails:
            return Verdict(BODY, Trust.CUE)
        if len(tokens) > 1 and tokens[-1].lower() in cues.places["tail"]:
            return Verdict(PLACE, Trust.CUE)
        if self._is_given(tokens):
            return self._given(span, tokens)
        if self._is_abbreviation(tokens):  # alone in brackets it is short for the words before, no actor
            shouted = len(tokens[0]) >= SHORTEST_SHOUTED and self.known(tokens[0].lower())
            apart = self.words.gap(span.first).rstrip().endswith("(")
            return NOBODY if apart or shouted else Verdict(BODY, Trust.GUESS)
        if "." in tokens[0] or CAMEL.search(tokens[0]):
            return Verdict(BODY, Trust.CUE)
        return None

    def _given(self, span: Span, tokens: list[str]) -> Verdict:
        """A given name alone that is a word too and starts a sentence is nobody: "Abu Gunung Merapi"."""
        if len(tokens) == 1 and self.words.starts_sentence(span.first) and self.known(tokens[0].lower()):
            acts = self.words.at(span.last) in self.cues.says_after
            return Verdict(PERSON, Trust.GUESS) if acts or self.words.gap(span.last) == ", " else NOBODY
        return Verdict(PERSON, Trust.CUE)

    def _by_right(self, span: Span, tokens: list[str]) -> Verdict | None:
        words = self.words
        gap, right = words.gap(span.last), words.at(span.last)
        if gap in (" (", " ( ", ", ") and right.isdigit() and 1 < len(right) < 3 and gap != ", ":
            return Verdict(PERSON, Trust.CUE)
        if words.before(span.first) in self.cues.person_before and not self._only_everyday(tokens):
            return Verdict(PERSON, Trust.GUESS)
        return None

    def _by_default(self, span: Span, tokens: list[str]) -> Verdict:
        if self._only_everyday(tokens):
            return NOBODY
        everyday = sum(self.known(token.lower()) for token in tokens)
        if everyday and everyday * 2 >= len(tokens):
            return NOBODY
        points = self.words.at(span.last) in POINTERS and self.words.starts_sentence(span.first)
        if points and len(tokens) == 1:  # "Sementera itu": a slip of the pen, hardly a name
            return NOBODY
        return Verdict(PERSON, Trust.GUESS)

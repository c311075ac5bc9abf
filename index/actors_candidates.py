"""The words of a text and whom it names, by its candidates: every stretch that may name somebody.

    PlainScanner               cuts and judges word by word; the specification
    index.splitting_compiled   C, where it could be built: the same for every text

Here a candidate is judged by itself; what the article says elsewhere of it, `index.actors_found` settles.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple, Protocol

from index.actors_cues import Cues
from index.actors_found import Found, PlainSettler
from index.actors_kinds import KindJudge, Trust, Verdict
from index.actors_open import OpenNames
from index.actors_places import place_signs
from index.actors_reach import numbered
from index.actors_span import (
    CURATED,
    DOUBTED,
    GUESS,
    HEADED,
    ROLE_BEFORE,
    ROLE_BEHIND,
    SIGNED,
    STANDS,
    Candidate,
    Span,
)
from index.actors_spans import SpanCutter
from index.actors_traits import GIVEN, SAYS_AFTER, Traits
from index.actors_words import Vocabulary, Words
from index.article import Actor
from index.fingerprints import small_codes
from index.gazetteer import Gazetteer


class Scan(NamedTuple):
    """A text as it was scanned: its words, by `codes` (uint64, as bytes) and `starts`, and whom it names.

    `small` are the codes of the distinct small words (uint64, as bytes, in no order).
    """

    codes: bytes
    starts: Sequence[int]
    small: bytes
    found: Found


class Scanner(Protocol):
    """Scans texts."""

    def scan(self, text: str, title: str = "") -> Scan:
        """Return the words of a text and whom it and its headline name; never raises for any text."""


class PlainScanner:
    """See Scanner."""

    def __init__(self, cues: Cues, gazetteer: Gazetteer, traits: Traits) -> None:
        self._cues, self._gazetteer, self._known = cues, gazetteer, traits.known
        self._vocabulary = Vocabulary(traits)
        self._signs = place_signs(cues)
        self._settler = PlainSettler(OpenNames(gazetteer))

    def scan(self, text: str, title: str = "") -> Scan:
        """See Scanner."""
        words = Words(text, self._vocabulary)
        found = self._settler.found(text, self._candidates(words), self._titled(title))
        return Scan(words.codes, array("i", words.starts), small_codes(words.small), found)

    def candidates(self, text: str) -> list[Candidate]:
        """Return the candidates of a text, in order and disjoint."""
        return self._candidates(Words(text, self._vocabulary))

    def _titled(self, title: str) -> list[Actor]:
        """A headline capitalises everything, so only curated names count there."""
        found, end = [], 0
        for start, (stop, naming) in sorted(self._gazetteer.matches(title).items()):
            if start >= end and naming.actor is not None:
                found.append(naming.actor)
                end = stop
        return found

    def _candidates(self, words: Words) -> list[Candidate]:
        curated = numbered(words, self._gazetteer.matches(words.text))
        return list(self._judged(words, SpanCutter(words, curated, self._cues, self._known).cut()))

    def _judged(self, words: Words, spans: Sequence[Span]) -> Iterator[Candidate]:
        judge = KindJudge(words, self._cues, self._known)
        present = {
            span.naming.actor.id for span in spans if span.naming and span.naming.actor and not span.doubtful
        }
        around = [None, *spans, None]
        for previous, span, following in zip(around, spans, around[2:], strict=False):
            curated = span.naming.actor if span.naming is not None else None
            verdict = Verdict(None, Trust.SURE)
            actor = curated
            if curated is None:
                verdict = judge.judge(span, previous, following)
                guarded = span.naming.guarded if span.naming is not None else ()
                actor = meant(guarded, verdict, present)
            kind = verdict.kind if actor is None else actor.kind
            span.kind = kind or span.kind
            flags = self._flags(words, span, present, verdict, actor)
            name = "" if curated is not None else name_of(words, span)
            yield span.start, span.end, kind, flags, actor, name, span.short

    def _flags(
        self, words: Words, span: Span, present: Set[str], verdict: Verdict, actor: Actor | None
    ) -> int:
        curated = span.naming is not None and span.naming.actor is not None
        acts = words.traits[span.last] & SAYS_AFTER != 0
        doubted = curated and span.doubtful and not acts and actor is not None and actor.id not in present
        guess = actor is None and verdict.kind is not None and verdict.trust == Trust.GUESS
        given = words.traits[span.first] & GIVEN != 0
        stands = given or acts or not words.starts_sentence(span.first)
        signed = words.lower[span.first - 1] in self._signs
        told = (
            (CURATED, curated),
            (HEADED, span.headed),
            (GUESS, guess),
            (DOUBTED, doubted),
            (STANDS, stands),
            (SIGNED, signed),
        )
        return sum(bit for bit, said in told if said) | ROLE_BEFORE | ROLE_BEHIND


def meant(candidates: tuple[Actor, ...], verdict: Verdict, present: Set[str]) -> Actor | None:
    """Return which of the actors an ambiguous form may mean the article or its neighbours tell."""
    for actor in candidates:
        if actor.id in present or (actor.kind == verdict.kind and verdict.trust > Trust.GUESS):
            return actor
    bodies = [actor for actor in candidates if actor.kind == "organisation"]
    return bodies[0] if len(candidates) > 1 and bodies else None


def name_of(words: Words, span: Span) -> str:
    """Return the name that a span says, blanks evened, without an abbreviation in brackets."""
    end = words.ends[span.core - 1] if span.short else span.end
    if end == words.ends[span.first]:
        return words.words[span.first]
    return " ".join(words.text[span.start : end].split())

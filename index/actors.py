"""Who acts in an article: people, organisations and places, found, told apart and named by one id each.

`ActorFinder.find` joins the curated gazetteer with open recognition: most names of an archive are in no list.
What one article cannot tell is settled over the whole archive by `index.names`. It must not read files of the
archive, nor search.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from index.actors_cues import Cues
from index.actors_kinds import KindJudge, Trust, Verdict
from index.actors_places import attributes
from index.actors_reach import numbered
from index.actors_span import Span
from index.actors_spans import SpanCutter
from index.actors_traits import GIVEN, SAYS_AFTER, Traits
from index.actors_words import Vocabulary, Words
from index.article import Actor, ActorKind, Mention
from index.gazetteer import Gazetteer
from index.lang.stem import Stemmer
from index.names_sound import distance, sound

KIND_SUFFIX = {"person": "orang", "organisation": "lembaga", "place": "tempat"}
# Names of which it is remembered whom they mean: most return in other articles, and an id is dear to make.
MOST_REMEMBERED = 100_000
MOST_CHANGES = 1  # letters that two spellings of a first name may differ in, once read aloud
NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Found:
    """The actors of an article in order of first mention, each once, and where its body names them.

    `named` are all those spans, in order. `mentions` are the ones where somebody acts or something happens,
    `attributes` the others, which name a country without placing anything there ("pasukan Armenia").
    """

    actors: tuple[Actor, ...]
    named: tuple[Mention, ...]
    mentions: tuple[Mention, ...]
    attributes: tuple[Mention, ...]


@lru_cache(maxsize=MOST_REMEMBERED)
def slug(name: str) -> str:
    """Return a name as an id: small Latin letters, digits and hyphens ("Ma'ruf Amin" → "ma-ruf-amin")."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return NOT_IN_ID.sub("-", plain).strip("-")


class ActorFinder:
    """Finds actors in articles; deterministic, never raises for any text, holds no state between articles."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues, stemmer: Stemmer) -> None:
        self.gazetteer, self.cues, self.known = gazetteer, cues, stemmer.known
        self.vocabulary = Vocabulary(Traits(cues, stemmer.known, self._glued))
        self._open: dict[tuple[str, ActorKind, bool], Actor] = {}

    @classmethod
    def load(cls) -> ActorFinder:
        """Return a finder over the data in the package; raises LanguageDataError for data that is wrong."""
        return cls(Gazetteer.load(), Cues.load(), Stemmer.load())

    def find(self, title: str, body: str) -> Found:
        """Return who the article names; where, are spans of `body`, ordered and disjoint."""
        return self.find_in(title, self.words(body))

    def words(self, body: str) -> Words:
        """Return the words of a body as `find_in` takes them."""
        return Words(body, self.vocabulary)

    def find_in(self, title: str, words: Words) -> Found:
        """Return who the article of these words names, as `find` does."""
        spans = self._spans(words)
        named = _Article(self, words, spans).settle()
        actors: dict[str, Actor] = {}
        spans_named = []
        for span, actor in named:
            actors.setdefault(actor.id, actor)
            spans_named.append(Mention(actor.id, span.start, span.end))
        loose = {span.start for span in attributes(words, named, self.cues, self.gazetteer.countries)}
        for actor in self._in_title(title):
            actors.setdefault(actor.id, actor)
        mentions = tuple(mention for mention in spans_named if mention.start not in loose)
        apart = tuple(mention for mention in spans_named if mention.start in loose)
        return Found(tuple(actors.values()), tuple(spans_named), mentions, apart)

    def _spans(self, words: Words) -> list[Span]:
        curated = numbered(words, self.gazetteer.matches(words.text))
        return SpanCutter(words, curated, self.cues, self.known).cut()

    def _glued(self, left: str, right: str) -> bool:
        """Return whether the halves of a word are two that lost their space: "AcehMuzakir", "poinDaniel".

        "KabarAnu" may be a brand, so everyday words tell nothing there.
        """
        if left[0].islower():
            return self.known(left)
        return any(part in self.cues.given or part in self.gazetteer.namings for part in (left, right))

    def _in_title(self, title: str) -> list[Actor]:
        """A headline capitalises everything, so only curated names count there."""
        found, end = [], 0
        for start, (stop, naming) in sorted(self.gazetteer.matches(title).items()):
            if start >= end and naming.actor is not None:
                found.append(naming.actor)
                end = stop
        return found

    def actor(self, name: str, kind: ActorKind, headed: bool) -> Actor:
        """Return the actor that an open name means; its id depends on name and kind alone."""
        key = (name, kind, headed)
        known = self._open.get(key)
        if known is None:
            if len(self._open) >= MOST_REMEMBERED:
                self._open.clear()
            known = self._open[key] = self._actor(name, kind, headed)
        return known

    def _actor(self, name: str, kind: ActorKind, headed: bool) -> Actor:
        bare = name.partition(" ")[2] if headed and kind == "place" else ""
        for form in (name, bare):
            naming = self.gazetteer.namings.get(form)
            if naming is not None and naming.actor is not None and naming.actor.kind == kind:
                return naming.actor
        if kind == "person" and (known := self._spelt_otherwise(name)) is not None:
            return known
        key = slug(name)
        plain = kind == "person" or headed
        if not plain or key in self.gazetteer.actors:
            key = f"{key}-{KIND_SUFFIX[kind]}"
        return Actor(key, name, kind)

    def _spelt_otherwise(self, name: str) -> Actor | None:
        """Return the curated person of this surname whose first name sounds so: "Moammar Gaddafi"."""
        first, _, last = name.partition(" ")
        naming = self.gazetteer.namings.get(last)
        actor = naming.actor if naming is not None else None
        if actor is None or actor.kind != "person":
            return None
        alike = distance(sound(first), sound(actor.name.partition(" ")[0]), MOST_CHANGES) <= MOST_CHANGES
        return actor if alike else None


class _Article:
    """Settles the spans of one article together: who was named in full lends the name to the short forms."""

    def __init__(self, finder: ActorFinder, words: Words, spans: list[Span]) -> None:
        self.finder, self.words, self.spans = finder, words, spans
        self.people: dict[str, Actor] = {}
        self.present = {
            span.naming.actor.id
            for span in spans
            if span.naming is not None and span.naming.actor is not None and not span.doubtful
        }
        self.sure: dict[str, Actor] = {}
        self.nobody: set[str] = set()

    def settle(self) -> list[tuple[Span, Actor]]:
        """Return the spans that name somebody, with whom."""
        judge = KindJudge(self.words, self.finder.cues, self.finder.known)
        named: list[tuple[Span, Actor | None]] = []
        around = [None, *self.spans, None]
        for previous, span, following in zip(around, self.spans, around[2:], strict=False):
            actor = span.naming.actor if span.naming is not None else None
            if actor is None:
                actor = self._open(span, judge.judge(span, previous, following))
            if actor is not None:
                span.kind = actor.kind
                self._learn(span, actor)
            named.append((span, actor))
        settled = ((span, self._again(span, actor)) for span, actor in named)
        return [(span, actor) for span, actor in settled if actor is not None]

    def _open(self, span: Span, verdict: Verdict) -> Actor | None:
        """Return whom a span means that is not curated, or curated as ambiguous."""
        if span.naming is not None:
            meant = self._meant(span.naming.guarded, verdict)
            if meant is not None:
                return meant
        span.name = self._name(span)
        if verdict.kind is None:
            self.nobody.add(span.name)
            return None
        actor = self.finder.actor(span.name, verdict.kind, span.headed)
        if span.short and actor.id not in self.finder.gazetteer.actors:
            actor = replace(actor, aliases=(span.short,))
        span.guess = verdict.trust == Trust.GUESS
        if not span.guess:
            self.sure.setdefault(actor.name, actor)
        return actor

    def _meant(self, candidates: tuple[Actor, ...], verdict: Verdict) -> Actor | None:
        """Return which of the actors an ambiguous form may mean the article or its neighbours tell."""
        for actor in candidates:
            if actor.id in self.present or (actor.kind == verdict.kind and verdict.trust > Trust.GUESS):
                return actor
        bodies = [actor for actor in candidates if actor.kind == "organisation"]
        return bodies[0] if len(candidates) > 1 and bodies else None

    def _name(self, span: Span) -> str:
        words = self.words
        end = words.ends[span.core - 1] if span.short else span.end
        if end == words.ends[span.first]:
            return words.words[span.first]
        return " ".join(words.text[span.start : end].split())

    def _learn(self, span: Span, actor: Actor) -> None:
        if span.short and span.short not in self.sure:
            self.sure[span.short] = actor
        if actor.kind == "person" and not (span.guess and " " not in actor.name):
            for part in actor.name.split():
                if len(part) > 2 and part not in self.people:
                    self.people[part] = actor

    def _again(self, span: Span, actor: Actor | None) -> Actor | None:
        """Let a short form mean whom the article named in full."""
        if span.naming is not None and span.naming.actor is not None:
            return None if span.doubtful and not self._is_certain(span, span.naming.actor) else actor
        if span.headed:
            return actor
        name = span.name or self._name(span)
        if span.guess and name in self.sure:
            return self.sure[name]
        if span.guess and name in self.nobody:
            return None  # "berinisial KTR" once: KTR is no body later
        if actor is None or actor.kind == "person":
            whole = self.people.get(name)
            if whole is not None and " " not in name:
                return whole if actor is not None or self._stands_for_person(span) else None
        return self.sure.get(name, actor) if actor is not None else actor

    def _is_certain(self, span: Span, actor: Actor) -> bool:
        return actor.id in self.present or self.words.traits[span.last] & SAYS_AFTER != 0

    def _stands_for_person(self, span: Span) -> bool:
        words = self.words
        if words.traits[span.first] & GIVEN or not words.starts_sentence(span.first):
            return True
        return words.traits[span.last] & SAYS_AFTER != 0

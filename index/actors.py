"""Who acts in an article: people, organisations and places, found, told apart and named by one id each.

`ActorFinder.find` joins the curated gazetteer with open recognition: most names of an archive are in no list.
What one article cannot tell is settled over the whole archive by `index.names`. It must not read files of the
archive, nor search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.actors_candidates import Scan
from index.actors_cues import Cues
from index.actors_places import Named, attributes
from index.actors_span import CURATED, DOUBTED, GUESS, HEADED, ROLE_BEFORE, ROLE_BEHIND, STANDS, Candidate
from index.actors_traits import Traits
from index.article import Actor, ActorKind, Mention
from index.gazetteer import Gazetteer
from index.lang.stem import Stemmer
from index.names_sound import distance, sound
from index.replacing import setter_of
from index.splitters import chosen_scanner

KIND_SUFFIX = {"person": "orang", "organisation": "lembaga", "place": "tempat"}
# Names of which it is remembered whom they mean: most return in other articles, and an id is dear to make.
MOST_REMEMBERED = 100_000
MOST_CHANGES = 1  # letters that two spellings of a first name may differ in, once read aloud
SURELY = CURATED | DOUBTED
ROLES = ROLE_BEFORE | ROLE_BEHIND
NOT_IN_ID = re.compile(r"[^a-z0-9]+")
PLAIN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*+")
NEW = object.__new__
SET_ACTOR, SET_START, SET_END = (setter_of(Mention, name) for name in ("actor_id", "start", "end"))


@dataclass(frozen=True, slots=True)
class Found:
    """The actors of an article in order of first mention, each once, and where its body names them.

    `named` are all those spans, in order. `mentions` are the ones where somebody acts or something happens,
    `attributes` the others, which name a country without placing anything there ("pasukan Armenia"). `sides`
    says where an office may be beside a person, as `index.roles` takes it.
    """

    actors: tuple[Actor, ...]
    named: tuple[Mention, ...]
    mentions: tuple[Mention, ...]
    attributes: tuple[Mention, ...]
    sides: Mapping[int, int]


@lru_cache(maxsize=MOST_REMEMBERED)
def slug(name: str) -> str:
    """Return a name as an id: small Latin letters, digits and hyphens ("Ma'ruf Amin" → "ma-ruf-amin")."""
    plain = name.lower().replace(" ", "-")
    if PLAIN_ID.fullmatch(plain):
        return plain
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return NOT_IN_ID.sub("-", plain).strip("-")


class ActorFinder:
    """Finds actors in articles; deterministic, never raises for any text, holds no state between articles."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues, stemmer: Stemmer) -> None:
        self.gazetteer, self.cues, self.known = gazetteer, cues, stemmer.known
        self.scanner = chosen_scanner(cues, gazetteer, Traits(cues, stemmer.known, self._glued))
        self._open: dict[tuple[str, ActorKind, bool], Actor] = {}

    @classmethod
    def load(cls) -> ActorFinder:
        """Return a finder over the data in the package; raises LanguageDataError for data that is wrong."""
        return cls(Gazetteer.load(), Cues.load(), Stemmer.load())

    def find(self, title: str, body: str) -> Found:
        """Return who the article names; where, are spans of `body`, ordered and disjoint."""
        return self.find_in(title, self.words(body))

    def words(self, body: str) -> Scan:
        """Return a body as `find_in` takes it."""
        return self.scanner.scan(body)

    def find_in(self, title: str, scan: Scan) -> Found:
        """Return who a scanned article names, as `find` does."""
        actors: dict[str, Actor] = {}
        named = _Article(self).settle(scan.candidates)
        sides: dict[int, int] = {}
        made: list[Mention] = []
        for start, end, actor, flags in named:
            kept = actors.setdefault(actor.id, actor)
            if flags & ROLES and kept.kind == "person":
                sides[start] = flags & ROLES
            mention = NEW(Mention)  # by its own guard a frozen record takes twice the time
            SET_ACTOR(mention, kept.id)
            SET_START(mention, start)
            SET_END(mention, end)
            made.append(mention)
        for actor in self._in_title(title):
            actors.setdefault(actor.id, actor)
        spans = mentions = tuple(made)
        apart: tuple[Mention, ...] = ()
        if loose := attributes(scan.text, named, self.gazetteer.countries):
            mentions = tuple(mention for mention in spans if mention.start not in loose)
            apart = tuple(mention for mention in spans if mention.start in loose)
        return Found(tuple(actors.values()), spans, mentions, apart, sides)

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
    """Settles the candidates of one article together: a full name lends itself to its short forms."""

    def __init__(self, finder: ActorFinder) -> None:
        self.finder = finder
        self.people: dict[str, Actor] = {}
        self.taught: set[str] = set()
        self.sure: dict[str, Actor] = {}
        self.nobody: set[str] = set()

    def settle(self, candidates: Sequence[Candidate]) -> list[Named]:
        """Return the candidates that name somebody, with whom."""
        named: list[Named] = []
        found, people = self._read(candidates), self.people
        for actor, (start, end, _, flags, _, name, _) in zip(found, candidates, strict=True):
            if actor is None and name not in people:
                continue
            if flags & SURELY != CURATED:
                actor = self._again(actor, flags, name)
            if actor is not None:
                named.append((start, end, actor, flags))
        return named

    def _read(self, candidates: Sequence[Candidate]) -> list[Actor | None]:
        """Return whom each candidate means by itself, and learn what it says of others."""
        found: list[Actor | None] = []
        nobody, taught = self.nobody, self.taught
        for _, _, kind, flags, actor, name, short in candidates:
            if kind is None:
                nobody.add(name)
                found.append(None)
                continue
            if actor is None:
                actor = self._open(name, kind, flags, short)
            if short:
                self.sure.setdefault(short, actor)
            if kind == "person" and actor.name not in taught:
                self._teach(actor, flags)
            found.append(actor)
        return found

    def _open(self, name: str, kind: ActorKind, flags: int, short: str) -> Actor:
        """Return whom a name means that is not curated."""
        actor = self.finder.actor(name, kind, flags & HEADED != 0)
        if short and actor.id not in self.finder.gazetteer.actors:
            actor = replace(actor, aliases=(short,))
        if not flags & GUESS:
            self.sure.setdefault(actor.name, actor)
        return actor

    def _teach(self, actor: Actor, flags: int) -> None:
        """Let the parts of a person's name mean that person, but for a single word that was a guess."""
        if flags & GUESS and " " not in actor.name:
            return
        self.taught.add(actor.name)
        for part in actor.name.split():
            if len(part) > 2:
                self.people.setdefault(part, actor)

    def _again(self, actor: Actor | None, flags: int, name: str) -> Actor | None:
        """Let a short form mean whom the article named in full."""
        if flags & DOUBTED:
            return None
        if flags & HEADED:
            return actor
        if flags & GUESS and name in self.sure:
            return self.sure[name]
        if flags & GUESS and name in self.nobody:
            return None  # "berinisial KTR" once: KTR is no body later
        if actor is None or actor.kind == "person":
            whole = self.people.get(name)
            if whole is not None and " " not in name:
                return whole if actor is not None or flags & STANDS else None
        return self.sure.get(name, actor) if actor is not None else None

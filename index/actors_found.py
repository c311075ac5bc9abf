"""Who an article names: its candidates settled together, by what each says of the others.

    PlainSettler                      candidate by candidate; the specification
    index/compiled/names_settle.c     the same, where it could be built

What one article cannot tell is settled over the whole archive by `index.names`. It must not find names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.actors_open import MOST_REMEMBERED, OpenNames, parts_of
from index.actors_places import Named, attributes
from index.actors_span import CURATED, DOUBTED, GUESS, HEADED, ROLE_BEFORE, ROLE_BEHIND, STANDS, Candidate
from index.article import Actor, ActorKind, Mention

SURELY = CURATED | DOUBTED
ROLES = ROLE_BEFORE | ROLE_BEHIND


class Found(NamedTuple):
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


class PlainSettler:
    """Settles the candidates of articles; remembers whom open names mean, nothing of any article."""

    def __init__(self, names: OpenNames) -> None:
        self._names, self._countries = names, names.gazetteer.countries
        self._open: dict[tuple[str, ActorKind, bool, str], Actor] = {}

    def found(self, text: str, candidates: Sequence[Candidate], titled: Sequence[Actor]) -> Found:
        """Return who the candidates of a text name, and behind them who else is named in its headline."""
        named = _Article(self).settle(candidates)
        actors: dict[str, Actor] = {}
        sides: dict[int, int] = {}
        spans: list[Mention] = []
        for start, end, actor, flags in named:
            kept = actors.setdefault(actor.id, actor)
            if flags & ROLES and kept.kind == "person":
                sides[start] = flags & ROLES
            spans.append(Mention(kept.id, start, end))
        for actor in titled:
            actors.setdefault(actor.id, actor)
        loose = attributes(text, named, self._countries)
        mentions = tuple(mention for mention in spans if mention.start not in loose)
        apart = tuple(mention for mention in spans if mention.start in loose)
        return Found(tuple(actors.values()), tuple(spans), mentions, apart, sides)

    def actor(self, name: str, kind: ActorKind, headed: bool, short: str) -> Actor:
        """Return the actor that an open name means, as `OpenNames` tells."""
        key = (name, kind, headed, short)
        known = self._open.get(key)
        if known is None:
            if len(self._open) >= MOST_REMEMBERED:
                self._open.clear()
            known = self._open[key] = self._names.actor(*key)
        return known


class _Article:
    """Settles the candidates of one article together: a full name lends itself to its short forms."""

    def __init__(self, settler: PlainSettler) -> None:
        self.settler = settler
        self.people: dict[str, Actor] = {}
        self.taught: set[str] = set()
        self.sure: dict[str, Actor] = {}
        self.nobody: set[str] = set()

    def settle(self, candidates: Sequence[Candidate]) -> list[Named]:
        """Return the candidates that name somebody, with whom."""
        named: list[Named] = []
        for actor, one in zip(self._read(candidates), candidates, strict=True):
            start, end, _, flags, _, name, _ = one
            if flags & SURELY != CURATED:
                actor = self._again(actor, flags, name)
            if actor is not None:
                named.append((start, end, actor, flags))
        return named

    def _read(self, candidates: Sequence[Candidate]) -> list[Actor | None]:
        """Return whom each candidate means by itself, and learn what it says of others."""
        found: list[Actor | None] = []
        for _, _, kind, flags, actor, name, short in candidates:
            if kind is None:
                self.nobody.add(name)
                found.append(None)
                continue
            if actor is None:
                actor = self.settler.actor(name, kind, flags & HEADED != 0, short)
                if not flags & GUESS:
                    self.sure.setdefault(actor.name, actor)
            if short:
                self.sure.setdefault(short, actor)
            if kind == "person":
                self._teach(actor, flags)
            found.append(actor)
        return found

    def _teach(self, actor: Actor, flags: int) -> None:
        """Let the parts of a person's name mean that person, but for a single word that was a guess."""
        if actor.name in self.taught or (flags & GUESS and " " not in actor.name):
            return
        self.taught.add(actor.name)
        for part in parts_of(actor.name):
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

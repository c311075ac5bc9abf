"""One decision per name over the whole archive: the second pass over the actors of the articles.

An article alone cannot tell whether an unknown name is a person or a town, nor that two spellings are one
person. `index.names_archive` keeps what every article shows of each open name and decides by vote; this
applies the decisions. Curated actors are never retyped or hidden, only merged into. It must not find names in
a text; that is `index.actors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from index.actors_open import KIND_SUFFIX
from index.article import ACTOR_KINDS, Actor, Article, Mention, Quote, Role
from index.names_table import Decision
from index.reading import Reading
from index.replacing import replaced
from index.revision import OneByOne

Held = TypeVar("Held", Mention, Role)


@dataclass(frozen=True, slots=True)
class NameRevision(OneByOne):
    """Who each actor id stands for in the archive; None: nobody. `decisions` say why.

    An `index.revision.Settled` and a `Revision`.
    """

    actors: Mapping[str, Actor | None]
    decisions: tuple[Decision, ...] = ()

    def revision(self, part: int) -> NameRevision:
        """Return this: a name is the same everywhere."""
        return self

    def revise(self, reading: Reading) -> Reading:
        """Return the article with every name as the archive decided on it."""
        article = reading.article
        if self.actors.keys().isdisjoint([actor.id for actor in article.actors]):
            return reading  # so it is for most: nearly every name stays what the article took it for
        return Reading(self._revised(article), reading.prints)

    def _revised(self, article: Article) -> Article:
        settled = {actor.id: self.actors.get(actor.id, actor) for actor in article.actors}
        actors = {actor.id: actor for actor in settled.values() if actor is not None}
        return replaced(
            article,
            actors=tuple(actors.values()),
            mentions=_held(article.mentions, settled),
            attributes=_held(article.attributes, settled),
            roles=_held(article.roles, settled),
            quotes=tuple(self._quote(quote, settled) for quote in article.quotes),
        )

    @staticmethod
    def _quote(quote: Quote, settled: Mapping[str, Actor | None]) -> Quote:
        if quote.speaker_id not in settled:
            return quote
        speaker = settled[quote.speaker_id]
        if speaker is not None and speaker.id == quote.speaker_id:
            return quote
        return replace(quote, speaker_id=speaker.id if speaker is not None else "")


def _held(spans: tuple[Held, ...], settled: Mapping[str, Actor | None]) -> tuple[Held, ...]:
    """Return the spans of those who are somebody, under the id that was settled."""
    pairs = ((span, settled.get(span.actor_id)) for span in spans)
    return tuple(
        span if actor.id == span.actor_id else replace(span, actor_id=actor.id)
        for span, actor in pairs
        if actor is not None
    )


def revision(actors: Mapping[str, Actor], decisions: Iterable[Decision]) -> NameRevision:
    """Turn decisions into what becomes of each id; of two decisions on one id the later counts.

    `actors` are those, by id, that a decision may speak of.
    """
    known = dict(actors)
    made = tuple(_with_target(decision, known) for decision in decisions)
    apart = {(decision.id, decision.target) for decision in made if decision.action == "split"}
    apart |= {(target, one) for one, target in apart}
    merged: dict[str, str] = {}
    settled: dict[str, Actor | None] = {}
    for decision in made:
        actor = known.get(decision.id)
        if actor is None or decision.action == "split":
            continue
        if decision.action == "merge":
            if (decision.id, decision.target) not in apart:
                merged[decision.id] = decision.target
        elif decision.action == "hide":
            settled[actor.id] = None
        else:
            settled[actor.id] = _changed(settled.get(actor.id) or actor, decision)
    _merge(known, merged, settled)
    return NameRevision(settled, made)


def _with_target(decision: Decision, known: dict[str, Actor]) -> Decision:
    """Return a merge with its target's name; a target that only an earlier build met becomes known again."""
    if decision.action != "merge":
        return decision
    merged = known.get(decision.id)
    if merged is not None and decision.target not in known and decision.target_name:
        known[decision.target] = Actor(decision.target, decision.target_name, merged.kind)
    target = known.get(decision.target)
    return replace(decision, target_name=target.name) if target is not None else decision


def _changed(actor: Actor, decision: Decision) -> Actor:
    if decision.action == "rename":
        aliases = tuple(dict.fromkeys((actor.name, *actor.aliases)))
        return replace(actor, name=decision.target, aliases=aliases)
    kind = next(kind for kind in ACTOR_KINDS if kind == decision.target)
    stem = actor.id
    for suffix in KIND_SUFFIX.values():
        stem = stem.removesuffix(f"-{suffix}")
    return replace(actor, kind=kind, id=stem if kind == "person" else f"{stem}-{KIND_SUFFIX[kind]}")


def _merge(known: Mapping[str, Actor], merged: Mapping[str, str], settled: dict[str, Actor | None]) -> None:
    """Give every merged id its last target, and the target the other forms as aliases."""
    forms: dict[str, list[str]] = {}
    ends: dict[str, str] = {}
    for one in merged:
        target, seen = merged[one], {one}
        while target in merged and target not in seen:
            seen.add(target)
            target = merged[target]
        if target in known:
            ends[one] = target
            forms.setdefault(target, []).append(known[one].name)
    for target, names in forms.items():
        actor = settled.get(target, known[target])
        if actor is not None:
            others = [name for name in sorted(set(names)) if name != actor.name]
            settled[target] = replace(actor, aliases=tuple(dict.fromkeys((*actor.aliases, *others))))
    for one, target in ends.items():
        settled[one] = settled[target]

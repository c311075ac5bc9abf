"""One decision per name over the whole archive: the second pass over the actors of the articles.

An article alone cannot tell whether an unknown name is a person or a town, nor that two spellings are one
person. `NameObserver` keeps what every article shows of each open name, decides by vote, and its revision
applies the decisions. Curated actors are never retyped or hidden, only merged into. It must not find names in
a text; that is `index.actors`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from index.actors import KIND_SUFFIX, slug
from index.actors_cues import Cues
from index.article import ACTOR_KINDS, Actor, ActorKind, Article, Mention, Quote, Role
from index.gazetteer import Gazetteer
from index.names_decide import NameJudge
from index.names_evidence import NameEvidence, company, is_headed
from index.names_table import Decision, read_overrides

Held = TypeVar("Held", Mention, Role)
SMALL_WORD = re.compile(r"\b[a-z]{3,24}\b")
LAST_WORD = re.compile(r"([^\W\d_]+)[ .,]{1,2}$")
NEXT_WORD = re.compile(r"[ ,]{1,2}([^\W\d_]+)")
CONTEXT = 24
# About 700 bytes a name: at most half a gigabyte, which an archive of a million articles does not reach.
MOST_NAMES = 700_000
MOST_SMALL_WORDS = 2_000_000
SIGN_VOTES = 2  # what the finder takes for a person without a sign counts once
CUE_VOTES = 4  # a word that tells the kind outweighs four guesses


@dataclass(frozen=True, slots=True)
class NameRevision:
    """Who each actor id stands for in the archive; None: nobody. `decisions` say why."""

    actors: Mapping[str, Actor | None]
    decisions: tuple[Decision, ...] = ()

    def revise(self, article: Article) -> Article:
        """Return the article with every name as the archive decided on it."""
        settled = {actor.id: self.actors.get(actor.id, actor) for actor in article.actors}
        actors = {actor.id: actor for actor in settled.values() if actor is not None}
        return replace(
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
        return replace(quote, speaker_id=speaker.id if speaker is not None else "")


def _held(spans: tuple[Held, ...], settled: Mapping[str, Actor | None]) -> tuple[Held, ...]:
    """Return the spans of those who are somebody, under the id that was settled."""
    pairs = ((span, settled.get(span.actor_id)) for span in spans)
    return tuple(replace(span, actor_id=actor.id) for span, actor in pairs if actor is not None)


class NameObserver:
    """Gathers how the archive writes each open name; the order of articles changes nothing it settles.

    Beyond `most_names` names it forgets the rarer half; only then may the order matter.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        cues: Cues,
        overrides: tuple[Decision, ...] = (),
        most_names: int = MOST_NAMES,
    ) -> None:
        self.gazetteer, self.cues, self.overrides, self.most_names = gazetteer, cues, overrides, most_names
        self.evidence: dict[str, NameEvidence] = {}
        self.small: Counter[str] = Counter()  # in how many articles a word is written small

    @classmethod
    def load(cls) -> NameObserver:
        """Return an observer over the data in the package; raises LanguageDataError for wrong data."""
        return cls(Gazetteer.load(), Cues.load(), read_overrides())

    def observe(self, article: Article) -> None:
        """Take note of the open names of one article, and of the words it writes small."""
        self.small.update(set(SMALL_WORD.findall(article.body)))
        near = company(actor.id for actor in article.actors)
        open_actors = {actor.id: actor for actor in article.actors if actor.id not in self.gazetteer.actors}
        evidence = {actor.id: self._evidence_of(actor) for actor in open_actors.values()}
        for actor in open_actors.values():
            evidence[actor.id].see(actor, near)
        for mention in article.mentions:
            named = open_actors.get(mention.actor_id)
            if named is not None and not is_headed(named):
                given = named.name.partition(" ")[0] in self.cues.given
                kind, votes = self._vote(article.body, mention, named.kind, given)
                evidence[named.id].votes[kind] += votes
        self._forget()

    def _forget(self) -> None:
        """Keep within the budget: the rarest names and words go first."""
        if len(self.evidence) > self.most_names:
            often = sorted(self.evidence.items(), key=lambda one: (-one[1].articles, one[0]))
            self.evidence = dict(often[: self.most_names // 2])
        if len(self.small) > MOST_SMALL_WORDS:
            self.small = Counter({word: count for word, count in self.small.items() if count > 1})

    def _evidence_of(self, actor: Actor) -> NameEvidence:
        key = slug(actor.name)
        evidence = self.evidence.get(key)
        if evidence is None:
            evidence = self.evidence[key] = NameEvidence()
        return evidence

    def _vote(self, body: str, mention: Mention, guess: ActorKind, given: bool) -> tuple[ActorKind, int]:
        """Return the kind that the words beside a mention tell, with how much it counts."""
        left = LAST_WORD.search(body, max(0, mention.start - CONTEXT), mention.start)
        right = NEXT_WORD.match(body, mention.end, mention.end + CONTEXT)
        before = left.group(1).lower() if left else ""
        after = right.group(1).lower() if right else ""
        if before in self.cues.titles or before in self.cues.says_before or after in self.cues.says_after:
            return ("organisation" if guess == "organisation" else "person"), CUE_VOTES
        if before in self.cues.body_before:
            return "organisation", CUE_VOTES
        if guess == "organisation":  # one may well be "di KPK": no place for that
            return guess, SIGN_VOTES
        small = left is not None and left.group(1).islower()  # "Di Maria" is nowhere
        if small and before in self.cues.places["preposition"] and not (given and before == "ke"):
            return "place", SIGN_VOTES if before == "ke" else CUE_VOTES
        return guess, SIGN_VOTES if guess == "place" or given else 1

    def settle(self) -> NameRevision:
        """Decide on every name: its kind, whether it is a name at all, and whom it is the same as."""
        judge = NameJudge(self.gazetteer, self.evidence, self.small, self.cues.given)
        return revision(self.gazetteer, self.evidence, (*judge.decide(), *self.overrides))


def revision(
    gazetteer: Gazetteer, evidence: Mapping[str, NameEvidence], decisions: Iterable[Decision]
) -> NameRevision:
    """Turn decisions into what becomes of each id; of two decisions on one id the later counts."""
    known: dict[str, Actor] = dict(gazetteer.actors)
    for found in evidence.values():
        known.update(found.actors)
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

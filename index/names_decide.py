"""The decisions on names that an archive allows: one kind each, everyday words hidden, variants merged.

Every decision carries its reason in words and figures. It must not apply them; `index.names` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter

from index.article import ACTOR_KINDS, Actor, ActorKind
from index.gazetteer import Gazetteer
from index.names_evidence import NameEvidence, is_headed
from index.names_sound import distance, sound
from index.names_table import Action, Decision
from index.record_runs import Sorter

FEWEST_SMALL = 2  # articles that must write a word small before it can be taken for no name
LETTERS_A_CHANGE = 6  # one letter may differ for every six
SHORTEST_VARIANT = 8
LARGEST_GROUP = 40  # more names than this sound alike by chance: comparing all of them says nothing
FEWEST_ARTICLES = 2  # one article alone does not outvote itself
SURE_SHARE = 0.6
Written = tuple[str, Actor, NameEvidence | None]  # a form, whom it names, what is known of it


class NameJudge:
    """Hears every open name of an archive once, by ascending key, then decides; deterministic.

    `by_name` and `by_sound` hold who is kept, `known` everybody whom a decision speaks of.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        given: frozenset[str],
        by_name: Sorter[Written],
        by_sound: Sorter[Written],
    ) -> None:
        self.gazetteer, self.given = gazetteer, given
        self.known: dict[str, Actor] = {}
        self._by_name, self._by_sound = by_name, by_sound
        self._kinds: list[Decision] = []
        self._meanings: dict[str, dict[str, tuple[int, Actor]]] = defaultdict(dict)
        for actor in gazetteer.actors.values():
            if actor.kind == "person":
                for name in (actor.name, *actor.aliases):
                    self._sounds((name, actor, None))

    def hear(self, key: str, evidence: NameEvidence, small: int) -> None:
        """Decide on the kind of one name; `small` articles write it small, as a word."""
        headed = [actor for actor in evidence.actors.values() if is_headed(actor)]
        if headed:  # the name itself says what it is
            for actor in headed:
                self._keep(actor, evidence)
            return
        winner = max(ACTOR_KINDS, key=lambda kind: (evidence.votes[kind], -ACTOR_KINDS.index(kind)))
        by_kind = {
            actor.kind: actor for actor in sorted(evidence.actors.values(), key=lambda actor: actor.id)
        }
        name = next(iter(by_kind.values())).name
        hidden = self._is_everyday(name, evidence, small if name.lower() == key else 0)
        for actor in by_kind.values():
            if hidden:
                self._kinds.append(self._decision(actor, "hide", "", evidence.articles, hidden))
            elif winner in by_kind and actor.kind != winner:
                self._kinds.append(self._merge(actor, by_kind[winner], evidence, _tally(evidence)))
            elif actor.kind != winner and evidence.articles >= FEWEST_ARTICLES:
                reason = _tally(evidence)
                self._kinds.append(self._decision(actor, "retype", winner, evidence.articles, reason))
            if not hidden and (actor.kind == winner or winner not in by_kind):
                self._keep(actor, evidence)

    def decide(self) -> tuple[Decision, ...]:
        """Return every decision, kinds first, then merges; called once, after the last name."""
        return (*self._kinds, *self._abbreviations(), *self._variants())

    def _keep(self, actor: Actor, evidence: NameEvidence) -> None:
        written = (actor.name, actor, evidence)
        self._by_name.add(actor.name, written)
        if actor.kind == "organisation":
            for short, count in evidence.shorts.items():
                if count > 1 and _abbreviates(short, actor.name):
                    self._meanings[short][actor.id] = count, actor
        elif actor.kind == "person" and len(actor.name) >= SHORTEST_VARIANT:
            self._sounds(written)

    def _sounds(self, written: Written) -> None:
        if " " in written[0]:
            self._by_sound.add(sound(written[0]), written)

    def _is_everyday(self, name: str, evidence: NameEvidence, small: int) -> str:
        """Return why a single word is no name, "" where it may be one."""
        if " " in name or not name.isalpha() or name.isupper() or name in self.given:
            return ""
        if small < FEWEST_SMALL or small <= evidence.articles:
            return ""
        return f"ditulis kecil di {small} artikel, sebagai nama di {evidence.articles}"

    def _abbreviations(self) -> Iterator[Decision]:
        """Merge an abbreviation into what it most often stands for, where that is clear."""
        for short, entries in groupby(self._by_name.records(), itemgetter(0)):
            if short not in self._meanings:
                continue
            *_, (_, (_, actor, evidence)) = entries
            if evidence is None:
                continue
            counts = self._meanings[short]
            target = max(sorted(counts), key=lambda one: counts[one][0])
            share = counts[target][0] / sum(count for count, _ in counts.values())
            if target != actor.id and share >= SURE_SHARE:
                reason = f"singkatan dalam kurung, {counts[target][0]} kali"
                yield self._merge(actor, counts[target][1], evidence, reason)

    def _variants(self) -> Iterator[Decision]:
        """Merge people whose names sound alike, differ in few letters and move in one circle."""
        for _, entries in groupby(self._by_sound.records(), itemgetter(0)):
            group = [written for _, written in islice(entries, LARGEST_GROUP + 1)]
            if 1 < len(group) <= LARGEST_GROUP:
                yield from self._group(group)

    def _group(self, group: list[Written]) -> Iterator[Decision]:
        """Let every open name of a group go to the best-known one that it is a variant of."""
        ranked = sorted(
            group, key=lambda one: (one[2] is not None, -(one[2].articles if one[2] else 0), one[1].id)
        )
        for place, (name, actor, evidence) in enumerate(ranked):
            if evidence is None:
                continue
            for other_name, other, other_evidence in ranked[:place]:
                changes = distance(name.lower(), other_name.lower(), len(name) // LETTERS_A_CHANGE)
                close = changes <= len(name) // LETTERS_A_CHANGE
                if (
                    close
                    and other.id != actor.id
                    and (other_evidence is None or _meet(evidence, other_evidence))
                ):
                    reason = f"bunyi sama dengan {other_name}, beda {changes} huruf"
                    yield self._merge(actor, other, evidence, reason)
                    break

    def _merge(self, actor: Actor, target: Actor, evidence: NameEvidence, reason: str) -> Decision:
        self.known[target.id] = target
        return self._decision(actor, "merge", target.id, evidence.articles, reason)

    def _decision(self, actor: Actor, action: Action, target: str, articles: int, reason: str) -> Decision:
        self.known[actor.id] = actor
        return Decision(actor.id, action, target, reason, actor.name, articles)


def _abbreviates(short: str, name: str) -> bool:
    """Return whether the letters of an abbreviation occur in a name in that order, the first one first."""
    letters = iter(name.lower())
    return name[:1].lower() == short[:1].lower() and all(letter in letters for letter in short.lower())


def _meet(one: NameEvidence, other: NameEvidence) -> bool:
    """Return whether two names are seen in one company."""
    return not set(one.company).isdisjoint(other.company)


def _tally(evidence: NameEvidence) -> str:
    words: dict[ActorKind, str] = {"person": "orang", "organisation": "lembaga", "place": "tempat"}
    return "bacaan " + ", ".join(
        f"{words[kind]} {evidence.votes[kind]}" for kind in ACTOR_KINDS if evidence.votes[kind]
    )

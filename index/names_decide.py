"""The decisions on names that an archive allows: one kind each, everyday words hidden, variants merged.

Every decision carries its reason in words and figures. It must not apply them; `index.names` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from index.article import ACTOR_KINDS, Actor, ActorKind
from index.gazetteer import Gazetteer
from index.names_evidence import NameEvidence, is_headed
from index.names_sound import distance, sound
from index.names_table import Action, Decision

FEWEST_SMALL = 2  # articles that must write a word small before it can be taken for no name
LETTERS_A_CHANGE = 6  # one letter may differ for every six
SHORTEST_VARIANT = 8
LARGEST_GROUP = 40  # more names than this sound alike by chance: comparing all of them says nothing
FEWEST_ARTICLES = 2  # one article alone does not outvote itself
SURE_SHARE = 0.6
Written = tuple[str, Actor, NameEvidence | None]  # a form, whom it names, what is known of it


class NameJudge:
    """Decides on all open names of an archive; deterministic, whatever order they come in."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        evidence: Mapping[str, NameEvidence],
        small: Mapping[str, int],
        given: frozenset[str] = frozenset(),
    ) -> None:
        self.gazetteer, self.small, self.given = gazetteer, small, given
        self.evidence = dict(sorted(evidence.items()))
        self.kept: dict[str, tuple[Actor, NameEvidence]] = {}

    def decide(self) -> tuple[Decision, ...]:
        """Return every decision, kinds first, then merges."""
        decisions = [decision for key in self.evidence for decision in self._kind(key)]
        decisions += self._abbreviations()
        decisions += self._variants()
        return tuple(decisions)

    def _kind(self, key: str) -> Iterator[Decision]:
        evidence = self.evidence[key]
        headed = [actor for actor in evidence.actors.values() if is_headed(actor)]
        if headed:  # the name itself says what it is
            self.kept.update({actor.id: (actor, evidence) for actor in headed})
            return
        winner = max(ACTOR_KINDS, key=lambda kind: (evidence.votes[kind], -ACTOR_KINDS.index(kind)))
        by_kind = {
            actor.kind: actor for actor in sorted(evidence.actors.values(), key=lambda actor: actor.id)
        }
        hidden = self._is_everyday(next(iter(by_kind.values())).name, evidence)
        for actor in by_kind.values():
            if hidden:
                yield self._decision(actor, "hide", "", evidence, hidden)
            elif winner in by_kind and actor.kind != winner:
                reason = f"bacaan {_tally(evidence)}"
                yield self._decision(actor, "merge", by_kind[winner].id, evidence, reason)
            elif actor.kind != winner and evidence.articles >= FEWEST_ARTICLES:
                yield self._decision(actor, "retype", winner, evidence, f"bacaan {_tally(evidence)}")
            if not hidden and (actor.kind == winner or winner not in by_kind):
                self.kept[actor.id] = (actor, evidence)

    def _is_everyday(self, name: str, evidence: NameEvidence) -> str:
        """Return why a single word is no name, "" where it may be one."""
        if " " in name or not name.isalpha() or name.isupper() or name in self.given:
            return ""
        small = self.small.get(name.lower(), 0)
        if small < FEWEST_SMALL or small <= evidence.articles:
            return ""
        return f"ditulis kecil di {small} artikel, sebagai nama di {evidence.articles}"

    def _abbreviations(self) -> Iterator[Decision]:
        """Merge an abbreviation into what it most often stands for, where that is clear."""
        meanings: dict[str, dict[str, int]] = defaultdict(dict)
        for actor, evidence in self.kept.values():
            for short, count in evidence.shorts.items():
                if actor.kind == "organisation" and count > 1 and _abbreviates(short, actor.name):
                    meanings[short][actor.id] = count
        shorts = {actor.name: actor for actor, _ in self.kept.values() if actor.name in meanings}
        for short, actor in sorted(shorts.items()):
            counts = meanings[short]
            target = max(sorted(counts), key=lambda one: counts[one])
            share = counts[target] / sum(counts.values())
            if target != actor.id and share >= SURE_SHARE:
                evidence = self.kept[actor.id][1]
                yield self._decision(
                    actor, "merge", target, evidence, f"singkatan dalam kurung, {counts[target]} kali"
                )

    def _variants(self) -> Iterator[Decision]:
        """Merge people whose names sound alike, differ in few letters and move in one circle."""
        groups: dict[str, list[Written]] = defaultdict(list)
        people = (actor for actor in self.gazetteer.actors.values() if actor.kind == "person")
        written: list[Written] = [
            (name, actor, None) for actor in people for name in (actor.name, *actor.aliases)
        ]
        written += [
            (actor.name, actor, evidence)
            for actor, evidence in self.kept.values()
            if actor.kind == "person" and len(actor.name) >= SHORTEST_VARIANT
        ]
        for one in written:
            if " " in one[0]:
                groups[sound(one[0])].append(one)
        for group in groups.values():
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
                    yield self._decision(actor, "merge", other.id, evidence, reason)
                    break

    @staticmethod
    def _decision(actor: Actor, action: Action, target: str, evidence: NameEvidence, reason: str) -> Decision:
        return Decision(actor.id, action, target, reason, actor.name, evidence.articles)


def _abbreviates(short: str, name: str) -> bool:
    """Return whether the letters of an abbreviation occur in a name in that order, the first one first."""
    letters = iter(name.lower())
    return name[:1].lower() == short[:1].lower() and all(letter in letters for letter in short.lower())


def _meet(one: NameEvidence, other: NameEvidence) -> bool:
    """Return whether two names are seen in one company."""
    return not set(one.company).isdisjoint(other.company)


def _tally(evidence: NameEvidence) -> str:
    words: dict[ActorKind, str] = {"person": "orang", "organisation": "lembaga", "place": "tempat"}
    return ", ".join(f"{words[kind]} {evidence.votes[kind]}" for kind in ACTOR_KINDS if evidence.votes[kind])

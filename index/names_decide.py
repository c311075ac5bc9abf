"""The decisions on names that an archive allows: one kind each, everyday words hidden, variants merged.

Every decision carries its reason in words and figures. It must not apply them; `index.names` does.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Set
from operator import itemgetter

from index.article import ACTOR_KINDS, Actor, ActorKind
from index.gazetteer import Gazetteer
from index.names_alike import Alike, Person
from index.names_evidence import COMPANY, FORMS, SHORTS, Form, Seen, Shorts
from index.names_sound import distance
from index.names_table import Action, Decision
from index.record_buckets import Record

FEWEST_SMALL = 2  # articles that must write a word small before it can be taken for no name
LETTERS_A_CHANGE = 6  # one letter may differ for every six
SHORTEST_VARIANT = 8
FEWEST_ARTICLES = 2  # one article alone does not outvote itself
SURE_SHARE = 0.6


class NameJudge:
    """Hears every open name of an archive once, in any order, then decides; deterministic.

    `shorts` are all abbreviations that stand beside a name, `alike` takes the people who are kept, `known`
    has everybody whom a decision speaks of.
    """

    def __init__(self, gazetteer: Gazetteer, given: frozenset[str], shorts: Set[str], alike: Alike) -> None:
        self.gazetteer, self.given = gazetteer, given
        self.known: dict[str, Actor] = {}
        self._shorts, self._alike = shorts, alike
        self._kinds: list[tuple[str, Decision]] = []
        self._short_names: dict[str, tuple[Form, int]] = {}
        self._meanings: dict[str, dict[str, tuple[int, Form]]] = defaultdict(dict)
        for actor in gazetteer.actors.values():
            if actor.kind == "person":
                for name in (actor.name, *actor.aliases):
                    if " " in name:
                        self._alike.add(Person(name, actor.id, 0, None))

    def hear_once(self, record: Record) -> None:
        """Keep a name that one article writes in one way, and none small: so it is for most.

        There is no reason to decide anything.
        """
        if record[-1] == "person" or record[SHORTS] or record[-2] in self._shorts:
            self._keep(record[FORMS:], 1, record[SHORTS], record[COMPANY])

    def hear(self, seen: Seen, small: int) -> None:
        """Decide on the kind of one name; `small` articles write it small, as a word."""
        if len(seen.forms) == 1 and not small and seen.articles < FEWEST_ARTICLES:
            self._keep(seen.forms[0], seen.articles, seen.shorts, seen.company)
            return
        headed = [form for form in seen.forms if form[2] != "person" and form[0] == seen.key]
        for form in headed:  # the name itself says what it is
            self._keep(form, seen.articles, seen.shorts, seen.company)
        if not headed:
            self._weigh(seen, small)

    def _weigh(self, seen: Seen, small: int) -> None:
        """Decide on the kind of a name by vote."""
        winner = ACTOR_KINDS[seen.votes.index(max(seen.votes))]
        by_kind = {form[2]: form for form in sorted(seen.forms)}
        name = next(iter(by_kind.values()))[1]
        hidden = self._is_everyday(name, seen.articles, small if name.lower() == seen.key else 0)
        for form in by_kind.values():
            if hidden:
                self._decide_kind(seen, form, "hide", "", hidden)
            elif winner in by_kind and form[2] != winner:
                self._decide_kind(seen, form, "merge", by_kind[winner][0], _tally(seen))
                self.known[by_kind[winner][0]] = Actor(*by_kind[winner])
            elif form[2] != winner and seen.articles >= FEWEST_ARTICLES:
                self._decide_kind(seen, form, "retype", winner, _tally(seen))
            if not hidden and (form[2] == winner or winner not in by_kind):
                self._keep(form, seen.articles, seen.shorts, seen.company)

    def decide(self) -> tuple[Decision, ...]:
        """Return every decision, kinds first, then merges; called once, after the last name."""
        self._kinds.sort(key=itemgetter(0))
        return (*(made for _, made in self._kinds), *self._abbreviations(), *self._variants())

    def _keep(self, form: Form, articles: int, shorts: Shorts, company: bytes) -> None:
        _, name, kind = form
        if name in self._shorts:
            self._short_names[name] = form, articles
        if kind == "organisation":
            for short, count in shorts:
                if count > 1 and _abbreviates(short, name):
                    self._meanings[short][form[0]] = count, form
        elif kind == "person" and len(name) >= SHORTEST_VARIANT and " " in name:
            self._alike.add(Person(name, form[0], articles, company))

    def _is_everyday(self, name: str, articles: int, small: int) -> str:
        """Return why a single word is no name, "" where it may be one."""
        if " " in name or not name.isalpha() or name.isupper() or name in self.given:
            return ""
        if small < FEWEST_SMALL or small <= articles:
            return ""
        return f"ditulis kecil di {small} artikel, sebagai nama di {articles}"

    def _abbreviations(self) -> Iterator[Decision]:
        """Merge an abbreviation into what it most often stands for, where that is clear."""
        for short in sorted(self._meanings.keys() & self._short_names.keys()):
            form, articles = self._short_names[short]
            counts = self._meanings[short]
            target = max(sorted(counts), key=lambda one: counts[one][0])
            share = counts[target][0] / sum(count for count, _ in counts.values())
            if target != form[0] and share >= SURE_SHARE:
                reason = f"singkatan dalam kurung, {counts[target][0]} kali"
                yield self._merge(Actor(*form), articles, Actor(*counts[target][1]), reason)

    def _variants(self) -> Iterator[Decision]:
        """Merge people whose names sound alike, differ in few letters and move in one circle.

        Every open name of a group goes to the best-known one that it is a variant of.
        """
        for group in self._alike.groups():
            ranked = sorted(group, key=lambda one: (one.company is not None, -one.articles, one.id))
            for place, one in enumerate(ranked):
                if one.company is not None:
                    yield from self._variant(one, ranked[:place])

    def _variant(self, one: Person, better_known: list[Person]) -> Iterator[Decision]:
        most = len(one.name) // LETTERS_A_CHANGE
        for other in better_known:
            changes = distance(one.name.lower(), other.name.lower(), most)
            if changes <= most and other.id != one.id and _meet(one, other):
                reason = f"bunyi sama dengan {other.name}, beda {changes} huruf"
                yield self._merge(self._actor(one), one.articles, self._actor(other), reason)
                return

    def _actor(self, person: Person) -> Actor:
        curated = person.company is None
        return self.gazetteer.actors[person.id] if curated else Actor(person.id, person.name, "person")

    def _decide_kind(self, seen: Seen, form: Form, action: Action, target: str, reason: str) -> None:
        decision = self._decision(Actor(*form), action, target, seen.articles, reason)
        self._kinds.append((seen.key, decision))

    def _merge(self, actor: Actor, articles: int, target: Actor, reason: str) -> Decision:
        self.known[target.id] = target
        return self._decision(actor, "merge", target.id, articles, reason)

    def _decision(self, actor: Actor, action: Action, target: str, articles: int, reason: str) -> Decision:
        self.known[actor.id] = actor
        return Decision(actor.id, action, target, reason, actor.name, articles)


def _abbreviates(short: str, name: str) -> bool:
    """Return whether the letters of an abbreviation occur in a name in that order, the first one first."""
    letters = iter(name.lower())
    return name[:1].lower() == short[:1].lower() and all(letter in letters for letter in short.lower())


def _meet(one: Person, other: Person) -> bool:
    """Return whether two names are seen in one company; a curated one keeps none, and meets everybody."""
    if one.company is None or other.company is None:
        return True
    return not set(array("I", one.company)).isdisjoint(array("I", other.company))


def _tally(seen: Seen) -> str:
    words: dict[ActorKind, str] = {"person": "orang", "organisation": "lembaga", "place": "tempat"}
    return "bacaan " + ", ".join(
        f"{words[kind]} {votes}" for kind, votes in zip(ACTOR_KINDS, seen.votes, strict=True) if votes
    )

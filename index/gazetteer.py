"""The curated actors: who they are, how they are written, and where a text names one of them.

Reads every `data/gazetteer_*.tsv`, checks them, and finds all written forms of all actors in a text in one
pass. It must not decide what an ambiguous form means: a guarded form comes back marked for others to judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import ahocorasick

from index.article import ACTOR_KINDS, Actor, ActorKind
from index.lang.tables import Row, read_table

DATA = Path(__file__).parent / "data"
COLUMNS = ("id", "kind", "name", "aliases", "guarded", "note")
# A short form in capitals is an abbreviation, not a shouted name: "MALI" may be Mali, "AS" is not "As".
SHORTEST_SHOUTED = 5
COUNTRIES = "gazetteer_countries.tsv"


@dataclass(frozen=True, slots=True)
class Naming:
    """One written form of one or several actors.

    `actor` is who it means by itself, None where only its neighbours can tell; `guarded` holds those it
    may mean where the article or the words beside it say so.
    """

    form: str
    actor: Actor | None
    guarded: tuple[Actor, ...] = ()


class Gazetteer:
    """All curated actors, findable by id, by written form and in a text."""

    def __init__(
        self, actors: Iterable[Actor], namings: Iterable[Naming], countries: Iterable[str] = ()
    ) -> None:
        self.countries = frozenset(countries)
        self.actors = {actor.id: actor for actor in actors}
        self.namings = {naming.form: naming for naming in namings}
        self.forms = dict(self.namings)  # and those that are long enough in capitals
        for form, naming in self.namings.items():
            if len(form) >= SHORTEST_SHOUTED and naming.actor:
                self.forms.setdefault(form.upper(), naming)

    @cached_property
    def _automaton(self) -> Any:
        """What finds all forms in a text; made when it is asked for, as hardly any process does."""
        automaton = ahocorasick.Automaton()
        for form, naming in self.forms.items():
            automaton.add_word(form, (len(form), naming))
        automaton.make_automaton()
        return automaton

    @classmethod
    @cache
    def load(cls, folder: Path = DATA) -> Gazetteer:
        """Return the gazetteer of a folder, every table of it read once in a process.

        Raises LanguageDataError naming file, line and reason.
        """
        actors: dict[str, Actor] = {}
        plain: dict[str, Actor] = {}
        guarded: dict[str, tuple[Actor, ...]] = {}
        countries: list[str] = []
        for path in sorted(folder.glob("gazetteer_*.tsv")):
            for row in read_table(path, COLUMNS):
                actor = _actor(row)
                if actor.id in actors:
                    raise row.error(f"the id {actor.id} is taken")
                actors[actor.id] = actor
                if path.name == COUNTRIES:
                    countries.append(actor.id)
                hidden = row.list("guarded")
                _claim(row, actor, plain, set(hidden))
                for form in hidden:
                    guarded[form] = (*guarded.get(form, ()), actor)
        forms = dict.fromkeys([*plain, *guarded])
        namings = (Naming(form, plain.get(form), guarded.get(form, ())) for form in forms)
        return cls(actors.values(), namings, countries)

    def matches(self, text: str) -> dict[int, tuple[int, Naming]]:
        """Return the longest whole-word form that starts at each offset: start → (end, naming)."""
        found: dict[int, tuple[int, Naming]] = {}
        if not self.namings:
            return found
        last = len(text)
        for at, (length, naming) in self._automaton.iter(text):
            end = at + 1
            start = end - length
            if end < last and text[end].isalnum() and not (text[end].isupper() and text[at].islower()):
                continue
            if (
                start
                and text[start - 1].isalnum()
                and not (text[start].isupper() and text[start - 1].islower())
            ):
                continue  # but "AcehMuzakir" lost a space: both are whole words
            found[start] = (end, naming)  # ends only grow, so the last one seen is the longest
        return found


def _actor(row: Row) -> Actor:
    kind: ActorKind | None = next((kind for kind in ACTOR_KINDS if kind == row["kind"]), None)
    if kind is None:
        raise row.error(f"{row['kind']!r} is none of {', '.join(ACTOR_KINDS)}")
    if not row["name"]:
        raise row.error("no name")
    return Actor(row["id"], row["name"], kind, (*row.list("aliases"), *row.list("guarded")))


def _claim(row: Row, actor: Actor, plain: dict[str, Actor], hidden: set[str]) -> None:
    for form in (actor.name, *row.list("aliases")):
        if form in hidden:
            continue
        if form in plain:
            raise row.error(f"{form!r} already means {plain[form].id}")
        plain[form] = actor

"""Whom a name means that no list has: one actor for each name and kind, the same in every article.

It must not look at a text.
"""

from __future__ import annotations

import re
import unicodedata

from index.article import Actor, ActorKind
from index.gazetteer import Gazetteer
from index.names_sound import distance, sound

KIND_SUFFIX = {"person": "orang", "organisation": "lembaga", "place": "tempat"}
# Names of which it is remembered whom they mean: most return in other articles, and an id is dear to make.
MOST_REMEMBERED = 100_000
MOST_CHANGES = 1  # letters that two spellings of a first name may differ in, once read aloud
SHORTEST_PART = 3
NOT_IN_ID = re.compile(r"[^a-z0-9]+")
PLAIN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*+")


def parts_of(name: str) -> tuple[str, ...]:
    """Return the words of a person's name that may stand for the whole: those of three letters and more."""
    return tuple(part for part in name.split() if len(part) >= SHORTEST_PART)


def slug(name: str) -> str:
    """Return a name as an id: small Latin letters, digits and hyphens ("Ma'ruf Amin" → "ma-ruf-amin")."""
    plain = name.lower().replace(" ", "-")
    if PLAIN_ID.fullmatch(plain):
        return plain
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return NOT_IN_ID.sub("-", plain).strip("-")


class OpenNames:
    """Tells whom a name means, by the name, its kind and the gazetteer alone."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def actor(self, name: str, kind: ActorKind, headed: bool, short: str = "") -> Actor:
        """Return the actor that a name of one kind means.

        `headed`: its first word is the head of an organisation or a place; `short`: what it is abbreviated
        to behind it, "" for nothing.
        """
        namings = self.gazetteer.namings
        naming = namings.get(name)
        if naming is None or naming.actor is None or naming.actor.kind != kind:
            naming = namings.get(name.partition(" ")[2]) if headed and kind == "place" else None
        if naming is not None and naming.actor is not None and naming.actor.kind == kind:
            return naming.actor
        if kind == "person" and (known := self._spelt_otherwise(name)) is not None:
            return known
        key = slug(name)
        curated = self.gazetteer.actors
        if not (kind == "person" or headed) or key in curated:
            key = f"{key}-{KIND_SUFFIX[kind]}"
        return Actor(key, name, kind, (short,) if short and key not in curated else ())

    def listed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the curated forms and ids: `actor` looks at nothing else, and at no other name alike."""
        return tuple(self.gazetteer.namings), tuple(self.gazetteer.actors)

    def _spelt_otherwise(self, name: str) -> Actor | None:
        """Return the curated person of this surname whose first name sounds so: "Moammar Gaddafi"."""
        first, _, last = name.partition(" ")
        naming = self.gazetteer.namings.get(last)
        actor = naming.actor if naming is not None else None
        if actor is None or actor.kind != "person":
            return None
        alike = distance(sound(first), sound(actor.name.partition(" ")[0]), MOST_CHANGES) <= MOST_CHANGES
        return actor if alike else None

"""The query tree: frozen nodes that say what is asked, knowing neither engine nor language.

`position` is the span in the query text a node came from; it takes no part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """One word: any inflection, or only this written form (`exact`); no `field` means the default ones."""

    text: str
    field: str = ""
    exact: bool = False
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order side by side; with `slop`, within that many words in any order.

    Words are written forms unless `exact` is false (an expansion of an abbreviation matches by root).
    """

    words: tuple[str, ...]
    field: str = ""
    slop: int | None = None
    exact: bool = True
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every written form that starts with `text`."""

    text: str
    field: str = ""
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every written form within `distance` edits of `text`."""

    text: str
    field: str = ""
    distance: int = 1
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """Articles that have this id in a facet field (or this article id in `id`)."""

    field: str
    key: str
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles published from `since` to `until`, both included; None is open."""

    since: date | None
    until: date | None
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of the children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the children; the score is their sum."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of the child; adds nothing to the score."""

    child: Node


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no article: what is left of a clause that cannot match (an unknown actor, say)."""


Node = Word | Phrase | Prefix | Fuzzy | Value | Dates | And | Or | Not | Nothing

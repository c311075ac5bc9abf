"""The query tree: frozen nodes that say what is asked, knowing neither engine nor language.

`position` is the span in the query text a node came from; it takes no part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

from index.replacing import quickly_made

Position = tuple[int, int]


@quickly_made
@dataclass(frozen=True, slots=True)
class Word:
    """One word: any inflection, or only this written form (`exact`); no `field` means the default ones."""

    text: str
    field: str = ""
    exact: bool = False
    position: Position = attribute(default=(0, 0), compare=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order side by side; with `slop`, in any order, all within a window of that many words.

    A slop of s means that the last position less the first is at most s, or one less than the number of
    words where that is more. Words are written forms unless `exact` is false (an expansion of an abbreviation
    matches by root).
    """

    words: tuple[str, ...]
    field: str = ""
    slop: int | None = None
    exact: bool = True
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every written form that starts with `text`; scores 1.0 times the weight of each field that has one."""

    text: str
    field: str = ""
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every written form within `distance` edits (insert, delete, replace) of `text`; scores as `Prefix`."""

    text: str
    field: str = ""
    distance: int = 1
    position: Position = attribute(default=(0, 0), compare=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class Value:
    """Articles that have this id in a facet field (or this article id in `id`); adds nothing to the score."""

    field: str
    key: str
    position: Position = attribute(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles whose `published.value` lies from `since` to `until`, both included; None is open.

    An article without a date never matches, whatever is open. Adds nothing to the score.
    """

    since: date | None
    until: date | None
    position: Position = attribute(default=(0, 0), compare=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class And:
    """All of the children; the score is their sum. Without children: everything, at no score."""

    children: tuple[Node, ...]


@quickly_made
@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the children; the score is the sum of those that match."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the child, wherever it stands in the tree; adds nothing to the score."""

    child: Node


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `minimum` (≥ 1) of the children; the score is the sum of those that match."""

    children: tuple[Node, ...]
    minimum: int


@quickly_made
@dataclass(frozen=True, slots=True)
class Maybe:
    """Exactly the matches of `required`; those that also match `optional` score its score more."""

    required: Node
    optional: Node


@quickly_made
@dataclass(frozen=True, slots=True)
class Weighted:
    """The child, its score multiplied by `weight` (≥ 0)."""

    child: Node
    weight: float


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no article: what is left of a clause that cannot match (an unknown actor, say)."""


Node = Word | Phrase | Prefix | Fuzzy | Value | Dates | And | Or | Not | AtLeast | Maybe | Weighted | Nothing

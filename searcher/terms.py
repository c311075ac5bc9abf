"""A query tree in the terms of the index: what an engine evaluates.

`lower` is the one place that knows how a `Word` meets the fields, roots and written forms of
`index.fields`; engines share it, so that they agree on what matches and on what it scores. It must not
match anything itself, nor know an engine.

A score is the sum of the leaves that match: `Term` and `Sequence` by BM25 in their own field (the idf
of that field, the lengths of that field) times `weight`; `Beginning` and `Near` exactly `weight`; all
others nothing. `field` names an index field: `title` holds roots, `title_exact` written forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """Articles that have this index term in this index field."""

    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sequence:
    """Articles that have these terms at positions p, p+1, …; with `slop` see `searcher.syntax.Phrase`.

    A term that occurs twice needs two positions. The score is `weight` times the BM25 of each of the
    terms (a term that occurs twice counts twice), whatever the number of places where they stand together.
    """

    field: str
    terms: tuple[str, ...]
    slop: int | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """Articles that have a term starting with `text` in this index field."""

    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """Articles that have a term within `distance` (Levenshtein) of `text` in this index field."""

    field: str
    text: str
    distance: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Key:
    """Articles that have this id in a facet field, or this article id in the field `id`."""

    field: str
    key: str


@dataclass(frozen=True, slots=True)
class Days:
    """Articles published from `since` to `until`, both included; None is open; never those without a date."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Some:
    """Articles that match at least `minimum` of the children: all of them where it equals their number.

    0 matches everything, and the children only score; no children match everything at minimum 0, else
    nothing.
    """

    children: tuple[Lowered, ...]
    minimum: int


@dataclass(frozen=True, slots=True)
class Besides:
    """The matches of `required`; those that also match `optional` score that more."""

    required: Lowered
    optional: Lowered


@dataclass(frozen=True, slots=True)
class Without:
    """Every article that does not match the child; scores nothing."""

    child: Lowered


Lowered = Term | Sequence | Beginning | Near | Key | Days | Some | Besides | Without

EVERYTHING = Some((), 0)
NOTHING = Some((), 1)

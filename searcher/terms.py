"""A query tree in the terms of the index: what an engine evaluates.

`lower` is the one place that knows how a `Word` meets the fields, roots and written forms of
`index.fields`; engines share it, so that they agree on what matches and on what it scores. It must not
match anything itself, nor know an engine.

A score is the sum of the leaves that match: `Term` and `Sequence` by BM25 in their own field (the idf
of that field, the lengths of that field) times `weight`, each term times BACKGROUND_WEIGHT in an article
that has it as background (`index.background`); `Beginning` and `Near` exactly `weight`; all others nothing.
`field` names an index field: `title` holds roots, `title_exact` written forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index.fields import BY_NAME, DEFAULT_TEXT_FIELDS, EXACT_SUFFIX, EXACT_WEIGHT, Field
from index.lang.analyze import Analyzer
from index.replacing import quickly_made
from searcher.syntax import (
    And,
    AtLeast,
    Dates,
    Fuzzy,
    Maybe,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Value,
    Weighted,
    Word,
)


@quickly_made
@dataclass(frozen=True, slots=True)
class Term:
    """Articles that have this index term in this index field."""

    field: str
    text: str
    weight: float = 1.0


@quickly_made
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


@quickly_made
@dataclass(frozen=True, slots=True)
class Some:
    """Articles that match at least `minimum` of the children: all of them where it equals their number.

    0 matches everything, and the children only score; no children match everything at minimum 0, else
    nothing.
    """

    children: tuple[Lowered, ...]
    minimum: int


@quickly_made
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


def lower(tree: Node | None, analyzer: Analyzer) -> Lowered:
    """Return a query tree in index terms; None is everything. Never raises but for depth."""
    return EVERYTHING if tree is None else _Lowering(analyzer).node(tree, 1.0)


@quickly_made
@dataclass(frozen=True, slots=True)
class _Lowering:
    analyzer: Analyzer

    def node(self, node: Node, weight: float) -> Lowered:
        match node:
            case And(children):
                return _some((self.node(child, weight) for child in children), None)
            case Or(children):
                return _some((self.node(child, weight) for child in children), 1)
            case AtLeast(children, minimum):
                return _some((self.node(child, weight) for child in children), max(1, minimum))
            case Maybe(required, optional):
                return Besides(self.node(required, weight), self.node(optional, weight))
            case Not(child):
                return Without(self.node(child, weight))
            case Weighted(child, factor):
                return self.node(child, weight * factor)
            case _:
                return self.leaf(node, weight)

    def leaf(self, node: Node, weight: float) -> Lowered:
        match node:
            case Word() | Phrase() | Prefix() | Fuzzy():
                fields = (BY_NAME[node.field],) if node.field else DEFAULT_TEXT_FIELDS
                leaves = (leaf for field in fields for leaf in self.in_field(node, field, weight))
                return _some(leaves, 1)
            case Value(field, key):
                return Key(field, key)
            case Dates(since, until):
                return Days(since, until)
            case _:
                return NOTHING

    def in_field(
        self, node: Word | Phrase | Prefix | Fuzzy, field: Field, weight: float
    ) -> Iterable[Lowered]:
        if field.kind != "text":
            return ()
        weight *= field.weight or 1.0
        forms = field.name + EXACT_SUFFIX
        match node:
            case Word():
                return self.word(node, field.name, weight)
            case Phrase(words, _, slop, exact):
                return self.sequence(" ".join(words), field.name, slop, exact, weight)
            case Prefix(text):
                form = self.analyzer.form(text)
                return (Beginning(forms, form, weight),) if form else ()
            case Fuzzy(text, _, distance):
                form = self.analyzer.form(text)
                return (Near(forms, form, distance, weight),) if form else ()

    def word(self, word: Word, field: str, weight: float) -> Iterable[Lowered]:
        """A word matches by its root, or where it is exact by its form; a matching form scores besides."""
        words = self.analyzer.asked(word.text)
        if len(words.forms) > 1:
            return self.sequence(word.text, field, None, word.exact, weight)
        form, roots = words.form, words.roots_of
        if not form:
            return ()
        if means_capitals(roots, form):
            return (Term(field, roots[0], weight * (1 + EXACT_WEIGHT)),)
        if word.exact:
            return (Term(field + EXACT_SUFFIX, form, weight),)
        return (
            *(Term(field, root, weight) for root in roots),
            Term(field + EXACT_SUFFIX, form, weight * EXACT_WEIGHT),
        )

    def sequence(
        self, text: str, field: str, slop: int | None, exact: bool, weight: float
    ) -> Iterable[Lowered]:
        """Words side by side: by form, and unless `exact` by root too."""
        words = self.analyzer.asked(text)
        if not words.forms:
            return ()
        if exact:
            return (_side_by_side(field + EXACT_SUFFIX, words.forms, slop, weight),)
        return (
            _side_by_side(field, words.roots, slop, weight),
            _side_by_side(field + EXACT_SUFFIX, words.forms, slop, weight * EXACT_WEIGHT),
        )


def means_capitals(roots: tuple[str, ...], form: str) -> bool:
    """Return whether a word is an abbreviation with the form of another word: AS with that of "as".

    Only its root tells them apart, so its form must not be searched.
    """
    return len(roots) == 1 and roots[0] != form and roots[0].lower() == form


def _side_by_side(field: str, terms: tuple[str, ...], slop: int | None, weight: float) -> Lowered:
    return Term(field, terms[0], weight) if len(terms) == 1 else Sequence(field, terms, slop, weight)


def _some(children: Iterable[Lowered], minimum: int | None) -> Lowered:
    """Some of the children, the only one where it stands alone; `minimum` None is all of them."""
    kept = tuple(children)
    least = len(kept) if minimum is None else minimum
    return kept[0] if len(kept) == 1 and least == 1 else Some(kept, least)

"""A tree with no more leaves than OpenSearch takes in one query, for questions of some hundred words.

It refuses a query of more than 1,024 leaves (`indices.query.bool.max_clause_count`), and a word alone is four
and more: root and written form in title and text. From a tree that is larger go, of the ways in which each
word may be found, those that find least; what is found hardly changes by that, scores do. This module must
not know how a query is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from index.opensearch_schema import term_of
from searcher.opensearch_query import Place, background_place
from searcher.terms import Besides, Lowered, Sequence, Some, Term, Without

# Of the 1,024; filters, choices and what matches everything are leaves too.
MOST_LEAVES = 900
WAYS = (4, 3, 2, 1)

# Of a term that some articles have as background.
BACKGROUND_LEAVES = 3

Having = Mapping[Place, int]


def pruned(node: Lowered, having: Having, most: int = MOST_LEAVES) -> Lowered:
    """Return a tree of at most `most` leaves; the same tree where it has no more."""
    for ways in WAYS:
        if leaves(node, having) <= most:
            return node
        node = _thinned(node, having, ways)
    return _cut(node, having, most)


def leaves(node: Lowered, having: Having) -> int:
    """Return how many leaves the query of a tree has; a term that no article has is none."""
    match node:
        case Some(children):
            return sum(leaves(child, having) for child in children)
        case Besides(required, optional):
            return leaves(required, having) + leaves(optional, having)
        case Without(child):
            return leaves(child, having) + 1
        case Term(field, text):
            return _leaves_of((field, term_of(text)), having)
        case Sequence(field, terms):
            return sum(_leaves_of((field, term_of(term)), having) for term in terms) + 1
        case _:
            return 1


def _leaves_of(place: Place, having: Having) -> int:
    if not having[place]:
        return 0
    return 1 if background_place(place, having) is None else BACKGROUND_LEAVES


def _thinned(node: Lowered, having: Having, ways: int) -> Lowered:
    """Return a tree where no choice between terms has more than so many."""
    match node:
        case Some(children, 1) if all(isinstance(child, Term) for child in children):
            ranked = sorted(children, key=lambda child: -_found_by(child, having))
            kept = set(ranked[:ways])
            return Some(tuple(child for child in children if child in kept), 1)
        case Some(children):
            return replace(node, children=tuple(_thinned(child, having, ways) for child in children))
        case Besides(required, optional):
            return Besides(_thinned(required, having, ways), _thinned(optional, having, ways))
        case Without(child):
            return Without(_thinned(child, having, ways))
        case _:
            return node


def _found_by(node: Lowered, having: Having) -> int:
    return having[node.field, term_of(node.text)] if isinstance(node, Term) else 0


def _cut(node: Lowered, having: Having, most: int) -> Lowered:
    """Return a tree without the last of its children, where it still has too many leaves."""
    if leaves(node, having) <= most:
        return node
    match node:
        case Some(children, minimum):
            kept: list[Lowered] = []
            for child in children:
                room = most - sum(leaves(each, having) for each in kept)
                if leaves(child, having) <= room:
                    kept.append(child)
            return Some(tuple(kept), min(minimum, len(kept)))
        case Besides(required):
            return _cut(required, having, most)
        case _:
            return node

"""Which words of a question an article must have, and which it may.

A reader's plain words, side by side, are all wanted. Function words only score ("siapa presiden Chili" is
asked of articles about the president), unless there is nothing else. When too few articles have all the
informative words, those that have half of them will do, or else a third: the wider trees. Quotations,
`=exact` words, fields, brackets and exclusions are meant as they are written and never loosened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.replacing import quickly_made
from searcher.expanding import Expander
from searcher.query import Match
from searcher.syntax import And, AtLeast, Maybe, Node, Or, Phrase, Weighted, Word

# Pairs of words that stand side by side as in the question score this share of a quotation of them
# (docs/ranking.md has the figures). Two words alone are not worth the time, and so many not the cost.
NEAR_WEIGHT = 0.2
FEWEST_FOR_NEAR, MOST_FOR_NEAR = 3, 24


@quickly_made
@dataclass(frozen=True, slots=True)
class Loosened:
    """The tree of what was asked, the one articles must match, and wider and wider ones if they are few."""

    asked: Node | None
    required: Node | None
    wider: tuple[Node, ...] = ()


def enough_of(number: int) -> tuple[int, ...]:
    """Return how many of a number of informative words are enough: half of them, if need be a third."""
    steps = ((number + 1) // 2, max(1, round(number / 3)))
    return tuple(step for step in dict.fromkeys(steps) if step < number)


class Loosener:
    """Works on one query; `exact` says that all of its words are asked for by written form."""

    def __init__(self, expander: Expander, word_weight: Callable[[str], float], exact: bool) -> None:
        self._expander = expander
        self._word_weight = word_weight
        self._exact = exact

    def loosened(self, tree: Node | None, match: Match) -> Loosened:
        """Return the trees of a question. What matches one matches every wider one."""
        if tree is None:
            return Loosened(None, None)
        children = tree.children if isinstance(tree, And) and tree.children else (tree,)
        words = [child for child in children if self._is_plain(child)]
        fixed = [self._expander.node(child) for child in children if not self._is_plain(child)]
        functional = [word for word in words if isinstance(word, Word) and self._word_weight(word.text) < 1.0]
        informative: list[Node] = self._expander.side_by_side(words)
        optional: list[Word] = []
        if match != "all" and len(functional) < len(words):
            informative, optional = self._divided(informative)
        lighter = [Weighted(word, self._word_weight(word.text)) for word in optional]
        near = self._near(words)
        asked = _all([*fixed, *informative, *optional])
        if match == "any":
            required = _all([*fixed, *([_any([*informative, *lighter])] if informative else [])])
            return Loosened(asked, _with(required, near))
        required = _with(_all([*fixed, *informative]), [*lighter, *near])
        steps = () if match == "all" else enough_of(len(informative))
        wider = (_all([*fixed, AtLeast(tuple(informative), least)]) for least in steps)
        return Loosened(asked, required, tuple(_with(tree, [*lighter, *near]) for tree in wider))

    def _near(self, words: Sequence[Node]) -> list[Weighted]:
        """Return what lifts articles in which words of a longer question stand side by side as in it."""
        plain = [word for word in words if isinstance(word, Word)]
        if not FEWEST_FOR_NEAR <= len(plain) <= MOST_FOR_NEAR:
            return []
        pairs = (Phrase((one.text, other.text), exact=self._exact) for one, other in pairwise(plain))
        return [Weighted(pair, NEAR_WEIGHT) for pair in pairs]

    def _divided(self, nodes: list[Node]) -> tuple[list[Node], list[Word]]:
        """Part the function words that no expansion took up from the rest."""
        informative: list[Node] = []
        optional: list[Word] = []
        for node in nodes:
            if isinstance(node, Word) and self._word_weight(node.text) < 1.0:
                optional.append(node)
            else:
                informative.append(node)
        return informative, optional

    def _is_plain(self, node: Node) -> bool:
        return isinstance(node, Word) and not node.field and node.exact == self._exact


def _all(children: list[Node]) -> Node:
    return children[0] if len(children) == 1 else And(tuple(children))


def _any(children: list[Node]) -> Node:
    return children[0] if len(children) == 1 else Or(tuple(children))


def _with(required: Node, optional: list[Weighted]) -> Node:
    return Maybe(required, _any(list(optional))) if optional else required

"""Which words of a question an article must have, and which it may.

A reader's plain words, side by side, are all wanted. Function words only score ("siapa presiden Chili" is
asked of articles about the president), unless there is nothing else. When too few articles have all the
informative words, those that have half of them will do, or else a third: the wider trees. Quotations,
`=exact` words, fields, brackets and exclusions are meant as they are written and never loosened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from searcher.expanding import Expander
from searcher.query import Match
from searcher.syntax import And, AtLeast, Maybe, Node, Or, Weighted, Word


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
        optional_part = [Weighted(word, self._word_weight(word.text)) for word in optional]
        asked = _all([*fixed, *informative, *optional])
        if match == "any":
            required = _all([*fixed, *([_any([*informative, *optional_part])] if informative else [])])
            return Loosened(asked, required)
        required = _with(_all([*fixed, *informative]), optional_part)
        steps = () if match == "all" else enough_of(len(informative))
        wider = (_all([*fixed, AtLeast(tuple(informative), least)]) for least in steps)
        return Loosened(asked, required, tuple(_with(tree, optional_part) for tree in wider))

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

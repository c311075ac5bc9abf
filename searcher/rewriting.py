"""Walk over a query tree, or make another of it. Knows the shape of trees and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from searcher.syntax import And, AtLeast, Maybe, Node, Not, Or, Weighted, Word


def positive_leaves(node: Node | None) -> Iterator[Node]:
    """Yield the leaves that an article may match by, in order: all but what stands under a `Not`."""
    match node:
        case Word():  # most are: asked first
            yield node
        case None | Not():
            return
        case And(children) | Or(children) | AtLeast(children, _):
            for child in children:
                yield from positive_leaves(child)
        case Maybe(required, optional):
            yield from positive_leaves(required)
            yield from positive_leaves(optional)
        case Weighted(child, _):
            yield from positive_leaves(child)
        case _:
            yield node


def map_leaves(node: Node, change: Callable[[Node], Node | None]) -> Node | None:
    """Return a tree with every leaf changed; a leaf that becomes None goes, and so does what it leaves empty.

    Made for trees as the parser makes them: of `And`, `Or`, `Not` and leaves.
    """
    match node:
        case Word():  # most are: asked first
            return change(node)
        case And(()):
            return node
        case And(children):
            kept = _changed(children, change)
            return And(kept) if len(kept) > 1 else kept[0] if kept else None
        case Or(children):
            kept = _changed(children, change)
            return Or(kept) if len(kept) > 1 else kept[0] if kept else None
        case Not(child):
            inner = map_leaves(child, change)
            return None if inner is None else Not(inner)
        case _:
            return change(node)


def _changed(children: tuple[Node, ...], change: Callable[[Node], Node | None]) -> tuple[Node, ...]:
    changed = (map_leaves(child, change) for child in children)
    return tuple(child for child in changed if child is not None)

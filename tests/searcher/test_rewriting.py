"""Trees are walked and changed leaf by leaf."""

from searcher.rewriting import map_leaves, positive_leaves
from searcher.syntax import And, AtLeast, Maybe, Node, Not, Or, Weighted, Word

A, B, C, D = (Word(name) for name in "abcd")


def test_leaves_of_every_node_but_under_not() -> None:
    tree = And((Maybe(A, Weighted(B, 0.5)), Not(C), AtLeast((Or((D, Not(A))), B), 1)))
    assert list(positive_leaves(tree)) == [A, B, D, B]
    assert list(positive_leaves(None)) == []


def without_b(leaf: Node) -> Node | None:
    return None if leaf == B else leaf


def test_what_loses_its_leaves_goes() -> None:
    assert map_leaves(And((A, B, C)), without_b) == And((A, C))
    assert map_leaves(And((A, B)), without_b) == A
    assert map_leaves(Or((B, Not(B))), without_b) is None
    assert map_leaves(And((Not(B), Or((C, D)))), without_b) == Or((C, D))


def test_everything_stays_everything() -> None:
    assert map_leaves(And(()), without_b) == And(())

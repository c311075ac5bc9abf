"""What stands side by side in a query text, as typed: what a reader can ask for alone, or leave out."""

from __future__ import annotations

from typing import NamedTuple

from searcher.lexer import cut
from searcher.parser import MAX_CHARACTERS


class Part(NamedTuple):
    """One operand with the signs and the field before it, brackets and all; `excluded` by `-` or NOT."""

    text: str
    excluded: bool


def parts(text: str) -> tuple[Part, ...]:
    """Return the operands of a query text in order; none where it has alternatives beside one another.

    It costs a pass over the text, not a tree: what is wrong in it has been told where it was searched for.
    """
    text = text[:MAX_CHARACTERS]
    found: list[Part] = []
    start, excluded, depth = -1, False, 0
    for kind, _, (begin, end), _ in cut(text)[0]:
        if depth == 0 and kind == "or":
            return ()
        if depth == 0 and kind in ("and", ")"):
            start, excluded = -1, False
            continue
        start = begin if start < 0 else start
        if depth == 0 and kind in ("not", "field", "exact"):
            excluded ^= kind == "not"
            continue
        depth += (kind == "(") - (kind == ")")
        if depth == 0:
            found.append(Part(text[start:end], excluded))
            start, excluded = -1, False
    if depth:  # the bracket is not closed: it reaches to the end
        found.append(Part(text[start:].strip(), excluded))
    return tuple(found)

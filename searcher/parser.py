"""The query language, second step: pieces → a frozen tree. Nothing raises; what is wrong is named, repaired.

    query   =  either
    either  =  all  { OR all }                    OR, ATAU
    all     =  some { [AND] some }                AND, DAN, or nothing between
    some    =  { NOT } { field | "=" } ( word | word* | word~ | "phrase" | "(" either ")" )

So words side by side bind tighter than OR. A tree holds raw names in `Value` (a person's name, an outlet's):
`searcher.planner` finds their ids. This module must not know language, index or engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.fields import BY_PREFIX, Field
from index.replacing import quickly_made
from searcher.dates import MAX_YEARS, covering_keys, parse_days
from searcher.lexer import Piece, cut
from searcher.page import Problem, ProblemKind, Said
from searcher.syntax import And, Dates, Fuzzy, Node, Not, Or, Phrase, Position, Prefix, Value, Word

MAX_CHARACTERS = 4_000
MAX_PIECES = 400
# Each bracket costs a handful of Python frames here, in lowering and in an engine; their limit is 1,000.
MAX_DEPTH = 30


@quickly_made
@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text asks: `tree` None is everything.

    `strict` says that AND was written out, so that nothing may be relaxed.
    """

    tree: Node | None
    problems: tuple[Problem, ...] = ()
    strict: bool = False


@quickly_made
@dataclass(frozen=True, slots=True)
class _Scope:
    """What stands before a bracket or a word and holds for all of it."""

    field: Field | None = None
    exact: bool = False


ANYWHERE = _Scope()


def parse(text: str) -> Parsed:
    """Return the tree of a query text with the problems in it; positions are code points of `text`."""
    pieces, wrong = cut(text[:MAX_CHARACTERS])
    problems = list(wrong)
    if len(text) > MAX_CHARACTERS:
        position = (MAX_CHARACTERS, len(text))
        problems.append(Problem("too-long", "too-many-letters", position, str(MAX_CHARACTERS)))
    if len(pieces) > MAX_PIECES:
        position = (pieces[MAX_PIECES].position[0], len(text))
        problems.append(Problem("too-long", "too-many-words", position, str(MAX_PIECES)))
        pieces = pieces[:MAX_PIECES]
    tree = _Parser(pieces, problems).either(ANYWHERE, 0)
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: problem.position) if problems else ()
    return Parsed(tree, tuple(ordered), any(piece.kind == "and" for piece in pieces))


class _Parser:
    """Walks over the pieces once. A method returns None for something that is not there."""

    def __init__(self, pieces: tuple[Piece, ...], problems: list[Problem]) -> None:
        self._pieces = pieces
        self._problems = problems
        self._place = 0
        self._flattened = 0

    def either(self, scope: _Scope, depth: int) -> Node | None:
        """Read alternatives up to the bracket that closes them, or to the end."""
        alternatives: list[Node] = []
        operator: Piece | None = None
        while True:
            found = self._all(scope, depth)
            if found is not None:
                alternatives.append(found)
            elif operator is not None:
                self._dangling(operator)
            before, operator = operator, self._take("or")
            if operator is None:
                break
            if found is None and before is None:
                self._dangling(operator)
        if not alternatives:
            return None
        return alternatives[0] if len(alternatives) == 1 else Or(tuple(alternatives))

    def _all(self, scope: _Scope, depth: int) -> Node | None:
        """Read what stands side by side."""
        children: list[Node] = []
        operator: Piece | None = None
        while (piece := self._peek()) is not None and not self._ends(piece, depth):
            if piece.kind == ")":
                self._pass_closing(piece)
            elif piece.kind == "and":
                self._place += 1
                if operator or not children:
                    self._dangling(piece)
                else:
                    operator = piece
            elif (child := self._some(scope, depth)) is not None:
                children.append(child)
                operator = None
        if operator:
            self._dangling(operator)
        return And(tuple(children)) if len(children) > 1 else children[0] if children else None

    def _ends(self, piece: Piece, depth: int) -> bool:
        """Whether a piece ends what stands side by side."""
        return piece.kind == "or" or (piece.kind == ")" and depth > 0 and not self._flattened)

    def _pass_closing(self, piece: Piece) -> None:
        """Pass a closing bracket that closes nothing we opened."""
        self._place += 1
        if self._flattened:
            self._flattened -= 1
        else:
            self._tell("closing-alone", piece.position)

    def _some(self, scope: _Scope, depth: int) -> Node | None:
        """Read one operand with the signs before it."""
        negative = False
        sign: Piece | None = None
        while (piece := self._peek()) is not None and piece.kind in ("not", "field", "exact"):
            self._place += 1
            sign = piece
            if piece.kind == "not":
                negative = not negative
            elif piece.kind == "exact":
                scope = replace(scope, exact=True)
            else:
                scope = replace(scope, field=BY_PREFIX[piece.text])
        if piece is None or piece.kind in ("and", "or", ")"):
            if sign:
                self._dangling(sign)
            return None
        self._place += 1
        node = self._bracket(piece, scope, depth) if piece.kind == "(" else self._leaf(piece, scope)
        return Not(node) if node is not None and negative else node

    def _bracket(self, opening: Piece, scope: _Scope, depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            self._tell("nested-too-deep", opening.position, kind="too-long")
            self._flattened += 1
            return None
        found = self.either(scope, depth + 1)
        if self._take(")") is None:
            self._tell("opening-alone", opening.position)
        elif found is None:
            self._tell("bracket-empty", opening.position)
        return found

    def _leaf(self, piece: Piece, scope: _Scope) -> Node | None:
        if piece.kind == "all":
            return And(())
        kind = scope.field.kind if scope.field else "text"
        if kind == "text":
            return self._text_leaf(piece, scope)
        if kind in ("date", "period"):
            return self._dates(piece, scope.field.name if scope.field and kind == "period" else "")
        if piece.kind in ("prefix", "fuzzy"):
            self._tell("no-star-here", piece.position)
        return Value(scope.field.name if scope.field else "", piece.text.strip(), piece.position)

    def _text_leaf(self, piece: Piece, scope: _Scope) -> Node:
        field = scope.field.name if scope.field else ""
        if piece.kind == "phrase":
            return Phrase(tuple(piece.text.split()), field, piece.number, position=piece.position)
        if piece.kind == "prefix":
            return Prefix(piece.text, field, piece.position)
        if piece.kind == "fuzzy":
            return Fuzzy(piece.text, field, piece.number or 1, piece.position)
        return Word(piece.text, field, scope.exact, piece.position)

    def _dates(self, piece: Piece, field: str) -> Node | None:
        """Read days of publication, or of a period `field` the keys that cover them."""
        days = parse_days(piece.text)
        keys = covering_keys(*days) if days and field else ()
        if keys:
            values = tuple(Value(field, key, piece.position) for key in keys)
            return values[0] if len(values) == 1 else Or(values)
        if days and field:
            self._tell("range-too-long", piece.position, str(MAX_YEARS), "date")
            return None
        if days is None:
            self._tell("not-a-day", piece.position, piece.text, "date")
            return None
        return Dates(*days, piece.position)

    def _peek(self) -> Piece | None:
        return self._pieces[self._place] if self._place < len(self._pieces) else None

    def _take(self, kind: str) -> Piece | None:
        piece = self._peek()
        if piece is None or piece.kind != kind:
            return None
        self._place += 1
        return piece

    def _dangling(self, piece: Piece) -> None:
        self._tell("without-partner", piece.position, piece.text)

    def _tell(self, said: Said, position: Position, value: str = "", kind: ProblemKind = "syntax") -> None:
        self._problems.append(Problem(kind, said, position, value))

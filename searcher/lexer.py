"""The query language, first step: text → pieces with positions. Never raises for any text.

It must not know what pieces mean together; `searcher.parser` does. Problems that can be seen in one piece
alone (an unclosed quotation, a star inside a word) are named here.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from index.fields import BY_PREFIX
from searcher.page import Problem, ProblemKind, Said
from searcher.syntax import Position

PieceKind = Literal[
    "word", "prefix", "fuzzy", "phrase", "all", "field", "exact", "and", "or", "not", "(", ")"
]

OPERATORS: dict[str, PieceKind] = {
    "AND": "and",
    "DAN": "and",
    "OR": "or",
    "ATAU": "or",
    "NOT": "not",
    "BUKAN": "not",
}
MAX_DISTANCE = 2
MAX_SLOP = 100

_QUOTES = '"“”„‟«»＂'
_QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)(?:([{_QUOTES}])(~\d{{0,9}})?)?")
_RUN = re.compile(rf"[^\s(){_QUOTES}]+")
_FIELD = re.compile(r"([^\W\d_]+):(?!//)")
_SUFFIX = re.compile(r"(?:(\*+)|~(\d{0,9}))[.,;:!?]*$")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


class Piece(NamedTuple):
    """One piece of a query. `number` is the edits of a fuzzy word or the slop of a phrase, None without."""

    kind: PieceKind
    text: str
    position: Position
    number: int | None = None


def cut(text: str) -> tuple[tuple[Piece, ...], tuple[Problem, ...]]:
    """Return the pieces of a query text in order, and what was found wrong with them."""
    lexer = _Lexer(text)
    place = 0
    while place < len(text):
        place = lexer.step(place)
    return tuple(lexer.pieces), tuple(lexer.problems)


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self.pieces: list[Piece] = []
        self.problems: list[Problem] = []

    def step(self, place: int) -> int:
        """Take what stands at a place; return the place behind it."""
        character = self._text[place]
        if character.isspace():
            return place + 1
        if character == "(" or character == ")":
            self._add("(" if character == "(" else ")", character, place, place + 1)
            return place + 1
        return self._phrase(place) if character in _QUOTES else self._run(place)

    def _phrase(self, start: int) -> int:
        match = _QUOTED.match(self._text, start)
        if match is None:  # cannot be: a quotation mark always opens a quotation
            return start + 1
        words, closing, slop = match.groups()
        if closing is None:
            self._tell("quote-unclosed", start, start + 1)
        if _EDGES.sub("", words):
            number = min(int(slop[1:] or 0), MAX_SLOP) if slop else None
            self._add("phrase", words, *match.span(), number)
        else:
            self._tell("quote-empty", *match.span())
        return match.end()

    def _run(self, start: int) -> int:
        """Take signs and fields off the front of what stands between spaces, then the word that is left."""
        match = _RUN.match(self._text, start)
        end = match.end() if match else start + 1
        if (run := self._text[start:end]).isalnum():  # a word as it is, as most are
            self._add(OPERATORS.get(run, "word"), run, start, end)
            return end
        place = start
        while place < end:
            behind = self._sign(place, begins=place == start) or self._field(place, end)
            if not behind:
                self._word(place, end)
                return end
            place = behind
        return end

    def _sign(self, place: int, begins: bool) -> int:
        """Take `-` where a word or a field's word begins, `=` or `+`; 0 where nothing follows them."""
        character = self._text[place]
        following = self._text[place + 1 : place + 2]
        if character not in "-=+" or not following or following.isspace() or following in "-=+)":
            return 0
        if character == "=":
            self._add("exact", character, place, place + 1)
        elif character == "-" and (begins or (self.pieces[-1:] and self.pieces[-1].kind == "field")):
            self._add("not", character, place, place + 1)
        return place + 1

    def _field(self, place: int, end: int) -> int:
        """Take a field's name with its colon; 0 where there is none."""
        match = _FIELD.match(self._text, place, end)
        if match is None:
            return 0
        name = match.group(1)
        if name.lower() in BY_PREFIX:
            self._add("field", name.lower(), *match.span())
            return match.end()
        following = self._text[match.end() : match.end() + 1]
        if not following or following.isspace():
            return 0
        self._tell("no-field", *match.span(), name, "unknown-field")
        self._word(place, match.end() - 1)
        return match.end()

    def _word(self, start: int, end: int) -> None:
        run = self._text[start:end]
        if run in OPERATORS:
            self._add(OPERATORS[run], run, start, end)
            return
        if self._after_date_field():
            self._add("word", run, start, end)  # the points of an open range are part of it
            return
        suffix = _SUFFIX.search(run)
        body = run[: suffix.start()] if suffix else run
        word = _EDGES.sub("", body)
        if not word:
            if suffix and suffix.group(1) and not body:
                self._add("all", run, start, end)
            return
        if "*" in word:
            self._tell("star-inside", start, end)
            self._add("prefix", word[: word.index("*")], start, end)
        elif suffix and suffix.group(1):
            self._add("prefix", word, start, end)
        elif suffix:
            self._add("fuzzy", word, start, end, self._distance(suffix.group(2), start, end))
        else:
            self._add("word", word, start, end)

    def _after_date_field(self) -> bool:
        last = self.pieces[-1] if self.pieces else None
        return last is not None and last.kind == "field" and BY_PREFIX[last.text].kind in ("date", "period")

    def _distance(self, written: str, start: int, end: int) -> int:
        distance = int(written or 1)
        if not 1 <= distance <= MAX_DISTANCE:
            self._tell("distance-too-far", start, end, str(MAX_DISTANCE))
        return max(1, min(distance, MAX_DISTANCE))

    def _add(self, kind: PieceKind, text: str, start: int, end: int, number: int | None = None) -> None:
        self.pieces.append(Piece(kind, text, (start, end), number))

    def _tell(self, said: Said, start: int, end: int, value: str = "", kind: ProblemKind = "syntax") -> None:
        self.problems.append(Problem(kind, said, (start, end), value))

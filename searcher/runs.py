"""Words that are to stand together, and where they do in a text. This module must not know queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.article import Span
from index.lang.analyze import Columns
from index.replacing import quickly_made
from searcher.kernel import Pieces as Standing
from searcher.marks import Mark
from searcher.pieces import Pieces

FIRST, SECOND = 1, 2


@quickly_made
@dataclass(frozen=True, slots=True)
class Run:
    """Words that are to stand together, by root and by form (roots are "" where only forms count)."""

    leaf: str
    roots: tuple[str, ...]
    forms: tuple[str, ...]
    slop: int | None


class RunMarker:
    """Marks a run in texts; made once for a request, so that it remembers which pieces hold its terms."""

    def __init__(self, run: Run, pieces: Pieces) -> None:
        self._run = run
        self._pieces = pieces
        # By root and by form: the terms, which column has them, and what is known of pieces.
        self._kinds = [
            (terms, by_root, _Holding(terms, pieces))
            for terms, by_root in ((run.roots, True), (run.forms, False))
            if terms
        ]

    def marks(self, text: str, standing: Standing) -> Iterator[Mark]:
        """Mark the run; `standing` are pieces of the text, in order, among them all that hold its terms."""
        run, pieces = self._run, self._pieces
        for terms, by_root, holding in self._kinds:
            if run.slop is None:
                for start, piece in _beginnings(text, standing, holding):
                    columns = pieces.beginning(text, start, len(piece), len(terms))
                    found = _by_position(
                        terms, columns.roots if by_root else columns.forms, columns.positions
                    )
                    for first, last in _sequences(terms, found, columns):
                        if first < len(piece):
                            yield Mark(start + first, start + last, run.leaf)
            elif {term for _, piece in standing for term in pieces.terms(piece)}.issuperset(terms):
                columns = pieces.analyzer.columns(text)
                found = _by_position(terms, columns.roots if by_root else columns.forms, columns.positions)
                yield from _windows(run.leaf, terms, found, max(run.slop, len(terms) - 1), columns)


class _Holding(dict[str, int]):
    """Of each piece whether it holds the first and the second of terms: FIRST, SECOND, both or neither."""

    def __init__(self, terms: tuple[str, ...], pieces: Pieces) -> None:
        super().__init__()
        self._first, self._second = terms[:2]
        self._pieces = pieces

    def __missing__(self, piece: str) -> int:
        terms = self._pieces.terms(piece)
        found = self[piece] = FIRST * (self._first in terms) + SECOND * (self._second in terms)
        return found


def _beginnings(text: str, standing: Standing, holding: _Holding) -> Iterator[tuple[int, str]]:
    """Yield the pieces with the first term that have the second too, or no word between them and it."""
    leading: tuple[int, str] | None = None
    for pair in standing:
        held = holding[pair[1]]
        if held:
            if leading and held & SECOND and _wordless(text, leading[0] + len(leading[1]), pair[0]):
                yield leading
            leading = None
            if held == FIRST:
                leading = pair
            elif held & FIRST:
                yield pair


def _wordless(text: str, end: int, start: int) -> bool:
    """Return whether no letter or figure is between two places."""
    between = text[end:start]
    return between == " " or not any(map(str.isalnum, between))


def _by_position(terms: Iterable[str], column: list[str], positions: list[int]) -> dict[str, dict[int, int]]:
    """Return position → item of the column, for each term."""
    places: dict[str, dict[int, int]] = {term: {} for term in terms}
    for item, term in enumerate(column):
        if term in places:
            places[term].setdefault(positions[item], item)
    return places


def _sequences(terms: tuple[str, ...], places: dict[str, dict[int, int]], columns: Columns) -> Iterator[Span]:
    """Yield each place where terms stand side by side, as a whole."""
    last = len(terms) - 1
    for position, item in places[terms[0]].items():
        if all(position + step in places[term] for step, term in enumerate(terms)):
            yield columns.starts[item], columns.ends[places[terms[last]][position + last]]


def _windows(
    leaf: str, terms: tuple[str, ...], places: dict[str, dict[int, int]], span: int, columns: Columns
) -> Iterator[Mark]:
    """Mark the words of each stretch of `span` + 1 positions that holds all terms."""
    items: set[int] = set()
    for start in sorted({position for found in places.values() for position in found}):
        near = [
            [item for position, item in places[term].items() if start <= position <= start + span]
            for term in dict.fromkeys(terms)
        ]
        if all(
            len(found) >= terms.count(term) for found, term in zip(near, dict.fromkeys(terms), strict=True)
        ):
            items.update(item for found in near for item in found)
    yield from (Mark(columns.starts[item], columns.ends[item], leaf) for item in sorted(items))

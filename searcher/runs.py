"""Words that are to stand together, and where they do in a text. This module must not know queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from index.article import Span
from index.lang.analyze import Columns
from searcher.kernel import Pieces as Standing
from searcher.marks import Mark
from searcher.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are to stand together, by root and by form (roots are "" where only forms count)."""

    leaf: str
    roots: tuple[str, ...]
    forms: tuple[str, ...]
    slop: int | None


def run_marks(run: Run, text: str, holding: Standing, pieces: Pieces) -> Iterator[Mark]:
    """Mark a run in a text; `holding` are its pieces that hold any of the run's terms, in order."""
    for terms, by_root in ((run.roots, True), (run.forms, False)):
        if not terms:
            continue
        if run.slop is None:
            for start, piece in _beginnings(terms, text, holding, pieces):
                columns = pieces.beginning(text, start, len(piece), len(terms))
                found = _by_position(terms, columns.roots if by_root else columns.forms, columns.positions)
                for first, last in _sequences(terms, found, columns):
                    if first < len(piece):
                        yield Mark(start + first, start + last, run.leaf)
        elif {term for _, piece in holding for term in pieces.terms(piece)}.issuperset(terms):
            columns = pieces.analyzer.columns(text)
            found = _by_position(terms, columns.roots if by_root else columns.forms, columns.positions)
            yield from _windows(run.leaf, terms, found, max(run.slop, len(terms) - 1), columns)


def _beginnings(
    terms: tuple[str, ...], text: str, holding: Standing, pieces: Pieces
) -> Iterator[tuple[int, str]]:
    """Yield the pieces with the first term that have the second too, or no word between them and it."""
    distinct = {piece for _, piece in holding}
    leading = {piece for piece in distinct if terms[0] in pieces.terms(piece)}
    second = {piece for piece in distinct if terms[1] in pieces.terms(piece)}
    if leading and second:
        for (start, piece), (following, other) in zip_longest(holding, holding[1:], fillvalue=(0, "")):
            if piece in leading and (
                piece in second or (other in second and _wordless(text, start + len(piece), following))
            ):
                yield start, piece


def _wordless(text: str, end: int, start: int) -> bool:
    """Return whether no letter or figure is between two places."""
    return not any(map(str.isalnum, text[end:start]))


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

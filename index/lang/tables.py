"""Read the language data: tab-separated files, one decision a line, checked on load.

A table is UTF-8, one row a line, cells separated by tabs; blank lines and lines that start with `#` say
nothing to the program. The first row names the columns. Every table of ours ends with a `reason` or `note`
column where a decision needs one. This module must not know what any table means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path


class LanguageDataError(ValueError):
    """A data file breaks its own rules; the text names file, line and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class Row:
    """One line of a table: where it stands and its cells by column name, without blanks around them."""

    __slots__ = ("_cells", "_places", "line", "path")

    def __init__(self, path: Path, line: int, cells: Sequence[str], places: Mapping[str, int]) -> None:
        """Take the cells as written, and where each column is among them; last ones may be missing."""
        self.path, self.line, self._cells, self._places = path, line, cells, places

    def __getitem__(self, column: str) -> str:
        place = self._places[column]
        return self._cells[place].strip() if place < len(self._cells) else ""

    @property
    def cells(self) -> dict[str, str]:
        """Return all cells by column name."""
        return {column: self[column] for column in self._places}

    def list(self, column: str, separator: str = "|") -> tuple[str, ...]:
        """Return the parts of a cell that holds several values, without empty ones."""
        cell = self[column]
        if separator not in cell:
            return (cell,) if cell else ()
        return tuple(part.strip() for part in cell.split(separator) if part.strip())

    def error(self, reason: str) -> LanguageDataError:
        """Return the error that names this line."""
        return LanguageDataError(self.path, self.line, reason)


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table whose header must be exactly `columns`; short rows have empty last cells.

    Raises LanguageDataError for a missing file, a wrong header, a row with too many cells, a first cell
    that is empty, or text that is not UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LanguageDataError(path, 0, str(error)) from error
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered or tuple(numbered[0][1].split("\t")) != tuple(columns):
        where = numbered[0][0] if numbered else 1
        raise LanguageDataError(path, where, f"the header must be {' | '.join(columns)}")
    places = {column: place for place, column in enumerate(columns)}
    for number, line in numbered[1:]:
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise LanguageDataError(path, number, f"{len(cells)} cells where {len(columns)} are named")
        if not cells[0].strip():
            raise LanguageDataError(path, number, f"no {columns[0]}")
        yield Row(path, number, cells, places)

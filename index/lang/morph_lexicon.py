"""The lexicon: every root we know with how frequent it is, and the words that are not to be analysed at all.

It reads and checks the data; it must not know affixes or how to choose between analyses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from index.lang.tables import Row, read_table

ROOT_TABLES = "roots_*.tsv"
FROZEN_TABLES = "frozen*.tsv"
EXCEPTION_TABLE = "stem_exceptions.tsv"
# What a root costs an analysis, by its class: 1 is said every day, 5 is hardly ever printed.
CLASS_COSTS = {"1": 0, "2": 2, "3": 4, "4": 6, "5": 9}
# What a word of grammar pays on top for being taken as the root of a longer word.
FUNCTION_TABLE = "roots_function.tsv"
FUNCTION_COST = 8
# A form with a decision is printed often enough to have needed one.
EXCEPTION_COST = CLASS_COSTS["2"]
WRITTEN = re.compile(r"[a-z]+(?:['-][a-z]+)*")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`costs` maps every base that affixes may stand on to what it costs; `exceptions` a form to its root."""

    costs: dict[str, int]
    exceptions: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Lexicon:
        """Read all tables of roots, frozen words and exceptions; raises LanguageDataError naming the line."""
        first: dict[str, str] = {}
        costs: dict[str, int] = {}
        for path in (*sorted(folder.glob(ROOT_TABLES)), *sorted(folder.glob(FROZEN_TABLES))):
            frozen = not path.name.startswith("roots")
            for row in read_table(path, ("root", "class", "reason" if frozen else "note")):
                cost = _root_cost(row, first, needs_reason=frozen)
                costs[row["root"]] = cost + FUNCTION_COST * (path.name == FUNCTION_TABLE)
        exceptions = _read_exceptions(folder / EXCEPTION_TABLE, first)
        return cls(dict.fromkeys(exceptions, EXCEPTION_COST) | costs, exceptions)


def _root_cost(row: Row, first: dict[str, str], *, needs_reason: bool) -> int:
    root = row["root"]
    _check_written(row, root)
    if root in first:
        raise row.error(f"{root!r} is already in {first[root]}")
    if row["class"] not in CLASS_COSTS:
        raise row.error(f"the class must be one of {', '.join(CLASS_COSTS)}, not {row['class']!r}")
    if needs_reason and not row["reason"]:
        raise row.error(f"{root!r} is frozen without a reason")
    first[root] = f"{row.path.name}:{row.line}"
    return CLASS_COSTS[row["class"]]


def _check_written(row: Row, word: str) -> None:
    if not WRITTEN.fullmatch(word):
        raise row.error(f"{word!r} is not a lower-case word of the letters a to z")


def _read_exceptions(path: Path, roots: dict[str, str]) -> dict[str, str]:
    exceptions: dict[str, str] = {}
    for row in read_table(path, ("form", "root", "reason")):
        form, root = row["form"], row["root"]
        _check_written(row, form)
        _check_written(row, root)
        if form in exceptions or form in roots:
            raise row.error(f"{form!r} is already in {roots.get(form, 'this table')}")
        if not row["reason"]:
            raise row.error(f"{form!r} is decided without a reason")
        exceptions[form] = root
    return exceptions

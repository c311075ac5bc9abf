"""Names that look like words with affixes: Bekasi is not bekas + i, Gunawan not guna + wan.

Only names that the stemmer would take for a word stand in `data/names.tsv`; any other name is unknown to it
and left alone. This module must not know who or what a name is.
"""

from __future__ import annotations

from pathlib import Path

from index.lang.tables import read_table
from index.lang.words import fold

DATA = Path(__file__).parent / "data" / "names.tsv"
COLUMNS = ("name", "kind", "note")
KINDS = ("place", "person", "organisation")


def load_names(path: Path = DATA) -> frozenset[str]:
    """Return the names, folded; raises LanguageDataError naming a line that breaks the rules."""
    names: set[str] = set()
    for row in read_table(path, COLUMNS):
        name = row["name"]
        if fold(name) != name or name in names:
            raise row.error(f"{name!r} stands here twice or is not one word in small letters")
        if row["kind"] not in KINDS:
            raise row.error(f"{row['kind']!r} is not one of {', '.join(KINDS)}")
        names.add(name)
    return frozenset(names)

"""The abbreviations that an archive introduces, kept as one reviewable table of a generation.

`abbreviations.tsv` has a line for each pair that articles put beside each other ("Badan Kopi Nusantara
(BKN)"), in how many articles, and three of them as evidence. This module must not find pairs;
`index.lang.mining` does.
"""

from __future__ import annotations

from pathlib import Path

from index.errors import IndexCorrupt
from index.generation_files import replace_durably
from index.lang.mining import MinedAbbreviations
from index.lang.tables import LanguageDataError, read_table

MINED_FILE = "abbreviations.tsv"
COLUMNS = ("short", "long", "method", "count", "evidence")


def write_mined(folder: Path, mined: MinedAbbreviations) -> None:
    """Write the table into a generation, commonest pairs first."""
    lines = ["\t".join(COLUMNS)]
    for row in mined.rows():
        evidence = row["evidence"]
        listed = "|".join(map(str, evidence)) if isinstance(evidence, list) else ""
        lines.append("\t".join(" ".join(str(row[name]).split()) for name in COLUMNS[:-1]) + f"\t{listed}")
    replace_durably(folder / MINED_FILE, "\n".join(lines) + "\n")


def read_mined(folder: Path, mined: MinedAbbreviations) -> MinedAbbreviations:
    """Add a generation's table to a counter and return it; raises IndexCorrupt."""
    try:
        mined.merge(
            {**row.cells, "evidence": list(row.list("evidence"))}
            for row in read_table(folder / MINED_FILE, COLUMNS)
        )
    except (LanguageDataError, ValueError) as error:
        raise IndexCorrupt(f"{folder / MINED_FILE}: damaged ({error}): rebuild the index") from error
    return mined

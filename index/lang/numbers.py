"""Numbers in figures and in words: 1.300 = 1300, "dua belas" = 12, "1,3 triliun" = 1300000000000.

Indonesian writes a point between thousands and a comma before decimals. This module must not know texts or
queries: written numbers come in, canonical ones go out.
"""

from __future__ import annotations

import re

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+")


def number_root(written: str) -> str:
    """Return the canonical writing of a number: no grouping, a comma before decimals.

    `1.300` → 1300, `1.300,5` → 1300,5, `1,300,000` → 1300000. Anything that is no grouped number is returned
    as it is: `19,1`, `10.30` (a time), `27.9.2020` (a date), `3g`.
    """
    if "." not in written and "," not in written:
        return written
    if _GROUPED.fullmatch(written):
        return written.replace(".", "")
    if _ENGLISH_GROUPED.fullmatch(written):
        return written.replace(",", "").replace(".", ",")
    return written

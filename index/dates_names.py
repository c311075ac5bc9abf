"""The names at the head of an article as rows of a table of years: a name is known by its hash alone.

What is here is the specification; C does the same where it was built. It must not know what names tell.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

TABLE_BITS = 16
# Names at the beginning tell most; more would only count common words again.
MAX_NAMES = 120

# Returns the rows ("H") of the first distinct names of a text, in order, each once.
NamedRows = Callable[[str], "array[int]"]

# The capital first: a pattern that starts with letters looks for them twice as fast as one with a border.
_NAME = re.compile(r"[A-Z](?<!\w.)[\w'’]{3,}")


def named_rows(text: str) -> array[int]:
    """See NamedRows."""
    names = dict.fromkeys(_NAME.findall(text))
    return array("H", dict.fromkeys(map(row_of, names)))[:MAX_NAMES]


# An archive names the same again and again: a look-up costs an eighth of the sum.
@lru_cache(maxsize=1 << 16)
def row_of(name: str) -> int:
    """Return the row of a name, whatever its case."""
    return crc32(name.casefold().encode("utf-8", "surrogatepass")) & ((1 << TABLE_BITS) - 1)

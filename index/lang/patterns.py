"""Regular expressions made of listed forms. Knows no form itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

# Letters in the order of the forms, each with what follows it; "" where a form ends.
_Tree = dict[str, Any]


def any_of(forms: Iterable[str]) -> str:
    """Return a group that matches any of these forms, the longest first: `sept` is not to be read as `sep`.

    Forms share the letters with which they begin, so that the engine looks at a dozen first letters and not
    at a hundred forms. Where case is to be ignored, give forms in small letters.
    """
    tree: _Tree = {}
    for form in sorted(forms):
        node = tree
        for letter in form:
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_pattern(tree)})"


def _pattern(tree: _Tree) -> str:
    ways = [re.escape(letter) + _pattern(rest) for letter, rest in tree.items() if letter]
    if not ways:
        return ""
    if len(ways) == 1 and "" not in tree:
        return ways[0]
    return f"(?:{'|'.join(ways)})" + ("?" if "" in tree else "")

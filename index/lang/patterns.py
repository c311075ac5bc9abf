"""Regular expressions made of listed forms. Knows no form itself."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(forms: Iterable[str]) -> str:
    """Return a group that matches any of these forms, longest first: `sept` is not to be read as `sep`."""
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(re.escape(form) for form in longest_first) + ")"

"""Open an index for searching, as the doors (`scripts/`, `web.server`) do it.

The only place that chooses the engine; it must not read settings nor hold anything.
"""

from __future__ import annotations

from pathlib import Path

from index.lang.language import Language
from searcher.searcher import Searcher
from searcher.whoosh_engine import WhooshEngine


def open_searcher(index: Path, poll_seconds: float) -> Searcher:
    """Return a searcher over the index in a folder, which need not exist yet.

    It looks for a new generation every `poll_seconds`. Raises LanguageDataError where the language data
    breaks its rules; searching raises IndexMissing until something has been built.
    """
    language = Language.load()
    return Searcher(WhooshEngine(index, language, poll_seconds), language)

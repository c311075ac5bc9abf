"""One HTML page → text, title, date and outlet, by trafilatura; its guesses at dates are switched off.

trafilatura reads dates from metadata and markup; when it finds none it may search the text, and that is
`index.dates`' work, with evidence. It is loaded for the first page: that takes longer than everything else a
process loads to read texts, and most archives have no page.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any

from index.corpus_formats import RawArticle, Skipped

DATE_OPTIONS = {"extensive_search": False, "original_date": True}


def extract(raw: RawArticle) -> RawArticle | Skipped:
    """Return the record of a page; what the file's other metadata said wins over what the page says."""
    trafilatura = _trafilatura()
    try:
        page = trafilatura.bare_extraction(
            raw.text,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            favor_recall=True,
            date_extraction_params=dict(DATE_OPTIONS),
        )
    except Exception as error:  # hostile markup raises whatever it likes inside lxml; the page is skipped
        return Skipped(raw.path, raw.line, f"no article could be extracted: {error}")
    if not page or not page.text or not page.text.strip():
        return Skipped(raw.path, raw.line, "no article text found in the page")
    title = " ".join((page.title or "").split())
    return replace(
        raw,
        text=_without_title(page.text, title),
        is_html=False,
        title=raw.title or title,
        published=raw.published or (page.date or ""),
        source=raw.source or (page.sitename or page.hostname or ""),
        url=raw.url or (page.url or ""),
    )


@cache
def _trafilatura() -> Any:
    return import_module("trafilatura")


def _without_title(text: str, title: str) -> str:
    """Take the headline off the top of the text: trafilatura keeps the page's first heading."""
    first, _, rest = text.partition("\n")
    return rest if title and rest.strip() and " ".join(first.split()) == title else text

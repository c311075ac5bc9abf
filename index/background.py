"""Which terms of an article are background: those that stand in its recycled passages and nowhere else in it.

What is new in an article ranks above what it repeats (`index.fields.BACKGROUND_WEIGHT`). A word that its own
text has too is its own, however often the recycled passages repeat it: mostly BM25 asks whether a word is
there, and little how often. So all of a body stays one text, with its phrases, lengths and statistics, and
an engine needs to know no more than which articles have a term as background. This module must not know an
engine, nor decide what is recycled; `index.copies` does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from index.article import Article, Span
from index.fields import BACKGROUND_FIELDS, EXACT_SUFFIX
from index.lang.analyze import Analyzer

BODY = "body"


def background_of(article: Article, analyzer: Analyzer) -> dict[str, tuple[str, ...]]:
    """Return the background terms by field of `BACKGROUND_FIELDS`; {} where nothing is recycled."""
    spans = article.copies.recycled
    if not spans:
        return {}
    columns = analyzer.columns(article.body)
    recycled = _inside(columns.starts, spans)
    return {
        BACKGROUND_FIELDS[BODY]: _only_there(columns.roots, recycled),
        BACKGROUND_FIELDS[BODY + EXACT_SUFFIX]: _only_there(columns.forms, recycled),
    }


def _inside(starts: Sequence[int], spans: Sequence[Span]) -> list[bool]:
    """Return which offsets lie in one of the spans, which ascend and do not overlap."""
    begins = [start for start, _ in spans]
    places = (bisect_right(begins, start) - 1 for start in starts)
    return [place >= 0 and start < spans[place][1] for start, place in zip(starts, places, strict=True)]


def _only_there(terms: Sequence[str], recycled: Sequence[bool]) -> tuple[str, ...]:
    new = {term for term, old in zip(terms, recycled, strict=True) if not old}
    return tuple(dict.fromkeys(term for term in terms if term not in new))

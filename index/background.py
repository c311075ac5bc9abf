"""Which terms of an article are background: those that stand in its recycled passages and nowhere else in it.

What is new in an article ranks above what it repeats (`index.fields.BACKGROUND_WEIGHT`). A word that its own
text has too is its own, however often the recycled passages repeat it: mostly BM25 asks whether a word is
there, and little how often. So all of a body stays one text, with its phrases, lengths and statistics, and
an engine needs to know no more than which articles have a term as background. This module must not know an
engine, nor decide what is recycled; `index.copies` does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from itertools import chain, pairwise

from index.article import Article, Span
from index.codec_kernel import Analysis
from index.fields import BACKGROUND_FIELDS, EXACT_SUFFIX
from index.lang.analyze import Analyzer

BODY = "body"
Terms = tuple[str, ...]


class Passages(tuple[str, ...]):
    """A text in pieces, its own and recycled ones by turns, its own first; chunks of it are chunks of one."""

    __slots__ = ()


def passages_of(text: str, spans: Sequence[Span]) -> Passages | None:
    """Return a text cut at its recycled spans, None where one does not end at a blank: perhaps in a chunk."""
    edges = (0, *chain.from_iterable(spans), len(text))
    if not all(text[edge - 1].isspace() or text[edge].isspace() for edge in edges if 0 < edge < len(text)):
        return None
    return Passages([text[begin:end] for begin, end in pairwise(edges)])


def background_of(article: Article, analyzer: Analyzer) -> dict[str, Terms]:
    """Return the background terms by field of `BACKGROUND_FIELDS`; {} where nothing is recycled."""
    spans = article.copies.recycled
    if not spans:
        return {}
    passages = passages_of(article.body, spans)
    if passages is not None:
        return background_terms(passages, analyzer)
    return _by_field(*_by_tokens(article.body, spans, analyzer))


def background_terms(passages: Passages, analysis: Analysis) -> dict[str, Terms]:
    """Return the background terms by field: each chunk is looked at once, not each word at its place."""
    pieces = list(map(analysis.chunks, passages))
    new, old = (dict.fromkeys(chain.from_iterable(pieces[first::2])) for first in (0, 1))
    old_terms = _terms_of([chunk for chunk in old if chunk not in new], analysis)
    new_terms = _terms_of(new, analysis) if old_terms else []
    roots = _without([term[0] for term in old_terms], {term[0] for term in new_terms})
    return _by_field(roots, _without([term[1] for term in old_terms], {term[1] for term in new_terms}))


def _by_field(roots: Terms, forms: Terms) -> dict[str, Terms]:
    return {BACKGROUND_FIELDS[BODY]: roots, BACKGROUND_FIELDS[BODY + EXACT_SUFFIX]: forms}


def _terms_of(chunks: Iterable[str], analysis: Analysis) -> list[tuple[str, ...]]:
    return [term for chunk in chunks for term in analysis.chunk_terms(chunk)[0]]


def _by_tokens(text: str, spans: Sequence[Span], analyzer: Analyzer) -> tuple[Terms, Terms]:
    columns = analyzer.columns(text)
    recycled = _inside(columns.starts, spans)
    return _only_there(columns.roots, recycled), _only_there(columns.forms, recycled)


def _inside(starts: Sequence[int], spans: Sequence[Span]) -> list[bool]:
    """Return which offsets lie in one of the spans, which ascend and do not overlap."""
    begins = [start for start, _ in spans]
    places = (bisect_right(begins, start) - 1 for start in starts)
    return [place >= 0 and start < spans[place][1] for start, place in zip(starts, places, strict=True)]


def _only_there(terms: Sequence[str], recycled: Sequence[bool]) -> Terms:
    return _without(terms, {term for term, old in zip(terms, recycled, strict=True) if not old})


def _without(terms: Iterable[str], new: Set[str]) -> Terms:
    """Return the terms that are not among these, each once."""
    return tuple(dict.fromkeys([term for term in terms if term not in new]))

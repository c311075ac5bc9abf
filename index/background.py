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
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

from index.article import Article, Span
from index.codec_kernel import Analysis
from index.fields import BACKGROUND_FIELDS, EXACT_SUFFIX
from index.lang.analyze import Analyzer
from index.lang.words import CHUNK

BODY = "body"
# The beginning of a chunk is looked for within so many characters: longer ones hold no words of note.
LONGEST_SOUGHT = 256
Terms = tuple[str, ...]
Term = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """A text in pieces, its own and recycled by turns, its own first; their chunks are those of the text.

    A chunk within which a passage ends ("kata.Lalu") is in the piece in which it begins: the last `late` of
    the terms of a piece's last chunk belong to the next.
    """

    pieces: tuple[str, ...]
    late: tuple[int, ...]


def passages_of(text: str, spans: Sequence[Span], analysis: Analysis) -> Passages | None:
    """Return a text cut at its recycled spans, None where that is too hard: two ends in one chunk, say."""
    cuts, late = [0], []
    for edge in (*chain.from_iterable(spans), len(text)):
        if edge < cuts[-1]:
            return None
        cut = _chunk_end(text, edge, analysis)
        if cut is None:
            return None
        cuts.append(cut[0])
        late.append(cut[1])
    return Passages(tuple([text[begin:end] for begin, end in pairwise(cuts)]), tuple(late))


def _chunk_end(text: str, edge: int, analysis: Analysis) -> tuple[int, int] | None:
    """Return where the chunk ends within which an edge lies, and how many of its terms begin behind it."""
    if not 0 < edge < len(text) or text[edge - 1].isspace() or text[edge].isspace():
        return edge, 0
    first = max(0, edge - LONGEST_SOUGHT)
    before = text[first:edge].split()[-1]
    if len(before) == LONGEST_SOUGHT:
        return None
    for chunk in CHUNK.finditer(text, edge - len(before)):
        if chunk.start() >= edge:
            break
        if chunk.end() > edge:
            starts = [term[3] for term in analysis.chunk_terms(chunk.group())[0]]
            return chunk.end(), sum(start >= edge - chunk.start() for start in starts)
    return edge, 0


def background_of(article: Article, analyzer: Analyzer) -> dict[str, Terms]:
    """Return the background terms by field of `BACKGROUND_FIELDS`; {} where nothing is recycled."""
    spans = article.copies.recycled
    if not spans:
        return {}
    passages = passages_of(article.body, spans, analyzer)
    if passages is not None:
        return background_terms(passages, analyzer)
    return _by_field(*_by_tokens(article.body, spans, analyzer))


def background_terms(passages: Passages, analysis: Analysis) -> dict[str, Terms]:
    """Return the background terms by field: each chunk is looked at once, not each word at its place."""
    chunks: tuple[dict[str, None], dict[str, None]] = {}, {}
    terms: tuple[list[Term], list[Term]] = [], []
    for number, (piece, late) in enumerate(zip(passages.pieces, passages.late, strict=True)):
        found = analysis.chunks(piece)
        if late:
            *found, last = found
            of_last = analysis.chunk_terms(last)[0]
            terms[number % 2].extend(of_last[:-late])
            terms[1 - number % 2].extend(of_last[-late:])
        chunks[number % 2].update(dict.fromkeys(found))
    new, old = chunks
    terms[1].extend(_terms_of([chunk for chunk in old if chunk not in new], analysis))
    if terms[1]:
        terms[0].extend(_terms_of(new, analysis))
    roots = _without([term[0] for term in terms[1]], {term[0] for term in terms[0]})
    return _by_field(roots, _without([term[1] for term in terms[1]], {term[1] for term in terms[0]}))


def _by_field(roots: Terms, forms: Terms) -> dict[str, Terms]:
    return {BACKGROUND_FIELDS[BODY]: roots, BACKGROUND_FIELDS[BODY + EXACT_SUFFIX]: forms}


def _terms_of(chunks: Iterable[str], analysis: Analysis) -> list[Term]:
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

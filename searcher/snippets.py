"""The stretches of an article that show why it was found: one to three sentences or pairs of them.

Snippets begin and end where sentences do, except in very long ones, which are cut between words. Text that
cleaning took out of the body is never shown, but for the related headlines that `terkait:` asks for.
It must not make HTML: hits are spans.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from index.article import Article, Span
from index.indexed import related_headlines
from index.lang.sentences import SentenceSplitter
from searcher.highlighting import Highlighter
from searcher.marks import Mark, merged
from searcher.page import Snippet
from searcher.stored import Stored, whole

# A sentence and the marks that begin in it, in order.
Marked = tuple[Span, list[Mark]]
MAX_SNIPPETS = 3
# A long sentence is cut around its marks to about this many characters; a lead is filled up to as many.
LONG, SHORT = 320, 120
# Marks this near to each other are worth showing together; more marks than this say no more.
REACH, MANY_MARKS = 200, 4


def snippets_of(
    stored: Stored, body_marks: Sequence[Mark], highlighter: Highlighter, splitter: SentenceSplitter
) -> tuple[Snippet, ...]:
    """Return the snippets of an article: its marked sentences, related headlines, else how it begins."""
    found = _from_body(stored.body, body_marks, splitter)
    if highlighter.marks_field("related"):
        found += _from_related(whole(stored), highlighter)
    return tuple(found[:MAX_SNIPPETS]) or _lead(stored.body, splitter)


def _from_body(body: str, marks: Sequence[Mark], splitter: SentenceSplitter) -> list[Snippet]:
    if not marks:
        return []
    chosen = _chosen(_marked(splitter.around(body, map(_start, marks)), marks))
    return [_snippet("body", body, span, found) for span, found in chosen]


def _chosen(rest: list[Marked]) -> list[Marked]:
    """Return the sentences worth showing, in order: what shows most that is new, one after the other."""
    if len(rest) < 2:
        return rest
    chosen: list[Marked] = []
    shown: set[str] = set()
    while rest and len(chosen) < MAX_SNIPPETS:
        best = max(rest, key=lambda pair: _worth(pair[0], pair[1], shown))
        leaves = {mark.leaf for mark in best[1]}
        if len(chosen) > 1 and leaves <= shown:
            break  # a third sentence must show something new
        rest.remove(best)
        chosen.append(best)
        shown |= leaves
    chosen.sort(key=lambda pair: pair[0])
    return chosen


def _start(mark: Mark) -> int:
    return mark.start


def _marked(sentences: Sequence[Span], marks: Sequence[Mark]) -> list[Marked]:
    """Return the sentences in which marks begin, with these marks; both in order of start."""
    pairs: list[Marked] = []
    waiting = 0
    for sentence in sentences:
        first = waiting
        while waiting < len(marks) and marks[waiting].start < sentence[1]:
            waiting += 1
        if waiting > first:
            pairs.append((sentence, list(marks[first:waiting])))
    return pairs


def _worth(span: Span, marks: list[Mark], shown: set[str]) -> tuple[int, int, int, int]:
    """What shows most that is new, then most at all, then most often, then earlier."""
    leaves = {mark.leaf for mark in marks}
    return len(leaves - shown), len(leaves), min(len(marks), MANY_MARKS), -span[0]


def _from_related(article: Article, highlighter: Highlighter) -> list[Snippet]:
    headlines = related_headlines(article)
    text, marks, lines, start = "\n".join(headlines), [], [], 0
    for headline in headlines:
        found = highlighter.marks(headline, "related")
        marks += [Mark(start + mark.start, start + mark.end, mark.leaf) for mark in found]
        lines.append((start, start + len(headline)))
        start += len(headline) + 1
    return [_snippet("related", text, span, found) for span, found in _marked(lines, marks)]


def _lead(body: str, splitter: SentenceSplitter) -> tuple[Snippet, ...]:
    """Return how a text begins: its first sentence, and those after it while they are short."""
    sentences = splitter.spans(body[: 4 * LONG])
    if not sentences:
        return ()
    start, end = sentences[0]
    for _, later in sentences[1:]:
        if end - start >= SHORT:
            break
        end = later
    return (_snippet("body", body, (start, end), []),)


def _snippet(field: str, text: str, span: Span, marks: Sequence[Mark]) -> Snippet:
    start, end = _window(text, span, marks)
    inside = merged([mark for mark in marks if mark.start < end and mark.end > start])
    hits = [(max(first, start) - start, min(last, end) - start) for first, last in inside]
    return Snippet(field, text[start:end], start, tuple(hits))


def _window(text: str, span: Span, marks: Sequence[Mark]) -> Span:
    """Return a sentence, or of a very long one the part with the most marks, cut between words."""
    start, end = span
    if end - start <= LONG:
        return span
    if marks:
        starts = [mark.start for mark in marks]
        reached = [bisect_left(starts, first + REACH) - place for place, first in enumerate(starts)]
        start = max(start, starts[reached.index(max(reached))] - (LONG - REACH) // 2)
    end = min(end, start + LONG)
    start = max(span[0], end - LONG)
    while start > span[0] and text[start - 1].isalnum():
        start -= 1
    if end < span[1] and text[end].isalnum():
        while end > start and text[end - 1].isalnum():
            end -= 1
    return (start, end) if end > start else span

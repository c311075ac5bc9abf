"""Which stretches of a text show why it was found: one to three sentences with marks, and what of each.

What shows most that is new comes first: most leaves of the query that were not shown yet, then most leaves,
then most marks, then the earlier one; a third stretch must show something new. A very long sentence is cut
between words around its marks. `searcher/compiled/excerpts.c` does the same in a tenth of the time. This
module must not find marks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from index.article import Span
from index.lang.sentences import SentenceSplitter
from searcher.marks import Mark, merged, rank

# A text that is shown, where it begins in that it is of, and spans in it.
Excerpt = tuple[str, int, tuple[Span, ...]]
# The leaves of a query that have marks, each with the forms that are marked, in small letters.
Matched = tuple[tuple[str, tuple[str, ...]], ...]
# What is shown of an article: spans in its headline, excerpts of its body, what matched in both.
Shown = tuple[tuple[Span, ...], list[Excerpt], Matched]
# What is marked in a piece of text: from where to where in it, by which leaf, and the form in small letters.
PieceMarks = tuple[tuple[int, int, str, str], ...]
# Marks of a headline and of a body, in order.
MoreMarks = tuple[list[Mark], list[Mark]]
# A sentence and the marks that begin in it, in order.
Marked = tuple[Span, list[Mark]]
MOST_EXCERPTS = 3
_mark = tuple.__new__  # half of the time of Mark(…), which is a function in Python
# A long sentence is cut around its marks to about this many characters.
LONG = 320
# Marks this near to each other are worth showing together; more marks than this say no more.
REACH, MANY_MARKS = 200, 4


class Wanted(NamedTuple):
    """What is to be marked: pieces with one of the traces, as `marked` says, which knows every piece."""

    traces: tuple[bytes, ...]
    marked: Mapping[str, PieceMarks]


# Nothing is told by pieces alone.
NOTHING = Wanted((), {})


def shown(
    title: str,
    body: str,
    wanted: Wanted,
    more: MoreMarks,
    splitter: SentenceSplitter,
    pieces: Callable[[str, tuple[bytes, ...]], list[tuple[int, str]] | None],
) -> Shown | None:
    """Return what is shown of an article; None where `pieces` cannot tell where the traces are.

    `more` are other marks of headline and body, in order. `pieces` is that of `searcher.kernel.PieceKernel`;
    without traces it is not asked.
    """
    matched: dict[str, dict[str, None]] = {}
    marks: tuple[list[Mark], list[Mark]] = [], []
    for text, found, others in zip((title, body), marks, more, strict=True):
        standing = pieces(text, wanted.traces) if wanted.traces else []
        if standing is None:
            return None
        for start, piece in standing:
            for first, last, leaf, _ in wanted.marked[piece]:
                found.append(_mark(Mark, (start + first, start + last, leaf)))
        if others:
            found += others
            found.sort(key=rank)
        for first, last, leaf in found:
            matched.setdefault(leaf, {})[text[first:last].casefold()] = None
    cut = excerpts(body, marks[1], splitter) if marks[1] else []
    return tuple(merged(marks[0])), cut, as_matched(matched)


def as_matched(forms: Mapping[str, Iterable[str]]) -> Matched:
    """Return leaves with their forms."""
    return tuple([(leaf, tuple(each)) for leaf, each in forms.items()])


def excerpts(text: str, marks: Sequence[Mark], splitter: SentenceSplitter) -> list[Excerpt]:
    """Return what is shown of a text that has marks: in order of start, on no space, ending in the text."""
    chosen = _chosen(marked_sentences(splitter.around(text, map(_start, marks)), marks))
    return [excerpt(text, span, found) for span, found in chosen]


def _start(mark: Mark) -> int:
    return mark.start


def marked_sentences(sentences: Sequence[Span], marks: Sequence[Mark]) -> list[Marked]:
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


def excerpt(text: str, span: Span, marks: Sequence[Mark]) -> Excerpt:
    """Return a sentence with its marks, cut where it is very long."""
    start, end = _window(text, span, marks)
    inside = merged([mark for mark in marks if mark[0] < end and mark[1] > start])
    hits = [
        (first - start if first > start else 0, (last if last < end else end) - start)
        for first, last in inside
    ]
    return text[start:end], start, tuple(hits)


def _chosen(rest: list[Marked]) -> list[Marked]:
    """Return the sentences worth showing, in order: what shows most that is new, one after the other."""
    if len(rest) < 2:
        return rest
    chosen: list[Marked] = []
    shown: set[str] = set()
    while rest and len(chosen) < MOST_EXCERPTS:
        best = max(rest, key=lambda pair: _worth(pair[0], pair[1], shown))
        leaves = {mark.leaf for mark in best[1]}
        if len(chosen) > 1 and leaves <= shown:
            break  # a third sentence must show something new
        rest.remove(best)
        chosen.append(best)
        shown |= leaves
    chosen.sort(key=lambda pair: pair[0])
    return chosen


def _worth(span: Span, marks: list[Mark], shown: set[str]) -> tuple[int, int, int, int]:
    """What shows most that is new, then most at all, then most often, then earlier."""
    leaves = {leaf for _, _, leaf in marks}
    return len(leaves - shown), len(leaves), min(len(marks), MANY_MARKS), -span[0]


def _window(text: str, span: Span, marks: Sequence[Mark]) -> Span:
    """Return a sentence, or of a very long one the part with the most marks, cut between words."""
    start, end = span
    if end - start <= LONG:
        return span
    if marks:
        start = max(start, _densest(marks) - (LONG - REACH) // 2)
    end = min(end, start + LONG)
    start = max(span[0], end - LONG)
    if start > span[0]:
        start = _word_start(text, start, span[0])
    if end < span[1] and text[end].isalnum():
        end = _word_start(text, end, start)
    return (start, end) if end > start else span


def _densest(marks: Sequence[Mark]) -> int:
    """Return where the stretch of REACH characters begins that has the most marks."""
    first = marks[0][0]
    if marks[-1][0] - first < REACH:
        return first
    starts = [mark[0] for mark in marks]
    reached = [bisect_left(starts, start + REACH) - place for place, start in enumerate(starts)]
    return starts[reached.index(max(reached))]


def _word_start(text: str, place: int, least: int) -> int:
    """Return where the letters and figures before a place begin, the place itself where there are none."""
    behind = text.rfind(" ", least, place) + 1 or least
    if text[behind:place].isalnum():  # most often, and at once
        return behind
    while place > least and text[place - 1].isalnum():
        place -= 1
    return place

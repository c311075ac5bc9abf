"""The stretches of an article that show why it was found: one to three sentences or pairs of them.

Snippets begin and end where sentences do, except in very long ones, which are cut between words. Text that
cleaning took out of the body is never shown, but for the related headlines that `terkait:` asks for.
It must not make HTML: hits are spans.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article
from index.indexed import related_headlines
from index.lang.sentences import SentenceSplitter
from searcher.excerpts import LONG, MOST_EXCERPTS, Excerpt, excerpt, marked_sentences
from searcher.highlighting import Highlighter
from searcher.marks import Mark
from searcher.page import Snippet
from searcher.stored import Stored, whole

# A lead is filled up to so many characters.
SHORT = 120
_snippet = tuple.__new__  # half of the time of Snippet(…), which is a function in Python


def snippets_of(
    stored: Stored, body_marks: Sequence[Mark], highlighter: Highlighter, splitter: SentenceSplitter
) -> tuple[Snippet, ...]:
    """Return the snippets of an article: its marked sentences, related headlines, else how it begins."""
    shown = highlighter.kernel.excerpts(stored.body, body_marks, splitter) if body_marks else []
    related = _from_related(whole(stored), highlighter) if highlighter.marks_field("related") else []
    return snippets_from(stored.body, shown, related, splitter)


def snippets_from(
    body: str, shown: Sequence[Excerpt], others: Sequence[Snippet], splitter: SentenceSplitter
) -> tuple[Snippet, ...]:
    """Return what is shown of a body and others behind it, as many as there may be; else how it begins."""
    found = [_snippet(Snippet, ("body", *each)) for each in shown]
    return (*found, *others)[:MOST_EXCERPTS] or _lead(body, splitter)


def _from_related(article: Article, highlighter: Highlighter) -> list[Snippet]:
    headlines = related_headlines(article)
    text, marks, lines, start = "\n".join(headlines), [], [], 0
    for headline in headlines:
        found = highlighter.marks(headline, "related")
        marks += [Mark(start + mark.start, start + mark.end, mark.leaf) for mark in found]
        lines.append((start, start + len(headline)))
        start += len(headline) + 1
    return [Snippet("related", *excerpt(text, span, found)) for span, found in marked_sentences(lines, marks)]


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
    return (Snippet("body", *excerpt(body, (start, end), [])),)

"""Boilerplate that no cue list knows: lines that one outlet repeats at the edge of many of its articles.

An observer counts the first and the last lines of the articles of each outlet; what stands there in at least
MIN_ARTICLES of them and in MIN_SHARE of the outlet's is cut from the edges inwards. Lines inside an article
are never touched, however often they return: a recycled paragraph is content. Memory is bounded: lines are
counted by hash in two tables of fixed size (a count-min sketch), so the order of articles does not matter.
This module must not know cues.
"""

from __future__ import annotations

import dataclasses
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TypeVar

from index.article import Article, Cut, Dating, Mention, Quote, Role

MIN_ARTICLES = 12
MIN_SHARE = 0.02
# Lines looked at from either edge; a longer line than MAX_LENGTH is a paragraph.
HEAD_LINES, FOOT_LINES = 2, 5
MAX_LENGTH = 400
Held = TypeVar("Held", Mention, Role, Quote)
TABLE_BITS = 20


class LearntBoilerplate:
    """Counts edge lines (an `index.revision.Observer`); about 8 MB whatever the size of the archive."""

    def __init__(self) -> None:
        self._first = array("I", bytes(4 << TABLE_BITS))
        self._second = array("I", bytes(4 << TABLE_BITS))
        self._articles: Counter[str] = Counter()
        self._often: dict[int, str] = {}

    def observe(self, article: Article) -> None:
        """Count the edge lines of an article, each once."""
        outlet = article.source.id if article.source else ""
        self._articles[outlet] += 1
        for key in {_key(outlet, line) for line in _edge_lines(article.body)}:
            if self._count(key) >= MIN_ARTICLES:
                self._often[key] = outlet

    def settle(self) -> RepeatedLines:
        """Return the lines that count as boilerplate."""
        return RepeatedLines(
            frozenset(
                key
                for key, outlet in self._often.items()
                if self._counted(key) >= MIN_SHARE * self._articles[outlet]
            )
        )

    def _count(self, key: int) -> int:
        one, two = _places(key)
        self._first[one] += 1
        self._second[two] += 1
        return min(self._first[one], self._second[two])

    def _counted(self, key: int) -> int:
        one, two = _places(key)
        return min(self._first[one], self._second[two])


@dataclass(frozen=True, slots=True)
class RepeatedLines:
    """The settled lines by their keys (an `index.revision.Revision`)."""

    keys: frozenset[int]

    def revise(self, article: Article) -> Article:
        """Return the article without repeated lines at its edges, which go into its cuts."""
        if not self.keys or not article.body:
            return article
        outlet = article.source.id if article.source else ""
        start = self._after_head(outlet, article.body)
        end = self._before_foot(outlet, article.body, start)
        if start == 0 and end == len(article.body):
            return article
        return _without_edges(article, start, end)

    def _after_head(self, outlet: str, body: str) -> int:
        start = place = 0
        for _ in range(HEAD_LINES):
            end = body.find("\n", place)
            if end < 0 or not self._passes(outlet, body[place:end]):
                break
            start = end + 1 if body[place:end].strip() else start
            place = end + 1
        return start

    def _before_foot(self, outlet: str, body: str, start: int) -> int:
        end = place = len(body)
        for _ in range(FOOT_LINES):
            begin = body.rfind("\n", start, place)
            if begin < 0 or not self._passes(outlet, body[begin + 1 : place]):
                break
            end = begin if body[begin + 1 : place].strip() else end
            place = begin
        return end

    def _passes(self, outlet: str, line: str) -> bool:
        """Return whether a line is repeated, or blank: blank lines only go with a repeated one."""
        return not line.strip() or _key(outlet, line) in self.keys


def _edge_lines(body: str) -> Iterator[str]:
    lines = [line for line in body.split("\n") if line.strip()]
    for line in (*lines[:HEAD_LINES], *lines[HEAD_LINES:][-FOOT_LINES:]):
        if len(line) <= MAX_LENGTH:
            yield line


def _key(outlet: str, line: str) -> int:
    text = f"{outlet}\n{' '.join(line.split()).casefold()}"
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _places(key: int) -> tuple[int, int]:
    mask = (1 << TABLE_BITS) - 1
    return key & mask, (key >> TABLE_BITS) & mask


def _without_edges(article: Article, start: int, end: int) -> Article:
    """Cut a body down to `[start:end]`; whatever points into it moves along or goes."""
    mentions = _moved_spans(article.mentions, start, end)
    attributes = _moved_spans(article.attributes, start, end)
    lost = {mention.actor_id for mention in article.named}
    lost -= {mention.actor_id for mention in (*mentions, *attributes)}
    return dataclasses.replace(
        article,
        body=article.body[start:end],
        cuts=_with_learnt(article, start, end),
        mentions=mentions,
        attributes=attributes,
        roles=_moved_spans(article.roles, start, end),
        quotes=_moved_spans(article.quotes, start, end),
        actors=tuple(actor for actor in article.actors if actor.id not in lost),
        published=_moved(article.published, start, end),
    )


def _moved_spans(spans: tuple[Held, ...], start: int, end: int) -> tuple[Held, ...]:
    """Return the spans inside `[start:end]` where they stand once only that is left."""
    return tuple(
        dataclasses.replace(span, start=span.start - start, end=span.end - start)
        for span in spans
        if start <= span.start and span.end <= end
    )


def _with_learnt(article: Article, start: int, end: int) -> tuple[Cut, ...]:
    """Return the cuts with the edges among them, in the order in which they stood in the text.

    An edge that earlier cuts interrupt becomes several cuts, so that all of it can be put back.
    """
    placed = [(cut.start, 0, cut) for cut in article.cuts]
    for first, last in ((0, start), (end, len(article.body))):
        inside = sorted({cut.start for cut in article.cuts if first < cut.start < last})
        for begin, stop in pairwise([first, *inside, last]):
            if begin < stop:
                placed.append((begin, 1, Cut(article.body[begin:stop], "learnt", begin)))
    placed.sort(key=lambda entry: entry[:2])
    return tuple(
        dataclasses.replace(cut, start=min(max(offset - start, 0), end - start)) for offset, _, cut in placed
    )


def _moved(dating: Dating, start: int, end: int) -> Dating:
    """Move the evidence of a date along; evidence that was cut stands outside the body."""
    if dating.span is None:
        return dating
    first, last = dating.span
    inside = start <= first and last <= end
    return dataclasses.replace(dating, span=(first - start, last - start) if inside else None)

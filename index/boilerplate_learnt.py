"""Boilerplate that no cue list knows: lines that one outlet repeats at the edge of many of its articles.

An observer counts the first and the last lines of the articles of each outlet; what stands there in at least
MIN_ARTICLES of them and in MIN_SHARE of the outlet's is cut from the edges inwards. Lines inside an article
are never touched, however often they return: a recycled paragraph is content. Lines are counted by hash, in
sorted runs on disk, so memory is bounded and the order of articles does not matter. This module must not
know cues.
"""

from __future__ import annotations

import dataclasses
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.article import Article, Cut, Dating, Mention, Quote, Role
from index.boilerplate_edges import FOOT_LINES, HEAD_LINES, EdgeKeys, line_key
from index.observing import chosen_edge_keys
from index.reading import Reading
from index.revision import OneByOne
from index.sorted_runs import Run, groups, key_ranges, write_run
from index.spool import read_spool, write_spool

MIN_ARTICLES = 12
MIN_SHARE = 0.02
Held = TypeVar("Held", Mention, Role, Quote)
# Beside the key of a line: the outlet that has it, by the key of its name, and in how many articles.
LINES = np.dtype([("outlet", "<u8"), ("articles", "<u4")])


class EdgeLines:
    """The edge lines of one part of the archive (an `index.revision.Evidence`), 16 bytes each."""

    def __init__(self) -> None:
        self._edge_keys = chosen_edge_keys()
        self._lines, self._outlets = array("Q"), array("Q")
        self._articles: Counter[int] = Counter()

    def observe(self, reading: Reading) -> None:
        """Count the edge lines of an article, each once."""
        outlet = _outlet(reading.article)
        name = _name_key(outlet)
        lines = set(self._edge_keys(outlet, reading.article.body))
        self._lines.extend(lines)
        self._outlets.extend([name] * len(lines))
        self._articles[name] += 1

    def write(self, folder: Path) -> None:
        """Write in how many articles each line stands, and how many articles each outlet has."""
        keys, first, counts = np.unique(np.array(self._lines), return_index=True, return_counts=True)
        rows = np.zeros(len(keys), LINES)
        rows["outlet"], rows["articles"] = np.array(self._outlets)[first], counts
        write_run(folder / "lines", keys, rows)
        write_spool(folder / "outlets", self._articles.items())


class LearntBoilerplate:
    """Finds lines that outlets repeat (an `index.revision.Observer`); exact, whatever the order."""

    def evidence(self) -> EdgeLines:
        """Return the evidence of a part nothing of which was seen yet."""
        return EdgeLines()

    def settle(self, shown: Sequence[Path], folder: Path, budget: int) -> RepeatedLines:
        """Return the lines that count as boilerplate."""
        outlets: Counter[int] = Counter()
        for part in shown:
            outlets.update(dict(read_spool(part / "outlets")))
        repeated: set[int] = set()
        for keys, rows in key_ranges([Run(part / "lines") for part in shown], budget):
            starts, _ = groups(keys)
            counts = np.add.reduceat(rows["articles"], starts)
            often = counts >= MIN_ARTICLES
            lines = starts[often]
            for key, outlet, count in zip(
                keys[lines].tolist(), rows["outlet"][lines].tolist(), counts[often].tolist(), strict=True
            ):
                if count >= MIN_SHARE * outlets[outlet]:
                    repeated.add(key)
        return RepeatedLines(frozenset(repeated))


@dataclass(frozen=True, slots=True)
class RepeatedLines(OneByOne):
    """The settled lines by their keys (an `index.revision.Settled` and `Revision`)."""

    keys: frozenset[int]
    _edge_keys: EdgeKeys = field(default_factory=chosen_edge_keys, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[RepeatedLines], tuple[frozenset[int]]]:
        """Pickle the keys: who finds the lines is chosen anew where it is read."""
        return RepeatedLines, (self.keys,)

    def revision(self, part: int) -> RepeatedLines:
        """Return this: what is boilerplate is so everywhere."""
        return self

    def revise(self, reading: Reading) -> Reading:
        """Return the article without repeated lines at its edges, which go into its cuts."""
        article = reading.article
        outlet = _outlet(article)
        if not self.keys or self.keys.isdisjoint(self._edge_keys(outlet, article.body, len(article.body))):
            return reading  # so it is for most
        start = self._after_head(outlet, article.body)
        end = self._before_foot(outlet, article.body, start)
        if start == 0 and end == len(article.body):
            return reading
        return Reading(_without_edges(article, start, end), reading.prints.within(start, end))

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
        return not line.strip() or line_key(outlet, line) in self.keys


@lru_cache(maxsize=1 << 12)
def _name_key(outlet: str) -> int:
    return line_key(outlet, "")


def _outlet(article: Article) -> str:
    return article.source.id if article.source else ""


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

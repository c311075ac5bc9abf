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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar
from zlib import adler32, crc32

import numpy as np

from index.article import Article, Cut, Dating, Mention, Quote, Role
from index.reading import Reading
from index.revision import OneByOne
from index.sorted_runs import Run, groups, key_ranges, write_run
from index.spool import read_spool, write_spool

MIN_ARTICLES = 12
MIN_SHARE = 0.02
# Lines looked at from either edge; a longer line than MAX_LENGTH is a paragraph.
HEAD_LINES, FOOT_LINES = 2, 5
MAX_LENGTH = 400
Held = TypeVar("Held", Mention, Role, Quote)
# Beside the key of a line: the outlet that has it, by the key of its name, and in how many articles.
LINES = np.dtype([("outlet", "<u8"), ("articles", "<u4")])


class EdgeLines:
    """The edge lines of one part of the archive (an `index.revision.Evidence`), 16 bytes each."""

    def __init__(self) -> None:
        self._lines, self._outlets = array("Q"), array("Q")
        self._articles: Counter[int] = Counter()

    def observe(self, reading: Reading) -> None:
        """Count the edge lines of an article, each once."""
        outlet = _outlet(reading.article)
        name = _key(outlet, "")
        lines = {_key(outlet, line) for line in _edge_lines(reading.article.body)}
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

    def revision(self, part: int) -> RepeatedLines:
        """Return this: what is boilerplate is so everywhere."""
        return self

    def revise(self, reading: Reading) -> Reading:
        """Return the article without repeated lines at its edges, which go into its cuts."""
        article = reading.article
        if not self.keys or not article.body:
            return reading
        outlet = _outlet(article)
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
        return not line.strip() or _key(outlet, line) in self.keys


def _outlet(article: Article) -> str:
    return article.source.id if article.source else ""


def _edge_lines(body: str) -> Iterator[str]:
    lines = [line for line in body.split("\n") if line and not line.isspace()]
    for line in (*lines[:HEAD_LINES], *lines[HEAD_LINES:][-FOOT_LINES:]):
        if len(line) <= MAX_LENGTH:
            yield line


def _key(outlet: str, line: str) -> int:
    """Return 64 bits that tell a line of an outlet again, whatever its case and blanks."""
    if "  " in line or not line.isprintable() or line[:1] == " " or line[-1:] == " ":
        line = " ".join(line.split())
    text = f"{outlet}\n{line.casefold()}".encode("utf-8", "surrogatepass")
    return crc32(text) << 32 | adler32(text)


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

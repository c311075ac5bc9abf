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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Cut, Dating, Mention, Quote, Role
from index.boilerplate_edges import FOOT_LINES, HEAD_LINES, line_key
from index.observing import chosen_edge_keys
from index.reading import Reading
from index.replacing import replaced
from index.revision import OneByOne
from index.sorted_runs import Run, groups, key_ranges, write_run
from index.spool import read_spool, write_spool

MIN_ARTICLES = 12
MIN_SHARE = 0.02
Held = TypeVar("Held", Mention, Role, Quote)
# Beside the key of a line: the outlet that has it, by the key of its name, and in how many articles.
LINES = np.dtype([("outlet", "<u8"), ("articles", "<u4")])


class EdgeLines:
    """The edge lines of one part of the archive (an `index.revision.Evidence`), 8 bytes each."""

    def __init__(self) -> None:
        self._edge_keys = chosen_edge_keys()
        # The distinct lines of each article; its id, its outlet and how many lines it has.
        self._lines, self._ids, self._outlets, self._sizes = array("Q"), list[str](), array("Q"), array("B")

    def observe(self, reading: Reading) -> None:
        """Count the edge lines of an article, each once."""
        article = reading.article
        outlet = _outlet(article)
        lines = set(self._edge_keys(outlet, article.body))
        self._lines.extend(lines)
        self._ids.append(article.id)
        self._outlets.append(_name_key(outlet))
        self._sizes.append(len(lines))

    def write(self, folder: Path) -> None:
        """Write in how many articles each line stands, how many each outlet has, and the lines of each."""
        lines, sizes = np.array(self._lines), np.array(self._sizes)
        outlets = np.repeat(np.array(self._outlets), sizes)
        keys, first, counts = np.unique(lines, return_index=True, return_counts=True)
        rows = np.zeros(len(keys), LINES)
        rows["outlet"], rows["articles"] = outlets[first], counts
        write_run(folder / "lines", keys, rows)
        write_spool(folder / "outlets", Counter(self._outlets).items())
        np.save(folder / "edges.npy", lines)
        np.save(folder / "sizes.npy", sizes)
        write_spool(folder / "ids", self._ids)


class LearntBoilerplate:
    """Finds lines that outlets repeat (an `index.revision.Observer`); exact, whatever the order."""

    def evidence(self) -> EdgeLines:
        """Return the evidence of a part nothing of which was seen yet."""
        return EdgeLines()

    def settle(self, shown: Sequence[Path], folder: Path, budget: int) -> SettledLines:
        """Return the lines that count as boilerplate, and where the articles are known that have one."""
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
        sought = np.array(sorted(repeated), np.uint64)
        for number, part in enumerate(shown if repeated else ()):
            write_spool(folder / f"part-{number}", _having(part, sought))
        return SettledLines(frozenset(repeated), folder)


def _having(part: Path, sought: NDArray[np.uint64]) -> list[str]:
    """Return the ids of the articles of a part that have one of these lines at an edge."""
    lines, sizes, ids = np.load(part / "edges.npy"), np.load(part / "sizes.npy"), [*read_spool(part / "ids")]
    places = np.minimum(np.searchsorted(sought, lines), len(sought) - 1)
    found = np.repeat(np.arange(len(sizes)), sizes)[sought[places] == lines]
    return [ids[place] for place in np.unique(found).tolist()]


@dataclass(frozen=True, slots=True)
class SettledLines:
    """The settled lines by their keys (an `index.revision.Settled`); who has them is in `folder`."""

    keys: frozenset[int]
    folder: Path

    def revision(self, part: int) -> RepeatedLines:
        """Return what concerns a part."""
        file = self.folder / f"part-{part}"
        return RepeatedLines(self.keys, frozenset(read_spool(file) if file.exists() else ()))


@dataclass(frozen=True, slots=True)
class RepeatedLines(OneByOne):
    """Repeated lines by their keys, and the ids of the articles that have one (a `Revision`)."""

    keys: frozenset[int]
    articles: frozenset[str] = field(compare=False)

    def revise(self, reading: Reading) -> Reading:
        """Return the article without repeated lines at its edges, which go into its cuts."""
        article = reading.article
        if article.id not in self.articles:
            return reading  # so it is for most
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
        return not line.strip() or line_key(outlet, line) in self.keys


@lru_cache(maxsize=1 << 12)
def _name_key(outlet: str) -> int:
    return line_key(outlet, "")


def _outlet(article: Article) -> str:
    return article.source.id if article.source else ""


def _without_edges(article: Article, start: int, end: int) -> Article:
    """Cut a body down to `[start:end]`; whatever points into it moves along or goes."""
    mentions = _moved_spans(article.mentions, start, end, _moved_mention)
    attributes = _moved_spans(article.attributes, start, end, _moved_mention)
    lost = {mention.actor_id for mention in article.named}
    lost -= {mention.actor_id for mention in (*mentions, *attributes)}
    return replaced(
        article,
        body=article.body[start:end],
        cuts=_with_learnt(article, start, end),
        mentions=mentions,
        attributes=attributes,
        roles=_moved_spans(article.roles, start, end, _moved_role),
        quotes=_moved_spans(article.quotes, start, end, _moved_quote),
        actors=tuple([actor for actor in article.actors if actor.id not in lost]) if lost else article.actors,
        published=_moved(article.published, start, end),
    )


def _moved_spans(
    spans: tuple[Held, ...], start: int, end: int, moved: Callable[[Held, int], Held]
) -> tuple[Held, ...]:
    """Return the spans inside `[start:end]` where they stand once only that is left."""
    inside = [span for span in spans if start <= span.start and span.end <= end]
    return tuple([moved(span, start) for span in inside] if start else inside)


def _moved_mention(mention: Mention, by: int) -> Mention:
    return Mention(mention.actor_id, mention.start - by, mention.end - by)


def _moved_role(role: Role, by: int) -> Role:
    return Role(role.actor_id, role.text, role.start - by, role.end - by)


def _moved_quote(quote: Quote, by: int) -> Quote:
    return Quote(quote.start - by, quote.end - by, quote.speaker_id, quote.speaker)


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
    moved = ((cut, min(max(offset - start, 0), end - start)) for offset, _, cut in placed)
    return tuple(
        [cut if cut.start == place else dataclasses.replace(cut, start=place) for cut, place in moved]
    )


def _moved(dating: Dating, start: int, end: int) -> Dating:
    """Move the evidence of a date along; evidence that was cut stands outside the body."""
    if dating.span is None:
        return dating
    first, last = dating.span
    inside = start <= first and last <= end
    return dataclasses.replace(dating, span=(first - start, last - start) if inside else None)

"""Measure how well articles are read, on gold that people wrote: dates, actors, cuts, quotes, copies.

Each function takes gold (lines of the JSON Lines files that `tests/gold/README.md` describes), reads each
line as an article without metadata (for copies all lines as one archive), and returns figures by name, shares
from 0 to 1. Nothing here decides what is good enough; `scripts/evaluate.py` holds the floors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from index.article import Article, Dating, Span
from index.copies_archive import CopyObserver
from index.corpus_formats import RawArticle, Skipped
from index.deciding import decided
from index.reader import Reader

Gold = Iterable[Mapping[str, Any]]
# Two days: a report of Monday's event printed on Tuesday carries Monday's date.
DAYS_NEAR = 2
# What high confidence promises: the day itself or the one beside it.
DAYS_NEXT = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """Right, found and wanted items of a kind."""

    right: int
    found: int
    wanted: int

    def figures(self, name: str) -> dict[str, float]:
        """Return precision, recall and their harmonic mean, each 1.0 where there is nothing to get wrong."""
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.wanted if self.wanted else 1.0
        both = precision + recall
        return {
            f"{name}.precision": precision,
            f"{name}.recall": recall,
            f"{name}.f1": 2 * precision * recall / both if both else 0.0,
        }


def read_gold(reader: Reader, line: Mapping[str, Any]) -> Article:
    """Read the text of one line of gold as an article without metadata but what the line gives."""
    raw = RawArticle(
        line["text"], "gold", id="gold", title=line.get("title") or "", url=line.get("url") or ""
    )
    read = reader.read(raw)
    return Article("gold", "", "") if isinstance(read, Skipped) else read.article


def measure_dates(gold: Gold, reader: Reader) -> dict[str, float]:
    """Measure publication dates: how many get one, and how many of those are near, by confidence.

    Near is within two days, `next` within one; `coverage` counts over the gold that has a date; `undated` is
    the share of gold without one that was left without one, or with low confidence.
    """
    pairs = [(line["expected"], read_gold(reader, line).published) for line in gold]
    known = [(date.fromisoformat(expected), dating) for expected, dating in pairs if expected]
    unknown = [dating for expected, dating in pairs if not expected]
    high = [(truth, dating) for truth, dating in known if dating.confidence == "high"]
    sure = [(truth, dating) for truth, dating in known if dating.confidence in ("high", "medium")]
    left = [dating for dating in unknown if dating.confidence in ("low", "none")]
    return {
        "dates.high.near": _share(_near(truth, dating) for truth, dating in high),
        "dates.high.next": _share(_near(truth, dating, DAYS_NEXT) for truth, dating in high),
        "dates.high.coverage": len(high) / max(len(known), 1),
        "dates.high-medium.near": _share(_near(truth, dating) for truth, dating in sure),
        "dates.high-medium.coverage": len(sure) / max(len(known), 1),
        "dates.undated": len(left) / max(len(unknown), 1),
    }


def _near(truth: date, dating: Dating, days: int = DAYS_NEAR) -> bool:
    return dating.value is not None and abs((dating.value - truth).days) <= days


def _share(answers: Iterable[bool]) -> float:
    listed = list(answers)
    return sum(listed) / len(listed) if listed else 1.0


def measure_actors(gold: Gold, reader: Reader) -> dict[str, float]:
    """Measure actors: what names one is right when its span and its kind are, strictly; attributes count."""
    right = have = want = 0
    for line in gold:
        article = read_gold(reader, line)
        kinds = {actor.id: actor.kind for actor in article.actors}
        # A cut in front (a dateline) moves the body; mentions are compared where they stand in the text.
        moved = line["text"].find(article.body)
        got = {(m.start + moved, m.end + moved, kinds[m.actor_id]) for m in article.named}
        wanted = {(start, end, kind) for start, end, kind in line["mentions"]}
        right += len(got & wanted)
        have += len(got)
        want += len(wanted)
    return Counts(right, have, want).figures("actors")


def measure_quotes(gold: Gold, reader: Reader) -> dict[str, float]:
    """Measure quotations: one is right when its span and its speaker's name are; open speakers count too."""
    right = have = want = 0
    for line in gold:
        article = read_gold(reader, line)
        moved = line["text"].find(article.body)
        got = {(quote.start + moved, quote.end + moved, quote.speaker) for quote in article.quotes}
        wanted = {(quote["start"], quote["end"], quote["speaker"]) for quote in line["quotes"]}
        right, have, want = right + len(got & wanted), have + len(got), want + len(wanted)
    return Counts(right, have, want).figures("quotes")


def measure_cuts(gold: Gold, reader: Reader) -> dict[str, float]:
    """Measure cleaning: the share of texts whose remaining body is right, and the headlines cut."""
    exact, right, have, want = [], 0, 0, 0
    for line in gold:
        article = read_gold(reader, line)
        exact.append(article.body.split() == line["body"].split())
        got = {headline for cut in article.cuts for headline in cut.headlines}
        wanted = set(line["headlines"])
        right, have, want = right + len(got & wanted), have + len(got), want + len(wanted)
    return {"cuts.exact": _share(exact)} | Counts(right, have, want).figures("cuts.headlines")


def measure_copies(gold: Gold, reader: Reader) -> dict[str, float]:
    """Measure copies: sentences said to stand elsewhere too, and pairs of articles said to be one text."""
    lines = list(gold)
    readings = [
        reader.fingerprinted(Article(line["id"], "", "\n".join(text for text, _ in line["sentences"])))
        for line in lines
    ]
    (settled,) = decided(CopyObserver(), [readings])
    right = have = want = 0
    groups = []
    for line, reading in zip(lines, readings, strict=True):
        article = settled.revise(reading).article
        copies = article.copies
        groups.append((line["group"], copies.group))
        for (_, wanted), (start, end) in zip(line["sentences"], _line_spans(article.body), strict=True):
            told = any(first <= start and end <= last for first, last in copies.shared)
            right, have, want = right + (told and wanted), have + told, want + wanted
    pairs = [(one[0] == other[0] != "", one[1] == other[1] != "") for one, other in combinations(groups, 2)]
    return {
        **Counts(right, have, want).figures("copies.sentences"),
        **Counts(
            sum(wanted and told for wanted, told in pairs),
            sum(told for _, told in pairs),
            sum(wanted for wanted, _ in pairs),
        ).figures("copies.pairs"),
    }


def _line_spans(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1

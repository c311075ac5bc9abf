#!/usr/bin/env python3
"""Measure publication dates on an archive that states them, and learn how much each sign weighs.

learn_dates.py FILE.jsonl            hide the dates, read the texts, compare: in order, shuffled, each alone
learn_dates.py FILE.jsonl --learn    learn on one half, measure on the other, print the table of weights

Each line has `body`, `published` and perhaps `id`, `title` and `url`. A day in the address counts as the
truth before `published`, which may be that of a collector; the reader is shown neither. docs/dates.md has
figures.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zlib import crc32

HERE = Path(__file__).resolve().parent
try:
    version("kliping")
except PackageNotFoundError:  # started outside the virtual environment: make it, and start again inside
    subprocess.run([HERE / "setup"], check=True)
    # By its path: a bare name is looked up on PATH, and another installation taken for its home.
    inside = str(HERE.parent / ".venv/bin/python")
    os.execv(inside, [inside, __file__, *sys.argv[1:]])

from index.article import Article, Dating
from index.clean import Cleaner
from index.dates import Dater
from index.dates_archive import ArchiveYears, YearRevision
from index.dates_choose import COLUMNS, DayChooser, Weights
from index.dates_context import ContextReader
from index.dates_find import DateFinder
from index.dates_given import StatedDates
from index.dates_learn import NotingChooser, learnt
from index.dates_signs import SIGNS
from index.deciding import decided
from index.lang.calendar import Calendar
from index.reading import Reading

WAYS = ("in order", "shuffled", "alone")


@dataclass(frozen=True, slots=True)
class Known:
    """A text, its cut dateline, the days that address and data state, whether it is learnt or measured by."""

    article: Article
    dateline: str
    truth: date
    stated: date
    half: int
    teaches: bool


def known_articles(path: Path, late: str | None) -> list[Known]:
    """Return the texts of a JSON Lines file that have a date, in two halves by a hash of the text.

    Those whose id begins with `late` only teach where an address states their day.
    """
    stated, cleaner = StatedDates(DateFinder(Calendar.load()), None), Cleaner.load()
    found = []
    lines = path.read_text(encoding="utf-8").split("\n")
    for line, record in enumerate(map(json.loads, filter(str.strip, lines)), 1):
        day = stated.of_metadata(record.get("published") or "")
        cleaned = cleaner.clean(record.get("body") or "")
        if day is None or not cleaned.body.strip():
            continue
        address = stated.of_url(record.get("url") or "")
        dateline = next((cut.text for cut in cleaned.cuts if cut.reason == "dateline"), "")
        title = record.get("title") or ""
        article = Article(f"{line}", title, cleaned.body, source=cleaned.source, path=str(path), line=line)
        half = crc32(cleaned.body.encode("utf-8", "surrogatepass")) % 2
        timely = address is not None or late is None or not str(record.get("id")).startswith(late)
        truth = address[0] if address else day
        found.append(Known(article, dateline, truth, day, half, half == 0 and timely))
    return found


def datings(known: Sequence[Known], chooser: DayChooser, way: str) -> list[Dating]:
    """Return how each article is dated, in the order given."""
    dater = Dater(DateFinder(Calendar.load()), ContextReader.load(), chooser)

    noting = chooser if isinstance(chooser, NotingChooser) else None
    articles = []
    for one in known:
        if noting is not None:
            noting.truth = one.truth if one.teaches and way == "alone" else date.min
        article = one.article
        dated = dater.date(article.title, article.body, dateline=one.dateline)
        articles.append(replace(article, published=dated.published, mentioned_dates=dated.mentioned))
    if way == "alone":
        return [article.published for article in articles]
    places = list(range(len(articles)))
    if way == "shuffled":
        random.Random(7).shuffle(places)
    # No address and no number of its own: only the line tells its place.
    moved = [
        replace(articles[old], id="x", title_method="given", line=new) for new, old in enumerate(places, 1)
    ]
    (revision,) = decided(ArchiveYears(dater), [map(Reading, moved)])
    assert isinstance(revision, YearRevision)
    told: dict[int, Dating] = {}
    for old, article in zip(places, moved, strict=True):
        if noting is not None:
            noting.truth = known[old].truth if known[old].teaches else date.min
            # Without evidence of its year a sure date is weighed again like any other.
            article = replace(article, published=replace(article.published, evidence=""))
        told[old] = revision.dated(article).published
    return [told[old] for old in range(len(articles))]


def compare(known: Sequence[Known], told: Sequence[Dating], way: str) -> None:
    """Print coverage and how often a date is right on the day, within one and within two."""
    for confidences in (("high",), ("high", "medium")):
        kept = [
            (one, dating.value)
            for one, dating in zip(known, told, strict=True)
            if dating.confidence in confidences and dating.precision == "day" and dating.value is not None
        ]
        off = [abs((value - one.stated).days) for one, value in kept]
        off_address = [abs((value - one.truth).days) for one, value in kept]
        shares = [share(days <= near for days in away) for away in (off, off_address) for near in range(3)]
        name = f"{way}, {' and '.join(confidences)}"
        figures = "  ".join(f"{figure:.3f}" for figure in shares)
        print(f"{name:28} {len(kept) / max(1, len(known)):.3f}  {figures}")


def share(answers: Iterable[bool]) -> float:
    """Return the share of those that are true; 0 of none."""
    listed = list(answers)
    return sum(listed) / len(listed) if listed else 0.0


def measure(known: Sequence[Known], chooser: Callable[[], DayChooser], only: Callable[[Known], bool]) -> None:
    """Print how often dates are right in every way of reading an archive, for some of its articles."""
    print(f"{'':28} of all  stated date: 0, 1, 2     day in the address first: 0, 1, 2")
    for way in WAYS:
        told = datings(known, chooser(), way)
        pairs = [(one, dating) for one, dating in zip(known, told, strict=True) if only(one)]
        compare([one for one, _ in pairs], [dating for _, dating in pairs], way)


def noted_weights(known: Sequence[Known]) -> dict[str, Weights]:
    """Return the weights learnt from the half that teaches, read in every way."""
    chooser = NotingChooser(DayChooser.load().weights)
    for way in WAYS:
        datings(known, chooser, way)
    return learnt(chooser.noted)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--learn", action="store_true", help="learn weights and measure with them")
    parser.add_argument("--late", metavar="ID", help="ids that begin so have the date of a collector")
    given = parser.parse_args()
    known = known_articles(given.file, given.late)
    if not given.learn:
        measure(known, DayChooser.load, lambda one: True)
        return 0
    weights = noted_weights(known)
    measure(known, lambda: DayChooser(weights), lambda one: one.half == 1)
    print("\t".join(COLUMNS))
    for sign in SIGNS:
        print("\t".join([sign, *(f"{weight:+.1f}" for weight in weights[sign])]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Measure quality on the gold data of this repository, against floors that only rise.

evaluate.py            print every figure beside its floor; exit status 1 when one is below
evaluate.py --raise    write figures that rose into the floors file (never lowers one)
evaluate.py --engine opensearch    the same on a cluster, in an index of its own that the next run replaces
"""

import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
try:
    version("kliping")
except PackageNotFoundError:  # started outside the virtual environment: make it, and start again inside
    subprocess.run([HERE / "setup"], check=True)
    # By its path: a bare name is looked up on PATH, and another installation taken for its home.
    inside = str(HERE.parent / ".venv/bin/python")
    os.execv(inside, [inside, __file__, *sys.argv[1:]])

from index.building import Builder
from index.cluster import Cluster
from index.config import ENGINES, read_settings
from index.corpus_formats import Limits
from index.errors import KlipingError
from index.evaluation import measure_actors, measure_copies, measure_cuts, measure_dates, measure_quotes
from index.executors import ThisMachine
from index.lang.conflation import conflation, false_merges, read_families
from index.lang.language import Language
from index.observers import ArchiveDecisions
from index.opening import open_store
from index.reader import Reader
from searcher.evaluation import measure_absence, measure_news, measure_ranking
from searcher.opening import open_searcher
from searcher.query import Query
from searcher.searcher import Searcher

GOLD = HERE.parent / "tests" / "gold"
FLOORS = GOLD / "floors.toml"
ARCHIVE = HERE.parent / "archive"


def lines(name: str) -> list[dict[str, Any]]:
    """Return the lines of a JSON Lines gold file."""
    text = (GOLD / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a tab-separated gold file below its header."""
    text = (GOLD / name).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def measure_reading() -> dict[str, float]:
    """Measure stems, dates, actors, cuts, quotes and copies."""
    reader, language = Reader.load(), Language.load()
    families = read_families(GOLD / "stems.tsv")
    stems = conflation(families, language.stemmer.stem)
    return {
        "stems.precision": stems.precision,
        "stems.recall": stems.recall,
        "stems.f1": stems.f1,
        "stems.no-false-merges": float(not false_merges(families, language.stemmer.stem)),
        **measure_dates(lines("dates.jsonl"), reader),
        **measure_actors(lines("actors.jsonl"), reader),
        **measure_cuts(lines("cuts.jsonl"), reader),
        **measure_quotes(lines("quotes.jsonl"), reader),
        **measure_copies(lines("copies.jsonl"), reader),
    }


def measure_search(cluster: Cluster | None) -> dict[str, float]:
    """Build an index of the sample archive, on a cluster beside its own, and ask it the judged queries."""
    if cluster is not None:
        cluster = replace(cluster, prefix=f"{cluster.prefix}-evaluation")
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), Language.load(), cluster)
        decisions = ArchiveDecisions(Path(folder))
        Builder(store, decisions, Limits(), ThisMachine(1), lambda *done: None).rebuild([ARCHIVE])
        searcher = open_searcher(Path(folder), 60.0, cluster)
        places = article_places(searcher)
        judged = [(row["query"], places_of(row["relevant"], places)) for row in rows("queries.tsv")]
        absent = [(row["query"], places_of(row["absent"], places)) for row in rows("queries_absent.tsv")]
        told = [
            (row["query"], places[row["news"]], places[row["background"]])
            for row in rows("queries_background.tsv")
        ]
        return {
            **measure_ranking(judged, searcher),
            **measure_absence(absent, searcher),
            **measure_news(told, searcher),
        }


def article_places(searcher: Searcher) -> dict[str, str]:
    """Return article ids by `path` or `path#line` as the gold names them, relative to the archive."""
    places, number = {}, 1
    while True:
        page = searcher.search(Query(size=100, page=number, facets=()))
        for hit in page.hits:
            path = Path(hit.article.path).relative_to(ARCHIVE.resolve()).as_posix()
            places[f"{path}#{hit.article.line}" if hit.article.line else path] = hit.article.id
        if number * 100 >= page.total:
            return places
        number += 1


def places_of(cell: str, places: dict[str, str]) -> set[str]:
    """Return the ids of the articles that a gold cell names; raises KeyError for one that is not there."""
    return {places[place.strip().removeprefix("archive/")] for place in cell.split("|") if place.strip()}


def compare(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Print the table and return the names of figures below their floor, and of floors nobody measured."""
    below = sorted(set(floors) - set(figures))
    for name, figure in sorted(figures.items()):
        floor = floors.get(name)
        verdict = "" if floor is None else ("ok" if figure >= floor else "BELOW")
        print(f"{name:32} {figure:7.3f}  floor {'-' if floor is None else f'{floor:.3f}':>6}  {verdict}")
        if verdict == "BELOW":
            below.append(name)
    return below


def raised(figures: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """Return the floors, each lifted to its figure rounded down to a thousandth where that is higher."""
    lifted = {name: math.floor(figure * 1000) / 1000 for name, figure in figures.items()}
    return {name: max(lifted[name], floors.get(name, 0.0)) for name in sorted(lifted)}


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raise", dest="lift", action="store_true", help="write figures that rose as floors")
    parser.add_argument("--engine", choices=ENGINES, help="what is searched (default: whoosh)")
    parser.add_argument("--config", type=Path, metavar="FILE", help="where the engine is (kliping.toml)")
    given = parser.parse_args()
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floors"]
    try:
        settings = read_settings(given.config)
        cluster = replace(settings, engine=given.engine or settings.engine).cluster()
        figures = measure_reading() | measure_search(cluster)
    except KlipingError as error:
        print(f"cannot be measured: {error}", file=sys.stderr)
        return 1
    below = compare(figures, floors)
    if given.lift:
        body = "".join(f'"{name}" = {value:.3f}\n' for name, value in raised(figures, floors).items())
        head = "# scripts/evaluate.py fails below one of these; --raise lifts them, nothing lowers them.\n"
        FLOORS.write_text(f"{head}[floors]\n{body}", encoding="utf-8")
    if below:
        print(f"below the floor, or not measured: {', '.join(below)}", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())

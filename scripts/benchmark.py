#!/usr/bin/env python3
"""Time whole requests against other engines, in one run, on one corpus that `make_corpus.py` has generated.

A request is: parsed, all matches counted, ten of them with a marked snippet, four facets of twenty values
each and a histogram by month, all exact. Every engine gets the same words (split at blanks, nothing stemmed)
and must give the same totals before any time is printed. Engines that are not installed are named and left
out: SQLite and Whoosh are always there, `pip install -e .[bench]` brings tantivy and bm25s, Debian's
python3-xapian Xapian. `--cluster` adds this program over a node that `scripts/opensearch start --nodes 1` has
started: its processor time is then the client's alone, and its size is asked of the node. Plain Whoosh
indexes some 300 articles a second: leave it out of large runs.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from searcher import benchmark
from searcher.peers.asking import Kind, requests_of
from searcher.peers.kinds import KINDS
from searcher.peers.opensearch import write_address

SAMPLE = 20_000  # articles from which the words of the requests are chosen


def main() -> int:
    """Build, compare totals, time, print a table and write the figures as JSON."""
    names = [kind.name for kind in KINDS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, help="what make_corpus.py has written")
    parser.add_argument("--articles", type=int, default=None, help="only the first so many")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--without", action="append", default=[], choices=names[1:])
    parser.add_argument("--keep", type=Path, help="a folder for the indexes, used again by the next run")
    parser.add_argument("--cluster", metavar="URL", help="an OpenSearch node, to be measured too")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    given = parser.parse_args()
    without = {*given.without} if given.cluster else {*given.without, "opensearch"}
    kinds = []
    for kind in KINDS:
        if kind.name in without:
            continue
        if kind.missing:
            print(f"left out: {kind.missing}", flush=True)
        else:
            kinds.append(kind)
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if given.cluster:
            write_address(folder / "opensearch", given.cluster)
        try:
            figures = run(kinds, folder, given.corpus, given.articles, given.rounds)
        except benchmark.TotalsDiffer as error:
            sys.exit(str(error))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def run(
    kinds: list[Kind], folder: Path, corpus: Path, articles: int | None, rounds: int
) -> dict[str, object]:
    """Return all figures, printing each as it is known."""
    builds = {}
    for kind in kinds:
        builds[kind.name] = built = benchmark.build(kind, folder / kind.name, corpus, articles)
        print(f"{kind.name:10}{built.processor_rate:9,.0f} articles/s {built.megabytes:9,.1f} MB", flush=True)
    requests = requests_of(benchmark.read_records(corpus, min(articles or SAMPLE, SAMPLE)))
    openings = {kind.name: benchmark.measure_opening(kind, folder / kind.name, requests) for kind in kinds}
    rows = []
    print(f"{'milliseconds':22}{'matches':>9}" + "".join(f"{kind.name:>10}" for kind in kinds))
    for row in benchmark.compare(benchmark.opened(kinds, folder), requests, rounds):
        times = "".join(
            f"{row.times[kind.name].wall:10.2f}" if kind.name in row.times else f"{'–':>10}" for kind in kinds
        )
        print(f"{row.request:22}{row.total:9,}{times}", flush=True)
        rows.append(row)
    faster = benchmark.times_as_fast(rows, kinds[0].name)
    print("kliping is as many times as fast (geometric mean):", faster)
    for name, opening in openings.items():
        print(f"{name:9} open {opening.milliseconds:8.1f} ms, private {opening.private_megabytes} MB")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "articles": builds[kinds[0].name].articles,
        "built": {name: asdict(each) for name, each in builds.items()},
        "opened": {name: asdict(each) for name, each in openings.items()},
        "requests": [asdict(row) for row in rows],
        "times_as_fast": faster,
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "load": load},
    }


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Load a running server at a fixed rate and print its latencies; start one with `scripts/serve` first.

`--draw zipf` asks some queries again and again, as readers do, so that answers that are kept count;
`--draw distinct` asks each once. The client takes its share of the processors: the load average is told.
"""

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path

from web.benchmark import ask, drawn, queries_of, status_of

PATHS = {"api": "/api/v1/search", "page": "/cari"}


def main() -> None:
    """Ask, print the figures, and write them as JSON where that is wished."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8080/", help="the server")
    parser.add_argument("--of", choices=PATHS, default="api", help="what is asked for")
    parser.add_argument("--rate", type=float, default=200.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--queries", type=int, default=600, help="how many distinct ones, for zipf")
    parser.add_argument("--draw", choices=("zipf", "distinct"), default="zipf")
    parser.add_argument("--file", type=Path, help="URL queries, one a line, instead of made ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    given = parser.parse_args()
    url = given.url.rstrip("/") + "/"
    number = int(given.rate * given.seconds)
    distinct = number if given.draw == "distinct" else given.queries
    queries = (
        given.file.read_text(encoding="ascii").split()
        if given.file
        else queries_of(url, distinct, given.seed)
    )
    asked = drawn(queries, number, given.draw, given.seed)
    paths = [f"{PATHS[given.of]}?{query}" for query in asked]
    found, _ = ask(url, paths, given.rate, given.connections)
    figures = {
        **{name: getattr(given, name) for name in ("of", "draw", "rate", "connections", "seed")},
        "distinct": len(set(asked)),
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "server": status_of(url),
        **asdict(found),
    }
    print(json.dumps(figures, indent=1))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

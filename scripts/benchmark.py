#!/usr/bin/env python3
"""Time whole requests against other engines, in one run, on one corpus that `make_corpus.py` has generated.

A request is: all matches counted, the ten wanted ones with their stored text, four facets of twenty values
each and a histogram by month, all exact. Every engine gets the same words (split at blanks, nothing stemmed)
and must give the same totals before any time is printed. Peers that are not installed are left out:
SQLite comes with Python, `pip install -e .[bench]` brings tantivy.

Times are milliseconds of processor time, the median of several rounds in which the engines take turns: on a
machine that does other things too, the clock on the wall measures those.
"""

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from benchmark_peers import PEERS, Peer, Record, Request


def requests_of(records: Sequence[Record]) -> list[Request]:
    """Return requests with words that are as common in these records as their names say."""
    counts = Counter(word for record in records[:20_000] for word in set(record["body"].split()))
    ranked = [word for word, _ in counts.most_common()]
    two = tuple(records[len(records) // 2]["body"].split()[10:12])
    people = [key for key, _ in Counter(key for r in records[:20_000] for key in r["person"]).most_common(2)]
    common, since = ranked[5], date(2019, 6, 1)
    return [
        Request("one common term", "and", (common,)),
        Request("one rare term", "and", (ranked[20_000 % len(ranked)],)),
        Request("two AND", "and", (ranked[30], ranked[80])),
        Request("three OR", "or", (ranked[200], ranked[500], ranked[900])),
        Request("phrase", "phrase", two),
        Request("prefix", "prefix", (ranked[300][:4],)),
        Request("term + date + actor", "and", (ranked[10],), (people[0],), since),
        Request("OR inside a facet", "and", (ranked[10],), tuple(people)),
        Request("sort by newest", "and", (ranked[10],), newest=True),
        Request("page 50", "and", (ranked[10],), offset=490),
    ]


def milliseconds(work: Callable[[], Any]) -> float:
    """Return the processor time of some work."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def megabytes(folder: Path) -> float:
    """Return the size of all files in a folder."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)


def main() -> int:
    """Build, compare totals, time, print a table and write the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, help="what make_corpus.py has written")
    parser.add_argument("--articles", type=int, default=None, help="only the first so many")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--without", action="append", default=[], choices=("sqlite", "tantivy"))
    parser.add_argument("--json", type=Path, help="where the figures are written")
    given = parser.parse_args()
    with given.corpus.open(encoding="utf-8") as file:
        records = [json.loads(line) for line, _ in zip(file, range(given.articles or 10**9), strict=False)]
    with tempfile.TemporaryDirectory() as folder:
        kinds = [kind for kind in PEERS if kind.name not in given.without]
        folders = {kind.name: Path(folder, kind.name) for kind in kinds}
        for own in folders.values():
            own.mkdir()
        peers: list[Peer] = [kind(folders[kind.name]) for kind in kinds]
        result = run(peers, records, given.rounds)
        result["megabytes"] = {name: megabytes(own) for name, own in folders.items()}
        print("on disk, MB:", result["megabytes"])
    result["machine"] = {"python": platform.python_version(), "processor": platform.processor()}
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def compared(peers: Sequence[Peer], request: Request, rounds: int) -> dict[str, Any]:
    """Return the total and the median time of each engine; raises SystemExit where totals differ."""
    totals = {peer.name: peer.ask(request) for peer in peers}
    if len(set(totals.values())) != 1:
        sys.exit(f"{request.name}: totals differ: {totals}")
    times: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for _ in range(rounds):
        for peer in peers:
            times[peer.name].append(milliseconds(partial(peer.ask, request)))
    medians = {name: round(statistics.median(each), 3) for name, each in times.items()}
    return {"total": totals[peers[0].name], "milliseconds": medians}


def run(peers: Sequence[Peer], records: Sequence[Record], rounds: int) -> dict[str, Any]:
    """Return all figures; raises SystemExit where totals differ."""
    result: dict[str, Any] = {"articles": len(records), "rates": {}, "requests": {}}
    for peer in peers:
        spent = milliseconds(partial(peer.build, records))
        result["rates"][peer.name] = round(len(records) / spent * 1000)
        print(f"{peer.name}: {result['rates'][peer.name]} articles/s", flush=True)
    for request in requests_of(records):
        row = result["requests"][request.name] = compared(peers, request, rounds)
        times = (f"{name} {time:9.2f}" for name, time in row["milliseconds"].items())
        print(f"{request.name:22}{row['total']:9}", *times, flush=True)
    rows = [row["milliseconds"] for row in result["requests"].values()]
    for peer in peers[1:]:
        ratios = [row[peer.name] / row["kliping"] for row in rows]
        result.setdefault("times_as_fast", {})[peer.name] = round(statistics.geometric_mean(ratios), 2)
    print("kliping is as many times as fast (geometric mean):", result.get("times_as_fast"))
    return result


if __name__ == "__main__":
    sys.exit(main())

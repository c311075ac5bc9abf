#!/usr/bin/env python3
"""Draw what `benchmark.py --json` wrote for archives of several sizes: time of a request against size."""

import argparse
import json
import statistics
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

Run = dict[str, Any]


def main() -> int:
    """Draw one line an engine: the geometric mean of its requests, both axes logarithmic."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", nargs="+", type=Path, help="JSON of benchmark.py, one file an archive")
    parser.add_argument("--output", type=Path, default=Path("benchmark.svg"))
    given = parser.parse_args()
    runs = [json.loads(path.read_text(encoding="utf-8")) for path in given.figures]
    runs.sort(key=lambda run: run["articles"])
    names = dict.fromkeys(name for run in runs for name in run["built"])
    figure, axes = pyplot.subplots(figsize=(7, 4.2))
    for name in names:
        points = [(run["articles"], mean(run, name)) for run in runs if answers_all(run, name)]
        if points:
            axes.plot(
                *zip(*points, strict=True), marker="o", label=name, linewidth=3 if name == "kliping" else 1.5
            )
    axes.set(xscale="log", yscale="log", xlabel="articles", ylabel="milliseconds a request (geometric mean)")
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend()
    figure.savefig(given.output, bbox_inches="tight", metadata={"Date": None})
    return 0


def answers_all(run: Run, name: str) -> bool:
    """Return whether an engine answered every request of a run: the mean of a few would flatter it."""
    return all(name in row["times"] for row in run["requests"])


def mean(run: Run, name: str) -> float:
    """Return the geometric mean of an engine's times in a run."""
    return statistics.geometric_mean(row["times"][name]["wall"] for row in run["requests"])


if __name__ == "__main__":
    sys.exit(main())

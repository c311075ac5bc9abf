#!/usr/bin/env python3
"""Compare what Whoosh's own searcher finds in an index with what our arrays do, for queries in its own words.

Ids, totals, order, scores to a millionth, facets and timeline, for each kernel. Prints counts and the first
differences. Whoosh takes its time: some hundred milliseconds a query over twenty thousand articles. Exits
with 0 where nothing differs, 1 where something does, 2 where the index cannot be read.
"""

import argparse
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path

from index.errors import IndexMissing, KlipingError
from index.generations import Generations
from index.lang.language import Language
from searcher.agreement import Agreement, drawn_plans
from searcher.kernel import Kernel
from searcher.kernel_numpy import NumpyKernel
from searcher.kernels import chosen_kernel
from searcher.whoosh_snapshot import WhooshSnapshot

TOLD = 10


def main() -> int:
    """Draw, compare and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path, help="the folder of an index")
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    try:
        return compare(given.index, given.queries, given.seed)
    except KlipingError as error:
        print(f"compare_engines: {error}", file=sys.stderr)
        return 2


def compare(index: Path, queries: int, seed: int) -> int:
    """Compare over what is live in a folder; returns the exit status."""
    generation = Generations(index).live()
    if generation is None:
        raise IndexMissing(f"{index}: no index has been built here yet")
    analyzer = Language.load().analyzer
    kernels: dict[str, Kernel] = {kernel.name: kernel for kernel in (NumpyKernel(), chosen_kernel())}
    with (
        closing(WhooshSnapshot(generation, analyzer, NumpyKernel())) as snapshot,
        closing(Agreement(generation, analyzer, [*kernels.values()])) as agreement,
    ):
        differences = agreement.differences(drawn_plans(snapshot, queries, seed))
        first = list(islice(differences, TOLD))
        for each in first:
            print(f"query {each.number}, {each.kernel}: {each.told}\n    {each.plan}")
        further = sum(1 for _ in differences)
        articles = generation.manifest.articles
        print(f"{articles} articles in {agreement.segments} segments, {agreement.deleted} deleted in them")
        print(f"{agreement.queries} queries, {agreement.found} of which find something, seed {seed}")
        print(f"{agreement.matches} matches, {' and '.join(kernels)}: {len(first) + further} answers differ")
    return 1 if first else 0


if __name__ == "__main__":
    sys.exit(main())

"""Does Whoosh's own searcher find, score and order what our arrays do? Asked of any index, in its own words.

The whole answer is compared, facets and timeline too, for each kernel. Scores may differ by ALLOWED, and
articles whose scores do not differ by more may change places.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.generations import Generation
from index.lang.analyze import Analyzer
from searcher.drawing import Drawer, material_of
from searcher.engine import Found, Plan
from searcher.kernel import Kernel
from searcher.terms import Lowered, lower
from searcher.whoosh_arrays import ArrayEvaluator, segments_of
from searcher.whoosh_columns import Columns
from searcher.whoosh_facets import Counter
from searcher.whoosh_matching import Gathered
from searcher.whoosh_names import names_of
from searcher.whoosh_query import Matches, compile_query
from searcher.whoosh_readers import SearcherPool
from searcher.whoosh_snapshot import WhooshSnapshot

ALLOWED = 1e-6


@dataclass(frozen=True, slots=True)
class Difference:
    """What a kernel answered otherwise than Whoosh: the how manieth query it was, and what differs first."""

    number: int
    plan: Plan
    kernel: str
    told: str


class Agreement:
    """Whoosh's searcher and our arrays over one generation.

    `queries`, those of them that `found` something, and `matches` count what was compared.
    """

    def __init__(self, generation: Generation, analyzer: Analyzer, kernels: Sequence[Kernel]) -> None:
        """Open a generation for each of the kernels; raises IndexCorrupt."""
        self._analyzer = analyzer
        self._pool = SearcherPool(generation.folder)
        self._ways: list[tuple[Kernel, ArrayEvaluator, Counter]] = []
        with self._pool.borrow() as searcher:
            segments = segments_of(searcher)
            self.segments = len(segments)
            self.deleted = searcher.doc_count_all() - searcher.doc_count()
            for kernel in kernels:
                counter = Counter(Columns(segments, kernel), names_of(segments), kernel)
                self._ways.append((kernel, ArrayEvaluator(segments, searcher.schema, kernel), counter))
        self.queries = self.found = self.matches = 0

    def differences(self, plans: Iterable[Plan]) -> Iterator[Difference]:
        """Yield where an answer differs from Whoosh's, the first difference of each plan and kernel."""
        for number, plan in enumerate(plans, 1):
            tree = lower(plan.tree, self._analyzer)
            expected = self._by_whoosh(tree)
            self.queries, self.matches = number, self.matches + len(expected[0])
            self.found += len(expected[0]) > 0
            for kernel, evaluator, counter in self._ways:
                matched = evaluator.evaluate(tree)
                told = "not covered" if matched is None else _matches_differ(matched.all(), expected)
                if matched is not None and not told:
                    wanted = counter.answer(plan, Gathered(expected))
                    told = _answers_differ(counter.answer(plan, matched), wanted)
                if told:
                    yield Difference(number, plan, kernel.name, told)

    def close(self) -> None:
        """Close all files."""
        self._pool.close()

    def _by_whoosh(self, tree: Lowered) -> Matches:
        """Return what Whoosh's own search finds: documents, ascending, and scores; its order is checked."""
        with self._pool.borrow() as searcher:
            hits = [(hit.docnum, hit.score) for hit in searcher.search(compile_query(tree), limit=None)]
        if hits != sorted(hits, key=lambda hit: (-hit[1], hit[0])):
            raise AssertionError("Whoosh orders otherwise than by score and number")
        hits.sort()
        documents = np.array([document for document, _ in hits], np.int64)
        return documents, np.array([score for _, score in hits], np.float64)


def drawn_plans(snapshot: WhooshSnapshot, number: int, seed: int) -> Iterator[Plan]:
    """Yield so many plans in the words, names and days of an archive; the same ones for the same seed."""
    chance = random.Random(seed)
    drawer = Drawer(material_of(snapshot, chance), chance)
    return (drawer.plan() for _ in range(number))


def _matches_differ(found: Matches, expected: Matches) -> str:
    if not np.array_equal(found[0], expected[0]):
        odd = np.setxor1d(found[0], expected[0])
        return f"{len(found[0])} matches, not {len(expected[0])}: document {odd[0] if len(odd) else 'order'}"
    apart = np.abs(found[1] - expected[1])
    if len(apart) and apart.max() > ALLOWED:
        at = int(apart.argmax())
        return f"document {found[0][at]} scores {found[1][at]!r}, not {expected[1][at]!r}"
    return ""


def _answers_differ(found: Found, expected: Found) -> str:
    for name in ("total", "groups", "facets", "timeline"):
        if getattr(found, name) != getattr(expected, name):
            return f"{name}: {getattr(found, name)}, not {getattr(expected, name)}"
    if len(found.hits) != len(expected.hits):
        return f"{len(found.hits)} hits, not {len(expected.hits)}"
    for place, ((name, score), (other, wanted)) in enumerate(zip(found.hits, expected.hits, strict=True), 1):
        if abs(score - wanted) > ALLOWED:
            return f"place {place} scores {score!r}, not {wanted!r}"
        if name != other and not _tied(name, wanted, expected):
            return f"place {place} is {name}, not {other}"
    return ""


def _tied(name: str, score: float, expected: Found) -> bool:
    """Return whether an article may stand where one of this score does: its own is that, or unseen."""
    scores = dict(expected.hits)
    last = expected.hits[-1][1]
    return abs(scores.get(name, last) - score) <= ALLOWED

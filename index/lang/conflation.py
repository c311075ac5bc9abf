"""How well a stemmer brings the forms of a family together, and only them.

Pure functions over (form, family) pairs and any function from word to root. It must not know which stemmer
is judged nor where the pairs come from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from index.lang.tables import read_table

Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Conflation:
    """Counts of unordered pairs of distinct forms: joined rightly, joined at all, belonging together."""

    right: int
    joined: int
    belonging: int

    @property
    def precision(self) -> float:
        """Share of the joined pairs that belong together, 1.0 when nothing is joined."""
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs that belong together which are joined, 1.0 when there are none."""
        return self.right / self.belonging if self.belonging else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, from 0.0 to 1.0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def conflation(forms: Iterable[tuple[str, str]], stem: Stem) -> Conflation:
    """Return the pair counts of a stemmer over distinct (form, family) pairs."""
    distinct = set(forms)
    families = Counter(family for _, family in distinct)
    roots = Counter(stem(form) for form, _ in distinct)
    both = Counter((stem(form), family) for form, family in distinct)
    return Conflation(_pairs(both), _pairs(roots), _pairs(families))


def _pairs(groups: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(size * (size - 1) // 2 for size in groups.values())


def lemma_accuracy(forms: Iterable[tuple[str, str]], stem: Stem) -> float:
    """Return the share of distinct (form, lemma) pairs whose stem is the lemma, 1.0 for no pairs."""
    distinct = set(forms)
    right = sum(stem(form) == lemma for form, lemma in distinct)
    return right / len(distinct) if distinct else 1.0


def false_merges(forms: Iterable[tuple[str, str]], stem: Stem) -> tuple[tuple[str, str, str], ...]:
    """Return (form, form, shared root) for every pair that meets across families, sorted."""
    groups: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for form, family in forms:
        groups[stem(form)].add((form, family))
    return tuple(
        (one[0], other[0], root)
        for root, members in sorted(groups.items())
        for one, other in combinations(sorted(members), 2)
        if one[1] != other[1]
    )


def missed_forms(forms: Iterable[tuple[str, str]], stem: Stem) -> tuple[tuple[str, str, str], ...]:
    """Return (form, its root, the root of most of its family) for every form that stays apart, sorted."""
    families: defaultdict[str, set[str]] = defaultdict(set)
    for form, family in forms:
        families[family].add(form)
    missed = []
    for members in families.values():
        counts = Counter(stem(form) for form in sorted(members))
        usual = counts.most_common(1)[0][0]
        missed += [(form, stem(form), usual) for form in members if stem(form) != usual]
    return tuple(sorted(missed))


def read_families(path: Path) -> tuple[tuple[str, str], ...]:
    """Read a gold table (form, family, note); raises LanguageDataError for a form that is listed twice."""
    families: dict[str, str] = {}
    for row in read_table(path, ("form", "family", "note")):
        if row["form"] in families:
            raise row.error(f"{row['form']!r} is already in the family {families[row['form']]!r}")
        if not row["family"]:
            raise row.error(f"{row['form']!r} has no family")
        families[row["form"]] = row["family"]
    return tuple(families.items())

"""The gold families are a floor: a change of the data that breaks one of them must be decided, not happen."""

from collections import Counter
from pathlib import Path

from index.lang.conflation import conflation, false_merges, read_families
from index.lang.stem import Stemmer

FAMILIES = read_families(Path(__file__).parents[2] / "gold" / "stems.tsv")


def test_gold_is_large_enough_to_mean_something() -> None:
    assert len(FAMILIES) >= 1500
    assert len(Counter(family for _, family in FAMILIES)) >= 300


def test_families_meet_and_no_others() -> None:
    stem = Stemmer.load().stem
    assert false_merges(FAMILIES, stem) == ()
    assert conflation(FAMILIES, stem).recall >= 0.97

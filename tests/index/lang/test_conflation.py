from pathlib import Path

import pytest

from index.lang.conflation import (
    Conflation,
    conflation,
    false_merges,
    lemma_accuracy,
    missed_forms,
    read_families,
)
from index.lang.tables import LanguageDataError

FORMS = [
    ("makan", "makan"),
    ("makanan", "makan"),
    ("dimakan", "makan"),
    ("ikan", "ikan"),
    ("perikanan", "ikan"),
]
ROOTS = {"makan": "makan", "makanan": "makan", "dimakan": "ikan", "ikan": "ikan", "perikanan": "perikan"}


def test_pairs_are_counted_by_hand() -> None:
    """Belonging: three of makan, one of ikan; joined: makan+makanan (right), dimakan+ikan (wrong)."""
    counts = conflation(FORMS, ROOTS.__getitem__)
    assert counts == Conflation(right=1, joined=2, belonging=4)
    assert (counts.precision, counts.recall) == (0.5, 0.25)
    assert counts.f1 == pytest.approx(1 / 3)


def test_repeated_pairs_count_once() -> None:
    assert conflation(FORMS * 3, ROOTS.__getitem__) == conflation(FORMS, ROOTS.__getitem__)


def test_empty_and_hopeless_are_not_errors() -> None:
    assert conflation([], str).f1 == 1.0
    assert Conflation(right=0, joined=3, belonging=2).f1 == 0.0
    assert lemma_accuracy([], str) == 1.0


def test_lemma_accuracy_is_a_share_of_forms() -> None:
    assert lemma_accuracy(FORMS, ROOTS.__getitem__) == 3 / 5


def test_merges_and_misses_are_named() -> None:
    assert false_merges(FORMS, ROOTS.__getitem__) == (("dimakan", "ikan", "ikan"),)
    assert ("dimakan", "ikan", "makan") in missed_forms(FORMS, ROOTS.__getitem__)


def test_gold_table_is_checked(tmp_path: Path) -> None:
    table = tmp_path / "gold.tsv"
    table.write_text("form\tfamily\tnote\nmakan\tmakan\nmakanan\tmakan\tfood\n", encoding="utf-8")
    assert read_families(table) == (("makan", "makan"), ("makanan", "makan"))
    table.write_text("form\tfamily\tnote\nmakan\tmakan\nmakan\tikan\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"gold\.tsv:3: 'makan' is already"):
        read_families(table)
    table.write_text("form\tfamily\tnote\nmakan\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"gold\.tsv:2: 'makan' has no family"):
        read_families(table)

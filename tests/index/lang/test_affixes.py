"""Affix tables: what they refuse, and that every example in them is read as promised."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.affixes import Affixes
from index.lang.morph_guess import Guesser
from index.lang.morphology import Morphology
from index.lang.stem import DATA
from index.lang.tables import LanguageDataError, Row, read_table

MORPHOLOGY = Morphology.read(DATA)
AFFIXES = Affixes.read(DATA)
COLUMNS = ("prefixes", "suffix", "cost", "example", "root", "note")


EXAMPLES = tuple(read_table(DATA / "affixes.tsv", COLUMNS))


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["example"])
def test_example_of_the_table_has_the_root_it_promises(row: Row) -> None:
    assert MORPHOLOGY.root(row["example"]) == row["root"]


@pytest.mark.parametrize(
    ("table", "line", "complaint"),
    [
        ("affixes.tsv", "zu\t-\t0\tx\tx\t", r"affixes\.tsv:\d+: unknown prefix 'zu'"),
        ("affixes.tsv", "me\tzu\t0\tx\tx\t", r"affixes\.tsv:\d+: unknown suffix 'zu'"),
        ("affixes.tsv", "me\tan\tmany\tx\tx\t", r"affixes\.tsv:\d+: the cost must be a number"),
        ("allomorphs.tsv", "me\tme\t[\t\t0\t", r"allomorphs\.tsv:\d+: `before` is not a pattern"),
        ("endings.tsv", "zu\tsuffix\t", r"endings\.tsv:\d+: the kind must be possessive or particle"),
    ],
)
def test_mistake_is_named_with_its_line(tmp_path: Path, table: str, line: str, complaint: str) -> None:
    for path in DATA.glob("*.tsv"):
        shutil.copy(path, tmp_path)
    with (tmp_path / table).open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    with pytest.raises(LanguageDataError, match=complaint):
        Affixes.read(tmp_path)


@given(st.text(alphabet="mepbtrdiksngyahlu", min_size=1, max_size=6))
@settings(max_examples=500)
def test_a_word_without_affixes_is_told_from_its_ends(word: str) -> None:
    if AFFIXES.are_none_on(word):
        assert [length for length, _ in AFFIXES.beginnings_of(word)] == [0]
        assert [at for at, _ in AFFIXES.endings_of(word, 1)] == [len(word)]
        assert Guesser(AFFIXES).root(word) is None

"""Cues stand free, the longest wins, and a table that breaks the rules is named."""

from pathlib import Path

import pytest

from index.boilerplate import links_in
from index.boilerplate_cues import COLUMNS, REASONS, Cues
from index.boilerplate_headline import WEIGHT_COLUMNS, WORD_COLUMNS, HeadlineEnd
from index.lang.tables import LanguageDataError

CUES = Cues.load()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", []),
        ("Warga membaca juga buku.", []),
        ("Ia suka ADVERTISEMENTS lama.", []),
        ("Air surut.ADVERTISEMENT", [10]),
        ("di portalbumi.exampleArtikel ini telah tayang di Portal Bumi dengan judul Pasar", [21]),
        ("Baca juga: Satu Baca Juga: Dua", [0, 16]),
    ],
)
def test_places(text: str, places: list[int]) -> None:
    assert [hit.start for hit in CUES.find(text)] == places


def test_every_reason_is_explained() -> None:
    assert all(reason.isalpha() and reason == reason.lower() and text for reason, text in REASONS.items())


@pytest.mark.parametrize(
    "row", ["baca\t(\tmatch\trelated\t", "baca\t\tsampai\trelated\t", "baca\t\tmatch\tentah\t"]
)
def test_a_table_of_cues_that_breaks_the_rules_is_named(tmp_path: Path, row: str) -> None:
    table = tmp_path / "cues.tsv"
    table.write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"cues\.tsv:2"):
        Cues.load(table)


def test_tables_of_words_and_weights_are_checked(tmp_path: Path) -> None:
    words = tmp_path / "words.tsv"
    words.write_text("\t".join(WORD_COLUMNS) + "\nbaca\tentah\t\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"words\.tsv:2"):
        HeadlineEnd.load(words)
    weights = tmp_path / "weights.tsv"
    weights.write_text("\t".join(WEIGHT_COLUMNS) + "\nglued\tbanyak\t\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"weights\.tsv:2"):
        HeadlineEnd.load(weights=weights)


def test_links() -> None:
    assert links_in("https://a.example/x, lalu (http://b.example/y).") == (
        "https://a.example/x",
        "http://b.example/y",
    )

import shutil
from pathlib import Path

import pytest

from index.actors_cues import DATA, Cues
from index.lang.tables import LanguageDataError

TABLES = (
    "titles.tsv",
    "organisation_heads.tsv",
    "place_cues.tsv",
    "name_cues.tsv",
    "given_names.tsv",
    "no_actors.tsv",
    "everyday_names.tsv",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in TABLES:
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


def test_the_shipped_tables_are_sound() -> None:
    cues = Cues.load()
    assert cues.titles["presiden"] == "role"
    assert cues.heads["kementerian"] == "words"
    assert "di" in cues.places["preposition"]


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        ("titles.tsv", "rajadiraja\tking", "none of"),
        ("titles.tsv", "presiden\trole", "twice"),
        ("place_cues.tsv", "Di\tpreposition", "small"),
        ("given_names.tsv", "Budi", "twice"),
    ],
)
def test_a_wrong_line_is_named(folder: Path, table: str, row: str, reason: str) -> None:
    with (folder / table).open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(LanguageDataError, match=reason):
        Cues.load(folder)

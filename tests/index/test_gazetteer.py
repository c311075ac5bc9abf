from pathlib import Path

import pytest

from index.gazetteer import COLUMNS, Gazetteer
from index.lang.tables import LanguageDataError

HEADER = "\t".join(COLUMNS)


def table(folder: Path, *rows: str) -> Path:
    (folder / "gazetteer_test.tsv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return folder


def test_the_curated_actors_are_many_and_sound() -> None:
    gazetteer = Gazetteer.load()
    assert len(gazetteer.actors) >= 2500
    assert gazetteer.actors["arayik-harutyunyan"].kind == "person"
    assert "Araik Harutyunyan" in gazetteer.actors["arayik-harutyunyan"].aliases


def test_the_longest_whole_word_form_is_found(tmp_path: Path) -> None:
    rows = ("bali\tplace\tBali", "bali-utara-fc\torganisation\tBali Utara FC")
    gazetteer = Gazetteer.load(table(tmp_path, *rows))
    text = "Bali Utara FC bermain di Bali, bukan di Balige."
    found = {text[start:end]: naming.form for start, (end, naming) in gazetteer.matches(text).items()}
    assert found == {"Bali Utara FC": "Bali Utara FC", "Bali": "Bali"}


def test_capitals_are_read_but_never_for_short_forms(tmp_path: Path) -> None:
    gazetteer = Gazetteer.load(table(tmp_path, "mali\tplace\tMali", "armenia\tplace\tArmenia"))
    assert [text for text in ("ARMENIA", "MALI", "armenia") if gazetteer.matches(text)] == ["ARMENIA"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (("a\tplace\tAnu", "a\tplace\tAni"), "taken"),
        (("a\tplace\tAnu", "b\tplace\tBani\tAnu"), "already means a"),
        (("a\tplanet\tAnu",), "none of"),
        (("a\tplace\t",), "no name"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, rows: tuple[str, ...], reason: str) -> None:
    with pytest.raises(LanguageDataError, match=reason) as caught:
        Gazetteer.load(table(tmp_path, *rows))
    assert caught.value.line == len(rows) + 1


def test_an_empty_gazetteer_finds_nothing(tmp_path: Path) -> None:
    assert Gazetteer.load(tmp_path).matches("Armenia") == {}

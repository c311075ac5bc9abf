from pathlib import Path

import pytest

from index.lang.language import Language
from index.lang.names import COLUMNS, DATA, load_names
from index.lang.tables import LanguageDataError, read_table

FROZEN = DATA.parent / "frozen.tsv"


def test_a_name_is_its_own_root_whatever_the_case() -> None:
    analyzer = Language.load().analyzer
    for name in ("lukaku", "Lukaku", "LUKAKU", "Lukakunya"):
        assert analyzer.root(name) == "lukaku"
    assert analyzer.root("luka") != "lukaku"


def test_no_name_in_the_table_is_stemmed() -> None:
    analyzer = Language.load().analyzer
    assert {analyzer.root(name) for name in load_names()} == load_names()


@pytest.mark.parametrize("rows", ["Milan\tplace", "milan\tplace\nmilan\tplace", "milan\tfruit"])
def test_a_wrong_table_is_told(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + rows + "\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=str(path)):
        load_names(path)


def test_a_name_stands_in_one_table_only() -> None:
    frozen = {row["root"] for row in read_table(FROZEN, ("root", "class", "reason"))}
    assert not frozen & load_names()

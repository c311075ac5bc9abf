from pathlib import Path

import pytest

from index.lang.language import Language
from index.lang.names import COLUMNS, load_names
from index.lang.tables import LanguageDataError


def test_a_name_is_its_own_root_whatever_the_case() -> None:
    analyzer = Language.load().analyzer
    for name in ("bekasi", "Bekasi", "BEKASI", "Bekasinya"):
        assert analyzer.root(name) == "bekasi"
    assert analyzer.root("bekas") != "bekasi"


def test_no_name_in_the_table_is_stemmed() -> None:
    analyzer = Language.load().analyzer
    assert {analyzer.root(name) for name in load_names()} == load_names()


@pytest.mark.parametrize("rows", ["Bekasi\tplace", "bekasi\tplace\nbekasi\tplace", "bekasi\tfruit"])
def test_a_wrong_table_is_told(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + rows + "\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=str(path)):
        load_names(path)

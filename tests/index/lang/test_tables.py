"""Data tables are checked on load and name the line that breaks a rule."""

from pathlib import Path

import pytest

from index.lang.tables import LanguageDataError, read_table


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "t.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_by_column_name(tmp_path: Path) -> None:
    path = table(tmp_path, "# why\nword\tparts\tnote\n\na\tx | y|\tbecause\nb\n")
    rows = list(read_table(path, ("word", "parts", "note")))
    assert [(row.line, row["word"], row.list("parts"), row["note"]) for row in rows] == [
        (4, "a", ("x", "y"), "because"),
        (5, "b", (), ""),
    ]
    assert str(rows[0].error("no")) == f"{path}:4: no"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the header must be"),
        ("wrong\n", 1, "the header must be"),
        ("a\tb\nx\ty\tz\n", 2, "3 cells where 2 are named"),
        ("a\tb\n\ty\n", 2, "no a"),
    ],
)
def test_broken_tables_name_the_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = table(tmp_path, text)
    with pytest.raises(LanguageDataError, match=reason) as caught:
        list(read_table(path, ("a", "b")))
    assert (caught.value.path, caught.value.line) == (path, line)


def test_missing_or_undecodable_table(tmp_path: Path) -> None:
    with pytest.raises(LanguageDataError):
        list(read_table(tmp_path / "none.tsv", ("a",)))
    (tmp_path / "t.tsv").write_bytes(b"a\n\xff\n")
    with pytest.raises(LanguageDataError):
        list(read_table(tmp_path / "t.tsv", ("a",)))

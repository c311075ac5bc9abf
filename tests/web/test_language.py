"""The catalogue: both languages complete, every key that is used is there, numbers and dates in words."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Dating
from index.errors import ConfigurationError
from web.language import Voice, choose_language, read_catalogue

CATALOGUE = read_catalogue()
INDONESIAN, ENGLISH = Voice("id", CATALOGUE), Voice("en", CATALOGUE)
WEB = Path(__file__).parents[2] / "web"


def test_every_key_that_a_template_names_is_in_the_catalogue() -> None:
    for template in (WEB / "templates").glob("*.html"):
        for key in re.findall(r"\bt\('([\w.]+)'[,)]", template.read_text(encoding="utf-8")):
            assert key in CATALOGUE.entries, f"{template.name}: {key}"


def test_every_key_that_a_module_names_is_in_the_catalogue() -> None:
    for module in WEB.glob("*.py"):
        for key in re.findall(r"\b(?:voice|Refused)\(\"([\w.]+)\"", module.read_text(encoding="utf-8")):
            assert key in CATALOGUE.entries, f"{module.name}: {key}"


def test_no_string_is_left_that_nothing_says() -> None:
    said = "".join(
        path.read_text(encoding="utf-8") for suffix in ("*.html", "*.py") for path in WEB.rglob(suffix)
    )
    for key in CATALOGUE.entries:
        families = [key[: dot.end()] for dot in re.finditer(r"\.", key)]
        made = any(
            f"{quote}{family}{join}" in said for family in families for quote in "\"'" for join in "{'\""
        )
        assert key in said or made, key


@pytest.mark.parametrize(
    "text",
    [
        'a = { id = "satu" }',
        'a = { id = "satu", en = "" }',
        'a = { id = "{n} satu", en = "one" }',
        'a = { id = "satu", en = "one", fr = "un" }',
        'a = "satu"',
        "a = {",
    ],
)
def test_an_incomplete_catalogue_is_told_by_file_and_key(tmp_path: Path, text: str) -> None:
    file = tmp_path / "strings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"strings\.toml"):
        read_catalogue(file)


def test_a_missing_catalogue_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"tidak-ada\.toml"):
        read_catalogue(tmp_path / "tidak-ada.toml")


def test_numbers_and_singular() -> None:
    assert INDONESIAN("results.total", count=19593) == "19.593 artikel"
    assert ENGLISH("results.total", count=19593) == "19,593 articles"
    assert ENGLISH("results.total", count=1) == "1 article"


def test_values_are_not_read_as_a_format() -> None:
    assert INDONESIAN("chip.remove", label="{0} {x}") == "Hapus saringan {0} {x}"


@pytest.mark.parametrize(
    ("key", "words"),
    [("2020", "2020"), ("2020-09", "September 2020"), ("2020-08-07", "7 Agustus 2020"), ("x", "x")],
)
def test_periods_in_words(key: str, words: str) -> None:
    assert INDONESIAN.period(key) == words


@given(st.text(max_size=12))
def test_no_period_breaks_it(key: str) -> None:
    assert isinstance(ENGLISH.period(key), str)


def test_an_inferred_date_says_so() -> None:
    day = date(2020, 9, 27)
    assert INDONESIAN.dating(Dating(day, "day", "given", "high")) == "27 September 2020"
    assert INDONESIAN.dating(Dating(day, "day", "weekday", "high")) == "diperkirakan 27 September 2020"
    assert ENGLISH.dating(Dating(day, "month", "text", "low")) == "probably September 2020"
    assert ENGLISH.dating(Dating()) == "Date unknown"


def test_evidence_names_method_text_and_confidence() -> None:
    dating = Dating(date(2020, 9, 27), "day", "weekday", "high", "Minggu\n (27/9)")
    assert INDONESIAN.evidence(dating) == "dari hari dan tanggal · “Minggu (27/9)” · keyakinan tinggi"
    assert "ramalan" in INDONESIAN.evidence(Dating(method="ramalan"))


@pytest.mark.parametrize(("wanted", "chosen"), [("en", "en"), ("id", "id"), ("xx", "id"), ("", "id")])
def test_the_reader_chooses_else_indonesian(wanted: str, chosen: str) -> None:
    assert choose_language(wanted) == chosen

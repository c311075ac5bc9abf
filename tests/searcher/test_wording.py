"""What was understood is told in the reader's language, all of it."""

from datetime import date

import pytest

from searcher.engine import Plan, Selection
from searcher.parser import parse
from searcher.query import Language
from searcher.syntax import AtLeast, Dates, Maybe, Not, Or, Weighted, Word
from searcher.wording import describe


def called(field: str, key: str) -> str:
    return "Ratna Dewanti" if (field, key) == ("person", "p-ratna") else key


PLAN = Plan(
    selections=(Selection("person", ("p-ratna", "x"), ("y",), every=True),),
    since=date(2020, 9, 1),
    until=date(2020, 9, 30),
    undated="only",
)


@pytest.mark.parametrize(
    ("query", "indonesian", "english"),
    [
        ("banjir (rob OR pasang)", "banjir dan (rob atau pasang)", "banjir and (rob or pasang)"),
        ("=banjir -rob", "persis “banjir” dan bukan rob", "exactly “banjir” and not rob"),
        ('"air bah"~4 ban*', "“air bah” dalam jarak 4 kata dan ban…", "“air bah” within 4 words and ban…"),
        ("banjr~ judul:rob", "mirip banjr dan judul: rob", "like banjr and title: rob"),
        ("tanggal:2020-09-27", "terbit 27 September 2020", "published 27 September 2020"),
        ("tanggal:2020-05..", "terbit sejak 1 Mei 2020", "published since 1 May 2020"),
        ("tanggal:..2020-05", "terbit sampai 31 Mei 2020", "published until 31 May 2020"),
        ("*", "semua artikel", "all articles"),
        ("", "semua artikel", "all articles"),
    ],
)
def test_a_query_is_told(query: str, indonesian: str, english: str) -> None:
    tree = parse(query).tree
    assert describe(tree, Plan(tree), called) == indonesian
    assert describe(tree, Plan(tree), called, "en") == english


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "id",
            "tokoh: Ratna Dewanti dan x · bukan tokoh: y · "
            "terbit 1 September 2020 – 30 September 2020 · tanpa tanggal",
        ),
        (
            "en",
            "people: Ratna Dewanti and x · not people: y · "
            "published 1 September 2020 – 30 September 2020 · without a date",
        ),
    ],
)
def test_filters_are_told(language: Language, line: str) -> None:
    assert describe(None, PLAN, called, language) == line


def test_what_only_scores_is_not_told() -> None:
    one, other = Word("satu"), Word("dua")
    tree = Maybe(AtLeast((one, Not(other)), 1), Weighted(Or((one, Dates(None, None))), 0.5))
    assert describe(tree, Plan(tree), called, "en") == "at least 1 of (satu, not dua)"

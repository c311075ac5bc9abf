from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.abbreviations import COLUMNS, KINDS, Abbreviations, Meaning
from index.lang.tables import LanguageDataError

TABLE = Abbreviations.load()


def added(query: str, table: Abbreviations = TABLE) -> dict[str, list[str]]:
    found = table.expansions(query.split())
    return {item.written: [" ".join(words) for words in item.added] for item in found}


def test_the_table_is_rich_and_of_every_kind() -> None:
    assert len(TABLE.meanings) >= 300
    assert {meaning.kind for meaning in TABLE.meanings} == KINDS - {"mined"}


def test_no_meaning_stands_in_the_table_twice() -> None:
    pairs = [(short, long) for meaning in TABLE.meanings for short in meaning.short for long in meaning.long]
    folded = [(short.lower(), long.lower()) for short, long in pairs]
    assert len(folded) == len(set(folded))


def test_a_second_meaning_needs_a_context() -> None:
    """Two unguarded meanings of one short form would always both be searched."""
    seen: dict[str, Meaning] = {}
    for meaning in TABLE.meanings:
        for short in meaning.short:
            if not meaning.near:
                assert short.lower() not in seen, f"{short}: {meaning.long} and {seen[short.lower()].long}"
                seen[short.lower()] = meaning


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("PLTN", {"PLTN": ["pembangkit listrik tenaga nuklir"]}),
        ("pembangkit listrik tenaga nuklir", {"pembangkit listrik tenaga nuklir": ["PLTN"]}),
        ("menlu", {"menlu": ["Menteri Luar Negeri"]}),
        ("Menteri Luar Negerinya", {"Menteri Luar Negerinya": ["Menlu"]}),
        ("PLTN-nya rusak", {"PLTN-nya": ["pembangkit listrik tenaga nuklir"]}),
        ("undang-undang", {"undang-undang": ["UU"]}),
        ("undang undang", {"undang undang": ["UU"]}),
        ("kerjasama", {"kerjasama": ["kerja sama"]}),
        ("kerja sama", {"kerja sama": ["kerjasama"]}),
        ("Soekarno", {"Soekarno": ["Sukarno", "Bung Karno"]}),
        ("kota biasa saja", {}),
        ("", {}),
    ],
)
def test_both_directions(query: str, expected: dict[str, list[str]]) -> None:
    assert added(query) == expected


def test_the_longest_writing_wins_and_the_rest_is_found_too() -> None:
    assert list(added("calon wakil presiden dan TNI AD")) == ["calon wakil presiden", "TNI AD"]


@pytest.mark.parametrize("word", ["as", "As", "bin", "pan", "sd", "ham", "bos"])
def test_small_letters_are_another_word(word: str) -> None:
    assert added(word) == {}
    assert list(added(word.upper())) == [word.upper()]
    assert word.upper() in TABLE.capitals()


def test_points_do_not_hide_an_abbreviation() -> None:
    assert added("pasukan A.S.")["A.S."] == ["Amerika Serikat"]


def test_a_short_name_is_no_abbreviation() -> None:
    assert added("lagu Kai baru") == {}
    assert list(added("tiket KAI baru")) == ["KAI"]
    assert list(added("tiket kai baru")) == ["kai"]
    assert list(added("Kai baru")) == ["Kai"]


def test_context_chooses_the_meaning() -> None:
    assert added("PA") == {}
    assert added("PA kasus perceraian") == {"PA": ["Pengadilan Agama"]}
    assert added("PA dan Israel")["PA"][0] == "Otoritas Palestina"
    assert added("PM baru") == {"PM": ["Perdana Menteri"]}
    assert added("PM provos") == {"PM": ["Polisi Militer"]}
    assert added("KPU pusat") == {"KPU": ["Komisi Pemilihan Umum"]}
    assert added("KPU pelabuhan") == {"KPU": ["Kantor Pelayanan Utama"]}


def test_an_ambiguous_short_form_is_not_added_to_its_long_form() -> None:
    assert added("Pengadilan Agama") == {}
    assert "PA" not in added("Otoritas Palestina")["Otoritas Palestina"]


def test_spans_are_words_of_the_query() -> None:
    (item,) = TABLE.expansions(["kata", "Menteri", "Pertahanan", "kemarin"])
    assert (item.start, item.end, item.written) == (1, 3, "Menteri Pertahanan")


def test_extension_adds_only_what_is_new() -> None:
    known = Meaning(("KPK",), ("Komisi Pemberantasan Korupsi",), "mined")
    new = Meaning(("BKS",), ("Badan Kopi Sedunia",), "mined")
    table = TABLE.extended([known, new])
    assert len(table.meanings) == len(TABLE.meanings) + 1
    assert added("bks", table) == {"bks": ["Badan Kopi Sedunia"]}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("ABC\t\tcourt", "no long form"),
        ("ABC\tabjad\tnothing", "is no kind"),
        ("ABC\tabjad\tcourt\tsometimes", "a guard is"),
    ],
)
def test_a_wrong_table_is_told(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "abbreviations.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=reason):
        Abbreviations.load(path)


KNOWN = ["AS", "PM", "Menteri", "Luar", "Negeri", "UU-nya", "PA"]
WORDS = st.one_of(st.text(max_size=8), st.sampled_from(KNOWN))


@settings(deadline=None)
@given(st.lists(WORDS, max_size=8))
def test_never_raises_and_spans_are_ordered(words: list[str]) -> None:
    last = 0
    for item in TABLE.expansions(words):
        assert last <= item.start < item.end <= len(words)
        assert item.added and all(item.added)
        last = item.end

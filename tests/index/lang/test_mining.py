import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.abbreviations import Abbreviations
from index.lang.mining import MinedAbbreviations, Pair, load_heads, mine

HEADS = load_heads()


def pairs(text: str) -> list[tuple[str, str, str]]:
    return [(pair.short, pair.long, pair.method) for pair in mine(text, HEADS)]


@pytest.mark.parametrize(
    ("text", "short", "long", "method"),
    [
        ("kata Badan Kopi Nusantara (BKN) kemarin", "BKN", "Badan Kopi Nusantara", "initials"),
        ("BKN (Badan Kopi Nusantara) berdiri", "BKN", "Badan Kopi Nusantara", "initials"),
        ("oleh Badan Kopi, Teh, dan Gula (BKTG).", "BKTG", "Badan Kopi, Teh, dan Gula", "initials"),
        ("alat pengukur suhu laut (PSL)", "PSL", "pengukur suhu laut", "initials"),
        ("Perkumpulan Teman-Teman (PTT)", "PTT", "Perkumpulan Teman-Teman", "initials"),
        ("oleh Kementerian Persawahan (Kemensawah)", "Kemensawah", "Kementerian Persawahan", "syllables"),
        ("bus antarkota (disingkat BAK) Bus Antar Kota (disingkat BAK)", "BAK", "Bus Antar Kota", "initials"),
        ("rusak. Uni Penjaga Laut Utara (NSGO)", "NSGO", "Uni Penjaga Laut Utara", "translated"),
        ("ketua Dewan Penyair\nAsosiasi Penyair Muda (YPA)", "YPA", "Asosiasi Penyair Muda", "translated"),
    ],
)
def test_what_a_text_introduces(text: str, short: str, long: str, method: str) -> None:
    assert pairs(text) == [(short, long, method)]


@pytest.mark.parametrize(
    "text",
    [
        "Presiden Sari Dewi Lestari (PDI)",
        "ketua itu (Rabu) pulang",
        "naik tajam (WIB)",
        "Senin (14/3) dan (A) serta ()",
        "Badan Kopi. Nusantara Raya (BKN)",
        "BKN (lihat halaman depan) berdiri",
        "(BKN) di awal",
    ],
)
def test_what_is_no_introduction(text: str) -> None:
    assert pairs(text) == []


def counter(*texts: str) -> MinedAbbreviations:
    counted = MinedAbbreviations(HEADS)
    for number, text in enumerate(texts):
        counted.add(f"a{number}", text)
    return counted


def test_a_pair_counts_once_a_text_and_keeps_evidence() -> None:
    text = "Badan Kopi Nusantara (BKN) dan Badan Kopi Nusantara (BKN)"
    (row,) = counter(text, text).rows()
    assert row == {
        "short": "BKN",
        "long": "Badan Kopi Nusantara",
        "method": "initials",
        "count": 2,
        "evidence": ["a0", "a1"],
    }


def test_rows_survive_json_and_merging_in_any_order() -> None:
    one = counter("Badan Kopi Nusantara (BKN)", "Tim Penjaga Laut (SGT) ada")
    other = counter("x", "y", "BKN (badan kopi nusantara)", "oleh Kementerian Persawahan (Kemensawah)")
    rows = [json.loads(json.dumps(part.rows())) for part in (one, other)]
    forth, back = MinedAbbreviations(HEADS), MinedAbbreviations(HEADS)
    for part in rows:
        forth.merge(part)
    for part in reversed(rows):
        back.merge(part)
    assert forth.rows() == back.rows()
    assert len(forth.rows()) == 4
    assert forth.meanings() == back.meanings()


def test_what_is_believed() -> None:
    text = "Badan Kopi Nusantara (BKN), oleh Kementerian Persawahan (Kemensawah), Kota Kita (KK)"
    once, twice = counter(text), counter(text, text)
    assert [meaning.short for meaning in once.meanings()] == [("BKN",)]
    assert [meaning.short for meaning in twice.meanings()] == [("BKN",), ("KK",), ("Kemensawah",)]


def test_a_rare_second_meaning_is_not_believed() -> None:
    common, rare = "Badan Kopi Nusantara (BKN)", "Bank Kerang Negara (BKN)"
    assert len(counter(*[common] * 2, rare).meanings()) == 2
    assert [m.long for m in counter(*[common] * 9, rare).meanings()] == [("Badan Kopi Nusantara",)]


def test_mined_meanings_extend_the_table() -> None:
    table = Abbreviations([]).extended(counter("Badan Kopi Nusantara (BKN)").meanings())
    (short,) = table.expansions(["BKN"])
    (long,) = table.expansions(["badan", "kopi", "nusantara"])
    assert short.added == (("Badan", "Kopi", "Nusantara"),)
    assert long.added == (("BKN",),)
    assert "a0" in short.note


PIECES = ["(", ")", "BKN", "Kemenhan", " ", "Badan ", "dan ", "kopi ", ",", ". ", "aaaa ", "(aaaaaaaaaaAA)"]


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_never_raises_and_what_is_found_stands_in_the_text(text: str) -> None:
    for pair in mine(text, HEADS):
        assert isinstance(pair, Pair)
        assert pair.short in text
        assert pair.long in " ".join(text.split())


def test_hostile_text_takes_bounded_time() -> None:
    assert pairs("aa aaa aaaa aaaaa (aaaaaaaaaaaaAA) " * 2000) is not None
    assert pairs("A" * 200_000) == []
    assert pairs("(" * 50_000 + "A-" * 50_000) == []

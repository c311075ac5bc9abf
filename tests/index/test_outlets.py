"""Outlets are found by written form and by host; an unknown host is an outlet of its own."""

from pathlib import Path

import pytest

from index.article import Source
from index.lang.tables import LanguageDataError
from index.outlets import COLUMNS, Outlets, host_of

OUTLETS = Outlets.load()


@pytest.mark.parametrize(
    ("written", "identity"),
    [
        ("KONTAN.CO.ID", "kontan"),
        ("Kontan", "kontan"),
        ("CNN Indonesia", "cnnindonesia"),
        ("Tribun-Bali.com", "tribunbali"),
        ("suara.com", "suara"),
        ("Harian Samudra", "hariansamudra"),
        ("KABARNUSA.EXAMPLE", "kabarnusa"),
    ],
)
def test_written_forms(written: str, identity: str) -> None:
    source = OUTLETS.by_name(written)
    assert source is not None and source.id == identity


@pytest.mark.parametrize("written", ["", "Harian Antah Berantah", "suara", "merdeka", "bola", "3.14"])
def test_everyday_words_are_no_outlets(written: str) -> None:
    assert OUTLETS.by_name(written) is None


@pytest.mark.parametrize(
    ("address", "identity"),
    [
        ("https://news.detik.com/berita/d-1/pasar", "detik"),
        ("jabar.tribunnews.com", "tribunjabar"),
        ("https://wow.tribunnews.com/2020/pasar", "tribunnews"),
        ("http://WWW.Kompas.com:80/", "kompas"),
        ("https://www.kabarantah.example/pasar", "kabarantah.example"),
        ("news.kabarantah.example", "kabarantah.example"),
        ("ekonomi.kabarantah.example", "ekonomi.kabarantah.example"),
    ],
)
def test_hosts(address: str, identity: str) -> None:
    source = OUTLETS.by_host(address)
    assert source is not None and source.id == identity


@pytest.mark.parametrize("address", ["", "localhost", "http://[::1", "bukan alamat", "https://"])
def test_no_host(address: str) -> None:
    assert OUTLETS.by_host(address) is None
    assert host_of(address) == ""


def test_an_unlisted_name_with_a_host_is_its_own_outlet() -> None:
    assert OUTLETS.by_name("kabarantah.example") == Source("kabarantah.example", "kabarantah.example")


@pytest.mark.parametrize(
    "rows",
    [
        "a\tA\ta.example\tSatu\t\nb\tB\tb.example\tSATU\t\n",
        "a\tA\ta.example\t\t\nb\tB\ta.example\t\t\n",
    ],
)
def test_nothing_belongs_to_two_outlets(tmp_path: Path, rows: str) -> None:
    table = tmp_path / "outlets.tsv"
    table.write_text("\t".join(COLUMNS) + "\n" + rows, encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"outlets\.tsv:3: .*already"):
        Outlets.load(table)

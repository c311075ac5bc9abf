"""A dateline tells outlet and place and ends where the first sentence begins; look-alikes are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dateline import _HEAD, _REACH, _SIGN, Datelines, written_place

DATELINES = Datelines.load()


@pytest.mark.parametrize(
    ("head", "outlet", "place"),
    [
        ("VIVA – ", "viva", ""),
        ("HARIAN SAMUDRA – ", "hariansamudra", ""),
        ("KONTAN.CO.ID - MOSKOW. ", "kontan", "Moskow"),
        ("Jakarta, CNN Indonesia -- ", "cnnindonesia", "Jakarta"),
        ("Jakarta, CNN Indonesia - - ", "cnnindonesia", "Jakarta"),
        ("TRIBUNNEWS.COM, JAKARTA - ", "tribunnews", "Jakarta"),
        ("Liputan6.com, Jakarta -", "liputan6", "Jakarta"),
        ("JAKARTA, KOMPAS.com- ", "kompas", "Jakarta"),
        ("JAKARTA, KOMPAS.com\n– ", "kompas", "Jakarta"),
        ("Jakarta (ANTARA News) - ", "antara", "Jakarta"),
        ("Jakarta, 27/9 (Antara) - ", "antara", "Jakarta"),
        ("Jakarta, Senin, 27 September 2020 (Antara) - ", "antara", "Jakarta"),
        ("SURYA.co.id | GIANYAR - ", "surya", "Gianyar"),
        ("SURYA.co.id I TULUNGAGUNG - ", "surya", "Tulungagung"),
        ("SURYA.CO.ID, KOTA KEDIRI - ", "surya", "Kota Kediri"),
        ("TRIBUN-TIMUR.COM, MAKASSAR - ", "tribuntimur", "Makassar"),
        ("POS-KUPANG.COM - ", "poskupang", ""),
        ("TEMPO.CO,Jakarta-", "tempo", "Jakarta"),
        ("MUARA TEDUH, SUARA PESISIR — ", "suarapesisir", "Muara Teduh"),
        ("KABARANTAH.EXAMPLE, KUPANG - ", "kabarantah.example", "Kupang"),
        ("KARANGASEM - ", None, "Karangasem"),
        ("Jakarta\n- ", None, "Jakarta"),
        ("JAKARTA– ", None, "Jakarta"),
    ],
)
def test_datelines(head: str, outlet: str | None, place: str) -> None:
    text = f"{head}Bupati meninjau pasar."
    dateline = DATELINES.read(text)
    assert dateline is not None
    assert text[dateline.end :] == "Bupati meninjau pasar."
    assert (dateline.source.id if dateline.source else None, dateline.place) == (outlet, place)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Persija - Persib bertemu lagi.",
        "SAINT-DENIS bersiap menjadi tuan rumah.",
        "PSSI - FIFA bertemu di Jakarta.",
        "Presiden ke-7 hadir.",
        "Bupati, camat, dan lurah - semuanya hadir.",
        "Jakarta, ibu kota lama - kini lengang.",
        "Tanpa garis apa pun.",
    ],
)
def test_look_alikes(text: str) -> None:
    assert DATELINES.read(text) is None


def test_reading_can_begin_behind_a_byline() -> None:
    text = "Laporan Maria\nJAKARTA - Hujan."
    dateline = DATELINES.read(text, 14)
    assert dateline is not None and (dateline.start, dateline.end) == (14, 24)


@pytest.mark.parametrize(("name", "written"), [("KIEV", "Kiev"), ("DKI", "DKI"), ("Solo", "Solo")])
def test_places_are_written_for_readers(name: str, written: str) -> None:
    assert written_place(name) == written


@given(st.text(alphabet=' \n-–|Aa"', max_size=12), st.sampled_from(["", "x" * 80, " " * 8, "\n" * 9]))
def test_every_head_has_a_sign(text: str, before: str) -> None:
    head = _HEAD.match(before + text)
    assert head is None or _SIGN.search(before + text, 0, _REACH)

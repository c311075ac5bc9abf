from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.sentences import COLUMNS, SentenceSplitter
from index.lang.tables import LanguageDataError

SPLITTER = SentenceSplitter.load()


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in SPLITTER.spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Warga ditemui dr. Sari di Jl. Melati No. 7 kemarin.",
        "Biayanya Rp. 2.500 atau naik 3,5 persen.",
        "Lagu itu karya W. R. Burhan dan A.B. Lestari.",
        "Hadir Sari Dewi, S.H., M.Si. dan lainnya.",
        "Beras, gula, dll. dibagikan.",
        '"Kami menang!" kata dia.',
        "“Mengapa?” tanya warga.",
        "Ia menunggu… lalu pulang.",
        "Situs kabar.com dan WARTA.CO.ID ramai.",
        "Prof. Dr. Ir. H. Tono tiba bersama Brigjen. Pol. Rudi.",
        "Versi 2.0 keluar pukul 10.30 WIB.",
        "Surat a.n. ketua dikirim.",
        "1. Pertama ambil air",
        "PT. Angin Ribut Tbk. untung.",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hujan turun. Warga pulang.", ["Hujan turun.", "Warga pulang."]),
        ("Hujan turun\nWarga pulang", ["Hujan turun", "Warga pulang"]),
        ("“Kami kalah.” Ia diam.", ["“Kami kalah.”", "Ia diam."]),
        ("“Kami kalah. ” Ia diam.", ["“Kami kalah. ”", "Ia diam."]),
        ('Ia berkata, "Pulang." Lalu diam.', ['Ia berkata, "Pulang."', "Lalu diam."]),
        ("Beras, gula, dll. Warga senang.", ["Beras, gula, dll.", "Warga senang."]),
        ("Ketua Sari, S.H. Ia hadir.", ["Ketua Sari, S.H.", "Ia hadir."]),
        ("Dana untuk PT. \nLalu habis.", ["Dana untuk PT.", "Lalu habis."]),
        ("Banjir reda.Namun jalan rusak.", ["Banjir reda.", "Namun jalan rusak."]),
        ('kata dia."Kami datang', ["kata dia.", '"Kami datang']),
        ('Ia berkata, "Kami datang."Lalu diam', ['Ia berkata, "Kami datang."', "Lalu diam"]),
        ("Orang itu MIS. Ia pergi.", ["Orang itu MIS.", "Ia pergi."]),
        ("Naik 20%.Harga turun (lagi).Lalu", ["Naik 20%.", "Harga turun (lagi).", "Lalu"]),
        ("Itu pada 1998. Kini 5. Lalu?", ["Itu pada 1998.", "Kini 5.", "Lalu?"]),
        ("Tidak ada no. Sudah.", ["Tidak ada no.", "Sudah."]),
        ("Diam!!! Mengapa?! Ya…", ["Diam!!!", "Mengapa?!", "Ya…"]),
        ("  \n \t ", []),
        ("Dia tiba di kota W.", ["Dia tiba di kota W."]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_glued_abbreviations_and_hosts_stay_whole() -> None:
    for text in ("menurut Dr.Sutono itu", "menurut WartaKita.Com itu", "tahun M.Si.Dia"):
        assert split(text) == [text]


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from(list(".!?\"'”“) \nAbd1r")), st.characters())))
def test_spans_are_ordered_disjoint_trimmed_and_lose_nothing(text: str) -> None:
    spans = SPLITTER.spans(text)
    last, kept = 0, []
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        kept.append(text[start:end])
        last = end
    assert not text[last:].strip()
    assert "".join("".join(kept).split()) == "".join(text.split())


SCRAPED = st.text(alphabet=st.sampled_from(list(".!?…\"'”) ,\n\u2028\x85SHdrbA1")), max_size=60)


@settings(deadline=None)
@given(SCRAPED, st.data())
def test_sentences_around_places_are_those_of_the_whole_text(text: str, data: st.DataObject) -> None:
    written = [place for place, sign in enumerate(text) if not sign.isspace()]
    places = sorted(data.draw(st.sets(st.sampled_from(written), max_size=3))) if written else []
    expected = [span for span in SPLITTER.spans(text) if any(span[0] <= place < span[1] for place in places)]
    assert SPLITTER.around(text, places) == expected


@pytest.mark.parametrize("row", ["dr\tsometimes", "dr\tname\ndr\tname"])
def test_a_wrong_table_is_told(tmp_path: Path, row: str) -> None:
    table = tmp_path / "abbreviations.tsv"
    table.write_text("\t".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=str(table)):
        SentenceSplitter.load(table)

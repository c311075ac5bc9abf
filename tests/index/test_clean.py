"""Cleaning takes boilerplate out, keeps every sentence, and can be undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, original_text
from index.boilerplate_cues import REASONS
from index.clean import Cleaner

CLEANER = Cleaner.load()
PIECES = [
    "Baca juga: Warga Pesisir Menolak Tambang Pasir",
    "Baca Juga",
    "ADVERTISEMENT",
    "SCROLL TO CONTINUE WITH CONTENT",
    "[Gambas:Video 20detik]",
    "Penulis: Maria Lobo",
    "(nda/rfq)",
    "JAKARTA, HARIAN SAMUDRA - ",
    "Bupati meninjau pasar, Senin (3/5/2021). ",
    '"Harga cabai turun," kata dia. ',
    "Simak juga Video 'Pasar Terapung':",
    "Artikel ini telah tayang di portalbumi.example dengan judul Pasar",
    "\n",
    " ",
]


def undone(text: str) -> str:
    cleaned = CLEANER.clean(text)
    return original_text(Article("", "", cleaned.body, cuts=cleaned.cuts))


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=14).map("".join))
def test_cuts_put_back_give_the_text(text: str) -> None:
    assert undone(text) == text


@given(st.text())
def test_any_text_is_cleaned(text: str) -> None:
    assert all(cut.reason in REASONS and cut.text for cut in CLEANER.clean(text).cuts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Warga membaca koran.  Dua spasi tetap dua.\n\n\nBaris kosong tetap ada.",
        "Ia sudah membaca buku: novel, puisi, dan drama.",
        "Lihat saja nanti, kata pelatih Persatuan Teluk Biru - yang pernah juara.",
        "Persija - Persib bertemu lagi pekan depan.",
        "Kerajaan lama (baca: kesultanan) dan hukum dasar (baca: UUD 1945) tetap dihormati.",
    ],
)
def test_text_without_boilerplate_is_unchanged(text: str) -> None:
    cleaned = CLEANER.clean(text)
    assert (cleaned.body, cleaned.cuts) == (text, ())


def test_related_lines_go_with_their_headlines() -> None:
    text = "Air surut.\nBaca: Statistik: Ekspor Naik 19,1 %, Laba Rp 3 T\nWarga pulang.\nBaca juga: Satu Lagi"
    cleaned = CLEANER.clean(text)
    assert cleaned.body == "Air surut.\nWarga pulang."
    assert [cut.headlines for cut in cleaned.cuts] == [
        ("Statistik: Ekspor Naik 19,1 %, Laba Rp 3 T",),
        ("Satu Lagi",),
    ]
    assert {cut.reason for cut in cleaned.cuts} == {"related"}


def test_dateline_gives_source_and_place() -> None:
    cleaned = CLEANER.clean("KABARNUSA.EXAMPLE - KIEV. Kereta tiba pagi hari.")
    assert cleaned.body == "Kereta tiba pagi hari."
    assert cleaned.source is not None and cleaned.source.id == "kabarnusa"
    assert (cleaned.place, cleaned.cuts[0].reason) == ("Kiev", "dateline")


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Harga Minyak Tembus 100 Dolar Per Barel", "Ribuan warga mengungsi ke stasiun kereta."),
        ("Turki Siap Kirim Pengamat ke Kaukasus Selatan", "Sebaliknya, Kementerian Pertahanan menyangkal."),
        ("Turki akan mengirim pengamat ke Kaukasus", "Sejalan dengan itu, kementerian juga mengakui."),
        ("Konflik Kaukasus sarat pelanggaran hukum", "Bentrokan baru ini dikhawatirkan meluas."),
        ("Wali Kota Tinjau Pasar yang Terbakar", "Kapolres Muara Teduh Rudi Hartanto mengatakan api padam."),
        ("Ada Apa dengan Harga Cabai Pekan Ini?", "Pedagang mengaku rugi besar."),
        ("Nelayan Kembali Melaut Usai Badai", '"Ombak sudah tenang," kata Rusdi.'),
    ],
)
@pytest.mark.parametrize("blank", [" ", ""])
def test_sentence_glued_to_a_headline_stays(headline: str, sentence: str, blank: str) -> None:
    cleaned = CLEANER.clean(f"Warga cemas. Baca Juga: {headline}{blank}{sentence} Hujan reda.")
    if not (blank == "" and headline.endswith("?")):
        assert cleaned.body.replace("cemas.H", "cemas. H") == f"Warga cemas. {sentence} Hujan reda."
        assert [cut.headlines for cut in cleaned.cuts] == [(headline,)]


@pytest.mark.parametrize(
    ("boilerplate", "reason", "headline"),
    [
        ("ADVERTISEMENT\nSCROLL TO CONTINUE WITH CONTENT", "advertisement", ""),
        ("[Gambas:Video 20detik]", "embed", ""),
        ("Advertisement", "advertisement", ""),
        ("Baca Juga", "related", ""),
        ("Baca juga:\nWarga Menolak Tambang Pasir", "related", "Warga Menolak Tambang Pasir"),
        ("SIMAK JUGA - Pelatih Pindah Klub", "related", "Pelatih Pindah Klub"),
        ("(Baca: Warga Menolak Tambang Pasir)", "related", "Warga Menolak Tambang Pasir"),
        ("Simak juga Video 'Air Pasang di Muara':", "related", "Air Pasang di Muara"),
        ('Simak Video "Air Pasang di Muara" di sini:', "related", "Air Pasang di Muara"),
        ("Pilihan Editor: Mengapa Garam Masih Diimpor", "related", "Mengapa Garam Masih Diimpor"),
        ("Baca selengkapnya di sini", "navigation", ""),
        ("Ikuti berita lainnya di Google News Portal Bumi", "share", ""),
        ("Penulis: Maria Lobo Editor: Bonar Simatupang", "byline", ""),
        ("Copyright © 2024 Harian Samudra", "copyright", ""),
        ('Artikel ini telah tayang di portalbumi.example dengan judul "Garam"', "republished", ""),
        ("(nda/rfq)", "initials", ""),
        ("(*)", "initials", ""),
    ],
)
def test_line_of_boilerplate_goes(boilerplate: str, reason: str, headline: str) -> None:
    sentence = "Garam menumpuk di gudang, kata ketua koperasi."
    cleaned = CLEANER.clean(f"{sentence}\n{boilerplate}")
    assert cleaned.body == sentence
    assert {cut.reason for cut in cleaned.cuts} == {reason}
    assert "".join(text for cut in cleaned.cuts for text in cut.headlines) == headline


def test_boilerplate_glued_to_the_last_sentence_goes() -> None:
    text = 'Bus penuh," kata Rusdi.BACA BERITA PORTALBUMI.EXAMPLE DI GOOGLE NEWS LAINNYA'
    assert CLEANER.clean(text).body == 'Bus penuh," kata Rusdi.'
    text = "Bus penuh. Penulis: Maria Lobo Editor: Bonar Simatupang"
    assert CLEANER.clean(text).body == "Bus penuh."


def test_keywords_under_the_initials_go() -> None:
    cleaned = CLEANER.clean("Bus penuh.\n(nda/rfq)\nbus\ntrayek malam\nCopyright © 2024 Harian Samudra")
    assert cleaned.body.strip() == "Bus penuh."
    assert [cut.reason for cut in cleaned.cuts] == ["initials", "tags", "copyright"]


def test_byline_may_stand_before_the_dateline() -> None:
    cleaned = CLEANER.clean(
        "Laporan Wartawan Portal Bumi, Maria Lobo\nPORTAL BUMI, KUPANG - Hujan turun lagi."
    )
    assert cleaned.body == "Hujan turun lagi."
    assert cleaned.source is not None and cleaned.source.id == "portalbumi"
    assert cleaned.place == "Kupang"


def test_byline_may_be_glued_to_the_dateline() -> None:
    cleaned = CLEANER.clean(
        "Laporan Wartawan Tribunnews.com, Maria Lobo TRIBUNNEWS.COM, JAKARTA - Hujan turun."
    )
    assert cleaned.body == "Hujan turun."
    assert cleaned.place == "Jakarta"
    assert [cut.reason for cut in cleaned.cuts] == ["byline", "dateline"]


def test_sentences_behind_an_invitation_stay() -> None:
    text = "Pasar ramai.\nIkuti Whatsapp Channel Portal Bumi\nPedagang senang. Pembeli juga."
    assert CLEANER.clean(text).body == "Pasar ramai.\nPedagang senang. Pembeli juga."
    text = "Laporan reporter lapangan menyebut pasar sudah ramai sejak subuh."
    assert CLEANER.clean(text).body == text


def test_addresses_in_a_cut_become_links() -> None:
    cleaned = CLEANER.clean("Hujan reda.\nBaca: https://portalbumi.example/read/1/garam?page=all")
    assert cleaned.cuts[0].links == ("https://portalbumi.example/read/1/garam?page=all",)


def test_headings_and_lists_stay() -> None:
    text = "Hujan reda.\nTentang Muara Teduh\nKota itu kecil.\nDaftar Harga Garam\n1. Garam kasar"
    assert CLEANER.clean(text).body == text


@pytest.mark.parametrize(
    "piece", ["Baca juga: A B C ", "Baca juga: ", " ", "Ikuti berita ", "[Gambas:", "Simak\n"]
)
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    """Quadratic steps would make this test hang for minutes; cuts can still be put back."""
    text = piece * 4000
    assert undone(text) == text

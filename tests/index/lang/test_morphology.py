"""Readings of single words: restored initials, stacks, clitics, doubling, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lang.morph_guess import could_be_root
from index.lang.morph_reduplication import reduplicated_root
from index.lang.morphology import Morphology
from index.lang.stem import DATA

MORPHOLOGY = Morphology.read(DATA)
ROOTS = sorted(root for root in MORPHOLOGY.words() if "-" not in root)


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("memukul", "pukul"),
        ("menulis", "tulis"),
        ("mengirim", "kirim"),
        ("menyapu", "sapu"),
        ("pemukul", "pukul"),
        ("penulis", "tulis"),
        ("pengirim", "kirim"),
        ("penyapu", "sapu"),
        ("mengebom", "bom"),
        ("pengecatan", "cat"),
        ("mempengaruhi", "pengaruh"),
        ("mengkritik", "kritik"),
        ("belajar", "ajar"),
        ("pelajaran", "ajar"),
        ("bekerja", "kerja"),
        ("terasa", "rasa"),
        ("beterbangan", "terbang"),
        ("rumahnyalah", "rumah"),
        ("kubaca", "baca"),
        ("kauceritakan", "cerita"),
        ("meninggalnya", "meninggal"),
        ("dedaunan", "daun"),
        ("kekuatannyapun", "kuat"),
        ("ketidakpastian", "pasti"),
    ],
)
def test_word_is_taken_apart(word: str, root: str) -> None:
    assert MORPHOLOGY.root(word) == root


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("buku-buku", "buku"),
        ("berlari-lari", "lari"),
        ("meniru-nirukan", "tiru"),
        ("tarik-menarik", "tarik"),
        ("setinggi-tingginya", "tinggi"),
        ("kebarat-baratan", "barat"),
        ("sayur-mayur", "sayur"),
        ("bolak-balik", "balik"),
        ("undang-undangnya", "undang-undang"),
        ("di-phk", "phk"),
        ("ber-ktp-nya", "ktp"),
        ("turun-temurun", "turun"),
    ],
)
def test_hyphenated_word_is_taken_apart(word: str, root: str) -> None:
    assert MORPHOLOGY.root(word) == root


@pytest.mark.parametrize("word", ["jual-beli", "a-b-c", "-", "x-", "-x", "indonesia-malaysia", "zzz-zzz"])
def test_halves_without_a_common_root_have_none(word: str) -> None:
    assert MORPHOLOGY.root(word) is None


def test_infix_is_proved_by_the_plain_half() -> None:
    assert MORPHOLOGY.root("tali-temali") == "tali"
    assert MORPHOLOGY.root("guntur-gemuntur") == "guntur"
    assert MORPHOLOGY.root("serangga") == "serangga"


@given(st.sampled_from(ROOTS))
def test_root_of_the_lexicon_is_its_own_root(root: str) -> None:
    decided = MORPHOLOGY.root(root)
    assert decided is not None
    assert MORPHOLOGY.root(decided) == decided


@given(st.sampled_from(ROOTS))
def test_doubled_root_is_the_root(root: str) -> None:
    assert MORPHOLOGY.root(f"{root}-{root}") in {MORPHOLOGY.root(root), f"{root}-{root}"}


@given(st.text(alphabet="abcdeghiklmnoprstuwy-", max_size=25))
def test_roots_are_settled(word: str) -> None:
    """The root of a root is the root, whatever was typed."""
    root = MORPHOLOGY.root(word)
    if root is not None and MORPHOLOGY.root(root) is not None:
        assert MORPHOLOGY.root(root) == root


@pytest.mark.parametrize(
    ("word", "root"),
    [("mengunduhkannya", "unduh"), ("dixqzkan", None), ("berkripton", "kripton"), ("xqz", None)],
)
def test_guess_needs_evidence_and_a_plausible_root(word: str, root: str | None) -> None:
    assert MORPHOLOGY.guess(word) == root


def test_sounds_of_roots_and_loans() -> None:
    assert could_be_root("tandur")
    assert could_be_root("gentrifikasi")
    assert not could_be_root("azerbaij")
    assert not could_be_root("ab")


def test_reduplication_asks_only_for_roots_of_halves() -> None:
    known = {"tari": "tari", "menari": "tari", "menarikan": "tari"}
    assert reduplicated_root("menari-narikan", known.get) == "tari"
    assert reduplicated_root("tari-menari", known.get) == "tari"
    assert reduplicated_root("tari-lagu", known.get) is None

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lang.morphology import Morphology
from index.lang.stem import DATA, Stemmer

STEMMER = Stemmer.load()
MORPHOLOGY = Morphology.read(DATA)


@pytest.mark.parametrize(
    ("root", "forms"),
    [
        ("tembak", "tembakan menembak penembakan ditembak menembaki tertembak tembak-menembak penembakannya"),
        ("kata", "mengatakan dikatakan katanya berkata perkataan kata-kata"),
        ("tewas", "menewaskan tewas tewasnya"),
        ("ubah", "mengubah perubahan berubah ubahan"),
        ("ada", "berada keadaan mengadakan"),
        ("beri", "memberikan pemberian diberi berikan"),
        ("tekan", "tekanan menekan penekanan"),
        ("operasi", "pengoperasian beroperasi mengoperasikan"),
        ("tempat", "menempati penempatan bertempat"),
        ("diam", "kediaman berdiam"),
        ("beda", "membedakan perbedaan berbeda"),
        ("ekonomi", "perekonomian ekonominya"),
        ("perintah", "pemerintahan pemerintah memerintah"),
        ("menteri", "menteri kementerian menterinya"),
        ("merdeka", "kemerdekaan merdeka"),
        ("timbang", "mempertimbangkan pertimbangan menimbang"),
        ("tahu", "mengetahui diketahui pengetahuan"),
        ("hasil", "keberhasilan berhasil menghasilkan"),
        ("adil", "ketidakadilan pengadilan peradilan"),
        ("pimpin", "kepemimpinan pemimpin dipimpin"),
        ("kanak", "kekanak-kanakan kanak-kanak"),
        ("tiru", "meniru-niru meniru-nirukan tiruan"),
        ("sayur", "sayur-mayur sayur-sayuran"),
        ("buku", "buku-buku bukumukah bukunya"),
    ],
)
def test_family_meets_at_its_root(root: str, forms: str) -> None:
    assert {form: STEMMER.stem(form) for form in forms.split()} == dict.fromkeys(forms.split(), root)


@pytest.mark.parametrize(
    "word",
    ["berita", "sekolah", "perdana", "negara", "pemilu", "azerbaijan", "kubah", "bedak", "rada", "teri"],
)
def test_word_that_only_looks_derived_stays_whole(word: str) -> None:
    assert STEMMER.stem(word) == word


def test_names_and_nonsense_are_not_known() -> None:
    assert STEMMER.known("penembakan")
    assert not STEMMER.known("azerbaijan")
    assert not STEMMER.known("xyzzy")


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    assert isinstance(STEMMER.stem(text), str)
    assert isinstance(STEMMER.known(text), bool)


def test_forgetting_changes_nothing() -> None:
    forgetful = Stemmer(MORPHOLOGY, memory_limit=2)
    words = ["menembak", "berlari", "dikatakan", "menembak", "azerbaijan", "pemerintahan", "berlari"]
    assert [forgetful.stem(word) for word in words] == [STEMMER.stem(word) for word in words]
    assert [forgetful.known(word) for word in words] == [STEMMER.known(word) for word in words]


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("indonesia-malaysia", "indonesia-malaysia"),
        ("bizen-bizen", "bizen"),
        ("jual-pembelian", "jual-beli"),
        ("jum'at", "jumat"),
        ("ma'ruf", "ma'ruf"),
        ("covid-19", "covid-19"),
        ("mengunduhkannya", "unduh"),
        ("kriptonya", "kripto"),
        ("a" * 70, "a" * 70),
        ("", ""),
    ],
)
def test_what_the_lexicon_does_not_hold_is_treated_with_care(word: str, root: str) -> None:
    assert STEMMER.stem(word) == root


@pytest.mark.parametrize("word", ["maluku", "sayuri", "tuhanmu", "setiawan", "bekasi", "semarang"])
def test_name_that_ends_like_a_derived_word_is_not_taken_for_one(word: str) -> None:
    assert not STEMMER.known(word) or STEMMER.stem(word) == word


@given(st.text(alphabet="abdegiklmnprstu", min_size=1, max_size=14))
def test_fresh_stemmer_says_the_same(word: str) -> None:
    assert Stemmer(MORPHOLOGY, memory_limit=1).stem(word) == STEMMER.stem(word)

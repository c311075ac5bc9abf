import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.words import MAX_LENGTH, fold, glued_words, words_of_chunk, written_words


def forms(text: str) -> list[str]:
    return [fold(word.text) for word in written_words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rapat Jum'at pagi", ["rapat", "jumat", "pagi"]),
        ("Ma’ruf membaca Al-Qur`an", ["maruf", "membaca", "al-quran"]),
        ("Trump's plan", ["trump", "plan"]),
        ("'kelompok garis' itu", ["kelompok", "garis", "itu"]),
        ("naik 7,25 persen jadi Rp1.250 ribu", ["naik", "7,25", "persen", "jadi", "rp", "1.250", "ribu"]),
        ("Senin (14/3/2016) pukul 09:45", ["senin", "14", "3", "2016", "pukul", "09", "45"]),
        ("panjangnya 1.200km lebih", ["panjangnya", "1.200", "km", "lebih"]),
        ("Sari Dewi, S.H., M.Si.", ["sari", "dewi", "sh", "msi"]),
        ("a.n. ketua", ["an", "ketua"]),
        ("H.Burhan tiba", ["h", "burhan", "tiba"]),
        ("dana R&D besar", ["dana", "r&d", "besar"]),
        ("reda.Namun warga", ["reda", "namun", "warga"]),
        ("surel warta.kota@kabar.example.org ya", ["surel", "warta.kota@kabar.example.org", "ya"]),
        ("https://www.kabar.co.id/2016/03/a-b-c?id=7&x=y#z lalu", ["kabar.co.id", "lalu"]),
        ("#DukungTimnas @pssi _tebal_", ["dukungtimnas", "pssi", "tebal"]),
        ("Pelé élan ﬁnal m² İzmir", ["pele", "elan", "final", "m2", "izmir"]),
        ("e\u0301lan so\u00adal ru\u200bmah", ["elan", "soal", "rumah"]),
        ("😀 \ud800 ... -- '' @", []),
        ("Łódź Tromsø", ["lodz", "tromso"]),
    ],
)
def test_what_a_word_is(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Alto-Paraná", ["Alto", "Paraná"]),
        ("laba-laba", ["laba", "laba"]),
        ("kabar.co.id", ["kabar", "co", "id"]),
        ("WARTA.COM", ["WARTA", "COM"]),
        ("biasa", []),
        ("S.H.", []),
    ],
)
def test_a_compound_keeps_its_parts(text: str, parts: list[str]) -> None:
    (word,) = written_words(text)
    assert [part.text for part in word.parts] == parts


def test_a_url_is_its_host_at_its_place() -> None:
    text = "lihat http://kabar.example.net/x/y ya"
    word = list(written_words(text))[1]
    assert text[word.start : word.end] == "kabar.example.net"


def test_hostile_lengths_stay_bounded() -> None:
    assert len(fold("a" * 100_000)) == MAX_LENGTH
    assert forms("a.b@" * 20_000 + "c")[:4] == ["a", "b", "a", "b"]
    assert len(forms("x-" * 20_000)) == 20_000


@settings(deadline=None)
@given(st.text())
def test_spans_are_ordered_disjoint_and_true(text: str) -> None:
    last = 0
    for word in written_words(text):
        assert last <= word.start < word.end <= len(text)
        assert text[word.start : word.end] == word.text
        for part in word.parts:
            assert word.start <= part.start < part.end <= word.end
            assert text[part.start : part.end] == part.text
        last = word.end


@settings(deadline=None)
@given(st.text(alphabet="aB1.-'/@:& \u0301éß𝔸", max_size=30))
def test_folding_is_idempotent_on_words(text: str) -> None:
    for word in written_words(text):
        assert fold(fold(word.text)) == fold(word.text)


@settings(deadline=None, max_examples=500)
@given(st.text(alphabet="abBt1-.,&@/'`%", max_size=12))
def test_small_letters_fold_as_those_that_look_alike_do(written: str) -> None:
    """ASCII is folded in a shorter way; letters of full width are ASCII only once they are decomposed."""
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in written)
    assert fold(written) == fold(wide)


@settings(deadline=None, max_examples=500)
@given(st.from_regex(r"[A-Da-d0-9RPrp]{1,4}([-.,][A-Da-d0-9RPrp]{1,4}){0,3}", fullmatch=True))
def test_a_plain_word_is_the_same_in_company(chunk: str) -> None:
    """A chunk of one plain word is told in a shorter way than others."""
    assert list(words_of_chunk(chunk)) == list(words_of_chunk(f"{chunk},é"))[:-1]


@given(
    st.lists(
        st.sampled_from(["Warga", "detik", "com", "CO", "id", "a", "kata", "Rp", "1", "x" * 100, "é", ""]),
        max_size=6,
    ),
    st.lists(st.sampled_from([".", ",", ".", ",", "-", "@", "..", "/"]), min_size=6, max_size=6),
)
@settings(max_examples=1000)
def test_glued_words_are_the_words_of_their_chunk(words: list[str], joiners: list[str]) -> None:
    chunk = "".join(part for pair in zip(words, joiners, strict=False) for part in pair).strip(".,-@/")
    glued = glued_words(chunk)
    if glued:
        assert [(word.text, word.parts) for word in words_of_chunk(chunk)] == [(word, ()) for word in glued]
        starts = [word.start for word in words_of_chunk(chunk)]
        assert [chunk[start : start + len(word)] for start, word in zip(starts, glued, strict=True)] == glued


def test_glued_sentences_are_told_from_addresses_and_abbreviations() -> None:
    assert glued_words("memastikan.Artikel") == ["memastikan", "Artikel"]
    assert glued_words("satu,dua.Tiga") == ["satu", "dua", "Tiga"]
    for other in (
        "kata",
        "detik.com",
        "detik.com,kata",
        "S.Pd",
        "dr.H.Ali",
        "a.n",
        "kata-kata",
        "kata..lain",
    ):
        assert glued_words(other) == []

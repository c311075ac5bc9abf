from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.spelling import COLUMNS, Confusion, PackedWords, Speller, folded, load_confusions, variants
from index.lang.tables import LanguageDataError

CONFUSIONS = load_confusions()
VOCABULARY = {
    "provinsi": 400,
    "jakarta": 900,
    "sukarno": 60,
    "khawatir": 120,
    "banyak": 800,
    "november": 300,
    "menteri": 700,
    "presiden": 900,
    "presidan": 1,
    "perdamaian": 80,
    "pembangunan": 300,
    "kuda": 50,
    "muda": 70,
    "muhammad": 90,
    "gempa": 200,
    "gembpa": 2,
    "Bintoro Sasongko": 1,
    "Élise Ánderson": 3,
}
SPELLER = Speller(VOCABULARY.items(), CONFUSIONS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("propinsi", "provinsi"),
        ("djakarta", "jakarta"),
        ("Soekarno", "sukarno"),
        ("kawatir", "khawatir"),
        ("banjak", "banyak"),
        ("nopember", "november"),
        ("mentri", "menteri"),
        ("persiden", "presiden"),
        ("presidan", "presiden"),
        ("perdaiaman", "perdamaian"),
        ("pembanguanan", "pembangunan"),
        ("muhamad", "muhammad"),
        ("bintoro sasongko", None),
        ("bintoro sasonko", "Bintoro Sasongko"),
        ("elise andersen", "Élise Ánderson"),
    ],
)
def test_what_was_meant(written: str, meant: str | None) -> None:
    assert SPELLER.suggest(written) == meant


FINE_OR_LOST = ["jakarta", "kuda", "muda", "kud", "", "???", "gempa7", "zzzzzzzz", "x" * 1000]


@pytest.mark.parametrize("word", FINE_OR_LOST)
def test_what_is_fine_or_lost_is_left_alone(word: str) -> None:
    assert SPELLER.suggest(word) is None


def test_words_two_edits_away_begin_alike() -> None:
    speller = Speller([("perdamaian", 50), ("pertemuan", 40)])
    assert speller.suggest("perdmaixan") == "perdamaian"
    assert speller.suggest("xerdmaixan") is None


def test_two_common_words_written_as_one_are_parted() -> None:
    assert SPELLER.suggest("presidenmuda") == "presiden muda"
    assert SPELLER.suggest("presidengembpa") is None


def test_a_rare_word_is_not_suggested_for_another() -> None:
    speller = Speller([("gempaa", 1)], CONFUSIONS)
    assert speller.suggest("gempa") is None


def test_near_gives_exact_distances_nearest_and_commonest_first() -> None:
    assert SPELLER.near("mudah", 2) == [("muda", 1, 70), ("kuda", 2, 50)]
    assert SPELLER.near("kuda", 0) == [("kuda", 0, 50)]
    assert SPELLER.near("", 2) == []
    assert SPELLER.near("x" * 100, 2) == []


def test_frequencies_add_up_over_writings() -> None:
    speller = Speller([("Élan", 2), ("elan", 3)])
    assert speller.frequency("ELAN") == 5
    assert speller.frequency("lain") == 0
    assert Speller([("banyak", 10**30)]).frequency("banyak") > 10**9


def test_an_empty_vocabulary_suggests_nothing() -> None:
    assert Speller([], CONFUSIONS).suggest("presiden") is None
    assert Speller([]).near("presiden", 2) == []


def test_variants_are_bounded_and_never_the_word_itself() -> None:
    found = variants("tjoekoepbanjaksekalihoeroefganda", CONFUSIONS)
    assert 0 < len(found) <= 600
    assert all(cost > 0 for cost in found.values())


def test_a_confusion_may_be_bound_to_an_end() -> None:
    confusions = [Confusion("", "h", 0.5, "start"), Confusion("d", "t", 0.5, "end")]
    assert set(variants("utad", confusions)) == {"hutad", "utat", "hutat", "hhutad"}


@settings(deadline=None)
@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1), st.text("abc", min_size=1, max_size=3))
def test_packed_words_that_hold_a_part_are_found(words: list[str], part: str) -> None:
    packed = PackedWords(words)
    found = list(packed.holding(part, 0, len(words)))
    assert found == sorted(set(found))
    assert {at for at, word in enumerate(words) if part in word} <= set(found)


@settings(deadline=None)
@given(st.lists(st.text(max_size=12)))
def test_packed_words_are_the_words(words: list[str]) -> None:
    packed = PackedWords(words)
    assert list(packed) == words
    assert packed[1:3] == words[1:3]


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=10), st.integers(-1, 5)), max_size=20), st.text(max_size=10))
def test_never_raises_and_suggests_only_what_it_knows(words: list[tuple[str, int]], word: str) -> None:
    speller = Speller(words, CONFUSIONS)
    suggestion = speller.suggest(word)
    parts = (suggestion or "").split()
    assert suggestion is None or speller.frequency(suggestion) or all(map(speller.frequency, parts))
    assert suggestion is None or folded(suggestion) != folded(word)
    speller.near(word, 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [("f\tp\tcheap\tany", "a cost"), ("f\tp\t2\tany", "a cost"), ("f\tp\t0.5\tnowhere", "where is")],
)
def test_a_wrong_table_is_told(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "confusions.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=reason):
        load_confusions(path)

from dataclasses import replace

import pytest

from index.actors_cues import Cues
from index.actors_traits import (
    CAPITAL,
    EVERYDAY,
    GIVEN,
    KNOWN,
    NOBODY,
    ROLE,
    SIGN,
    TITLE,
    UPPER,
    Traits,
    never,
)
from index.actors_words import Vocabulary, Words

EVERYDAY_WORDS = frozenset(("hujan", "rumah", "ya", "presiden", "ani"))


@pytest.fixture(scope="module")
def cues() -> Cues:
    return replace(Cues.load(), given=frozenset(("Ani",)))


@pytest.fixture
def traits(cues: Cues) -> Traits:
    return Traits(cues, EVERYDAY_WORDS.__contains__)


def test_words_keep_apostrophes_and_addresses(traits: Traits) -> None:
    assert Words("Ma'ruf membaca Kompas.com, lalu tidur.", Vocabulary(traits)).words == [
        "Ma'ruf",
        "membaca",
        "Kompas.com",
        "lalu",
        "tidur",
    ]


def test_gaps_and_sentences(traits: Traits) -> None:
    words = Words(' Hujan. "Ya," kata Ani', Vocabulary(traits))
    assert [words.starts_sentence(number) for number in range(4)] == [True, True, True, False]
    assert words.gaps[1:4] == ['. "', '," ', " "]
    assert [words.joined(number) for number in range(5)] == [False, False, False, True, False]


def test_nothing_stands_beyond_either_end(traits: Traits) -> None:
    for text in ("", "Hujan turun", " "):
        words = Words(text, Vocabulary(traits))
        for number in (-1, words.count, words.count + 2):
            assert (words.lower[number], words.gaps[number], words.traits[number]) == ("", "\n", 0)
        assert words.gaps[0] == "\n" and not words.is_capital(words.count)


def test_glued_words_are_parted_where_somebody_says_so(cues: Cues) -> None:
    text = "AcehMuzakir tiba"
    assert Words(text, Vocabulary(Traits(cues, never_known))).words == ["AcehMuzakir", "tiba"]
    parted = Words(text, Vocabulary(Traits(cues, never_known, lambda left, right: left == "Aceh")))
    assert parted.words == ["Aceh", "Muzakir", "tiba"]
    assert [text[start:end] for start, end in zip(parted.starts, parted.ends, strict=True)] == parted.words
    assert parted.gaps[1:3] == ["", " "] and parted.starts_sentence(1)


def test_a_wall_of_letters_is_one_word(cues: Cues) -> None:
    traits = Traits(cues, never_known, lambda left, right: True)
    assert len(Words("abcD" * 50_000, Vocabulary(traits))) == 1


def test_marked_are_those_that_may_start_something(traits: Traits) -> None:
    assert Words("Hujan di rumah presiden Ani", Vocabulary(traits)).marked == [0, 3, 4]


@pytest.mark.parametrize(
    ("word", "has", "has_not"),
    [
        ("Presiden", CAPITAL | TITLE | ROLE | KNOWN | EVERYDAY, UPPER | GIVEN),
        ("presiden", TITLE | ROLE, CAPITAL | KNOWN),
        ("Rumahnya", CAPITAL | EVERYDAY, KNOWN),
        ("Ani", CAPITAL | GIVEN | KNOWN, EVERYDAY),
        ("Senin", CAPITAL | NOBODY | SIGN, KNOWN),
        ("XVII", UPPER | SIGN, KNOWN),
        ("7", SIGN, CAPITAL),
    ],
)
def test_a_word_tells_of_itself(traits: Traits, word: str, has: int, has_not: int) -> None:
    assert traits[word] & has == has
    assert traits[word] & has_not == 0
    assert traits[word] == traits[word]


def never_known(word: str) -> bool:
    return never(word, word)


@pytest.mark.parametrize(
    "word", ["Hujan", "Hujannya", "Zarombak", "Zaromnya", "HUJAN", "ZAROM", "ZAROMNYA", "HUJANNYA"]
)
def test_a_plain_capital_has_the_bits_of_any_word(traits: Traits, word: str) -> None:
    assert word.lower() not in traits.telling
    assert traits.capital(word) == traits[word]


def test_names_and_what_is_no_name_tell_more(traits: Traits, cues: Cues) -> None:
    assert "ani" in traits.telling and {word.lower() for word in cues.nobody} <= traits.telling

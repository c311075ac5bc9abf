"""What the splitter promises of every text, and what it asks of whom."""

from array import array
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.splitting import LONGEST_REMEMBERED, WORD, Learnt, PlainSplitter, small_words

# Letters, digits that are none, apostrophes, addresses, signs, half a pair.
PIECES = ("a", "Bcd", "kata", "é", "ё", "'", "’", "`", "´", ".", " ", ", ", "\n", "7", "²", "٣", "_", "كتاب")
STRANGE = (".com", ".CO.ID", ".go.id", ".ıd", ".comx", "\u0301", "😀", "漢", "\ud800", "K")
texts = st.lists(st.sampled_from(PIECES) | st.sampled_from(STRANGE) | st.text(max_size=2), max_size=30).map(
    "".join
)


def learn(word: str) -> Learnt:
    marked = word[:1].isupper()
    code = crc32(word.encode("utf-8", "replace")) << 31
    return Learnt(word.lower(), len(word) + 300 * marked, marked, code, tuple(small_words(word)))


@given(texts)
def test_words_and_gaps_are_the_text(text: str) -> None:
    found = PlainSplitter(learn).split(text)
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == found.words
    assert "".join(gap + word for gap, word in zip(found.gaps, found.words, strict=True)) in text
    assert found.small == small_words(text)


def test_what_is_told_of_a_text() -> None:
    found = PlainSplitter(learn).split("Ma'ruf membaca KOMPAS.co.id, lalu a'1.")
    assert found.words == ["Ma'ruf", "membaca", "KOMPAS.co.id", "lalu", "a", "1"]
    assert found.gaps == ["", " ", " ", ", ", " ", "'"]
    assert found.lower[2] == "kompas.co.id" and found.traits[0] == 306
    assert found.marked == [0, 2]
    assert found.small == {"ruf", "membaca", "lalu"}
    assert list(array("Q", found.codes)) == [learn(word).code for word in found.words]


@pytest.mark.parametrize("long", ["panjang" * 100])
def test_a_word_is_learnt_once_unless_it_is_too_long(long: str) -> None:
    asked: list[str] = []

    def told(word: str) -> Learnt:
        asked.append(word)
        return learn(word)

    splitter = PlainSplitter(told)
    for _ in range(3):
        splitter.split(f"kata kota {long}")
    assert asked.count("kata") == asked.count("kota") == 1
    assert asked.count(long) == 3 and len(long) > LONGEST_REMEMBERED


@given(texts)
def test_the_pattern_takes_no_sign_into_a_word(text: str) -> None:
    for word in WORD.findall(text):
        assert word[0].isalnum() and word[-1].isalnum()

"""Both splitters give the same for every text, and what they promise."""

from array import array
from collections.abc import Callable
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ConfigurationError
from index.kernel_choice import VARIABLE
from index.splitters import chosen_splitter, compiled
from index.splitting import LONGEST_REMEMBERED, WORD, Learnt, PlainSplitter, Split, small_words

built = pytest.mark.skipif(compiled is None, reason="no compiler when this was installed")
# Letters, digits that are none, apostrophes, addresses, signs, what the table has not, half a pair.
PIECES = (
    "a",
    "Bcd",
    "kata",
    "é",
    "ё",
    "'",
    "’",
    "`",
    "´",
    ".",
    " ",
    ", ",
    "\n",
    "7",
    "²",
    "٣",
    "_",
    "كتاب",
    "\u0301",
)
ADDRESSES = (".com", ".CO.ID", ".go.id", ".co", ".id", ".Net", ".ıd", ".comx")
STRANGE = ("😀", "漢", "\ud800", "K")
texts = st.lists(
    st.sampled_from(PIECES) | st.sampled_from(ADDRESSES) | st.sampled_from(STRANGE) | st.text(max_size=2),
    max_size=30,
).map("".join)


def learn(word: str) -> Learnt:
    marked = word[:1].isupper()
    code = crc32(word.encode("utf-8", "replace")) << 31
    return Learnt(word.lower(), len(word) + 300 * marked, marked, code, tuple(small_words(word)))


def both(text: str) -> Split:
    """Split twice, so that words are learnt and then known."""
    expected = PlainSplitter(learn).split(text)
    splitter = chosen_splitter(learn, {VARIABLE: "c"})
    assert splitter.split(text) == expected
    assert splitter.split(text) == expected
    return expected


@built
@given(texts)
def test_compiled_is_plain(text: str) -> None:
    found = both(text)
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == found.words
    assert "".join(gap + word for gap, word in zip(found.gaps, found.words, strict=True)) in text
    assert found.small == small_words(text)


@pytest.mark.parametrize("kernel", ["numpy", pytest.param("c", marks=built)])
def test_what_is_told_of_a_text(kernel: str) -> None:
    found = chosen_splitter(learn, {VARIABLE: kernel}).split("Ma'ruf membaca KOMPAS.co.id, lalu a'1.")
    assert found.words == ["Ma'ruf", "membaca", "KOMPAS.co.id", "lalu", "a", "1"]
    assert found.gaps == ["", " ", " ", ", ", " ", "'"]
    assert found.lower[2] == "kompas.co.id" and found.traits[0] == 306
    assert found.marked == [0, 2]
    assert found.small == {"ruf", "membaca", "lalu"}
    assert list(array("Q", found.codes)) == [learn(word).code for word in found.words]


@built
@pytest.mark.parametrize("text", ["", " ", "a" * 5000, "kata " * 3000, "x_kata_ y", "abc'def3"])
def test_edges(text: str) -> None:
    both(text)


@pytest.mark.parametrize("kernel", ["numpy", pytest.param("c", marks=built)])
def test_a_word_is_learnt_once_unless_it_is_too_long(kernel: str) -> None:
    asked: list[str] = []
    splitter = chosen_splitter(_telling(asked), {VARIABLE: kernel})
    long = "panjang" * 100
    for _ in range(3):
        splitter.split(f"kata kota {long}")
    assert asked.count("kata") == asked.count("kota") == 1
    assert asked.count(long) == 3 and len(long) > LONGEST_REMEMBERED


@built
def test_what_learning_raises_comes_through_and_nothing_is_remembered() -> None:
    def broken(word: str) -> Learnt:
        raise LookupError(word)

    splitter = chosen_splitter(broken, {VARIABLE: "c"})
    for _ in range(2):
        with pytest.raises(LookupError, match="kata"):
            splitter.split("kata")


@built
@pytest.mark.parametrize("answer", [None, ("a", 1), ("a", 1, True, "1", ()), ("a", 1, True, 1, [])])
def test_an_answer_of_another_shape_is_refused(answer: object) -> None:
    splitter = chosen_splitter(lambda word: answer, {VARIABLE: "c"})  # type: ignore[arg-type, return-value]
    with pytest.raises(TypeError):
        splitter.split("kata")


@given(texts)
def test_the_pattern_takes_no_sign_into_a_word(text: str) -> None:
    for word in WORD.findall(text):
        assert word[0].isalnum() and word[-1].isalnum()


def test_a_forced_one_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="rust"):
        chosen_splitter(learn, {VARIABLE: "rust"})


def _telling(asked: list[str]) -> Callable[[str], Learnt]:
    def told(word: str) -> Learnt:
        asked.append(word)
        return learn(word)

    return told

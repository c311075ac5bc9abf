"""The rows of names: the same in C, each once, the first of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates_names import MAX_NAMES, TABLE_BITS, named_rows, row_of
from index.observing import chosen_rows

LETTERS = st.sampled_from("ABZabz09 _'’éÉß.-\n\ud800山")
TEXTS = st.one_of(st.text(LETTERS, max_size=80), st.text(max_size=20))


@given(TEXTS)
def test_c_finds_the_same_rows(text: str) -> None:
    assert chosen_rows()(text) == named_rows(text)


@pytest.mark.parametrize(
    "text",
    ["", "\0Kupang\0Abcd", "😀Kupang", "A" * 100_000, "’" * 5_000, "Kupang " * 20_000, "É" * 50 + "Abcd"],
)
def test_c_finds_the_same_rows_in_odd_texts(text: str) -> None:
    assert chosen_rows()(text) == named_rows(text)


@pytest.mark.parametrize("rows", [named_rows, chosen_rows()])
def test_each_name_of_four_letters_counts_once_whatever_its_case(rows: object) -> None:
    assert callable(rows)
    assert list(rows("Jum’at di Kupang, KUPANG dan Ibu Élan. Jum’at a_Kupangs")) == [
        row_of("jum’at"),
        row_of("kupang"),
    ]
    many = " ".join(f"Nama{number}" for number in range(2 * MAX_NAMES))
    assert len(rows(many)) == MAX_NAMES and max(rows(many)) < 1 << TABLE_BITS
    assert len(rows("")) == 0

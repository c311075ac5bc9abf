"""The lines at the edges of a body: the same keys in C, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.boilerplate_edges import edge_keys, line_key
from index.observing import chosen_edge_keys

LETTERS = st.sampled_from("aB \n\n\t\xa0.–“\u2028éßİ\ud800山\0")
TEXTS = st.one_of(st.text(LETTERS, max_size=60), st.text(max_size=30))


@given(st.text(max_size=5), TEXTS, st.integers(0, 10))
def test_c_gives_the_same_keys(outlet: str, body: str, longest: int) -> None:
    assert chosen_edge_keys()(outlet, body, longest) == edge_keys(outlet, body, longest)


@pytest.mark.parametrize("body", ["", "\n", "\n" * 1000, "a" * 100_000, "a\n" * 5000, " \nx", "x\n "])
def test_c_gives_the_same_keys_of_odd_texts(body: str) -> None:
    for longest in (0, 1, 400, 1 << 40):
        assert chosen_edge_keys()("kabar", body, longest) == edge_keys("kabar", body, longest)


@pytest.mark.parametrize("keys", [edge_keys, chosen_edge_keys()])
def test_two_lines_from_the_front_and_five_from_behind(keys: object) -> None:
    assert callable(keys)
    body = "\n\n".join(f"Baris  {number}" for number in range(12)) + "\n"
    told = [line_key("kabar", f"baris {number}") for number in (0, 1, 7, 8, 9, 10, 11)]
    assert list(keys("kabar", body)) == told
    assert list(keys("kabar", "Baris 0")) == told[:1]
    assert list(keys("lain", "Baris 0")) != told[:1]
    assert list(keys("kabar", "Baris 0\n" + "panjang" * 100)) == told[:1]

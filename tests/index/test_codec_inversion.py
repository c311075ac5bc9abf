"""Sorting tokens gives the same whether they fit into one number or not."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.codec_inversion import LENGTHS, length_bytes
from index.codec_kernel_numpy import sort_tokens

tokens = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(0, 99)), max_size=50)


@given(tokens, st.booleans())
def test_tokens_are_sorted_by_term_document_position(given_tokens: list, wide: bool) -> None:
    """`wide` makes believe that there are too many documents for one number."""
    columns = [np.array([token[part] for token in given_tokens], np.uint32) for part in range(3)]
    keys, positions, bits = sort_tokens(*columns, (6, (1 << 58) if wide else 10))
    found = zip((keys >> bits).tolist(), (keys & ((1 << bits) - 1)).tolist(), positions.tolist(), strict=True)
    assert list(found) == sorted(given_tokens)


def test_lengths_are_rounded_up_to_what_a_byte_can_say() -> None:
    lengths = np.array([0, 1, 2, 300, 106_373, 106_374, 10**7])
    rounded = LENGTHS[length_bytes(lengths)]
    assert (rounded[:4] >= lengths[:4]).all() and rounded[-1] == LENGTHS[255]
    assert rounded[:3].tolist() == [0, 1, 2]

"""Packed numbers are read back, however far apart they lie."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.codec_packing import CLOSE, FEW, WIDTHS, pack, unpack


@pytest.mark.parametrize("width", WIDTHS)
@given(
    st.integers(0, 2**32 - 1), st.sampled_from((1, FEW - 1, FEW, 5 * FEW)), st.sampled_from((1, CLOSE, 40))
)
def test_numbers_are_read_back(width: int, seed: int, wanted: int, apart: int) -> None:
    chance = np.random.default_rng(seed)
    numbers = chance.integers(0, 1 << width, wanted * apart + 7)
    packed = pack(numbers, width)
    for places in (chance.integers(0, len(numbers), wanted), np.arange(7, 7 + wanted)):
        assert unpack(packed, width, places).tolist() == numbers[places].tolist()
    assert unpack(packed, width, np.empty(0, np.int64)).tolist() == []
    with pytest.raises(IndexError):
        unpack(packed, width, np.arange(len(numbers), len(numbers) + FEW + 4))

"""Each number once, ascending, as numpy gives them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from searcher.distinct import distinct


@given(
    numpy_strategies.arrays(
        st.sampled_from(["<i4", "<i8", "<u4"]), st.integers(0, 30), elements=st.integers(0, 9)
    )
)
def test_distinct(numbers: np.ndarray) -> None:
    found = distinct(numbers)
    assert found.dtype == numbers.dtype
    assert found.tolist() == np.unique(numbers).tolist()

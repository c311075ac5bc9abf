import pytest

from index.lang.numbers import number_root


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4.500", "4500"),
        ("12.345.678", "12345678"),
        ("4.500,75", "4500,75"),
        ("1,250,000", "1250000"),
        ("1,250.5", "1250,5"),
        ("19,1", "19,1"),
        ("1,250", "1,250"),
        ("10.30", "10.30"),
        ("27.9.2020", "27.9.2020"),
        ("2020", "2020"),
        ("3g", "3g"),
    ],
)
def test_grouping_is_dropped_and_nothing_else(written: str, expected: str) -> None:
    assert number_root(written) == expected

"""A query text is taken apart into what a reader typed side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.parser import MAX_CHARACTERS
from searcher.parts import parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("banjir jakarta", [("banjir", False), ("jakarta", False)]),
        ('"darurat militer"~3 2020', [('"darurat militer"~3', False), ("2020", False)]),
        ('judul:"a b" -sumber:kabar', [('judul:"a b"', False), ("-sumber:kabar", True)]),
        ("gempa DAN NOT (palu OR donggala)", [("gempa", False), ("NOT (palu OR donggala)", True)]),
        ("BUKAN -gempa =tembakan", [("BUKAN -gempa", False), ("=tembakan", False)]),
        ("gempa (palu", [("gempa", False), ("(palu", False)]),
        ("gempa) palu*", [("gempa", False), ("palu*", False)]),
        ("a b OR c", []),
        ("gempa NOT", [("gempa", False)]),
        ("", []),
    ],
)
def test_parts_are_operands_with_what_stands_before_them(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [tuple(part) for part in parts(text)] == expected


@given(st.text(alphabet='ab -=()"~*:.\u201d ORNT', max_size=30))
def test_every_part_stands_in_the_text_in_order(text: str) -> None:
    place = 0
    for part in parts(text):
        place = text.index(part.text, place) + len(part.text)


def test_a_text_too_long_to_be_searched_is_cut_as_there() -> None:
    assert parts("a " * MAX_CHARACTERS)[-1].text == "a"
    assert len(parts("a " * MAX_CHARACTERS)) == MAX_CHARACTERS // 2

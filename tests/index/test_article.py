"""The core types carry what they promise."""

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Cut, original_text


def test_cuts_at_one_place_come_back_in_order() -> None:
    article = Article("1", "t", "ad", cuts=(Cut("b", "x", 1), Cut("c", "x", 1), Cut("e", "x", 2)))
    assert original_text(article) == "abcde"


@given(st.lists(st.tuples(st.booleans(), st.text(min_size=1, max_size=8)), max_size=12))
def test_cutting_pieces_and_putting_them_back_is_the_source(pieces: list[tuple[bool, str]]) -> None:
    body, cuts = "", []
    for is_cut, text in pieces:
        if is_cut:
            cuts.append(Cut(text, "test", len(body)))
        else:
            body += text
    assert original_text(Article("1", "", body, cuts=tuple(cuts))) == "".join(text for _, text in pieces)

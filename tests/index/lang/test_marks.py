"""What is among the words is never taken for what is not, and seldom the other way round."""

from hypothesis import given
from hypothesis import strategies as st

from index.lang.marks import Marks

words = st.lists(st.text(max_size=6), max_size=30)


@given(words, words)
def test_no_word_is_missed(known: list[str], asked: list[str]) -> None:
    marks = Marks(known)
    found = marks.among([*asked, *known])
    assert found == [word for word in [*asked, *known] if word in marks]
    assert all(word in marks for word in known)


def test_few_others_are_taken_for_one() -> None:
    marks = Marks([f"kata{number}" for number in range(3_000)])
    assert len(marks.among(f"lain{number}" for number in range(10_000))) < 1_000
    assert Marks([]).among(["kata"]) == []

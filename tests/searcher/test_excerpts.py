"""What is shown of a text: every kernel chooses and cuts as `searcher.excerpts` does, whatever the text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.lang.language import Language
from index.lang.sentences import SentenceSplitter
from searcher.excerpts import LONG, MOST_EXCERPTS, excerpts
from searcher.kernels import chosen_kernel
from searcher.marks import Mark

# What the rules of sentences turn on: signs, quotes, spaces, abbreviations, figures, initials, hosts.
PARTS = [
    *".!?…,;:-_\"'“”‘’„«»()[]{}%/ \n\r\t\x0b\x1c\x85\u2028\u2029\u00a0\u3000",
    *("a", "Ab", "É", "é", "ß", "ı", "İ", "²", "٣", "1", "12", "IV", "X", "x" * 17, "😀", "\ud800"),
    *("Prof", "dr", "Dr", "No", "hlm", "Jl", "dll", "S.H", "M.Si", "H", "A.B", "detik", "com", "id", "ınfo"),
    *(". ", ".\n", '."', '." ', ". ”", ".” ", "Rp1.300", "1. ", "No. 5", "H. Ali", "S.H. Ia", "reda.Namun"),
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=60).map("".join) | st.text(max_size=60)


@pytest.fixture(scope="module")
def splitter() -> SentenceSplitter:
    return Language.load().sentences


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS) + draw(st.sampled_from(["", "kata " * 90, "x" * 400])) + draw(TEXTS)
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    starts = sorted(draw(st.lists(st.sampled_from(places), max_size=12))) if places else []
    ends = [min(len(text), start + draw(st.integers(1, 9))) for start in starts]
    return text, [
        Mark(start, end, draw(st.sampled_from("abc"))) for start, end in zip(starts, ends, strict=True)
    ]


@given(marked_texts())
@example(("Rob reda.Namun banjir. Dr. Sari, S.H. datang.", [Mark(9, 14, "a"), Mark(27, 31, "b")]))
def test_kernels_show_the_same(splitter: SentenceSplitter, marked: tuple[str, list[Mark]]) -> None:
    text, marks = marked
    assert chosen_kernel().excerpts(text, marks, splitter) == excerpts(text, marks, splitter)


@given(TEXTS)
def test_kernels_find_the_same_sentences(splitter: SentenceSplitter, text: str) -> None:
    """One letter at a time, so that no other sentence helps."""
    kernel = chosen_kernel()
    for start, end in splitter.spans(text):
        if end - start <= LONG:
            for at in (start, end - 1):
                (shown,) = kernel.excerpts(text, [Mark(at, at + 1, "a")], splitter)
                assert shown == (text[start:end], start, ((at - start, at - start + 1),))


def test_so_many_leaves_are_not_a_limit(splitter: SentenceSplitter) -> None:
    words = [f"Kata{number}." for number in range(100)]
    text = " ".join(words)
    starts = [text.index(word) for word in words]
    marks = [Mark(start, start + 4, word) for start, word in zip(starts, words, strict=True)]
    found = chosen_kernel().excerpts(text, marks, splitter)
    assert len(found) == MOST_EXCERPTS
    assert found == excerpts(text, marks, splitter)

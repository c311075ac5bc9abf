"""What is shown of a text: every kernel chooses and cuts as `searcher.excerpts` does, whatever the text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.article import Article
from index.lang.analyze import Analyzer
from index.lang.language import Language
from index.lang.sentences import SentenceSplitter
from searcher.excerpts import LONG, MOST_EXCERPTS, NOTHING, Shown, as_matched, excerpts
from searcher.highlighting import Highlighter
from searcher.kernels import chosen_kernel
from searcher.marks import Mark, merged, rank
from searcher.parser import parse
from searcher.pieces import Pieces

# What the rules of sentences turn on: signs, quotes, spaces, abbreviations, figures, initials, hosts.
PARTS = [
    *".!?…,;:-_\"'“”‘’„«»()[]{}%/ \n\r\t\x0b\x1c\x85\u2028\u2029\u00a0\u3000",
    *("a", "Ab", "É", "é", "ß", "ı", "İ", "²", "٣", "1", "12", "IV", "X", "x" * 17, "😀", "\ud800"),
    *("Prof", "dr", "Dr", "No", "hlm", "Jl", "dll", "S.H", "M.Si", "H", "A.B", "detik", "com", "id", "ınfo"),
    *(". ", ".\n", '."', '." ', ". ”", ".” ", "Rp1.300", "1. ", "No. 5", "H. Ali", "S.H. Ia", "reda.Namun"),
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=60).map("".join) | st.text(max_size=60)
WORDS = [
    "Kapal ",
    "kapal-kapal",
    "kapalnya",
    "Karam",
    "Jum'at",
    "AS",
    "as",
    "1.300",
    "Rp1300 ",
    "ditenggelamkan. ",
]
MARKABLE = st.lists(st.sampled_from([*PARTS, *3 * WORDS]), max_size=40).map("".join)


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.fixture(scope="module")
def splitter(language: Language) -> SentenceSplitter:
    return language.sentences


@pytest.fixture(scope="module")
def analyzer(language: Language) -> Analyzer:
    return language.analyzer


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


QUERIES = ["kapal OR karam", "tenggelam kapal", "=Kapal", "kap*", "kapol~", "AS as", "Jum'at", "1.300 É"]
RUNS = ['"kapal karam"', 'kapal "kapal kapal"', '"jumat kapal"~5 karam', '"as as" OR "kapal-kapal"', "", "—"]


@given(query=st.sampled_from([*QUERIES, *RUNS]), texts=st.tuples(MARKABLE, MARKABLE))
@example("jumat", ("Hari Jum’at", "Pada Jum’at itu. Ju--mat."))
@example("kapal", ("\ud800 Kapal", "Kapalnya karam."))
@example('kapal "kapal karam"', ("Kapal karam", "Kapal karam. Kapal \ud800karam."))
@example("kapal", ("\0" * 500, "kapal" * 5_000))
@example("kapal", ("." * 3_000, "a-" * 5_000 + "kapal 😀kapal"))
def test_a_kernel_shows_what_marks_and_excerpts_give(
    splitter: SentenceSplitter, analyzer: Analyzer, query: str, texts: tuple[str, str]
) -> None:
    highlighter = Highlighter(parse(query).tree, Pieces(analyzer))
    assert highlighter.wanted is not None
    more = highlighter.more(Article("a", *texts))
    found = highlighter.kernel.hit(*texts, highlighter.wanted, more, splitter)
    if found is not None:
        assert found == told(
            texts, (highlighter.marks(texts[0], "title"), highlighter.marks(texts[1], "body")), splitter
        )


def told(texts: tuple[str, str], marks: tuple[list[Mark], list[Mark]], splitter: SentenceSplitter) -> Shown:
    matched: dict[str, dict[str, None]] = {}
    for text, those in zip(texts, marks, strict=True):
        for start, end, leaf in those:
            matched.setdefault(leaf, {})[text[start:end].casefold()] = None
    return tuple(merged(marks[0])), excerpts(texts[1], marks[1], splitter), as_matched(matched)


@given(title=marked_texts(), body=marked_texts())
def test_other_marks_are_shown_among_those_of_pieces(
    splitter: SentenceSplitter,
    analyzer: Analyzer,
    title: tuple[str, list[Mark]],
    body: tuple[str, list[Mark]],
) -> None:
    """In order of start, the longest first, those of pieces before others of the same span."""
    highlighter = Highlighter(parse("x 1 com kata a").tree, Pieces(analyzer))
    texts = (title[0], body[0])
    more = (sorted(title[1], key=rank), sorted(body[1], key=rank))
    assert highlighter.wanted is not None
    found = highlighter.kernel.hit(*texts, highlighter.wanted, more, splitter)
    if found is not None:
        first, second = highlighter.marks(texts[0], "title"), highlighter.marks(texts[1], "body")
        every = (sorted(first + more[0], key=rank), sorted(second + more[1], key=rank))
        assert found == told(texts, every, splitter)
    alone = highlighter.kernel.hit(*texts, NOTHING, more, splitter)
    assert alone == told(texts, more, splitter)


def test_what_a_kernel_cannot_show_alone(analyzer: Analyzer) -> None:
    """Words that are asked for in one of the texts, or in other ones."""
    for query in ("judul:kapal karam", "kutipan:kapal kapal", "isi:kapal", "terkait:kapal"):
        assert Highlighter(parse(query).tree, Pieces(analyzer)).wanted is None


def test_so_many_leaves_are_not_a_limit(splitter: SentenceSplitter) -> None:
    words = [f"Kata{number}." for number in range(100)]
    text = " ".join(words)
    starts = [text.index(word) for word in words]
    marks = [Mark(start, start + 4, word) for start, word in zip(starts, words, strict=True)]
    found = chosen_kernel().excerpts(text, marks, splitter)
    assert len(found) == MOST_EXCERPTS
    assert found == excerpts(text, marks, splitter)

"""What is background in a segment is what is background in each of its articles."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, Copies, Span
from index.background import Passages, background_of, background_terms, passages_of
from index.codec_analysis import Vocabulary
from index.codec_buffer import DocumentBuffer
from index.codec_file_writing import write_file
from index.codec_kernels import chosen_write_kernel
from index.codec_segment import SegmentArrays
from index.fields import BACKGROUND_FIELDS
from index.lang.language import Language
from index.whoosh_schema import document_of, make_schema

WORDS = st.sampled_from(
    ["kapal", "Kapal", "berlayar", "pelayaran", "tiba.Kapal", "buku-buku", "di", "1.300", "a.b/c"]
)


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, tuple[Span, ...]]:
    """A body and its recycled spans, most of which end at blanks."""
    words = draw(st.lists(WORDS, max_size=12))
    body = " ".join(words)
    blanks = [place for place, letter in enumerate(body) if letter == " "]
    edge = st.sampled_from([0, len(body), *blanks]) | st.integers(0, len(body))
    edges = sorted(draw(st.lists(edge, max_size=6, unique=True)))
    return body, tuple(zip(edges[::2], edges[1::2], strict=False))


def told(language: Language, body: str, spans: tuple[Span, ...]) -> dict[str, set[str]]:
    """What is background by where each word begins."""
    found = language.analyzer.columns(body)
    inside = [any(begin <= start < end for begin, end in spans) for start in found.starts]
    return {
        name: {term for term, there in zip(terms, inside, strict=True) if there}
        - {term for term, there in zip(terms, inside, strict=True) if not there}
        for name, terms in (("background", found.roots), ("background_exact", found.forms))
    }


@settings(deadline=None, max_examples=60)
@given(given_articles=st.lists(articles(), min_size=1, max_size=6), dropped=st.sets(st.integers(0, 5)))
def test_a_segment_has_the_background_of_its_articles(
    tmp_path_factory: pytest.TempPathFactory,
    language: Language,
    given_articles: list[tuple[str, tuple[Span, ...]]],
    dropped: set[int],
) -> None:
    kernel = chosen_write_kernel()
    buffer = DocumentBuffer(make_schema(), Vocabulary(language.analyzer, kernel), kernel)
    expected = []
    for number, (body, spans) in enumerate(given_articles):
        article = Article(f"a{number}", "", body, copies=Copies(recycled=spans))
        buffer.add(document_of(article, language.analyzer))
        if number in dropped:
            buffer.drop(number)
        else:
            expected.append(told(language, body, spans))
            one = background_of(article, language.analyzer)
            assert {name: set(terms) for name, terms in one.items()} == (expected[-1] if spans else {})
    path: Path = tmp_path_factory.mktemp("written") / "segment"
    write_file(path, buffer.write)
    segment = SegmentArrays(path)
    segment.verify()
    for name in BACKGROUND_FIELDS.values():
        field = segment.keys[name]
        found = [{key.decode() for key in field.values_of(n)} for n in range(segment.size)]
        assert found == [each[name] for each in expected]


def test_a_text_is_cut_where_chunks_end(language: Language) -> None:
    text, analyzer = "Kapal tiba.Warga datang ke kapal.", language.analyzer
    assert passages_of(text, ((0, 5),), analyzer) == Passages(("", "Kapal", text[5:]), (0, 0, 0))
    inside = passages_of(text, ((0, 11),), analyzer)
    assert inside == Passages(("", "Kapal tiba.Warga", " datang ke kapal."), (0, 1, 0))
    assert background_terms(inside, analyzer)["background"] == ("tiba",)
    assert passages_of(text, ((0, 3), (4, 5)), analyzer) is None
    article = Article("a", "", text, copies=Copies(recycled=((0, 11),)))
    assert document_of(article, analyzer)["body"] == inside
    assert background_of(article, analyzer) == background_terms(inside, analyzer)

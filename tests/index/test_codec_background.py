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

WORDS = st.sampled_from(["kapal", "Kapal", "berlayar", "pelayaran", "tiba.Kapal", "buku-buku", "di", "1.300"])


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
            expected.append(background_of(article, language.analyzer))
    path: Path = tmp_path_factory.mktemp("written") / "segment"
    write_file(path, buffer.write)
    segment = SegmentArrays(path)
    segment.verify()
    for name in BACKGROUND_FIELDS.values():
        field = segment.keys[name]
        found = [{key.decode() for key in field.values_of(n)} for n in range(segment.size)]
        assert found == [set(each.get(name, ())) for each in expected]


def test_a_text_is_cut_at_blanks_alone(language: Language) -> None:
    text = "Kapal tiba. Warga datang."
    assert passages_of(text, ((0, 11),)) == Passages(("", "Kapal tiba.", " Warga datang."))
    assert passages_of(text, ((0, 8),)) is None
    assert document_of(Article("a", "", text, copies=Copies(recycled=((12, 25),))), language.analyzer)[
        "body"
    ] == Passages(("Kapal tiba. ", "Warga datang.", ""))
    cut = Passages(("Kapal tiba. ", "Warga datang ke kapal.", ""))
    assert background_terms(cut, language.analyzer)["background"] == ("warga", "datang", "ke")

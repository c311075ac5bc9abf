"""The fast path finds and scores what Whoosh finds and scores on the same files, for any tree."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index

from index.article import Actor, Article, Copies, Dating
from index.codec_kernels import chosen_write_kernel
from index.codec_writer import ArrayWriter
from index.errors import IndexOutdated
from index.fields import BY_NAME, FIELDS
from index.lang.language import Language
from index.whoosh_schema import document_of, make_schema
from searcher.kernel import Kernel
from searcher.kernel_numpy import NumpyKernel
from searcher.kernel_numpy_text import saturated
from searcher.kernels import chosen_kernel, compiled
from searcher.syntax import Dates, Fuzzy, Phrase, Prefix, Value, Word
from searcher.terms import (
    Beginning,
    Besides,
    Days,
    Key,
    Lowered,
    Near,
    Sequence,
    Some,
    Term,
    Without,
    lower,
)
from searcher.whoosh_arrays import ArrayEvaluator, segments_of
from searcher.whoosh_native import NativeEvaluator
from searcher.whoosh_readers import SearcherPool

WORDS = ("banjir", "rumah", "warga", "dan", "ban", "air", "sungai", "kota")
TEXTS = ("title", "body", "body", "body_exact", "related")
LAST = date(2021, 3, 1).toordinal()


def article(number: int, chance: random.Random) -> Article:
    """Words of very different frequency, and a few very long articles."""
    length = chance.choice((0, 3, 20, 60, 60, 400))
    weights = [1 / (rank + 1) ** 1.5 for rank in range(len(WORDS))]
    body = " ".join(chance.choices(WORDS, weights, k=length))
    if number % 50 == 7:
        body = "banjir " * 300 + "sungai " + "warga " * 254 + "banjir kota"
    day = date.fromordinal(LAST - chance.randrange(60)) if chance.random() < 0.8 else None
    actors = tuple(Actor(f"p{each}", f"Orang {each}", "person") for each in range(4) if chance.random() < 0.3)
    dating = Dating(day, "day" if day else "none")
    begin = chance.randrange(len(body) + 1)
    copies = Copies(recycled=((begin, len(body)),)) if chance.random() < 0.5 else Copies()
    title = " ".join(chance.choices(WORDS, k=3))
    return Article(f"a{number:04}", title, body, published=dating, actors=actors, copies=copies)


def write(folder: Path, language: Language, segments: int, deletions: bool, seed: int = 5) -> SearcherPool:
    chance = random.Random(seed)
    index = whoosh_index.create_in(str(folder), make_schema())
    for number in range(segments):
        writer = ArrayWriter(index, language.analyzer, chosen_write_kernel())
        for each in range(120 // segments):
            writer.add_document(**document_of(article(number * 1000 + each, chance), language.analyzer))
        writer.commit()
    if deletions:
        writer = ArrayWriter(index, language.analyzer, chosen_write_kernel())
        for number in chance.sample(range(120 // segments * segments), 12):
            writer.delete_document(number)
        writer.commit()
    return SearcherPool(folder)


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.fixture(scope="module", params=[(1, False), (1, True), (4, True)], ids=["one", "deletions", "many"])
def pool(
    request: pytest.FixtureRequest, language: Language, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearcherPool]:
    pool = write(tmp_path_factory.mktemp("index"), language, *request.param)
    yield pool
    pool.close()


fields, words = st.sampled_from(TEXTS), st.sampled_from((*WORDS, "tiada", "\ud800"))
weights = st.sampled_from((0.0, 0.5, 1.0, 2.5))
days = st.none() | st.integers(LAST - 70, LAST + 5).map(date.fromordinal)
leaves: st.SearchStrategy[Lowered] = st.one_of(
    st.builds(Term, fields, words, weights),
    st.builds(Term, fields, words, weights),
    st.builds(
        Sequence,
        fields,
        st.lists(words, min_size=1, max_size=4).map(tuple),
        st.none() | st.integers(0, 8),
        weights,
    ),
    st.builds(Beginning, fields, st.sampled_from(("ba", "ban", "r", "x", "")), weights),
    st.builds(Near, fields, st.sampled_from(("banjr", "air", "ruman", "x")), st.integers(0, 2), weights),
    st.builds(Key, st.just("person"), st.sampled_from(("p0", "p1", "p3", "x"))),
    st.builds(Key, st.just("id"), st.sampled_from(("a0003", "a1007", "x"))),
    st.builds(Days, days, days),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Some, st.lists(inner, max_size=4).map(tuple), st.integers(0, 4)),
        st.builds(
            lambda children: Some(tuple(children), len(children)), st.lists(inner, min_size=2, max_size=3)
        ),
        st.builds(Besides, inner, inner),
        st.builds(Without, inner),
    ),
    max_leaves=8,
)


KERNELS: list[Kernel] = [NumpyKernel(), *([chosen_kernel({})] if compiled else [])]


def evaluators_of(pool: SearcherPool) -> list[ArrayEvaluator]:
    with pool.borrow() as searcher:
        segments, schema = segments_of(searcher), searcher.schema
    return [ArrayEvaluator(segments, schema, kernel) for kernel in KERNELS]


def assert_same(pool: SearcherPool, tree: Lowered) -> None:
    """Of each kernel what Whoosh finds, and of all of them the same to the last bit."""
    expected = NativeEvaluator(pool).evaluate(tree).all()
    every = []
    for evaluator in evaluators_of(pool):
        matching = evaluator.evaluate(tree)
        assert matching is not None
        every.append(found := matching.all())
        assert matching.documents().tolist() == found[0].tolist()
        for step in (1, 3):
            assert matching.scores(found[0][::step].copy()).tolist() == found[1][::step].tolist()
    for found in every:
        assert found[0].dtype in (np.uint32, np.int64)
        assert found[0].tolist() == expected[0].tolist()
        assert found[1] == pytest.approx(expected[1], rel=1e-6, abs=1e-9)
        assert found[1].tobytes() == every[0][1].tobytes()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees)
def test_any_tree_gives_what_whoosh_gives(pool: SearcherPool, tree: Lowered) -> None:
    assert_same(pool, tree)


@pytest.mark.parametrize(
    "tree",
    [
        Term("body", "banjir"),
        Sequence("body", ("banjir", "kota")),
        Sequence("body", ("banjir", "banjir"), None, 2.0),
        Sequence("body", ("warga", "banjir", "kota"), 3),
        Sequence("body", ("tiada", "banjir")),
        Some((Term("body", "sungai"), Without(Term("body", "banjir"))), 2),
        Some((Term("body", "kota"), Key("person", "p1"), Days(None, date(2021, 2, 1))), 3),
        Some((), 0),
        Some((), 1),
        Some((Term("body", "kota"), Beginning("body", "ba"), Near("body", "dam", 1)), 2),
        Days(date(2021, 2, 1), date(2021, 1, 1)),
    ],
    ids=str,
)
def test_these_trees_give_what_whoosh_gives(pool: SearcherPool, tree: Lowered) -> None:
    assert_same(pool, tree)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(trees, min_size=5, max_size=5), st.integers(0, 10**6), st.integers(1, 6), st.booleans())
def test_any_archive_gives_what_whoosh_gives(
    tmp_path_factory: pytest.TempPathFactory,
    language: Language,
    some: list[Lowered],
    seed: int,
    segments: int,
    deletions: bool,
) -> None:
    pool = write(tmp_path_factory.mktemp("index"), language, segments, deletions, seed)
    for tree in some:
        assert_same(pool, tree)
    pool.close()


def test_what_is_not_covered_is_left_to_whoosh(pool: SearcherPool) -> None:
    evaluator = evaluators_of(pool)[0]
    for tree in (Term("person", "p1"), Key("body", "banjir"), Some((Term("nobody", "x"),), 1)):
        assert evaluator.evaluate(tree) is None


def test_files_of_whoosh_itself_are_refused(tmp_path: Path, language: Language) -> None:
    index = whoosh_index.create_in(str(tmp_path), make_schema())
    writer = index.writer()
    writer.add_document(id=("a",), body=(["banjir"], [0]))
    writer.commit()
    with index.searcher() as searcher, pytest.raises(IndexOutdated, match="rebuild"):
        segments_of(searcher)


def test_an_index_of_nothing_answers_nothing(tmp_path: Path) -> None:
    whoosh_index.create_in(str(tmp_path), make_schema())
    pool = SearcherPool(tmp_path)
    assert_same(pool, Some((), 0))
    pool.close()


def test_a_frequency_beyond_its_code_scores_by_the_same_formula() -> None:
    k1, rests = 1.2, np.array([0.3, 1.0, 2.7])
    frequencies = np.arange(256.0)[:, None]
    table = np.zeros((256, 256))
    table[:, :3] = frequencies * (k1 + 1) / (frequencies + rests)
    for length, rest in enumerate(rests.tolist()):
        expected = 1000 * (k1 + 1) / (1000 + rest)
        assert saturated(table.ravel(), length, 1000) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("field", ["", *(field.name for field in FIELDS)])
def test_nothing_that_can_be_asked_of_a_field_is_left_to_whoosh(
    pool: SearcherPool, language: Language, field: str
) -> None:
    evaluator = evaluators_of(pool)[0]
    nodes = (
        Word("banjir", field),
        Word("banjir", field, exact=True),
        Phrase(("banjir", "kota"), field),
        Phrase(("banjir", "kota"), field, slop=4),
        Prefix("ban", field),
        Fuzzy("banjr", field),
        Dates(None, date(2021, 2, 1)),
    )
    values = (Value(field, "banjir"),) if field and BY_NAME[field].kind not in {"text", "date"} else ()
    for node in (*nodes, *values):
        assert evaluator.evaluate(lower(node, language.analyzer)) is not None, node

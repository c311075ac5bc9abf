"""Both kernels find in the postings of a text field what the documents have, and trust nothing in them."""

import contextlib
import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.kernel_choice import VARIABLE
from searcher import kernel_numpy_text
from searcher.kernel import Kernel, Span
from searcher.kernel_numpy import NumpyKernel
from searcher.kernels import chosen_kernel, compiled
from searcher.whoosh_places import stand_together

KERNELS: list[Kernel] = [NumpyKernel(), *([chosen_kernel({VARIABLE: "c"})] if compiled else [])]
every = pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.name)
FREQUENCY = np.arange(256.0)[:, None]
TABLE = (FREQUENCY * 2.2 / (FREQUENCY + 0.3 + np.arange(256.0)[None, :] / 100)).ravel()


@dataclass(frozen=True, slots=True)
class Arrays:
    """A text field as it stands in a file, packed by hand from what index/codec_segment.py says."""

    postings: NDArray[np.uint32]
    lengths: NDArray[np.uint8]
    long: NDArray[np.uint64]
    long_counts: NDArray[np.uint32]
    positions: NDArray[np.uint8]
    width: int
    checkpoints: NDArray[np.uint64]
    far: NDArray[np.uint64]
    far_positions: NDArray[np.uint32]


# Of each term the positions in each document that has it.
Terms = list[dict[int, list[int]]]


def packed(terms: Terms, documents: int, width: int) -> tuple[Arrays, list[Span]]:
    """Pack terms; each has a factor of its own."""
    postings, spans, long, positions, checkpoints = [], [], [], [], [0]
    for number, term in enumerate(terms):
        first = len(postings)
        for document in sorted(term):
            here = term[document]
            if len(here) >= 255:
                long.append((len(postings), len(here)))
            postings.append(document << 8 | min(len(here), 255))
            positions += here
            if len(postings) % 64 == 0:
                checkpoints.append(len(positions))
        spans.append(Span(first, len(postings), 0.5 + number))
    bits = sum((each & (1 << width) - 1) << place * width for place, each in enumerate(positions))
    far = [(place, each) for place, each in enumerate(positions) if each >> width]
    fields = Arrays(
        np.array(postings, np.uint32),
        np.arange(documents).astype(np.uint8),
        np.array([place for place, _ in long], np.uint64),
        np.array([count for _, count in long], np.uint32),
        np.frombuffer(bits.to_bytes((len(positions) + 3) // 4 * width // 2 + 8, "little"), np.uint8),
        width,
        np.array(checkpoints, np.uint64),
        np.array([place for place, _ in far], np.uint64),
        np.array([each for _, each in far], np.uint32),
    )
    return fields, spans


def random_terms(chance: random.Random, documents: int, often_at_most: int = 300) -> Terms:
    """Rare and common terms, some of them very often in a document, some far inside."""
    terms: Terms = []
    for share in (0.02, 0.3, 0.9, 0.5):
        term = {}
        for document in range(documents):
            if chance.random() < share:
                often = often_at_most if chance.random() < 0.01 else chance.choice((1, 1, 2, 5))
                start = chance.choice((0, 0, 0, 250, 70_000))
                term[document] = sorted(chance.sample(range(start, start + often * 3), often))
        terms.append(term)
    return terms


def bm25(document: int, frequency: int) -> float:
    return frequency * 2.2 / (frequency + 0.3 + (document % 256) / 100)


@every
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**9), width=st.sampled_from((8, 10, 14, 16)))
def test_terms_are_found_and_scored(kernel: Kernel, seed: int, width: int) -> None:
    chance = random.Random(seed)
    documents = chance.choice((1, 40, 400))
    terms = random_terms(chance, documents)
    arrays, spans = packed(terms, documents, width)
    text = kernel.text(arrays, TABLE)
    asked = np.array(sorted(chance.sample(range(documents), chance.randint(0, documents))), np.uint32)
    for term, span in zip(terms, spans, strict=True):
        found, scores = text.scored(span)
        assert found.tolist() == sorted(term)
        assert scores.tolist() == pytest.approx([bm25(d, len(term[d])) * span.factor for d in sorted(term)])
        mask, judged = text.judged(span, asked)
        assert mask.tolist() == [document in term for document in asked.tolist()]
        by_document = dict(zip(found.tolist(), scores.tolist(), strict=True))
        assert judged.tolist() == [by_document.get(document, 0.0) for document in asked.tolist()]
        kept, sums = text.kept(span, (asked, np.arange(0.5, len(asked))))
        assert kept.tolist() == asked[mask].tolist()
        assert sums.tolist() == (judged + np.arange(0.5, len(asked)))[mask].tolist()
    some = [(spans[0].first, spans[0].end), (spans[2].first, spans[2].end)]
    assert text.united(some, documents).tolist() == sorted(terms[0].keys() | terms[2].keys())


@every
@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10**9),
    words=st.lists(st.integers(0, 3), min_size=1, max_size=4),
    slop=st.none() | st.integers(0, 9),
    width=st.sampled_from((8, 12, 16)),
    often=st.sampled_from((300, 200)),  # told elsewhere, or not
)
def test_terms_stand_together(
    kernel: Kernel, seed: int, words: list[int], slop: int | None, width: int, often: int
) -> None:
    chance = random.Random(seed)
    documents = chance.choice((3, 200))
    terms = random_terms(chance, documents, often)
    arrays, all_spans = packed(terms, documents, width)
    distinct = sorted(set(words), key=lambda word: len(terms[word]))
    times = Counter(words)
    spans = [replace(all_spans[word], times=times[word]) for word in distinct]
    order = [distinct.index(word) for word in words]
    asked = np.array(sorted(chance.sample(range(documents), documents // 2 + 1)), np.uint32)
    text = kernel.text(arrays, TABLE)
    mask, scores = text.together(spans, order, slop, asked)
    written = [str(word) for word in words]
    standing = [
        all(document in terms[word] for word in words)
        and stand_together(written, slop, {str(word): terms[word][document] for word in distinct})
        for document in range(documents)
    ]
    expected = [standing[document] for document in asked.tolist()]
    assert mask.tolist() == expected
    found, all_scores = text.sequences(spans, order, slop)
    assert found.tolist() == [document for document, stands in enumerate(standing) if stands]
    _, same = text.together(spans, order, slop, found)
    assert all_scores.tobytes() == same.tobytes()
    for document, matches, score in zip(asked.tolist(), expected, scores.tolist(), strict=True):
        parts = (bm25(document, len(terms[w][document])) * all_spans[w].factor for w in words if matches)
        assert score == pytest.approx(sum(parts))


@pytest.mark.skipif(len(KERNELS) < 2, reason="no compiler when this was installed")
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**9), words=st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_both_kernels_give_the_same_bits(seed: int, words: list[int]) -> None:
    chance = random.Random(seed)
    arrays, all_spans = packed(random_terms(chance, 200, chance.choice((200, 300))), 200, 14)
    distinct = sorted(set(words), key=lambda word: all_spans[word].end - all_spans[word].first)
    spans = [replace(all_spans[word], times=words.count(word), factor=chance.random()) for word in distinct]
    asked = np.array(sorted(chance.sample(range(200), 150)), np.uint32)
    given_back: list[list[bytes]] = []
    for kernel in KERNELS:
        text = kernel.text(arrays, TABLE)
        order = [distinct.index(word) for word in words]
        pairs = [text.together(spans, order, slop, asked) for slop in (None, 3)]
        pairs += [text.sequences(spans, order, slop) for slop in (None, 3)]
        pairs += [text.judged(span, asked) for span in spans]
        pairs += [text.kept(span, (asked, np.sqrt(asked))) for span in spans]
        found = [text.scored(span) for span in spans]
        given_back.append([each.tobytes() for pair in [*pairs, *found] for each in pair])
    assert given_back[0] == given_back[1]


@pytest.mark.parametrize("seed", range(6))
def test_numpy_compares_lists_either_way(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    arrays, spans = packed(random_terms(chance, 300), 300, 8)
    asked = np.array(sorted(chance.sample(range(300), 150)), np.uint32)
    given_back = []
    for share in (0.0, 9.0):
        monkeypatch.setattr(kernel_numpy_text, "DENSE_SHARE", share)
        text = NumpyKernel().text(arrays, TABLE)
        pairs = [text.judged(span, asked) for span in spans]
        pairs += [text.together(spans[2:], order, None, asked) for order in ((0, 1), (1, 0))]
        given_back.append([each.tolist() for pair in pairs for each in pair])
    assert given_back[0] == given_back[1]
    assert any(given_back[0][-2]) or any(given_back[0][-4])


@every
@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10**9), share=st.sampled_from((0.0, 0.0002, 0.004, 0.3, 1.0)))
def test_documents_are_judged_in_long_lists(kernel: Kernel, seed: int, share: float) -> None:
    """In lists of any proportion, over more documents than are looked at at once."""
    chance = np.random.default_rng(seed)
    size = 100_000
    having = np.flatnonzero(chance.random(size) < chance.choice((0.0003, 0.01, 0.2))).astype(np.uint32)
    asked = np.flatnonzero(chance.random(size) < share).astype(np.uint32)
    often = chance.choice((1, 1, 7, 255), len(having)).astype(np.uint32)
    none: NDArray[Any] = np.zeros(0, np.uint64)
    arrays = Arrays(
        having << 8 | often,
        np.arange(size).astype(np.uint8),
        none,
        np.zeros(0, np.uint32),
        np.zeros(8, np.uint8),
        8,
        none,
        none,
        np.zeros(0, np.uint32),
    )
    text = kernel.text(arrays, TABLE)
    frequency = dict(zip(having.tolist(), often.tolist(), strict=True))
    mask, scores = text.judged(Span(0, len(having), 1.0), asked)
    expected = [bm25(each, frequency[each]) if each in frequency else 0.0 for each in asked.tolist()]
    assert mask.tolist() == np.isin(asked, having).tolist()
    assert scores.tolist() == pytest.approx(expected)
    kept, sums = text.kept(Span(0, len(having), 1.0), (asked, scores))
    assert kept.tolist() == asked[mask].tolist()
    assert sums.tolist() == (2 * scores[mask]).tolist()


@every
@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**9), minimum=st.integers(1, 4))
def test_terms_are_scored_where_they_are_merged(kernel: Kernel, seed: int, minimum: int) -> None:
    chance = random.Random(seed)
    size = chance.choice((50, 20_000))  # one window, or two
    arrays, spans = packed(random_terms(chance, 300), 300, 8)
    text = kernel.text(arrays, TABLE)
    others = np.array(sorted(chance.sample(range(300, 20_000) if size > 300 else range(50), 9)), np.uint32)
    found = (others, np.ones(9))
    size = max(300, size)
    lists = [text.scored(span) for span in spans]
    expected = kernel.merge([*lists, found], minimum, size)
    documents, scores = kernel.merge([*((text, span) for span in spans), found], minimum, size)
    assert (documents.tolist(), scores.tolist()) == tuple(each.tolist() for each in expected)
    with pytest.raises(IndexError):
        kernel.merge([(text, spans[2]), found], minimum, int(lists[2][0][-1]))


numbers = st.integers(0, 2**64 - 1) | st.integers(0, 40)


def hostile(kind: Any, most: int) -> st.SearchStrategy[NDArray[Any]]:
    limit = int(np.iinfo(kind).max)
    return st.lists(numbers.map(lambda number: min(number, limit)), max_size=most).map(
        lambda listed: np.array(listed, kind)
    )


@every
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_no_array_is_trusted(kernel: Kernel, data: st.DataObject) -> None:
    """Whatever the arrays hold: an IndexError, or an answer of the right shape."""
    postings = data.draw(hostile(np.uint32, 70))
    long, far = data.draw(hostile(np.uint64, 4)), data.draw(hostile(np.uint64, 4))
    small = st.integers(0, 300)
    arrays = Arrays(
        postings,
        data.draw(hostile(np.uint8, 40)),
        long,
        np.array([data.draw(small) for _ in long], np.uint32),
        data.draw(hostile(np.uint8, 60)),
        data.draw(st.sampled_from((8, 12, 16))),
        data.draw(hostile(np.uint64, 3)),
        far,
        np.array([data.draw(small) for _ in far], np.uint32),
    )
    cut = data.draw(st.integers(0, len(postings)))
    spans = [Span(0, cut, 1.0), Span(cut, len(postings), 2.0)]
    asked = data.draw(hostile(np.uint32, 30))
    text = kernel.text(arrays, TABLE)
    for ask in (
        lambda: text.scored(spans[0]),
        lambda: text.judged(spans[1], asked),
        lambda: text.kept(spans[1], (asked, np.ones(len(asked)))),
        lambda: text.together(spans, [0, 1], None, asked),
        lambda: text.together(spans, [1, 0], 3, asked),
        lambda: kernel.merge([(text, span) for span in spans], 1, 40),
        lambda: text.sequences(spans, [1, 0], None),
        lambda: text.sequences(spans, [0, 1, 0], None),
    ):
        try:
            first, second = ask()
        except (IndexError, ValueError, OverflowError):
            continue
        assert len(first) == len(second)
    with contextlib.suppress(IndexError):
        assert len(text.united([(0, cut)], 20)) <= 20


@pytest.mark.skipif(len(KERNELS) < 2, reason="no compiler when this was installed")
def test_ranges_beyond_a_field_are_refused() -> None:
    arrays, spans = packed([{0: [1, 2], 3: [0]}], 4, 8)
    text = KERNELS[1].text(arrays, TABLE)
    asked = np.arange(4, dtype=np.uint32)
    for span in (Span(0, 3), Span(2, 1)):
        with pytest.raises(ValueError, match="beyond"):
            text.judged(span, asked)
    with pytest.raises(ValueError, match="sequence"):
        text.together(spans, [0, 1], None, asked)
    for changed in ({"width": 7}, {"long": np.zeros(1, np.uint64)}, {"checkpoints": np.zeros(1, np.uint8)}):
        with pytest.raises(ValueError):
            KERNELS[1].text(replace(arrays, **changed), TABLE)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="65,536"):
        KERNELS[1].text(arrays, TABLE[1:])

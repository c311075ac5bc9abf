"""The compiled loops give what numpy gives, to the last bit, and stop at whatever an index must not hold."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ConfigurationError
from index.kernel_choice import VARIABLE
from searcher.bars import Periods, Small
from searcher.kernel import Documents, Found, Kernel, Terms, ValuePart
from searcher.kernel_numpy import NumpyKernel
from searcher.kernels import chosen_kernel, compiled
from searcher.page import Bucket

SIZE = 40_000  # three windows of `merge`
built = pytest.mark.skipif(compiled is None, reason="no compiler when this was installed")
NUMPY: Kernel = NumpyKernel()

seeds = st.integers(0, 2**32 - 1)
shares = st.sampled_from((0.0, 0.0005, 0.02, 0.4, 1.0))


def c() -> Kernel:
    return chosen_kernel({VARIABLE: "c"})


def found(chance: np.random.Generator, share: float) -> Found:
    """Documents of a share of the archive with scores of which many are alike."""
    documents = np.flatnonzero(chance.random(SIZE) < share).astype(np.uint32)
    return documents, np.round(chance.random(len(documents)) * 4, int(chance.integers(0, 12)))


def same(first: Any, second: Any) -> None:
    """Equal to the last bit, types included."""
    if isinstance(first, tuple):
        assert len(first) == len(second)
        for one, other in zip(first, second, strict=True):
            same(one, other)
    elif isinstance(first, np.ndarray):
        assert first.dtype == second.dtype
        assert first.tobytes() == second.tobytes()
    else:
        assert first == second


def both(ask: Callable[[Kernel], Any]) -> Any:
    expected = ask(NUMPY)
    same(ask(c()), expected)
    return expected


@built
@given(seeds, st.lists(shares, max_size=4), st.integers(1, 4))
def test_lists_are_merged_alike(seed: int, some: list[float], minimum: int) -> None:
    chance = np.random.default_rng(seed)
    lists = [found(chance, share) for share in some]
    documents, _ = both(lambda kernel: kernel.merge(lists, minimum, SIZE))
    expected = np.flatnonzero(sum(np.bincount(each, minlength=SIZE) for each, _ in lists) >= minimum)
    assert not lists or documents.tolist() == expected.tolist()


@built
@given(seeds, shares, shares)
def test_lists_are_thinned_out_alike(seed: int, first: float, second: float) -> None:
    chance = np.random.default_rng(seed)
    one, (asked, _) = found(chance, first), found(chance, second)
    mask = both(lambda kernel: kernel.contains(asked, one[0]))
    assert mask.tolist() == np.isin(one[0], asked).tolist()
    more = chance.random(len(mask))
    both(lambda kernel: kernel.keep(mask, one))
    both(lambda kernel: kernel.keep(mask, one, more))
    by_document = chance.random(SIZE) < second
    both(lambda kernel: kernel.choose(by_document, one))
    days = chance.integers(0, 9, SIZE).astype(np.int32)
    for since, until in ((3, 5), (6, 2)):
        both(lambda kernel, period=(since, until): kernel.in_days(days, *period, bool(seed % 2), one[0]))
    passing = both(lambda kernel: kernel.passing(by_document, one[0]))
    assert passing.tolist() == one[0][by_document[one[0]]].tolist()
    union = both(lambda kernel: kernel.unite([one[0], asked, asked], SIZE))
    assert union.tolist() == np.union1d(one[0], asked).tolist()
    others = both(lambda kernel: kernel.without(by_document, asked))
    assert others.tolist() == np.setdiff1d(np.flatnonzero(by_document), asked).tolist()


@built
@given(seeds, shares, st.sampled_from((0, 1, 10, 500, 10**6)), st.booleans())
def test_the_best_are_the_same_in_the_same_order(
    seed: int, share: float, wanted: int, by_score: bool
) -> None:
    chance = np.random.default_rng(seed)
    documents, scores = found(chance, share)
    scores += chance.choice((0.0, 4e-10, -4e-10), len(scores))  # less than a rounding apart
    ranks = chance.permutation(SIZE).astype(np.uint32)
    places = both(lambda kernel: kernel.best(documents, scores if by_score else None, ranks, wanted))
    keys = [(-round(scores[at], 9) if by_score else 0, ranks[documents[at]]) for at in range(len(documents))]
    assert places.tolist() == sorted(range(len(documents)), key=keys.__getitem__)[:wanted]


@built
@pytest.mark.parametrize("wanted", [10, 500, 700])
def test_a_sample_that_misleads_loses_none_of_the_best(wanted: int) -> None:
    """Every 64th score is high, and these are fewer than wanted, or more."""
    documents = np.arange(SIZE, dtype=np.uint32)
    scores = np.where(documents % 64 == 0, 5.0, documents % 977 / 1000)
    ranks = documents[::-1].copy()
    places = both(lambda kernel: kernel.best(documents, scores, ranks, wanted))
    expected = sorted(documents.tolist(), key=lambda at: (-scores[at], ranks[at]))[:wanted]
    assert places.tolist() == expected


@built
@given(seeds, shares, st.integers(1, 300))
def test_counts_are_the_same(seed: int, share: float, size: int) -> None:
    chance = np.random.default_rng(seed)
    documents, _ = found(chance, share)
    numbers = chance.integers(0, size, SIZE).astype(np.uint32)
    both(lambda kernel: kernel.count_numbers(numbers, documents, size))
    both(lambda kernel: kernel.extent(np.bincount(documents[size:], minlength=7)))
    counts = np.bincount(numbers[documents], minlength=size)
    places, present = both(lambda kernel: kernel.leading(counts, size // 3))
    ordered = sorted(np.flatnonzero(counts).tolist(), key=lambda value: (-counts[value], value))
    assert (places, present) == (ordered[: size // 3], len(ordered))


def segments(chance: np.random.Generator, number: int, size: int) -> list[ValuePart]:
    """Values of documents in so many segments, numbered anew where there are several."""
    parts = []
    for first, end in pairwise(np.linspace(0, SIZE, number + 1).astype(int).tolist()):
        own = int(chance.integers(1, size + 1)) if number > 1 else size
        most = int(chance.choice((4, 12, 30)))  # few in each, or more than are copied at once
        starts = np.cumsum([0, *chance.integers(0, most, end - first)]).astype(np.uint32)
        ordinals = np.sort(chance.permutation(size)[:own]).astype(np.uint32) if number > 1 else None
        values = chance.integers(0, own, starts[-1]).astype(np.uint32)
        parts.append(ValuePart(first, starts, values, own, ordinals))
    return parts


@built
@given(seeds, shares, st.integers(1, 3), st.sampled_from((1, 30, 3_000, 200_000)), st.booleans())
def test_values_are_counted_and_led_alike(seed: int, share: float, number: int, size: int, but: bool) -> None:
    chance = np.random.default_rng(seed)
    documents, parts = found(chance, share)[0], segments(chance, number, size)
    counts = both(lambda kernel: kernel.values(parts, size).count(documents))
    expected = np.zeros(size, int)
    for document in documents.tolist():
        part = [each for each in parts if each.first <= document][-1]
        first, end = part.starts[document - part.first :][:2].tolist()
        names = range(size) if part.ordinals is None else part.ordinals
        for value in part.values[first:end].tolist():
            expected[names[value]] += 1
    assert counts.tolist() == expected.tolist()
    whole = counts + chance.integers(0, 2, size) * 3 if but else None
    edges = sorted(chance.integers(0, size + 1, 6).tolist())
    spans = [(edges[at], edges[at + 1], int(chance.integers(0, 40))) for at in (0, 2, 4)]
    if seed % 3 == 0:
        spans.append(spans[0])  # in any order, one inside another
    led = both(lambda kernel: tuple(kernel.values(parts, size).leading(documents, whole, spans)))
    left = counts if whole is None else whole - counts
    for (first, end, wanted), (values, numbers, present) in zip(spans, led, strict=True):
        ordered = sorted(np.flatnonzero(left[first:end]).tolist(), key=lambda at: (-left[first + at], at))
        assert (values, present) == (ordered[:wanted], len(ordered))
        assert numbers == [left[first + at] for at in values]


class Shown(NamedTuple):
    key: str
    number: int
    of: int


@pytest.mark.parametrize("kernel", [NUMPY, *([c()] if compiled else [])], ids=lambda kernel: kernel.name)
def test_rows_are_shown_with_counts(kernel: Kernel) -> None:
    class Rows(dict[int, Shown]):
        def __missing__(self, place: int) -> Shown:
            row = self[place] = Shown(f"value {place}", 0, 3 * place)
            return row

    rows = Rows()
    for places, counts in (([], []), ([2, 7, 2], [1, 900, 10**12])):
        expected = [Shown(f"value {at}", count, 3 * at) for at, count in zip(places, counts, strict=True)]
        made = kernel.with_counts(rows, places, counts, 1)
        assert made == expected
        assert all(type(row) is Shown for row in made)
    assert rows == {2: Shown("value 2", 0, 6), 7: Shown("value 7", 0, 21)}, "as they were"
    with pytest.raises(KeyError):
        kernel.with_counts({1: Shown("one", 0, 1)}, [1, 2], [1, 1], 1)


@built
@given(seeds, st.integers(1, 60), st.booleans(), st.sampled_from((2, 10, 10**6)))
def test_bars_are_the_same(seed: int, size: int, filled: bool, most: int) -> None:
    """Of periods that all have days, and of some that have none."""
    chance = np.random.default_rng(seed)
    every = np.arange(size) if filled else chance.integers(0, size, int(chance.integers(1, 80)))
    edges = np.append(np.sort(every), size)
    keys, of = [f"{number:04}" for number in range(len(every))], list(range(len(every)))
    periods = Periods(keys, edges, of, filled, 0, Small(keys, of))
    counts = chance.integers(0, most, size)
    bars = both(lambda kernel: kernel.bars(periods, counts))
    sums = [int(counts[first:end].sum()) for first, end in pairwise(edges.tolist())]
    assert bars == tuple(map(Bucket, keys, sums, of))
    assert all(type(bar) is Bucket for bar in c().bars(periods, counts))
    with pytest.raises(ValueError, match="edges"):
        c().bars(periods, counts[:-1])
    with pytest.raises(ValueError, match="lengths"):
        c().bars(replace(periods, of=of[1:]), counts)


@built
def test_rows_may_shorten_what_is_asked_for() -> None:
    places, counts = [700, 800], [1, 2]

    class Rows(dict[int, Shown]):
        def __missing__(self, place: int) -> Shown:
            places.clear()
            counts.clear()
            return Shown(f"value {place}", 0, place)

    with pytest.raises((IndexError, ValueError)):
        c().with_counts(Rows(), places, counts, 1)


words = st.lists(st.binary(max_size=3), unique=True, max_size=12).map(sorted)


def cut(terms: list[bytes]) -> Terms:
    starts = np.cumsum([0, *map(len, terms)]).astype(np.uint64)
    return np.frombuffer(b"".join(terms), np.uint8), starts


@built
@given(st.lists(words, max_size=4), st.binary(max_size=3))
def test_terms_are_ranked_and_found_alike(lists: list[list[bytes]], wanted: bytes) -> None:
    ranks = both(lambda kernel: tuple(kernel.rank_terms([cut(terms) for terms in lists])))
    every = sorted((term, number) for number, terms in enumerate(lists) for term in terms)
    for number, (terms, own) in enumerate(zip(lists, ranks, strict=True)):
        assert own.tolist() == [every.index((term, number)) for term in terms]
        place = both(lambda kernel, terms=terms: kernel.place(*cut(terms), wanted))
        assert place == sum(term < wanted for term in terms)


hostile = st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 12), max_size=12).map(
    lambda numbers: np.array(numbers, np.uint32)
)


@built
@given(hostile, hostile, hostile, st.integers(0, 10))
def test_nothing_that_an_index_may_hold_is_trusted(
    first: Documents, second: Documents, third: Documents, size: int
) -> None:
    """Any order, any number: an IndexError, or an answer inside the archive."""
    lists = [(each, np.ones(len(each))) for each in (first, second)]
    live, ranks = np.ones(size, bool), np.arange(size, dtype=np.uint32)
    second = np.append(second, second[:1] if len(second) else np.uint32(0)).astype(np.uint32)
    days, starts = np.zeros(size, np.int32), np.append(first, second[:1])
    parts = [ValuePart(0, starts, second, size), ValuePart(3, np.append(first, third)[:1], first, 2, third)]
    parts = [part for part in parts if len(part.starts)]
    asks: list[Callable[[Kernel], Any]] = [
        lambda kernel: kernel.merge(lists, 1, size)[0],
        lambda kernel: kernel.choose(live, lists[0])[0],
        lambda kernel: kernel.in_days(days, 1, 5, True, lists[0][0]),
        lambda kernel: kernel.passing(live, lists[0][0]),
        lambda kernel: kernel.unite([each for each, _ in lists], size),
        lambda kernel: kernel.without(live, first),
        lambda kernel: kernel.contains(first, second) * 0,
        lambda kernel: kernel.best(*lists[0], ranks, 3) * 0,
        lambda kernel: kernel.rank_terms([(first.view(np.uint8), second.astype(np.uint64))])[0] * 0,
    ]
    for ask in asks:
        try:
            documents = ask(c())
        except IndexError:
            continue
        assert not len(documents) or int(documents.max()) < max(1, size)
    for count in (
        lambda: c().values(parts, size).count(third),
        lambda: c().values(parts, size).leading(third, None, [(0, size, 3)]) and np.zeros(size),
        lambda: c().count_numbers(first, second, size),
    ):
        try:
            counts = count()
        except IndexError:
            continue
        assert counts is None or len(counts) == size


@pytest.mark.parametrize("kernel", [NUMPY, *([c()] if compiled else [])], ids=lambda kernel: kernel.name)
def test_threads_share_a_kernel(kernel: Kernel) -> None:
    """The compiled loops let the interpreter's lock go: what others do meanwhile must not show."""
    chance = np.random.default_rng(7)
    lists = [found(chance, share) for share in (0.9, 0.6, 0.8)]
    ranks = chance.permutation(SIZE).astype(np.uint32)

    def ask(number: int) -> tuple[bytes, ...]:
        merged = kernel.merge(lists[number % 2 :], 2, SIZE)
        best = kernel.best(*merged, ranks, 50)
        return tuple(each.tobytes() for each in (*merged, best, kernel.count_numbers(ranks, merged[0], SIZE)))

    alone = [ask(number) for number in range(2)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(40))) == alone * 20


@built
def test_arrays_that_do_not_fit_are_refused() -> None:
    assert compiled is not None
    kernel, ones = c(), np.ones(3)
    documents = np.arange(3, dtype=np.uint32)
    with pytest.raises(ValueError, match="4 bytes"):
        kernel.contains(documents.astype(np.uint64), documents)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="lengths"):
        kernel.keep(np.ones(2, bool), (documents, ones))
    with pytest.raises(ValueError, match="lengths"):
        kernel.best(documents, ones[:2], documents, 2)
    with pytest.raises(ValueError, match="aligned"):
        shifted = np.frombuffer(bytes(13), np.uint32, 3, 1)
        kernel.contains(shifted, documents)
    with pytest.raises((ValueError, BufferError)):
        kernel.contains(documents[::2], documents)


def test_a_kernel_can_be_forced() -> None:
    assert chosen_kernel({VARIABLE: "numpy"}).name == "numpy"
    assert chosen_kernel({}).name == ("c" if compiled else "numpy")
    with pytest.raises(ConfigurationError, match="there are c and numpy"):
        chosen_kernel({VARIABLE: "fortran"})


@pytest.mark.parametrize("change", ["absent", "stale"])
def test_what_was_not_built_from_this_source_is_not_used(
    change: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if change == "stale" and compiled is not None:
        monkeypatch.setattr(compiled, "VERSION", -1)
    else:
        monkeypatch.setattr("searcher.kernels.compiled", None)
    assert chosen_kernel({}).name == "numpy"
    assert bool(caplog.records) == (change == "stale" and compiled is not None)
    with pytest.raises(ConfigurationError, match="install"):
        chosen_kernel({VARIABLE: "c"})

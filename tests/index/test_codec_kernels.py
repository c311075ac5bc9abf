"""The compiled loops of a write give what numpy gives, to the last byte, and stop at numbers of nothing."""

from array import array
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.codec_analysis import Vocabulary
from index.codec_buffer import DocumentBuffer
from index.codec_kernel import ChunkTerms, PlanArrays, Texts, WriteKernel
from index.codec_kernel_numpy import NumpyWriteKernel
from index.codec_kernels import chosen_write_kernel, compiled
from index.codec_packing import WIDTHS
from index.errors import ConfigurationError
from index.kernel_choice import VARIABLE
from index.lang.analyze import Analyzer
from index.lang.language import Language
from index.lang.words import CHUNK, CLASSES_END, chunk_classes
from index.whoosh_schema import RECORD, make_schema

built = pytest.mark.skipif(compiled is None, reason="no compiler when this was installed")
NUMPY: WriteKernel = NumpyWriteKernel()
seeds = st.integers(0, 2**32 - 1)
# Letters, joiners, blanks, accents, marks, what lies beyond the table, and half a surrogate pair.
PIECES = ("a", "Bc", "é", "ё", "-", "’", "ʼ", ".", " ", "\n", "\u00a0", "\u00ad", "1", "_", ",", "كتاب")
STRANGE = ("😀", "漢", "\ud800")
texts = st.lists(st.sampled_from(PIECES) | st.sampled_from(STRANGE) | st.text(max_size=2), max_size=30).map(
    "".join
)


def c() -> WriteKernel:
    return chosen_write_kernel({VARIABLE: "c"})


def same(first: Any, second: Any) -> None:
    """Equal to the last byte, types included."""
    if isinstance(first, np.ndarray):
        assert first.dtype == second.dtype
        assert first.tobytes() == second.tobytes()
    elif isinstance(first, (tuple, list)):
        assert len(first) == len(second)
        for one, other in zip(first, second, strict=True):
            same(one, other)
    elif hasattr(first, "__slots__"):
        for name in first.__slots__:
            same(getattr(first, name), getattr(second, name))
    else:
        assert first == second


def both(ask: Callable[[WriteKernel], Any]) -> Any:
    expected = ask(NUMPY)
    same(ask(c()), expected)
    return expected


class Written:
    """Chunks are told by the pattern, their terms by their letters: none, one or several, in any order."""

    chunks = staticmethod(CHUNK.findall)
    chunk_classes = staticmethod(chunk_classes)

    def chunk_terms(self, chunk: str) -> ChunkTerms:
        steps = [(ord(letter) * 7) % 5 for letter in chunk[:4]]
        terms = [(chunk[:step], chunk[step:], step) for step in steps if step != 3]
        return terms, 70_000 if "1" in chunk else len(chunk) % 3


def numbered(kernel: WriteKernel, given_texts: list[Any]) -> tuple[list[str], list[int], list[int]]:
    chunks, numbers = kernel.chunks(Written()), array("I")
    counts = [chunks.append(text, numbers) for text in given_texts]
    return chunks.written(), numbers.tolist(), counts


def later(kernel: WriteKernel, chunks: list[str]) -> list[str]:
    table = kernel.chunks(Written())
    table.append(chunks, array("I"))
    assert table.written(len(chunks)) == []
    return table.written(5)


def test_the_table_of_letters_is_the_pattern() -> None:
    classes = chunk_classes()
    assert len(classes) == CLASSES_END
    for point in range(CLASSES_END):
        letter = chr(point)
        is_letter, joins = CHUNK.fullmatch(letter), CHUNK.fullmatch(f"a-{letter}") is None
        joins = joins and CHUNK.fullmatch(f"a-{letter}b") is not None
        assert classes[point] == bool(is_letter) + 2 * joins, hex(point)
    analyzer = Analyzer(Language.load().stemmer)
    assert analyzer.chunk_classes() == classes


@built
@given(st.lists(texts | st.lists(texts, max_size=4), max_size=8))
def test_chunks_have_the_same_numbers(given_texts: list[Any]) -> None:
    chunks, numbers, _ = both(lambda kernel: numbered(kernel, given_texts))
    cut = [CHUNK.findall(text) if isinstance(text, str) else text for text in given_texts]
    assert [chunks[number] for number in numbers] == [chunk for text in cut for chunk in text]


@built
def test_many_chunks_and_long_ones_are_told_apart() -> None:
    many = [f"k{number:x}" for number in range(40_000)] + ["x" * size for size in range(1, 300)]
    many += ["a" * 40_000 + "b", "a" * 40_000 + "c", "\x00", "\x00\x00", "", "\x00a", "a\x00", "é" * 4, "ée"]
    heard, numbers, _ = both(lambda kernel: numbered(kernel, [many, " ".join(many[:50_000]), many]))
    assert heard[: len(many)] == many
    assert numbers[: len(many)] == list(range(len(many)))
    assert both(lambda kernel: later(kernel, many)) == many[5:]


def made(chance: np.random.Generator) -> tuple[Texts, PlanArrays, list[tuple[Any, int]]]:
    """Random texts over a few chunks, of which some have no token, some several."""
    chunks, terms = int(chance.integers(1, 30)), int(chance.integers(1, 20))
    starts = np.concatenate(([0], np.cumsum(chance.choice([0, 1, 1, 1, 3], chunks)))).astype(np.uint32)
    documents = int(chance.integers(0, 40))
    counts = chance.choice([0, 1, 5, 400], documents).astype(np.uint32)
    ids = (chance.random(int(counts.sum())) ** 3 * chunks).astype(np.uint32)
    advances = chance.choice([0, 1, 1, 2, 70_000], chunks).astype(np.uint32)
    steps = chance.choice([0, 0, 1, 4], int(starts[-1])).astype(np.uint32)
    columns = [(chance.integers(0, terms, int(starts[-1])).astype(np.uint32), terms) for _ in range(2)]
    live = chance.random(documents) < chance.choice([0.0, 0.5, 1.0])
    return Texts(ids, counts, live), PlanArrays(starts, advances, steps), columns


@built
@given(seeds)
def test_texts_are_inverted_alike(seed: int) -> None:
    given_texts, plans, columns = made(np.random.default_rng(seed))
    both(lambda kernel: kernel.tally(given_texts, len(plans.advances)))
    for column in columns:
        field, lengths = both(
            lambda kernel, column=column: kernel.inverter(given_texts, plans).postings(*column)
        )
        counts = (field.joined.postings & 255).astype(np.uint32)
        counts[field.joined.long.astype(np.int64)] = field.joined.long_counts
        assert int(counts.sum()) == int(lengths.sum()) == len(field.positions)
        joined = both(
            lambda kernel, field=field, counts=counts: kernel.join(field.joined.postings >> 8, counts)
        )
        same(joined, field.joined)
        both(lambda kernel, field=field: kernel.above(field.positions))


@built
@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 300), max_size=40), st.sampled_from(WIDTHS))
def test_numbers_are_packed_alike(numbers: list[int], width: int) -> None:
    array = np.array(numbers, np.uint32)
    packed = both(lambda kernel: kernel.pack(array, width))
    unpacked = both(lambda kernel: kernel.unpack(packed, width, len(array)))
    assert (unpacked == array % (1 << width)).all()


@built
@given(seeds)
def test_runs_are_placed_alike(seed: int) -> None:
    chance = np.random.default_rng(seed)
    terms = int(chance.integers(1, 30))
    ordinals = np.flatnonzero(chance.random(terms) < 0.6)
    runs = chance.choice([1, 2, 90], len(ordinals))
    sizes = np.zeros(terms, np.int64)
    sizes[ordinals] = runs
    column = chance.integers(0, 2**32, int(runs.sum())).astype(np.uint32)

    def placed(kernel: WriteKernel) -> tuple[Any, Any]:
        free, result = np.cumsum(sizes) - sizes, np.zeros(len(column), np.uint32)
        kernel.place(column, ordinals, runs, free, result)
        return free, result

    free, result = both(placed)
    assert (result == column).all() and (free == np.cumsum(sizes)).all()


terms = st.binary(max_size=3) | st.binary(max_size=2).map(lambda end: b"delapan1" + end)


@built
@given(st.lists(st.dictionaries(terms, st.booleans(), max_size=20), max_size=6))
def test_terms_of_several_segments_are_united_alike(segments: list[dict[bytes, bool]]) -> None:
    lists = []
    for segment in segments:
        ordered = sorted(segment)
        starts = np.cumsum([0, *map(len, ordered)]).astype("<u8")
        used = np.array([segment[term] for term in ordered], bool)
        lists.append((np.frombuffer(b"".join(ordered), "|u1"), starts, used))
    (data, starts), ordinals = both(lambda kernel: kernel.unite(lists))
    united = [data.tobytes()[begin:end] for begin, end in pairwise(starts.tolist())]
    assert united == sorted({term for segment in segments for term, used in segment.items() if used})
    for segment, own in zip(segments, ordinals, strict=True):
        assert [united[ordinal] for ordinal in own] == [term for term in sorted(segment) if segment[term]]


@pytest.mark.parametrize("kernel", [NUMPY, *([c()] if compiled else [])], ids=lambda kernel: kernel.name)
def test_numbers_of_nothing_are_refused(kernel: WriteKernel) -> None:
    few, live = np.array([0, 5], np.uint32), np.ones(1, bool)
    two, one = np.array([2], np.uint32), np.zeros(1, np.uint32)
    plans = PlanArrays(np.array([0, 1], np.uint32), one, one)
    with pytest.raises(IndexError):
        kernel.tally(Texts(few, two, live), 1)
    with pytest.raises(IndexError):
        kernel.inverter(Texts(few, two, live), plans).postings(one, 1)


@built
def test_the_compiled_loops_read_and_write_nowhere_else() -> None:
    kernel, live, one = c(), np.ones(1, bool), np.zeros(1, np.uint32)
    two, nine = np.array([2], np.uint32), np.array([9], np.uint32)
    good = PlanArrays(np.array([0, 1], np.uint32), one, one)
    pair = np.zeros(2, np.uint32)
    with pytest.raises(IndexError):  # more chunks than there are
        kernel.tally(Texts(pair, np.array([3], np.uint32), live), 1)
    with pytest.raises(IndexError):  # a term that the field has not
        kernel.inverter(Texts(pair, two, live), good).postings(nine, 1)
    with pytest.raises((IndexError, ValueError)):  # tokens beyond those of the plans
        bad = PlanArrays(np.array([0, 9], np.uint32), one, one)
        kernel.inverter(Texts(pair, two, live), bad).postings(one, 1)
    with pytest.raises(ValueError, match="lengths"):
        kernel.tally(Texts(pair, two, np.ones(2, bool)), 1)
    places, result = np.array([0]), np.zeros(3, np.uint32)
    for ordinal, run, free in (
        (1, 2, 0),
        (-1, 2, 0),
        (0, 3, 0),
        (0, 1, 0),
        (0, 2, 2),
        (0, -2, 0),
        (0, 2, -1),
    ):
        with pytest.raises(IndexError):
            kernel.place(pair, np.array([ordinal]), np.array([run]), places + free, result)
    letters, used = np.frombuffer(b"abc", "|u1"), np.ones(1, bool)
    for begin, end in ((0, 4), (2, 1), (2**63, 2**63 + 1)):
        with pytest.raises(IndexError):
            kernel.unite([(letters, np.array([begin, end], "<u8"), used)])
    with pytest.raises(ValueError, match="lengths"):
        kernel.unite([(letters, np.array([0, 1, 2], "<u8"), used)])
    with pytest.raises(ValueError, match="width"):
        kernel.pack(pair, 9)
    with pytest.raises(ValueError, match="lengths"):
        kernel.unpack(kernel.pack(pair, 8), 8, 5)


@built
@given(st.lists(st.tuples(texts, texts), max_size=12), st.frozensets(st.integers(0, 11)))
def test_a_segment_is_the_same_whoever_writes_it(
    documents: list[tuple[str, str]], dropped: frozenset[int]
) -> None:
    def segment(kernel: WriteKernel) -> Any:
        buffer = DocumentBuffer(make_schema(), Vocabulary(Written(), kernel), kernel)
        for number, (title, body) in enumerate(documents):
            buffer.add(
                {"id": (f"a{number}",), "title": title, "body": body, RECORD: body.encode("utf-8", "replace")}
            )
        for number in dropped:
            if number < len(documents):
                buffer.drop(number)
        arrays: dict[str, Any] = {}
        notes = buffer.write(lambda some: arrays.update({name: some[name].copy() for name in some}))
        return sorted(arrays), [arrays[name] for name in sorted(arrays)], str(notes)

    both(segment)


def test_a_kernel_can_be_forced() -> None:
    assert chosen_write_kernel({VARIABLE: "numpy"}).name == "numpy"
    assert chosen_write_kernel({}).name == ("c" if compiled else "numpy")
    with pytest.raises(ConfigurationError, match="there are c and numpy"):
        chosen_write_kernel({VARIABLE: "fortran"})


@pytest.mark.parametrize("change", ["absent", "stale"])
def test_what_was_not_built_from_this_source_is_not_used(
    change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if change == "stale" and compiled is not None:
        monkeypatch.setattr(compiled, "VERSION", -1)
    else:
        monkeypatch.setattr("index.codec_kernels.compiled", None)
    assert chosen_write_kernel({}).name == "numpy"
    with pytest.raises(ConfigurationError, match="install"):
        chosen_write_kernel({VARIABLE: "c"})

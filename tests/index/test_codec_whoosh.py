"""Whoosh reads from our arrays what it reads from its own files: terms, postings, scores, records."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index
from whoosh.index import FileIndex
from whoosh.matching import ReadTooFar
from whoosh.query import And, Every, NumericRange, Or, Phrase, Prefix, Query, Term
from whoosh.reading import IndexReader, TermNotFound

from index.codec_kernel import ChunkTerms
from index.codec_kernels import chosen_write_kernel
from index.codec_merge import MOST_SEGMENTS, worth_merging
from index.codec_whoosh import ArraySegment, arrays_of_reader
from index.codec_writer import ArrayWriter
from index.errors import IndexCorrupt, IndexLocked, IndexOutdated
from index.whoosh_schema import DAY, RECORD, analysed, make_schema

WORDS = ("banjir", "rumah", "warga", "é", "\ud800", "zebra", "ban", "")
Document = dict[str, Any]


class Written:
    """ "word" takes one position, "word@7" seven, "@7" is a gap; its form is "wordx"."""

    def chunks(self, text: str) -> list[str]:
        return text.split()

    def chunk_classes(self) -> bytes:
        return b""

    def chunk_terms(self, chunk: str) -> ChunkTerms:
        word, at, steps = chunk.partition("@")
        return () if at and not word else ((word, word + "x", 0),), int(steps or 1)


ANALYSIS = Written()


def document(
    number: int, title: Sequence[str], body: Sequence[str], day: int, people: Sequence[str]
) -> Document:
    made: Document = {"id": (f"a{number:02}",), RECORD: f"record {number}".encode() * (number % 3)}
    for name, words in (("title", title), ("body", body), ("related", ())):
        made[name] = [f"{word}@2" if word and place % 3 == 2 else word for place, word in enumerate(words)]
    made |= {"person": dict.fromkeys(people, ("Name",)), "organisation": (), "place": ()}
    made["source"] = ("s",) if day % 2 else ()
    return made | ({"published": day, DAY: day} if day else {})


words = st.lists(st.sampled_from(WORDS), max_size=12)
documents = st.builds(
    lambda *parts: parts,
    words,
    words,
    st.sampled_from((0, 0, 737_000, 737_001, 738_500)),
    st.lists(st.sampled_from(("p1", "p2", "ü")), max_size=2, unique=True),
)


def open_index(folder: Path) -> FileIndex:
    return whoosh_index.open_dir(str(folder), schema=make_schema())


def open_writer(folder: Path, **options: int) -> ArrayWriter:
    return ArrayWriter(open_index(folder), ANALYSIS, chosen_write_kernel(), **options)


def write_ours(
    folder: Path, batches: Sequence[Sequence[Document]], delete: Sequence[int] = ()
) -> IndexReader:
    folder.mkdir()
    whoosh_index.create_in(str(folder), make_schema())
    for batch in batches:
        writer = open_writer(folder)
        for made in batch:
            writer.add_document(**made)
        writer.commit()
    if delete:
        writer = open_writer(folder)
        for number in delete:
            writer.delete_document(number)
        writer.commit()
    return open_index(folder).reader()


def write_theirs(
    folder: Path, batches: Sequence[Sequence[Document]], delete: Sequence[int] = ()
) -> IndexReader:
    folder.mkdir()
    index = whoosh_index.create_in(str(folder), make_schema())
    for batch in batches:
        writer = index.writer()
        for made in batch:
            writer.add_document(**analysed(made, ANALYSIS))
        writer.commit(merge=False)
    if delete:
        writer = index.writer()
        for number in delete:
            writer.delete_document(number)
        writer.commit(merge=False)
    return index.reader()


def content(reader: IndexReader, texts: bool = True) -> list[Any]:
    """Everything a reader tells, in an order of its own."""
    told: list[Any] = [reader.doc_count_all(), reader.doc_count(), sorted(reader.all_doc_ids())]
    for field, term in sorted(reader.all_terms()):
        told.append((field, term, reader.doc_frequency(field, term), reader.frequency(field, term)))
        matcher = reader.postings(field, term)
        while matcher.is_active():
            told.append((matcher.id(), matcher.weight()))
            if field.startswith(("title", "body")):
                told.append(matcher.value_as("positions"))
            matcher.next()
    for field in ("title", "body_exact", "related"):
        told.append(reader.field_length(field))
        told.append([reader.doc_field_length(number, field) or 0 for number in range(reader.doc_count_all())])
    for number in reader.all_doc_ids():
        told.append(reader.stored_fields(number)[RECORD])
    for leaf, _ in reader.leaf_readers() if reader.doc_count_all() else []:
        told.append(list(leaf.column_reader(DAY)))
        told.append(list(leaf.column_reader("id")))
    return told


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(documents, min_size=1, max_size=6), min_size=1, max_size=3), st.data())
def test_whoosh_reads_our_arrays_as_its_own_files(
    tmp_path_factory: pytest.TempPathFactory, parts: Any, data: st.DataObject
) -> None:
    numbers = iter(range(1000))
    batches = [[document(next(numbers), *part) for part in batch] for batch in parts]
    sizes = [len(batch) for batch in batches]
    # Few enough in each segment that neither side merges them away.
    delete = [
        sum(sizes[:place]) for place, size in enumerate(sizes) if size >= 5 and data.draw(st.booleans())
    ]
    folder = tmp_path_factory.mktemp("index")
    ours = write_ours(folder / "ours", batches, delete)
    theirs = write_theirs(folder / "theirs", batches, delete)
    assert content(ours) == content(theirs)
    for field, term in theirs.all_terms():
        mine, other = ours.term_info(field, term), theirs.term_info(field, term)
        assert (mine.weight(), mine.doc_frequency(), mine.max_weight()) == (
            other.weight(),
            other.doc_frequency(),
            other.max_weight(),
        )
        assert (mine.min_id(), mine.max_id()) == (other.min_id(), other.max_id())


QUERIES: tuple[Query, ...] = (
    Term("body", "banjir"),
    Term("body", "tiada"),
    Or([Term("body", "rumah"), Term("title", "warga", boost=2.0)]),
    And([Term("body", "rumah"), Term("body", "ban")]),
    Phrase("body", ["rumah", "warga"]),
    Prefix("body", "ban"),
    Term("person", "p1"),
    NumericRange("published", 737_001, None),
    Every(),
)


def sample() -> list[Document]:
    made = []
    for number in range(40):
        body = [WORDS[(number * 5 + place * place) % 7] for place in range(3 + number % 17)]
        people = ("p1", "p2")[: number % 3]
        made.append(document(number, body[:3], body, (0, 737_000, 737_001 + number)[number % 3], people))
    return made


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_whoosh_finds_and_scores_the_same(tmp_path: Path, query: Query) -> None:
    batches = (sample()[:25], sample()[25:])
    found = []
    for write in (write_ours, write_theirs):
        write(tmp_path / write.__name__, batches, (3, 30))
        with open_index(tmp_path / write.__name__).searcher() as searcher:
            results = searcher.search(query, limit=None)
            found.append([(hit.docnum, hit.score) for hit in results])
    assert [number for number, _ in found[0]] == [number for number, _ in found[1]]
    assert [score for _, score in found[0]] == pytest.approx([score for _, score in found[1]], rel=1e-6)


def test_terms_are_found_by_distance(tmp_path: Path) -> None:
    ours = write_ours(tmp_path / "ours", [sample()])
    assert sorted(ours.terms_within("body", "bann", 1)) == ["ban"]
    assert list(ours.terms_within("related", "bann", 1)) == []


def test_a_merge_gives_what_writing_at_once_gives(tmp_path: Path) -> None:
    made = sample()
    kept = [each for number, each in enumerate(made) if number % 4]
    whole = write_ours(tmp_path / "whole", [kept])
    folder = tmp_path / "parts"
    write_ours(folder, [made[start : start + 8] for start in range(0, 40, 8)], [*range(0, 40, 4)]).close()
    parts = open_index(folder).reader()
    assert len(list(folder.glob("*.arrays"))) == 1
    assert content(parts) == content(whole)
    arrays = arrays_of_reader(parts)
    assert arrays is not None
    arrays.verify()
    assert arrays.newest.tolist() == arrays_of_reader(whole).newest.tolist()


def test_many_small_segments_become_few(tmp_path: Path) -> None:
    ours = write_ours(tmp_path / "ours", [[each] for each in sample()])
    assert len(ours.leaf_readers()) <= MOST_SEGMENTS
    assert ours.doc_count() == 40


@pytest.mark.parametrize(
    ("sizes", "deleted", "chosen"),
    [
        ([], [], []),
        ([10] * 8, [2] * 8, []),
        ([10, 10, 10], [0, 3, 0], [[1]]),
        ([100, 1, 1, 1, 1, 1, 1, 1, 1], [0] * 9, [[1, 2, 3, 4, 5, 6, 7, 8]]),
        ([100] * 8 + [1], [0] * 9, []),
        ([100] * 8 + [3, 1, 1], [0] * 11, [[8, 9, 10]]),
        ([100] * 8 + [9, 1, 1], [0] * 11, [[9, 10]]),
        ([100] * 9, [0] * 9, [[0, 1, 2, 3], [4, 5, 6, 7]]),
        ([10, 10], [10, 0], [[0]]),
        ([400, 1] + [20] * 9, [0] * 11, [[2, 3, 4, 5, 6, 7, 8, 9, 10]]),
        ([1, 3, 9, 27, 81, 243, 729, 2187, 6561], [0] * 9, []),
    ],
)
def test_what_is_worth_merging(sizes: list[int], deleted: list[int], chosen: list[list[int]]) -> None:
    """No more than four hundred tokens become one, and here a document is a token."""
    assert worth_merging(sizes, deleted, sizes, most=400) == chosen


def test_what_is_all_new_is_joined() -> None:
    sizes = [200, 150, 60, 1]
    assert worth_merging(sizes, [0] * 4, sizes, most=400, every=True) == [[0, 1], [2, 3]]
    assert worth_merging([400], [0], [400], most=400, every=True) == []


def test_a_term_may_be_frequent_and_far(tmp_path: Path) -> None:
    """More often than a byte can say, at positions that two bytes cannot."""
    made = document(0, (), (), 0, ())
    some = [*["sering@7"] * 9362, "sering@2", "jauh@5", *["sering@7"] * 600, "@4_900_000", "sering"]
    made["body"] = some
    other = document(1, (), ["sering"] * 255 + ["jauh"] * 254, 0, ())
    third = document(2, (), ["sering"], 0, ())
    folder = tmp_path / "ours"
    reader = write_ours(folder, [[made, other], [third]])
    theirs = write_theirs(tmp_path / "theirs", [[made, other], [third]])
    assert content(reader) == content(theirs)
    for leaf, _ in reader.leaf_readers():
        arrays = arrays_of_reader(leaf)
        assert arrays is not None
        arrays.verify()


def test_what_is_dropped_was_never_there(tmp_path: Path) -> None:
    made = sample()
    whole = write_ours(tmp_path / "whole", [made[1:6] + made[7:]])
    folder = tmp_path / "ours"
    folder.mkdir()
    whoosh_index.create_in(str(folder), make_schema())
    writer = open_writer(folder)
    numbers = [writer.add_document(**each) for each in made]
    writer.drop(numbers[0])
    writer.drop(numbers[6])
    writer.commit()
    assert content(open_index(folder).reader()) == content(whole)


def test_what_is_dropped_after_its_segment_is_written_is_deleted(tmp_path: Path) -> None:
    made = sample()
    folder = tmp_path / "ours"
    folder.mkdir()
    whoosh_index.create_in(str(folder), make_schema())
    writer = open_writer(folder, most_tokens=150)
    numbers = []
    for number, each in enumerate(made):
        numbers.append(writer.add_document(**each))
        if number == 2:
            writer.drop(numbers[1])
    assert len(list(folder.glob("*.arrays"))) > 1
    writer.drop(numbers[4])
    writer.commit()
    reader = open_index(folder).reader()
    stored = [reader.stored_fields(number)[RECORD] for number in reader.all_doc_ids()]
    assert stored == [each[RECORD] for number, each in enumerate(made) if number not in (1, 4)]


def test_everything_deleted_leaves_nothing(tmp_path: Path) -> None:
    reader = write_ours(tmp_path / "ours", [sample()], range(40))
    assert reader.doc_count_all() == 0
    assert not list((tmp_path / "ours").glob("*.arrays"))


def test_cancelling_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    before = content(write_ours(folder, [sample()[:5]]))
    files = sorted(folder.iterdir())
    writer = open_writer(folder, most_tokens=10)
    for each in sample()[5:20]:
        writer.add_document(**each)
    writer.delete_document(2)
    assert writer.is_deleted(2) and not writer.is_deleted(1)
    with pytest.raises(IndexError):
        writer.is_deleted(5)
    writer.cancel()
    assert writer.is_closed
    assert sorted(path for path in folder.iterdir() if path.suffix != "") == [f for f in files if f.suffix]
    assert content(open_index(folder).reader()) == before


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    write_ours(folder, [sample()[:2]])
    writer = open_writer(folder)
    with pytest.raises(IndexLocked):
        open_writer(folder)
    writer.cancel()
    open_writer(folder).cancel()


def test_segments_of_another_codec_are_not_touched(tmp_path: Path) -> None:
    reader = write_theirs(tmp_path / "theirs", [sample()[:2]])
    assert arrays_of_reader(reader) is None
    with pytest.raises(IndexOutdated):
        open_writer(tmp_path / "theirs")


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    write_ours(tmp_path / "ours", [sample()])
    path = next((tmp_path / "ours").glob("*.arrays"))
    data = bytearray(path.read_bytes())
    data[data.rindex(bytes.fromhex("28b52ffd")) + 5] ^= 16  # in the last record, behind how it begins
    path.write_bytes(data)
    reader = open_index(tmp_path / "ours").reader()
    with pytest.raises(IndexCorrupt, match=path.name):
        arrays_of_reader(reader).verify()


def test_whoosh_learns_what_it_may_ask(tmp_path: Path) -> None:
    reader = write_ours(tmp_path / "ours", [sample()])
    segment = reader.segment()
    assert isinstance(segment, ArraySegment) and not segment.should_assemble()
    with pytest.raises(TermNotFound):
        reader.term_info("body", "tiada")
    assert reader.min_field_length("body") == 3 and reader.max_field_length("body") == 20
    matcher = reader.postings("body", "banjir")
    twin = matcher.copy()
    twin.skip_to(twin.id() + 1)
    assert twin.id() > matcher.id()
    matcher.next()
    assert matcher.id() == twin.id()
    assert matcher.spans() and matcher.value()
    matcher.reset()
    assert matcher.id() < twin.id()


def test_terms_are_walked_with_their_statistics(tmp_path: Path) -> None:
    ours, theirs = write_ours(tmp_path / "ours", [sample()]), write_theirs(tmp_path / "theirs", [sample()])
    for walk in (iter, lambda reader: reader.iter_from("body", "r")):
        told = [
            [(term, info.weight(), info.doc_frequency()) for term, info in walk(reader)]
            for reader in (ours, theirs)
        ]
        assert told[0] == told[1]
    assert ours.cursor("body").first() == theirs.cursor("body").first()
    cursor = ours.cursor("body")
    assert cursor.is_valid() and cursor.find("rumah") == "rumah" and cursor.next() == "warga"
    assert not ours.cursor("related").is_valid()


def test_a_matcher_does_not_go_past_its_end(tmp_path: Path) -> None:
    matcher = write_ours(tmp_path / "ours", [sample()]).postings("person", "p1")
    matcher.skip_to(1000)
    assert not matcher.is_active()
    for move in (matcher.next, lambda: matcher.skip_to(3)):
        with pytest.raises(ReadTooFar):
            move()
    matcher.reset()
    assert matcher.value_as("frequency") == 1 and matcher.value() == b""

"""A segment whose arrays do not fit together is refused, even where every checksum is right."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.codec_analysis import Vocabulary
from index.codec_buffer import DocumentBuffer
from index.codec_file_writing import ArrayFileWriter
from index.codec_inversion import Arrays
from index.codec_kernel import ChunkTerms
from index.codec_kernels import chosen_write_kernel
from index.codec_segment import SegmentArrays
from index.errors import IndexCorrupt
from index.whoosh_schema import RECORD, make_schema


class Written:
    def chunks(self, text: str) -> list[str]:
        return text.split()

    def chunk_classes(self) -> bytes:
        return b""

    def chunk_terms(self, chunk: str) -> ChunkTerms:
        return ((chunk, chunk, 0),), 69_000 if chunk == "jauh" else 1


def valid() -> tuple[Arrays, dict[str, Any]]:
    """A segment with every kind of array filled, exceptions for the frequent and the far included."""
    kernel = chosen_write_kernel()
    buffer = DocumentBuffer(make_schema(), Vocabulary(Written(), kernel), kernel)
    for number in range(70):
        words = ["sering"] * (300 if number == 3 else 2) + ["jauh", f"kata{number % 9}"]
        keys = {"p1": ("Satu", "1"), "p2": ("Dua",)} if number % 3 else {}
        buffer.add(
            {"id": (f"a{number}",), "title": ["judul", "sering"], "body": words, "person": keys}
            | {RECORD: f"record {number} of many".encode() * 9}
            | ({"published": 737_000 + number, "day": 737_000 + number} if number % 4 else {})
        )
    arrays: Arrays = {}
    notes = buffer.write(lambda some: arrays.update({name: array.copy() for name, array in some.items()}))
    return arrays, notes


ARRAYS, NOTES = valid()
FILLED = sorted(name for name, array in ARRAYS.items() if array.size)
VALUES = st.sampled_from((0, 1, 2, 69, 70, 255, 65_535))


def write_arrays(path: Path, arrays: Any, notes: Any) -> None:
    with ArrayFileWriter(path) as file:
        file.add(arrays)
        file.finish(notes)


def refuse_or_read(path: Path) -> None:
    """Open, verify, and read all; only IndexCorrupt may come out, and nothing once it is verified."""
    segment = SegmentArrays(path)
    segment.verify()
    for document in range(segment.size):
        segment.record(document)
        for keys in segment.keys.values():
            keys.values_of(document)
    for field in segment.fields.values():
        for ordinal, term in enumerate(field.terms()):
            assert field.term(ordinal) == term
            assert (field.documents_in(*field.span(ordinal)) < segment.size).all()
    for text in segment.texts.values():
        for posting in range(text.posting_count):
            assert len(text.positions_of(posting)) == int(text.frequencies(posting, posting + 1)[0])


def test_a_valid_segment_is_read(tmp_path: Path) -> None:
    write_arrays(tmp_path / "segment", ARRAYS, NOTES)
    refuse_or_read(tmp_path / "segment")
    body = SegmentArrays(tmp_path / "segment").texts["body"]
    first, _ = body.span(body.find(b"sering") or 0)
    assert len(body.positions_of(first + 3)) == 300
    assert body.positions_of(body.span(body.find(b"kata4") or 0)[0]) == [69_002]


@pytest.mark.parametrize("name", FILLED)
def test_an_array_that_is_too_short_or_gone_is_refused(tmp_path: Path, name: str) -> None:
    for number, array in enumerate((ARRAYS[name][:-1], np.append(ARRAYS[name], ARRAYS[name][-1:]), None)):
        arrays = {key: value for key, value in ARRAYS.items() if key != name}
        path = tmp_path / f"segment{number}"
        write_arrays(path, arrays if array is None else arrays | {name: array}, NOTES)
        with pytest.raises(IndexCorrupt, match=path.name):
            refuse_or_read(path)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(FILLED), st.integers(0, 2**32), VALUES)
def test_a_wrong_number_is_refused_or_does_no_harm(tmp_path: Path, name: str, where: int, value: int) -> None:
    array = ARRAYS[name].copy()
    array[where % array.size] = value % (np.iinfo(array.dtype).max + 1)
    path = tmp_path / "segment"
    path.unlink(missing_ok=True)
    write_arrays(path, ARRAYS | {name: array}, NOTES)
    try:
        refuse_or_read(path)
    except IndexCorrupt as error:
        assert "segment" in str(error)


@pytest.mark.parametrize(
    "notes",
    [
        {},
        NOTES | {"format": 99},
        NOTES | {"documents": "many"},
        NOTES | {"documents": 71},
        NOTES | {"text": {"nothing": (1, 8)}},
        NOTES | {"keys": None},
        NOTES | {"text": {**NOTES["text"], "body": (5, 8)}},
    ],
)
def test_notes_that_make_no_sense_are_refused(tmp_path: Path, notes: dict[str, Any]) -> None:
    write_arrays(tmp_path / "segment", ARRAYS, notes)
    with pytest.raises(IndexCorrupt, match="segment"):
        refuse_or_read(tmp_path / "segment")

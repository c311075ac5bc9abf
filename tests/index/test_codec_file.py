"""A file of arrays gives back what went in, or says what is wrong with it; never anything else."""

import json
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from index import codec_file
from index.codec_file import DTYPES, HEAD, MAGIC, ArrayFile
from index.codec_file_writing import ArrayFileWriter
from index.errors import IndexCorrupt

arrays = st.dictionaries(
    st.text(min_size=1, max_size=8).filter(lambda name: name.isprintable()),
    st.sampled_from(list(DTYPES)).flatmap(lambda dtype: numpy_strategies.arrays(dtype, st.integers(0, 40))),
    max_size=5,
)
notes = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3)


def write_arrays(path: Path, arrays: dict, notes: dict) -> None:
    with ArrayFileWriter(path) as file:
        file.add(arrays)
        file.finish(notes)


@settings(deadline=None, max_examples=40)
@given(arrays, notes)
def test_arrays_come_back_as_they_went_in(tmp_path: Path, given_arrays: dict, given_notes: dict) -> None:
    path = tmp_path / "file"
    path.unlink(missing_ok=True)
    write_arrays(path, given_arrays, given_notes)
    file = ArrayFile(path)
    file.verify()
    assert file.notes == given_notes
    assert set(file.names()) == set(given_arrays)
    for name, expected in given_arrays.items():
        found = file.array(name, expected.dtype.str)
        assert found.dtype == expected.dtype
        assert found.tolist() == expected.tolist()
        assert not found.flags.writeable
        assert not found.size or found.ctypes.data % 64 == 0


def written(path: Path) -> bytes:
    write_arrays(
        path,
        {"a": np.arange(100, dtype="<u4"), "b": np.arange(9, dtype="|u1"), "c": np.array([], "<u8")},
        {"documents": 3},
    )
    return path.read_bytes()


def read_all(path: Path) -> None:
    file = ArrayFile(path)
    file.verify()
    for name, dtype in (("a", "<u4"), ("b", "|u1"), ("c", "<u8")):
        file.array(name, dtype).sum()


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_changed_byte_is_found_unless_it_is_padding(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "file"
    path.unlink(missing_ok=True)
    whole = bytearray(written(path))
    where = data.draw(st.integers(0, len(whole) - 1))
    whole[where] ^= data.draw(st.integers(1, 255))
    table_end = HEAD.size + HEAD.unpack_from(whole)[2] if where >= HEAD.size else len(whole)
    path.write_bytes(whole)
    if where < table_end:
        with pytest.raises(IndexCorrupt, match="file"):
            read_all(path)
    else:
        try:
            read_all(path)
        except IndexCorrupt:
            pass
        else:
            assert ArrayFile(path).array("a", "<u4").tolist() == list(range(100))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes, dressed: bool) -> None:
    """`dressed` gives random bytes a head whose checksum is right, to get behind it."""
    path = tmp_path / "file"
    path.write_bytes(HEAD.pack(MAGIC, zlib.crc32(content), len(content)) + content if dressed else content)
    with pytest.raises(IndexCorrupt):
        ArrayFile(path)


numbers = st.sampled_from((-1, 0, 1, 64, 127, 128, 192, 2**31, 2**63, 2**70, 1.5, True, None, "x"))


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.sampled_from((*DTYPES, "O", "<f8", "x")), numbers, numbers, numbers), max_size=3)
)
def test_a_lying_table_is_refused_or_harmless(tmp_path: Path, rows: list) -> None:
    table = json.dumps({"arrays": {str(n): row for n, row in enumerate(rows)}, "notes": {}}).encode()
    path = tmp_path / "file"
    path.write_bytes(HEAD.pack(MAGIC, zlib.crc32(table), len(table)) + table + bytes(600))
    try:
        file = ArrayFile(path)
        for name, row in zip(file.names(), rows, strict=True):
            assert len(file.array(name, row[0])) == row[2]
        file.verify()
    except IndexCorrupt:
        pass


@pytest.mark.parametrize("keep", [0, 3, 15, 16, 40, 200, -1])
def test_a_cut_file_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(written(tmp_path / "whole")[:keep])
    with pytest.raises(IndexCorrupt, match="file: damaged"):
        read_all(path)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt, match="nothing: damaged"):
        ArrayFile(tmp_path / "nothing")
    written(tmp_path / "file")
    file = ArrayFile(tmp_path / "file")
    assert "a" in file and "x" not in file
    for name, dtype in (("x", "<u4"), ("a", "<u2")):
        with pytest.raises(IndexCorrupt, match=f"no array {name} of {dtype}"):
            file.array(name, dtype)


def test_only_flat_arrays_of_known_kinds_are_written(tmp_path: Path) -> None:
    for array in (np.zeros((2, 2), "<u4"), np.zeros(2, "<f8")):
        with pytest.raises(ValueError, match="array x"):
            write_arrays(tmp_path / "file", {"x": array}, {})
    assert not (tmp_path / "file").exists()


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    before = written(tmp_path / "file")
    with pytest.raises(FileExistsError):
        written(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == before
    assert struct.calcsize("<8sII") == HEAD.size


def test_a_file_that_cannot_be_written_whole_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        written(tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_read_through_a_step_at_a_time_and_each_block_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codec_file, "BLOCK", 64)
    written(tmp_path / "file")
    file, read, crc32 = ArrayFile(tmp_path / "file"), [], zlib.crc32
    monkeypatch.setattr(codec_file.zlib, "crc32", lambda data: read.append(bytes(data)) or crc32(data))
    file.large("a", "<u4").need(0, 1)
    assert len(list(file.verifying())) == 2, "of two arrays that have something, each less than a step"
    assert len(read) == 8, "400 bytes and 9"
    assert list(map(len, read)) == [64] * 6 + [16, 9]

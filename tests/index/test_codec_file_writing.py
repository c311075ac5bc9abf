"""A file written array by array holds them all, or is not left behind."""

from pathlib import Path

import numpy as np
import pytest

from index.codec_file import BLOCK, ArrayFile
from index.codec_file_writing import ArrayFileWriter

ARRAYS = {
    "long": np.arange(3 * BLOCK // 8 + 5, dtype="<u8"),
    "empty": np.empty(0, "<u4"),
    "bytes": np.frombuffer(b"kliping", "|u1"),
    "days": np.array([-5, 7], "<i4"),
    "strided": np.arange(20, dtype="<u4")[::2],
}
NOTES = {"format": 1, "names": ["satu", "dua"]}


def test_the_arrays_come_back_and_agree_with_their_checksums(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "file") as file:
        for name, array in ARRAYS.items():
            file.add({name: array})
        file.finish(NOTES)
    streamed = ArrayFile(tmp_path / "file")
    streamed.verify()
    assert streamed.names() == tuple(ARRAYS)
    assert streamed.notes == NOTES
    for name, array in ARRAYS.items():
        assert streamed.array(name, array.dtype.str).tobytes() == array.tobytes()
    streamed.let_go()
    assert streamed.array("days", "<i4").tolist() == [-5, 7]


def test_what_was_not_finished_is_removed(tmp_path: Path) -> None:
    with pytest.raises(KeyError), ArrayFileWriter(tmp_path / "file") as file:
        file.add(ARRAYS)
        raise KeyError
    with ArrayFileWriter(tmp_path / "file") as file:
        file.add(ARRAYS)
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        ArrayFileWriter(tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_arrays_that_have_no_place_in_a_file_are_refused(tmp_path: Path) -> None:
    for wrong in (np.zeros(2), np.zeros((2, 2), "<u4")):
        with pytest.raises(ValueError, match="array wrong"), ArrayFileWriter(tmp_path / "file") as file:
            file.add({"wrong": wrong})
    with pytest.raises(ValueError, match="twice"), ArrayFileWriter(tmp_path / "file") as file:
        file.add({"wrong": ARRAYS["days"]})
        file.add({"wrong": ARRAYS["days"]})
    with pytest.raises(ValueError, match="room"), ArrayFileWriter(tmp_path / "file") as file:
        file.finish({"notes": "x" * 70_000})
    assert not list(tmp_path.iterdir())

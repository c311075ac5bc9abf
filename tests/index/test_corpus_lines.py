"""Lines decoded a block at a time and by stretches are the lines that one after the other gives."""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import corpus_lines
from index.corpus_lines import decoded_lines, stretches
from index.corpus_text import Undecodable, decode

PIECES = [b"banjir", "é“".encode(), b"\n", b"\r\n", b"\r", b"\x00", b"\x07", b"\xff", b"\xef\xbb\xbf", b" "]
LIMIT = 20


def one_by_one(content: bytes) -> list[tuple[int, str]]:
    """The specification: every line read and decoded for itself."""
    lines = content.split(b"\n")
    ended = [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    found = []
    for number, line in enumerate(ended, 1):
        if len(line) > LIMIT or (len(line) == LIMIT and not line.endswith(b"\n")):
            found.append((number, "Undecodable"))
            continue
        try:
            found.append((number, decode(line)))
        except Undecodable:
            found.append((number, "Undecodable"))
    return found


def said(lines: corpus_lines.Lines) -> list[tuple[int, str]]:
    return [
        (number, "Undecodable" if isinstance(line, Undecodable) else line)  # why, is for people
        for number, line in lines
    ]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join), st.integers(1, 40))
@example(b"a" * (LIMIT + 1) + b"\nb", 3)
@example(b"\n" * 9 + b"a" * 3 * LIMIT, 8)
def test_blocks_give_the_lines_of_a_file(content: bytes, block: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus_lines, "BLOCK", block)
        path = Path(folder) / "a.jsonl"
        path.write_bytes(content)
        assert said(decoded_lines(path, LIMIT)) == one_by_one(content)


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join),
    st.integers(1, 12),
    st.sampled_from([1, 5, 99]),
)
def test_stretches_give_the_lines_of_a_file(content: bytes, count: int, block: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus_lines, "BLOCK", block)
        path = Path(folder) / "a.jsonl"
        path.write_bytes(content)
        cut = stretches(path, count)
        assert len(cut) <= count
        found = [line for stretch in cut for line in said(decoded_lines(path, LIMIT, stretch))]
        assert found == one_by_one(content)


def test_a_file_that_is_written_meanwhile_is_not_read_beyond_a_stretch_but_for_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"satu\ndua\ntiga\nempat\n")
    first = stretches(path, 2)[0]
    path.write_bytes(b"satu dan dua dan\ntiga\nempat\nlima\n")
    assert said(decoded_lines(path, LIMIT * 9, first)) == [(1, "satu dan dua dan\n")]


def test_stretches_are_about_equal(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(b"x" * (number % 17) + b"\n" for number in range(2000)))
    sizes = [stretch.end - stretch.start for stretch in stretches(path, 7)]
    assert len(sizes) == 7 and max(sizes) - min(sizes) < 40


def test_a_file_of_wide_letters_is_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("satu\ndua\n", encoding="utf-16")
    assert stretches(path, 2) == []
    assert list(decoded_lines(path, LIMIT * 9)) == [(1, "satu\n"), (2, "dua\n")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_long_file_of_wide_letters_is_read_to_its_end(encoding: str, packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    lines = [f"banjir\u2028di {number}" for number in range(300)]
    lines[7], lines[9] = "\x01\x02" * 9, "x" * 101
    content = "\r\n".join(lines).encode(encoding)
    path.write_bytes(gzip.compress(content) if packed else content)
    found = said(decoded_lines(path, 100))
    assert [number for number, line in found if line == "Undecodable"] == [8, 10]
    assert found[-1] == (300, "banjir\u2028di 299") and found[0] == (1, "banjir\u2028di 0\n")


def test_a_damaged_gzip_gives_the_lines_before_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    content = b"".join(b"%d banjir\n" % number for number in range(20_000))
    path.write_bytes(gzip.compress(content)[:-2000])
    *lines, (number, last) = decoded_lines(path, 1000)
    assert isinstance(last, Undecodable) and "gzip" in str(last)
    assert len(lines) == number - 1 > 1000 and lines[-1][1] == f"{number - 2} banjir\n"

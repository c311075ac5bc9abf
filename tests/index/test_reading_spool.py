"""Readings come back as they were, in order, between what was skipped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.article import NO_COPIES, Article
from index.corpus_formats import Skipped
from index.fingerprints import PrintArrays
from index.reading import Reading
from index.reading_spool import BLOCK, read_readings, write_readings


def read(path: Path) -> list[Reading | Skipped]:
    return [item for block in read_readings(path) for item in block]


@pytest.mark.parametrize("count", [0, 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_readings_come_back_between_what_was_skipped(
    tmp_path: Path, filled_article: Article, count: int
) -> None:
    bare = Article("b", "", "")
    items = [
        (Reading(replace(filled_article, id=str(number))), Skipped("p", number, "r"), Reading(bare))[
            number % 3
        ]
        for number in range(count)
    ]
    assert write_readings(tmp_path / "s", items) == count
    assert read(tmp_path / "s") == items
    assert all(len(block) <= BLOCK for block in read_readings(tmp_path / "s"))


def test_a_block_may_be_nothing_but_skipped(tmp_path: Path) -> None:
    items: list[Reading | Skipped] = [Skipped("p", number, "r") for number in range(3)]
    write_readings(tmp_path / "s", items)
    assert read(tmp_path / "s") == items


def test_readings_keep_their_fingerprints_and_nothing_to_observe(
    tmp_path: Path, filled_article: Article
) -> None:
    arrays = (np.array([[0, 4], [5, 9]], np.int32), *(np.array([3, 2**63], np.uint64),) * 2)
    prints = PrintArrays(*arrays, np.array([1, 2], np.int32)).packed()
    given = [
        Reading(filled_article, prints, b"12345678"),
        Reading(filled_article),
        Reading(replace(filled_article, copies=NO_COPIES), prints),
    ]
    write_readings(tmp_path / "s", given)
    for found, wanted in zip(read(tmp_path / "s"), given, strict=True):
        assert isinstance(found, Reading) and found.article == wanted.article and found.small is None
        assert found.prints == wanted.prints

"""Abbreviations that an archive introduces are kept with its generation."""

from pathlib import Path

import pytest

from index.errors import IndexCorrupt
from index.lang.language import Language
from index.mined import MINED_FILE, read_mined, write_mined

LANGUAGE = Language.load()


def test_round_trip(tmp_path: Path) -> None:
    mined = LANGUAGE.miner()
    mined.add("a", "Rapat Badan Kopi Nusantara (BKN) ditunda.")
    mined.add("b", "Badan Kopi Nusantara (BKN) dibentuk tahun lalu.")
    write_mined(tmp_path, mined)
    assert read_mined(tmp_path, LANGUAGE.miner()).rows() == mined.rows()
    again = read_mined(tmp_path, mined).rows()
    assert again[0]["count"] == 4, "what was live and what is added are one"
    assert "BKN\tBadan Kopi Nusantara\tinitials\t2\ta|b" in (tmp_path / MINED_FILE).read_text(
        encoding="utf-8"
    )


def test_nothing_mined_and_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt, match="rebuild"):
        read_mined(tmp_path, LANGUAGE.miner())
    write_mined(tmp_path, LANGUAGE.miner())
    assert read_mined(tmp_path, LANGUAGE.miner()).rows() == []
    (tmp_path / MINED_FILE).write_text(
        "short\tlong\tmethod\tcount\tevidence\nX\ty\tinitials\tbanyak\n", "utf-8"
    )
    with pytest.raises(IndexCorrupt, match="damaged"):
        read_mined(tmp_path, LANGUAGE.miner())

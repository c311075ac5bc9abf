"""What is spooled comes back as it was, in order."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.article import Article
from index.corpus_formats import RawArticle, Skipped
from index.spool import BLOCK, read_spool, write_spool


@pytest.mark.parametrize("count", [0, 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_items_come_back(tmp_path: Path, filled_article: Article, count: int) -> None:
    items = [
        (replace(filled_article, id=str(number)), RawArticle("x", "p"), Skipped("p", 1, "r"))[number % 3]
        for number in range(count)
    ]
    assert write_spool(tmp_path / "s", items) == count
    assert list(read_spool(tmp_path / "s")) == items

"""What is spooled comes back as it was, in order."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.article import Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source
from index.corpus_formats import RawArticle, Skipped
from index.spool import BLOCK, read_spool, write_spool

ARTICLE = Article(
    "a",
    "Judul",
    "Isi berita \ud800.",
    published=Dating(date(2020, 9, 27), "day", "given", "high", "27/9/2020", (0, 3)),
    source=Source("kabar", "Kabar"),
    actors=(Actor("budi", "Budi", "person", ("Pak Budi",)),),
    mentions=(Mention("budi", 0, 3),),
    roles=(Role("budi", "bupati", 0, 3),),
    cuts=(Cut("Baca juga", "related", 3, ("Judul lain",), ("https://x",)),),
    quotes=(Quote(0, 3, "budi", "Budi"),),
    copies=Copies("a", ((0, 3),), ("b",)),
    mentioned_dates=(date(2020, 9, 27),),
    metadata=(("penulis", "Sari"),),
)


@pytest.mark.parametrize("count", [0, 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_items_come_back(tmp_path: Path, count: int) -> None:
    items = [
        (replace(ARTICLE, id=str(number)), RawArticle("x", "p"), Skipped("p", 1, "r"))[number % 3]
        for number in range(count)
    ]
    assert write_spool(tmp_path / "s", items) == count
    assert list(read_spool(tmp_path / "s")) == items

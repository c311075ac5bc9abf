"""What only a Whoosh store does: it merges, shares files between generations, and knows a damaged one.

What every store promises is in `test_store_contract.py`.
"""

from pathlib import Path

import pytest
from whoosh import index as whoosh_index
from whoosh.query import Every

from index.article import Article
from index.errors import IndexCorrupt
from index.generations import Generations
from index.lang.language import Language
from index.store import Manifest
from index.whoosh_schema import RECORD, make_schema, unpack
from index.whoosh_store import WhooshStore


def article(number: int, body: str = "Banjir melanda Kota Rawa Indah.") -> Article:
    return Article(f"a{number}", f"Kabar nomor {number}", body)


@pytest.fixture
def store(tmp_path: Path) -> WhooshStore:
    return WhooshStore(tmp_path, Language.load())


def build(store: WhooshStore, *articles: Article) -> Manifest:
    with store.rebuild() as batch:
        for each in articles:
            batch.add(each)
        return batch.publish()


def stored(root: Path) -> dict[str, Article]:
    live = Generations(root).live()
    assert live is not None
    index = whoosh_index.open_dir(str(live.folder), schema=make_schema())
    with index.searcher() as searcher:
        found = [unpack(hit[RECORD]) for hit in searcher.search(Every(), limit=None)]
    assert len(found) == live.manifest.articles
    assert len({each.id for each in found}) == len(found)
    return {each.id: each for each in found}


def test_many_small_updates_are_merged_and_lose_nothing(store: WhooshStore, tmp_path: Path) -> None:
    build(store, *(article(number) for number in range(40)))
    for number in range(40, 60):
        with store.update() as batch:
            batch.add(article(number))
            batch.add(article(number, "Lagi."))
            batch.add(article(number - 40, "Diganti."))
            batch.publish()
    found = stored(tmp_path)
    assert len(found) == 60
    assert {found[f"a{number}"].body for number in range(20)} == {"Diganti."}
    live = Generations(tmp_path).live()
    assert live is not None
    assert len(list(live.folder.glob("*.arrays"))) <= 8


def test_adding_shares_the_files_that_were_there(store: WhooshStore, tmp_path: Path) -> None:
    first = build(store, *(article(number) for number in range(20)))
    with store.update() as batch:
        batch.add(article(30))
        second = batch.publish()
    shared = {path.name for path in (tmp_path / first.generation).glob("*.arrays")}
    assert shared
    for name in shared:
        assert (tmp_path / first.generation / name).samefile(tmp_path / second.generation / name)


def test_damaged_abbreviations_are_named(store: WhooshStore, tmp_path: Path) -> None:
    manifest = build(store, article(1))
    file = tmp_path / manifest.generation / "abbreviations.tsv"
    file.write_bytes(b"x" * file.stat().st_size)
    with pytest.raises(IndexCorrupt, match=r"abbreviations\.tsv"):
        store.update()

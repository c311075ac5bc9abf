"""An abbreviation that the archive itself introduces finds its long form, on every engine."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from index.article import Article
from index.lang.language import Language
from index.memory_store import MemoryStore
from index.store import ArticleStore
from index.whoosh_store import WhooshStore
from searcher.engine import Engine, Snapshot
from searcher.memory_engine import MemoryEngine
from searcher.query import Query
from searcher.searcher import Searcher
from searcher.whoosh_engine import WhooshEngine

LANGUAGE = Language.load()


def engines(root: Path) -> list[tuple[ArticleStore, Engine]]:
    memory = MemoryStore()
    return [
        (memory, MemoryEngine(memory, LANGUAGE)),
        (WhooshStore(root, LANGUAGE), WhooshEngine(root, LANGUAGE, 0.0)),
    ]


@pytest.mark.parametrize("number", [0, 1], ids=["memory", "whoosh"])
def test_mined_abbreviation_expands_and_updates_keep_it(tmp_path: Path, number: int) -> None:
    store, engine = engines(tmp_path)[number]
    with store.rebuild() as batch:
        batch.add(Article("a", "Rapat", "Rapat Badan Kerja Teripang Nusantara (BKTN) ditunda."))
        batch.add(Article("b", "Panen", "Badan Kerja Teripang Nusantara menghitung hasil panen."))
        batch.publish()
    searcher = Searcher(engine, LANGUAGE)
    page = searcher.search(Query("BKTN"))
    assert {hit.article.id for hit in page.hits} == {"a", "b"}
    assert [expansion.written for expansion in page.expanded] == ["BKTN"]
    with store.update() as batch:
        batch.add(Article("c", "Lomba", "Badan Kerja Teripang Nusantara menggelar lomba dayung."))
        batch.publish()
    assert {hit.article.id for hit in searcher.search(Query("BKTN")).hits} == {"a", "b", "c"}
    assert not searcher.search(Query("BKTN", expand=False)).expanded
    held: AbstractContextManager[Snapshot] = engine.snapshot()
    with held as snapshot:
        assert snapshot.mined(LANGUAGE.miner()).rows()[0]["short"] == "BKTN"

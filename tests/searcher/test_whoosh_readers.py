"""Searchers are lent to one at a time, and shared in turn where no more can be opened."""

import shutil
import threading
from pathlib import Path

import pytest
from whoosh import index as whoosh_index

from index.article import Article
from index.errors import IndexCorrupt
from index.lang.language import Language
from index.whoosh_schema import analysed, document_of, make_schema
from searcher.whoosh_readers import SearcherPool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "generation"
    folder.mkdir()
    with whoosh_index.create_in(str(folder), make_schema()).writer() as writer:
        analyzer = Language.load().analyzer
        document = document_of(Article("a", "", "banjir"), analyzer)
        writer.add_document(**analysed(document, analyzer))
    return folder


def test_two_borrowers_never_share(folder: Path) -> None:
    pool = SearcherPool(folder)
    with pool.borrow() as one, pool.borrow() as other:
        assert one is not other
    with pool.borrow() as again:
        assert again in (one, other)
    pool.close()


def test_borrower_waits_where_the_files_are_gone(folder: Path) -> None:
    pool = SearcherPool(folder)
    got: list[int] = []

    def borrow() -> None:
        with pool.borrow() as searcher:
            got.append(searcher.doc_count())

    thread = threading.Thread(target=borrow)
    with pool.borrow() as searcher:
        shutil.rmtree(folder)
        thread.start()
        thread.join(0.05)
        assert got == []
        assert searcher.doc_count() == 1
    thread.join()
    assert got == [1]
    pool.close()


def test_what_is_lent_is_closed_when_it_comes_back(folder: Path) -> None:
    pool = SearcherPool(folder)
    with pool.borrow() as searcher:
        pool.close()
        assert searcher.doc_count() == 1
    assert searcher.is_closed


@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
def test_damaged_files_are_corrupt_never_another_error(folder: Path, pattern: str) -> None:
    file = next(folder.glob(pattern))
    intact = file.read_bytes()
    for size in (0, 1, len(intact) // 3, len(intact) - 1):
        file.write_bytes(intact[:size])
        with pytest.raises(IndexCorrupt, match="rebuild"):
            SearcherPool(folder).close()

"""The door opens a Whoosh index, built or not yet."""

from pathlib import Path

import pytest

from index.article import Article
from index.errors import IndexMissing
from index.lang.language import Language
from index.whoosh_store import WhooshStore
from searcher.opening import open_searcher
from searcher.query import Query


def test_opens_what_is_not_built_yet_and_finds_it_later(tmp_path: Path) -> None:
    searcher = open_searcher(tmp_path / "index", 0.0)
    with pytest.raises(IndexMissing):
        searcher.search(Query("kapal"))
    with WhooshStore(tmp_path / "index", Language.load()).rebuild() as batch:
        batch.add(Article("a", "Kapal karam", "Para nelayan ditolong."))
        batch.publish()
    (hit,) = searcher.search(Query("pertolongan nelayan")).hits
    assert hit.matched == (("nelayan", ("nelayan",)), ("pertolongan", ("ditolong",)))
    assert searcher.status().engine == "whoosh"

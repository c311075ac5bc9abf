"""The fake of the write seam keeps its promises."""

import pytest

from index.article import Article
from index.errors import IndexLocked, IndexMissing
from index.memory_store import MemoryStore
from index.store import ArticleStore


def article(name: str, body: str = "isi") -> Article:
    return Article(id=name, title=name, body=body)


def filled(*names: str) -> MemoryStore:
    store = MemoryStore()
    with store.rebuild() as batch:
        for name in names:
            batch.add(article(name))
        batch.publish(("arsip",), skipped=2)
    return store


def test_is_an_article_store() -> None:
    store: ArticleStore = MemoryStore()
    assert store.manifest() is None


def test_publishes_what_was_added() -> None:
    store = filled("a", "b")
    manifest = store.manifest()
    assert manifest is not None
    assert (manifest.articles, manifest.skipped, manifest.archive) == (2, 2, ("arsip",))
    assert sorted(store.live().articles) == ["a", "b"]


def test_readding_replaces() -> None:
    store = filled("a")
    with store.update() as batch:
        batch.add(article("a", "baru"))
        assert batch.publish().articles == 1
    assert store.live().articles["a"].body == "baru"


def test_deletes_only_what_is_there() -> None:
    store = filled("a", "b")
    with store.update() as batch:
        assert batch.delete("a")
        assert not batch.delete("a")
        batch.publish()
    assert list(store.live().articles) == ["b"]


def test_unpublished_batch_changes_nothing() -> None:
    store = filled("a")
    live = store.live()
    with store.update() as batch:
        batch.add(article("b"))
    assert store.live() is live


def test_failed_batch_frees_the_lock() -> None:
    store = filled("a")
    with pytest.raises(RuntimeError), store.update():
        raise RuntimeError
    with store.update() as batch:
        batch.publish()


def test_one_writer_at_a_time() -> None:
    store = filled("a")
    with store.update():
        with pytest.raises(IndexLocked):
            store.rebuild()
        with pytest.raises(IndexLocked):
            store.update()


def test_held_generation_does_not_change() -> None:
    store = filled("a")
    live = store.live()
    with store.update() as batch:
        batch.add(article("b"))
        batch.publish()
    assert list(live.articles) == ["a"]
    assert store.live().manifest.generation > live.manifest.generation


def test_rolls_back_once_for_each_generation_before() -> None:
    store = filled("a")
    with store.update() as batch:
        batch.add(article("b"))
        batch.publish()
    assert store.rollback().articles == 1
    with pytest.raises(IndexMissing):
        store.rollback()


def test_nothing_built_is_missing() -> None:
    store = MemoryStore()
    with pytest.raises(IndexMissing):
        store.live()
    with pytest.raises(IndexMissing):
        store.update()
    with pytest.raises(IndexMissing):
        store.rollback()

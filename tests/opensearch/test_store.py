"""What only a store on a cluster does: its lock, its indexes, its alias, and articles that are refused.

What every store promises is in `tests/index/test_store_contract.py`.
"""

import json
import threading
import time
import urllib.request
from typing import Any

import pytest
from opensearchpy.exceptions import ConnectionTimeout

from index.article import Article
from index.cluster import Cluster
from index.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexOutdated, StorageError
from index.lang.language import Language
from index.opensearch_client import connect
from index.opensearch_generations import Generations
from index.opensearch_lock import Held, locked
from index.opensearch_store import OpenSearchStore
from index.store import Manifest
from searcher.engine import Plan
from searcher.opensearch_engine import OpenSearchEngine
from searcher.syntax import Word

pytestmark = pytest.mark.opensearch


def article(number: int, body: str = "Banjir melanda Kota Rawa Indah.") -> Article:
    return Article(f"a{number}", f"Kabar nomor {number}", body)


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.fixture
def cluster(opensearch_cluster: Any) -> Cluster:
    archive: Cluster = opensearch_cluster.archive("store")
    return archive


@pytest.fixture
def store(cluster: Cluster, language: Language) -> OpenSearchStore:
    return OpenSearchStore(cluster, language)


@pytest.fixture
def engine(cluster: Cluster, language: Language) -> OpenSearchEngine:
    return OpenSearchEngine(cluster, language, 0.0)


def build(store: OpenSearchStore, *articles: Article) -> Manifest:
    with store.rebuild() as batch:
        for each in articles:
            batch.add(each)
        return batch.publish()


def stored(engine: OpenSearchEngine) -> dict[str, Article]:
    with engine.snapshot() as snapshot:
        found = snapshot.find(Plan(limit=1_000))
        assert found.total == len(found.hits) == snapshot.manifest().articles
        return {each.id: each for each in snapshot.articles([name for name, _ in found.hits])}


def sent(cluster: Cluster, method: str, path: str, body: Any = None) -> Any:
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{cluster.urls[0]}/{path}", content, method=method)
    request.add_header("content-type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def indexes(cluster: Cluster) -> list[str]:
    found = sent(cluster, "GET", f"{cluster.prefix}*/_settings")
    return sorted(name.removeprefix(f"{cluster.prefix}-") for name in found)


def test_two_generations_are_kept_and_nothing_of_a_batch_that_was_left(
    store: OpenSearchStore, cluster: Cluster
) -> None:
    build(store, article(0))
    first = build(store, article(1))
    second = build(store, article(2))
    kept = [first.generation, f"{first.generation}-about", second.generation, f"{second.generation}-about"]
    assert indexes(cluster) == kept
    with store.update() as left:
        left.add(article(3))
        assert len(indexes(cluster)) == 6
    assert indexes(cluster) == kept
    store.rollback()
    third = build(store, article(3))
    assert indexes(cluster) == [*kept[:2], third.generation, f"{third.generation}-about"]


def test_a_snapshot_that_is_held_for_two_publications_is_gone(
    store: OpenSearchStore, engine: OpenSearchEngine
) -> None:
    build(store, article(1))
    with pytest.raises(IndexMissing), engine.snapshot() as held:
        build(store, article(2))
        build(store, article(3))
        held.count(Plan(Word("banjir")))
    assert list(stored(engine)) == ["a3"]


def test_lock_of_a_writer_that_died_expires(cluster: Cluster) -> None:
    """Its heart stops, then another takes over, and should it wake it must not publish."""
    client, index = connect(cluster), f"{cluster.prefix}-writer"
    with locked(client, index, life=60.0) as slept:
        slept._ended.set()  # its thread stops renewing, as in a process that was suspended
        document = sent(cluster, "GET", f"{index}/_doc/writer")["_source"]
        sent(cluster, "PUT", f"{index}/_doc/writer", {**document, "until": time.time() - 30})
        with pytest.raises(IndexLocked), locked(connect(cluster), index) as held:
            slept.check()  # while another holds it
        held.release()
        with pytest.raises(IndexLocked):
            slept.check()


@pytest.mark.parametrize(("kind", "step"), [(Held, "_write"), (Generations, "point_to")])
def test_an_answer_that_is_lost_while_publishing_does_not_end_a_build(
    store: OpenSearchStore, engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch, kind: Any, step: str
) -> None:
    """The lock is renewed, or the alias moved, and nobody hears of it."""
    done, lost = getattr(kind, step), []

    def lose(self: Any, argument: Any) -> None:
        known = getattr(self, "_place", None)
        done(self, argument)
        if not lost:
            lost.append(step)
            self._place = known
            raise ConnectionTimeout("TIMEOUT", "the answer was lost", OSError())

    with store.rebuild() as batch:
        batch.add(article(1))
        monkeypatch.setattr(kind, step, lose)
        manifest = batch.publish()
    assert lost == [step]
    assert store.manifest() == manifest
    assert stored(engine) == {"a1": article(1)}


def test_lock_is_renewed_while_it_is_held(cluster: Cluster) -> None:
    index = f"{cluster.prefix}-writer"
    with locked(connect(cluster), index, life=12.0) as held:
        before = sent(cluster, "GET", f"{index}/_doc/writer")["_seq_no"]
        ended = threading.Event()
        while sent(cluster, "GET", f"{index}/_doc/writer")["_seq_no"] == before:
            assert not ended.wait(0.1)
        held.check()
    with locked(connect(cluster), index):
        pass


def test_index_of_another_version_is_refused(
    store: OpenSearchStore, engine: OpenSearchEngine, cluster: Cluster
) -> None:
    first = build(store, article(1))
    index = f"{cluster.prefix}-{first.generation}"
    meta = sent(cluster, "GET", f"{index}/_mapping")[index]["mappings"]["_meta"]
    meta["manifest"]["schema"] = "other"
    sent(cluster, "PUT", f"{index}/_mapping", {"_meta": meta})
    with pytest.raises(IndexOutdated), engine.snapshot():
        pass
    with pytest.raises(IndexOutdated):
        store.update()
    assert store.manifest() is not None
    meta["manifest"]["colour"] = "blue"
    sent(cluster, "PUT", f"{index}/_mapping", {"_meta": meta})
    with pytest.raises(IndexOutdated):
        store.manifest()


def test_alias_on_an_index_that_is_not_ours(store: OpenSearchStore, cluster: Cluster) -> None:
    sent(cluster, "PUT", f"{cluster.prefix}-20200101t000000000000-abcd", {"aliases": {cluster.prefix: {}}})
    with pytest.raises(IndexCorrupt):
        store.manifest()
    assert build(store, article(1)) == store.manifest()


def test_leftovers_of_a_writer_that_died_are_removed(store: OpenSearchStore, cluster: Cluster) -> None:
    for name in ("20200101t000000000000-abcd", "20200101t000000000000-abcd-about", "other-archive"):
        sent(cluster, "PUT", f"{cluster.prefix}-{name}")
    first = build(store, article(1))
    assert indexes(cluster) == [first.generation, f"{first.generation}-about", "other-archive"]


def test_refused_articles_are_named_and_nothing_is_shown(
    store: OpenSearchStore, engine: OpenSearchEngine, cluster: Cluster
) -> None:
    first = build(store, article(1))
    told = r"2 articles were refused: .*a[12]: cluster_block_exception: .*a[12]: cluster_block_exception"
    with pytest.raises(StorageError, match=told), store.rebuild() as batch:
        known = (first.generation, f"{first.generation}-about")
        (draft,) = (name for name in indexes(cluster) if name not in known and "about" not in name)
        sent(cluster, "PUT", f"{cluster.prefix}-{draft}/_settings", {"index": {"blocks.write": True}})
        batch.add(article(1))
        batch.add(article(2))
        batch.publish()
    assert stored(engine) == {"a1": article(1)}


def test_a_cluster_that_scores_otherwise_is_found_out(
    store: OpenSearchStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"index": {"similarity": {"body_exact": {"b": 0.1}}}}
    monkeypatch.setattr("index.opensearch_batch.settings_of_index", lambda statistics: wrong)
    with pytest.raises(IndexCorrupt, match=r"'banjir' scores .* instead of"):
        build(store, article(1), article(2, "Kabar singkat."))
    assert store.manifest() is None

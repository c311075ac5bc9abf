"""What goes into a generation on a cluster is what can be read from it, whatever is replaced or deleted."""

import json
import multiprocessing
import pickle
import threading
import time
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.article import Actor, Article, Cut, Dating, Mention, Source
from index.cluster import Cluster
from index.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexOutdated, StorageError
from index.lang.language import Language
from index.opensearch_client import connect
from index.opensearch_lock import locked
from index.opensearch_store import OpenSearchStore
from index.store import Loader, Manifest
from searcher.engine import Plan
from searcher.opensearch_engine import OpenSearchEngine
from searcher.query import FacetWish
from searcher.syntax import Word

pytestmark = pytest.mark.opensearch


def article(number: int, body: str = "Banjir melanda Kota Rawa Indah.") -> Article:
    actor = Actor("rawa-indah", "Kota Rawa Indah", "place")
    return Article(
        f"a{number}",
        f"Kabar nomor {number}",
        body,
        title_method="given",
        published=Dating(date(2021, 1, 1 + number % 28), "day", "given", "high"),
        source=Source("kabar", "Kabar Rawa"),
        actors=(actor,),
        mentions=(Mention(actor.id, 15, 30),),
        cuts=(Cut("Baca juga: Gempa", "related", 0, ("Gempa",)),),
    )


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
        return batch.publish(("archive",), 2)


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


def test_articles_come_back_as_they_went_in(store: OpenSearchStore, engine: OpenSearchEngine) -> None:
    articles = [article(number) for number in range(5)]
    manifest = build(store, *articles)
    assert store.manifest() == manifest
    assert (manifest.articles, manifest.archive, manifest.skipped) == (5, ("archive",), 2)
    assert stored(engine) == {each.id: each for each in articles}


def test_broken_text_and_odd_ids_come_back(store: OpenSearchStore, engine: OpenSearchEngine) -> None:
    names = ["a\ud800", "x" * 700, "é" * 400, "a/b?c#d e", "_all", "\U0001f600"]
    actor = Actor("p\udfff", "Nama \ud83d", "person")
    articles = [Article(name, "J", f"Kapal \udc00karam {name[:3]}", actors=(actor,)) for name in names]
    articles.append(Article("long", "", "kata" * 2_000 + " kapal"))
    build(store, *articles)
    assert stored(engine) == {each.id: each for each in articles}
    with engine.snapshot() as snapshot:
        assert snapshot.count(Plan(Word("kapal"))) == len(articles)
        assert snapshot.count(Plan(Word("kata" * 2_000))) == 1
        assert (actor, 6) in snapshot.actors()
        (facet,) = snapshot.find(Plan(Word("karam"), facets=(FacetWish("person"),))).facets
        assert [(value.label, value.count) for value in facet.values] == [("Nama \ud83d", 6)]


def test_last_article_of_an_id_wins_within_a_batch(store: OpenSearchStore, engine: OpenSearchEngine) -> None:
    again = article(1, "Terbaru.")
    assert build(store, article(1), article(2), article(1, "Baru."), again, again).articles == 2
    assert stored(engine)["a1"].body == "Terbaru."
    with engine.snapshot() as snapshot:
        assert snapshot.words("", 100) == (
            ("kabar", 2),
            ("nomor", 2),
            *((form, 1) for form in ("1", "2", "banjir", "indah", "kota", "melanda", "rawa", "terbaru")),
        )


def test_update_adds_replaces_and_deletes(store: OpenSearchStore, engine: OpenSearchEngine) -> None:
    build(store, *(article(number) for number in range(6)))
    with store.update() as batch:
        batch.add(article(1, "Diganti."))
        batch.add(article(9))
        batch.add(article(1, "Diganti lagi."))
        assert batch.delete("a2")
        assert not batch.delete("a2")
        assert not batch.delete("nobody")
        batch.add(article(2, "Kembali."))
        assert batch.delete("a9")
        assert batch.publish().articles == 6
    found = stored(engine)
    assert sorted(found) == ["a0", "a1", "a2", "a3", "a4", "a5"]
    assert (found["a1"].body, found["a2"].body) == ("Diganti lagi.", "Kembali.")
    with engine.snapshot() as snapshot:
        assert snapshot.words("di", 10) == (("diganti", 1),)
        assert snapshot.words("banjir", 10) == (("banjir", 4),)
        assert snapshot.count(Plan(Word("banjir"))) == 4


def test_counts_after_an_update_are_those_of_a_rebuild(
    store: OpenSearchStore, engine: OpenSearchEngine, opensearch_cluster: Any, language: Language
) -> None:
    changed = [article(number, f"Isi {number} diganti.") for number in range(3, 9)]
    build(store, *(article(number) for number in range(6)))
    with store.update() as batch:
        for each in changed:
            batch.add(each)
        batch.delete("a0")
        batch.publish()
    other = opensearch_cluster.archive("store")
    build(OpenSearchStore(other, language), article(1), article(2), *changed)
    plans = [
        Plan(limit=50, facets=(FacetWish("place"), FacetWish("source"))),
        Plan(Word("kabar"), limit=50, facets=(FacetWish("place"),), interval="day"),
    ]
    with engine.snapshot() as updated, OpenSearchEngine(other, language, 0.0).snapshot() as rebuilt:
        assert updated.words("", 1_000) == rebuilt.words("", 1_000)
        assert updated.actors() == rebuilt.actors()
        for plan in plans:
            first, second = updated.find(plan), rebuilt.find(plan)
            assert (first.total, first.facets, first.timeline) == (
                second.total,
                second.facets,
                second.timeline,
            )


def test_everything_can_be_deleted(store: OpenSearchStore, engine: OpenSearchEngine) -> None:
    build(store, article(1))
    with store.update() as batch:
        assert batch.delete("a1")
        assert batch.publish().articles == 0
    assert stored(engine) == {}
    with engine.snapshot() as snapshot:
        assert snapshot.find(Plan(Word("banjir"))).total == 0
    with store.update() as batch:
        batch.add(article(2))
        batch.publish()
    assert list(stored(engine)) == ["a2"]


def test_rollback_goes_back_and_two_generations_are_kept(
    store: OpenSearchStore, engine: OpenSearchEngine, cluster: Cluster
) -> None:
    build(store, article(0))
    first = build(store, article(1))
    with store.update() as batch:
        batch.add(article(1, "Salah."))
        second = batch.publish()
    kept = [first.generation, f"{first.generation}-about", second.generation, f"{second.generation}-about"]
    assert indexes(cluster) == kept
    assert store.rollback() == first
    assert stored(engine) == {"a1": article(1)}
    with pytest.raises(IndexMissing):
        store.rollback()
    third = build(store, article(3))
    assert indexes(cluster)[-2:] == [third.generation, f"{third.generation}-about"]
    assert first.generation in indexes(cluster)
    assert store.rollback() in (first, second)


def test_left_batch_changes_nothing(
    store: OpenSearchStore, engine: OpenSearchEngine, cluster: Cluster
) -> None:
    first = build(store, article(1))
    with pytest.raises(ZeroDivisionError), store.update() as batch:
        batch.add(article(2))
        raise ZeroDivisionError
    with store.rebuild() as rebuilding:
        rebuilding.add(article(3))
    assert store.manifest() == first
    assert stored(engine) == {"a1": article(1)}
    assert indexes(cluster) == [first.generation, f"{first.generation}-about"]


def test_nothing_built_yet(store: OpenSearchStore, engine: OpenSearchEngine) -> None:
    assert store.manifest() is None
    with pytest.raises(IndexMissing), engine.snapshot():
        pass
    with pytest.raises(IndexMissing):
        store.update()
    with pytest.raises(IndexMissing):
        store.rollback()


def test_two_writers_exclude_each_other(store: OpenSearchStore, cluster: Cluster, language: Language) -> None:
    other = OpenSearchStore(cluster, language)
    with store.rebuild() as batch:
        with pytest.raises(IndexLocked, match=r"another writer is at work \(process \d+ on "):
            other.rebuild()
        batch.add(article(1))
        batch.publish()
    build(other, article(2))


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


def load_part(loader: bytes, numbers: list[int], folder: Path) -> Any:
    folder.mkdir()
    made: Loader = pickle.loads(loader)
    return made.load([article(number, f"Isi {number}.") for number in numbers], folder)


def test_parts_are_loaded_by_other_processes(
    store: OpenSearchStore, engine: OpenSearchEngine, tmp_path: Path
) -> None:
    """One of the parts twice, as when a worker dies after its last article."""
    parts = [[1, 2, 3], [4, 5], [6]]
    with store.rebuild() as batch:
        loader = pickle.dumps(batch.loader())
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            places = [tmp_path / str(number) for number in range(len(parts))]
            loaded = [pool.submit(load_part, loader, *part) for part in zip(parts, places, strict=True)]
            results = [each.result() for each in loaded]
            results[1] = pool.submit(load_part, loader, parts[1], tmp_path / "again").result()
        for each in results:
            batch.take(each)
        assert batch.publish().articles == 6
    assert stored(engine) == {f"a{number}": article(number, f"Isi {number}.") for number in range(1, 7)}
    with engine.snapshot() as snapshot:
        assert snapshot.words("isi", 5) == (("isi", 6),)


def test_readers_follow_and_a_snapshot_that_is_held_goes_on(
    store: OpenSearchStore, engine: OpenSearchEngine
) -> None:
    build(store, article(1))
    with engine.snapshot() as held:
        build(store, article(2), article(3))
        with engine.snapshot() as fresh:
            assert fresh.manifest().articles == 2
        assert held.find(Plan(Word("banjir"))).total == 1
        build(store, article(4))
        with pytest.raises(IndexMissing):
            held.count(Plan(Word("banjir")))
    assert sorted(stored(engine)) == ["a4"]

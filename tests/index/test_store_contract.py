"""What every store promises, asked of each of them through the engine that reads it.

To add a store, add a line to STORES. What only one of them does is in the tests of that store.
"""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from index.article import Actor, Article, Cut, Dating, Mention, Source
from index.errors import IndexLocked, IndexMissing, IndexOutdated
from index.lang.language import Language
from index.memory_store import MemoryStore
from index.opensearch_store import OpenSearchStore
from index.store import ArticleStore, Manifest
from index.whoosh_store import WhooshStore
from searcher.engine import Engine, Plan
from searcher.memory_engine import MemoryEngine
from searcher.opensearch_engine import OpenSearchEngine
from searcher.query import FacetWish
from searcher.syntax import Word
from searcher.whoosh_engine import WhooshEngine

RAWA = Actor("rawa-indah", "Kota Rawa Indah", "place")


def article(number: int, body: str = "Banjir melanda Kota Rawa Indah.") -> Article:
    return Article(
        f"a{number}",
        f"Kabar nomor {number}",
        body,
        title_method="given",
        published=Dating(date(2021, 1, 1 + number % 28), "day", "given", "high"),
        source=Source("kabar", "Kabar Rawa"),
        actors=(RAWA,),
        mentions=(Mention(RAWA.id, 15, 30),),
        cuts=(Cut("Baca juga: Gempa", "related", 0, ("Gempa",)),),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where one archive is: how to open a store or an engine on it, as any process would."""

    store: Callable[[Language], ArticleStore]
    engine: Callable[[Language], Engine]


def in_memory(request: pytest.FixtureRequest) -> Place:
    store = MemoryStore()
    return Place(lambda language: store, lambda language: MemoryEngine(store, language))


def in_whoosh(request: pytest.FixtureRequest) -> Place:
    folder: Path = request.getfixturevalue("tmp_path")
    return Place(
        lambda language: WhooshStore(folder, language), lambda language: WhooshEngine(folder, language, 0.0)
    )


def in_opensearch(request: pytest.FixtureRequest) -> Place:
    cluster = request.getfixturevalue("opensearch_cluster").archive("store")
    return Place(
        lambda language: OpenSearchStore(cluster, language),
        lambda language: OpenSearchEngine(cluster, language, 0.0),
    )


STORES = {"memory": in_memory, "whoosh": in_whoosh, "opensearch": in_opensearch}
NAMES = [
    pytest.param(name, marks=[pytest.mark.opensearch] if name == "opensearch" else [], id=name)
    for name in STORES
]


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.fixture(params=NAMES)
def place(request: pytest.FixtureRequest) -> Place:
    return STORES[request.param](request)


@pytest.fixture
def store(place: Place, language: Language) -> ArticleStore:
    return place.store(language)


@pytest.fixture
def engine(place: Place, language: Language) -> Engine:
    return place.engine(language)


def build(store: ArticleStore, *articles: Article) -> Manifest:
    with store.rebuild() as batch:
        for each in articles:
            batch.add(each)
        return batch.publish(("archive",), 2)


def stored(engine: Engine) -> dict[str, Article]:
    with engine.snapshot() as snapshot:
        found = snapshot.find(Plan(limit=1_000))
        assert found.total == len(found.hits) == snapshot.manifest().articles
        return {each.id: each for each in snapshot.articles([name for name, _ in found.hits])}


def test_articles_come_back_as_they_went_in(store: ArticleStore, engine: Engine) -> None:
    articles = [article(number) for number in range(5)]
    manifest = build(store, *articles)
    assert store.manifest() == manifest
    assert (manifest.articles, manifest.archive, manifest.skipped) == (5, ("archive",), 2)
    assert (manifest.schema, manifest.built[-1:]) == (store.schema, "Z")
    assert stored(engine) == {each.id: each for each in articles}


def test_broken_text_and_odd_ids_come_back(store: ArticleStore, engine: Engine) -> None:
    names = ["a\ud800", "x" * 700, "é" * 400, "a/b?c#d e", "_all", "\U0001f600"]
    actor = Actor("p\udfff", "Nama \ud83d", "person")
    articles = [Article(name, "J", f"Kapal \udc00karam {name[:3]}", actors=(actor,)) for name in names]
    articles.append(Article("long", "", "kata" * 2_000 + " kapal"))
    articles.append(
        Article("odd", "Judul \udfff rusak", "isi \ud8001 \x00 kapal", metadata=(("\ud800", ""),))
    )
    articles.append(Article("kosong", "", ""))
    build(store, *articles)
    assert stored(engine) == {each.id: each for each in articles}
    with engine.snapshot() as snapshot:
        assert snapshot.count(Plan(Word("kapal"))) == len(articles) - 1
        assert snapshot.count(Plan(Word("kata" * 2_000))) == 1
        assert (actor, 6) in snapshot.actors()
        (facet,) = snapshot.find(Plan(Word("karam"), facets=(FacetWish("person"),))).facets
        assert [(value.label, value.count) for value in facet.values] == [("Nama \ud83d", 6)]


def test_last_article_of_an_id_wins_within_a_batch(store: ArticleStore, engine: Engine) -> None:
    again = article(1, "Terbaru.")
    assert build(store, article(1), article(2), article(1, "Baru."), again, again).articles == 2
    assert stored(engine)["a1"].body == "Terbaru."
    with engine.snapshot() as snapshot:
        assert snapshot.words("", 100) == (
            ("kabar", 2),
            ("nomor", 2),
            *((form, 1) for form in ("1", "2", "banjir", "indah", "kota", "melanda", "rawa", "terbaru")),
        )


def test_update_adds_replaces_and_deletes(store: ArticleStore, engine: Engine) -> None:
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
    store: ArticleStore, engine: Engine, language: Language
) -> None:
    changed = [article(number, f"Isi {number} diganti.") for number in range(3, 9)]
    build(store, *(article(number) for number in range(6)))
    with store.update() as batch:
        for each in changed:
            batch.add(each)
        batch.delete("a0")
        batch.publish()
    other = MemoryStore()
    build(other, article(1), article(2), *changed)
    plans = [
        Plan(limit=50, facets=(FacetWish("place"), FacetWish("source"))),
        Plan(Word("kabar"), limit=50, facets=(FacetWish("place"),), interval="day"),
    ]
    with engine.snapshot() as updated, MemoryEngine(other, language).snapshot() as rebuilt:
        assert updated.words("", 1_000) == rebuilt.words("", 1_000)
        assert updated.actors() == rebuilt.actors()
        for plan in plans:
            first, second = updated.find(plan), rebuilt.find(plan)
            assert (first.total, first.facets) == (second.total, second.facets)
            assert first.timeline == second.timeline


def test_everything_can_be_deleted(store: ArticleStore, engine: Engine) -> None:
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


def test_rollback_undoes_the_last_publication(store: ArticleStore, engine: Engine) -> None:
    first = build(store, article(1))
    with store.update() as batch:
        batch.add(article(1, "Salah."))
        second = batch.publish()
    assert first.generation < second.generation
    assert store.rollback() == store.manifest() == first
    assert stored(engine) == {"a1": article(1)}
    with pytest.raises(IndexMissing):
        store.rollback()
    third = build(store, article(3))
    assert list(stored(engine)) == ["a3"]
    assert third.generation > second.generation
    assert store.rollback() in (first, second)


def test_left_batch_changes_nothing_and_lets_others_write(store: ArticleStore, engine: Engine) -> None:
    first = build(store, article(1))
    with pytest.raises(ZeroDivisionError), store.update() as batch:
        batch.add(article(2))
        raise ZeroDivisionError
    with store.rebuild() as rebuilding:
        rebuilding.add(article(3))
    assert store.manifest() == first
    assert stored(engine) == {"a1": article(1)}
    with pytest.raises(IndexMissing):
        store.rollback()


def test_nothing_built_yet(store: ArticleStore, engine: Engine) -> None:
    assert store.manifest() is None
    with pytest.raises(IndexMissing), engine.snapshot():
        pass
    with pytest.raises(IndexMissing):
        store.update()
    with pytest.raises(IndexMissing):
        store.rollback()
    assert build(store, article(1)).articles == 1, "and what was refused holds no lock"


def test_one_writer_at_a_time(place: Place, store: ArticleStore, language: Language) -> None:
    build(store, article(1))
    other = place.store(language)
    with store.rebuild() as batch:
        for begin in (other.rebuild, other.update, store.update):
            with pytest.raises(IndexLocked, match="another"):
                begin()
        batch.add(article(2))
        batch.publish()
    assert build(other, article(2)).articles == 1


@pytest.mark.parametrize("place", [name for name in NAMES if name.id != "memory"], indirect=True)
def test_index_of_other_language_data_is_refused(
    place: Place, store: ArticleStore, language: Language
) -> None:
    """What is kept in memory is always of the program that runs."""
    changed = replace(language, fingerprint="other")
    other = place.store(changed)
    build(store, article(1))
    build(store, article(1))
    for refused in (other.update, other.rollback, lambda: stored(place.engine(changed))):
        with pytest.raises(IndexOutdated, match="rebuild"):
            refused()
    assert build(other, article(1)).articles == 1
    assert stored(place.engine(changed)) == {"a1": article(1)}


def test_parts_are_loaded_by_other_processes(store: ArticleStore, engine: Engine, tmp_path: Path) -> None:
    """One of the parts twice, as when a worker dies after its last article."""
    parts = [[article(number, f"Isi {number}.") for number in part] for part in ((1, 2, 3), (4, 5), (6,))]
    folders = [tmp_path / "scratch" / name for name in ("0", "1", "2", "again")]
    for folder in folders:
        folder.mkdir(parents=True)
    with store.rebuild() as batch:
        load = batch.loader().load
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            loaded = list(pool.map(load, parts, folders[:3]))
            loaded[1] = pool.submit(load, parts[1], folders[3]).result()
        for each in loaded:
            batch.take(each)
        assert batch.publish().articles == 6
    assert stored(engine) == {each.id: each for part in parts for each in part}
    with engine.snapshot() as snapshot:
        assert snapshot.words("isi", 5) == (("isi", 6),)


def test_readers_follow_and_a_snapshot_that_is_held_goes_on(store: ArticleStore, engine: Engine) -> None:
    build(store, article(1))
    with engine.snapshot() as held:
        build(store, article(2), article(3))
        with engine.snapshot() as fresh:
            assert fresh.manifest().articles == 2
        assert held.find(Plan(Word("banjir"))).total == held.manifest().articles == 1
    assert sorted(stored(engine)) == ["a2", "a3"]

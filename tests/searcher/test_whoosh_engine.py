"""The live generation is followed without failing a request; what cannot be opened is not swapped in."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.article import Actor, Article, Source
from index.codec_file import ArrayFile
from index.errors import IndexCorrupt, IndexMissing, IndexOutdated, StorageError
from index.generations import POINTER_FILE
from index.lang.language import Language
from index.store import Manifest
from index.whoosh_store import WhooshStore
from searcher.engine import Plan
from searcher.kernel_numpy import NumpyKernel
from searcher.kernels import chosen_kernel
from searcher.query import FacetWish
from searcher.syntax import Word
from searcher.whoosh_engine import WhooshEngine
from searcher.whoosh_snapshot import WhooshSnapshot


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.fixture
def store(tmp_path: Path, language: Language) -> WhooshStore:
    return WhooshStore(tmp_path, language)


@pytest.fixture
def engine(tmp_path: Path, language: Language) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(tmp_path, language, 0.0)
    yield engine
    engine.close()


def build(store: WhooshStore, number: int) -> Manifest:
    """A generation of `number` articles, each of which says that number."""
    with store.rebuild() as batch:
        for each in range(number):
            batch.add(Article(f"a{each}", f"Kabar {number}", f"Banjir ke-{number}."))
        return batch.publish()


def total(engine: WhooshEngine) -> int:
    with engine.snapshot() as snapshot:
        return snapshot.find(Plan(Word("banjir"))).total


def test_missing_index_is_told_and_found_once_built(store: WhooshStore, engine: WhooshEngine) -> None:
    with pytest.raises(IndexMissing, match="no index"), engine.snapshot():
        pass
    build(store, 2)
    assert total(engine) == 2


def test_new_generation_and_rollback_are_followed(store: WhooshStore, engine: WhooshEngine) -> None:
    first, _ = build(store, 2), total(engine)
    build(store, 3)
    assert total(engine) == 3
    store.rollback()
    with engine.snapshot() as snapshot:
        assert snapshot.manifest() == first
    assert total(engine) == 2


def test_pointer_is_not_looked_at_before_its_time(
    store: WhooshStore, tmp_path: Path, language: Language
) -> None:
    build(store, 2)
    engine = WhooshEngine(tmp_path, language, 3600.0)
    assert total(engine) == 2
    build(store, 3)
    assert total(engine) == 2
    engine.close()
    assert total(engine) == 3
    engine.close()


def test_held_snapshot_stays_whole_when_its_files_are_removed(
    store: WhooshStore, engine: WhooshEngine, tmp_path: Path
) -> None:
    first = build(store, 2)
    with engine.snapshot() as held:
        build(store, 3)
        build(store, 4)
        assert not (tmp_path / first.generation).exists()
        assert total(engine) == 4
        assert held.find(Plan(Word("banjir"))).total == 2
        assert [article.title for article in held.articles(("a1",))] == ["Kabar 2"]
        assert held.manifest() == first


def test_requests_never_fail_while_generations_come_and_go(store: WhooshStore, engine: WhooshEngine) -> None:
    build(store, 1)
    done = threading.Event()
    seen: list[tuple[int, int, set[str]]] = []
    errors: list[Exception] = []

    def ask() -> None:
        try:
            while not done.is_set():
                seen.append(ask_once(engine))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 8):
        build(store, number)
        if number % 3 == 0:
            store.rollback()
    done.set()
    for thread in threads:
        thread.join()
    assert errors == []
    check_states(seen)
    assert total(engine) == 7


def test_index_can_be_opened_at_any_moment(store: WhooshStore, tmp_path: Path, language: Language) -> None:
    """What the pointer named may be gone when it is opened, because a later generation is there."""
    build(store, 1)
    done = threading.Event()
    seen: list[tuple[int, int, set[str]]] = []
    errors: list[Exception] = []

    def open_and_ask() -> None:
        try:
            while not done.is_set():
                engine = WhooshEngine(tmp_path, language, 0.0)
                seen.append(ask_once(engine))
                engine.close()
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=open_and_ask)
    thread.start()
    for number in range(2, 12):
        build(store, number)
    done.set()
    thread.join()
    assert errors == []
    check_states(seen)


def ask_once(engine: WhooshEngine) -> tuple[int, int, set[str]]:
    """One request: matches, articles by the manifest, and the titles of what matched."""
    with engine.snapshot() as snapshot:
        found = snapshot.find(Plan(Word("banjir"), limit=100))
        articles = snapshot.articles([name for name, _ in found.hits])
        return found.total, snapshot.manifest().articles, {article.title for article in articles}


def check_states(seen: list[tuple[int, int, set[str]]]) -> None:
    """Each request saw one generation from start to end, and not all of them the same."""
    for matches, articles, titles in seen:
        assert matches == articles
        assert titles == {f"Kabar {matches}"}
    assert len({matches for matches, _, _ in seen}) > 1


def test_what_is_there_goes_on_when_the_next_is_damaged(
    store: WhooshStore, engine: WhooshEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build(store, 2)
    assert total(engine) == 2
    manifest = build(store, 3)
    flip_a_bit(tmp_path / manifest.generation)
    for _ in range(3):
        assert total(engine) == 2
    (tmp_path / POINTER_FILE).write_text("nonsense")
    for _ in range(3):
        assert total(engine) == 2
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2, "once each, not with every request"
    assert "checksum" in told[0]
    assert "nonsense" in told[1]
    build(store, 5)
    assert total(engine) == 5


def test_damaged_index_is_named(store: WhooshStore, engine: WhooshEngine, tmp_path: Path) -> None:
    manifest = build(store, 3)
    flip_a_bit(tmp_path / manifest.generation)
    with pytest.raises(IndexCorrupt, match=r"\.arrays.*rebuild"), engine.snapshot():
        pass


def flip_a_bit(folder: Path) -> None:
    file = next(folder.glob("*.arrays"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.write_bytes(content)


def test_index_without_its_files_is_an_error_of_storage(
    store: WhooshStore, engine: WhooshEngine, tmp_path: Path
) -> None:
    manifest = build(store, 3)
    shutil.rmtree(tmp_path / manifest.generation)
    with pytest.raises(StorageError, match="rebuild"), engine.snapshot():
        pass


def test_index_of_other_language_data_is_outdated(
    store: WhooshStore, tmp_path: Path, language: Language
) -> None:
    build(store, 3)
    other = replace(language, fingerprint="other")
    with pytest.raises(IndexOutdated, match="rebuild"), WhooshEngine(tmp_path, other, 0.0).snapshot():
        pass


def test_empty_index_answers_nothing(store: WhooshStore, engine: WhooshEngine) -> None:
    with store.rebuild() as batch:
        batch.publish()
    with engine.snapshot() as snapshot:
        found = snapshot.find(Plan(Word("banjir")))
        assert (found.total, found.hits) == (0, ())
        assert snapshot.find(Plan()).total == 0
        assert snapshot.words("b", 5) == ()
        assert snapshot.actors() == ()
        assert snapshot.articles(("a0",)) == ()


def test_actor_and_source_may_share_an_id(store: WhooshStore, engine: WhooshEngine) -> None:
    agency = Actor("kabar", "Kantor Kabar", "organisation", ("KK",))
    with store.rebuild() as batch:
        batch.add(Article("a0", "", "Banjir.", source=Source("kabar", "Kabar Daring"), actors=(agency,)))
        batch.add(Article("a1", "", "Banjir.", source=Source("kabar", "Kabar Daring")))
        batch.publish()
    with engine.snapshot() as snapshot:
        wishes = (FacetWish("organisation"), FacetWish("source"))
        facets = snapshot.find(Plan(facets=wishes)).facets
        assert snapshot.actors() == ((agency, 1),)
    assert [(facet.values[0].label, facet.values[0].count) for facet in facets] == [
        ("Kantor Kabar", 1),
        ("Kabar Daring", 2),
    ]


def test_says_which_kernel_searches(tmp_path: Path, language: Language) -> None:
    assert WhooshEngine(tmp_path, language, 0.0, kernel=NumpyKernel()).kernel == "numpy"
    assert WhooshEngine(tmp_path, language, 0.0).kernel == chosen_kernel().name


@pytest.mark.parametrize(("native", "counted"), [(True, 2), (False, 0)])
def test_native_queries_are_counted_across_generations(
    store: WhooshStore, tmp_path: Path, language: Language, native: bool, counted: int
) -> None:
    engine = WhooshEngine(tmp_path, language, 0.0, native=native)
    build(store, 1)
    total(engine)
    build(store, 2)
    total(engine)
    assert engine.native_queries == counted
    engine.close()


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_an_attended_index_is_followed_beside_requests_and_warm_when_it_is_seen(
    store: WhooshStore, engine: WhooshEngine
) -> None:
    build(store, 2)
    assert total(engine) == 2
    prepared: list[tuple[int, int, str]] = []

    def prepare(snapshot: WhooshSnapshot) -> None:
        seen = total(engine) if len(prepared) == 0 else 0  # readers have the one before until this is done
        prepared.append((snapshot.manifest().articles, seen, threading.current_thread().name))

    engine.attend(prepare)
    build(store, 3)
    wait_until(lambda: total(engine) == 3)
    assert prepared == [(3, 2, "kliping-attendant")]
    engine.close()
    wait_until(lambda: all(thread.name != "kliping-attendant" for thread in threading.enumerate()))
    build(store, 4)
    assert total(engine) == 4, "requests follow again"


def test_damage_that_no_request_uses_is_told(
    store: WhooshStore, engine: WhooshEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / build(store, 2).generation
    file = next(folder.glob("*.arrays"))
    content = bytearray(file.read_bytes())
    place = ArrayFile(file)._places["title/positions"]
    content[place.offset] ^= 1
    file.write_bytes(content)
    assert total(engine) == 2
    assert not caplog.records
    engine.attend(lambda snapshot: None)
    wait_until(lambda: bool(caplog.records))
    assert "checksum of title/positions" in caplog.text and file.name in caplog.text
    assert total(engine) == 2
    with pytest.raises(IndexCorrupt, match="title/positions"):
        engine.verify()


def test_what_cannot_be_made_warm_is_not_shown(
    store: WhooshStore, engine: WhooshEngine, caplog: pytest.LogCaptureFixture
) -> None:
    build(store, 2)
    assert total(engine) == 2

    def refuse(snapshot: WhooshSnapshot) -> None:
        raise IndexCorrupt("its names are damaged")

    engine.attend(refuse)
    build(store, 3)
    wait_until(lambda: "its names are damaged" in caplog.text)
    assert total(engine) == 2

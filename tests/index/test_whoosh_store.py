"""What goes into a Whoosh generation is what can be read from it, whatever is replaced or deleted."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from whoosh import index as whoosh_index
from whoosh.query import Every

from index.article import Actor, Article, Cut, Dating, Mention, Source
from index.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexOutdated
from index.generations import Generations
from index.lang.language import Language
from index.store import Manifest
from index.whoosh_schema import RECORD, make_schema, unpack
from index.whoosh_store import WhooshStore


def article(number: int, body: str = "Banjir melanda Kota Rawa Indah.") -> Article:
    actor = Actor("rawa-indah", "Kota Rawa Indah", "place")
    return Article(
        f"a{number}",
        f"Kabar nomor {number}",
        body,
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
def store(tmp_path: Path, language: Language) -> WhooshStore:
    return WhooshStore(tmp_path, language)


def build(store: WhooshStore, *articles: Article) -> Manifest:
    with store.rebuild() as batch:
        for each in articles:
            batch.add(each)
        return batch.publish(("archive",), 2)


def stored(root: Path) -> dict[str, Article]:
    live = Generations(root).live()
    assert live is not None
    index = whoosh_index.open_dir(str(live.folder), schema=make_schema())
    with index.searcher() as searcher:
        found = [unpack(hit[RECORD]) for hit in searcher.search(Every(), limit=None)]
    assert len(found) == live.manifest.articles
    assert len({each.id for each in found}) == len(found)
    return {each.id: each for each in found}


def test_articles_come_back_as_they_went_in(store: WhooshStore, tmp_path: Path) -> None:
    articles = [article(number) for number in range(5)]
    manifest = build(store, *articles)
    assert store.manifest() == manifest
    assert (manifest.articles, manifest.archive, manifest.skipped) == (5, ("archive",), 2)
    assert manifest.built.endswith("Z")
    assert stored(tmp_path) == {each.id: each for each in articles}


def test_last_article_of_an_id_wins_within_a_batch(store: WhooshStore, tmp_path: Path) -> None:
    assert build(store, article(1), article(2), article(1, "Baru."), article(1, "Terbaru.")).articles == 2
    assert stored(tmp_path)["a1"].body == "Terbaru."


def test_update_adds_replaces_and_deletes(store: WhooshStore, tmp_path: Path) -> None:
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
        batch.publish()
    found = stored(tmp_path)
    assert sorted(found) == ["a0", "a1", "a2", "a3", "a4", "a5"]
    assert found["a1"].body == "Diganti lagi."
    assert found["a2"].body == "Kembali."


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


def test_everything_can_be_deleted(store: WhooshStore, tmp_path: Path) -> None:
    build(store, article(1))
    with store.update() as batch:
        assert batch.delete("a1")
        assert batch.publish().articles == 0
    assert stored(tmp_path) == {}
    with store.update() as batch:
        batch.add(article(2))
        batch.publish()
    assert list(stored(tmp_path)) == ["a2"]


def test_rollback_undoes_an_update(store: WhooshStore, tmp_path: Path) -> None:
    first = build(store, article(1))
    with store.update() as batch:
        batch.add(article(1, "Salah."))
        batch.publish()
    assert store.rollback() == first
    assert stored(tmp_path) == {"a1": article(1)}


def test_left_batch_changes_nothing(store: WhooshStore, tmp_path: Path) -> None:
    first = build(store, article(1))
    with pytest.raises(ZeroDivisionError), store.update() as batch:
        batch.add(article(2))
        raise ZeroDivisionError
    with store.rebuild() as batch:
        batch.add(article(3))
    assert store.manifest() == first
    assert stored(tmp_path) == {"a1": article(1)}


def test_one_writer_at_a_time(store: WhooshStore) -> None:
    with store.rebuild(), pytest.raises(IndexLocked):
        store.rebuild()
    with store.rebuild():
        pass


def test_nothing_to_update_or_roll_back_before_the_first_build(store: WhooshStore) -> None:
    assert store.manifest() is None
    with pytest.raises(IndexMissing):
        store.update()
    with pytest.raises(IndexMissing):
        store.rollback()


def test_index_of_other_language_data_is_refused(
    store: WhooshStore, tmp_path: Path, language: Language
) -> None:
    build(store, article(1))
    build(store, article(1))
    other = WhooshStore(tmp_path, replace(language, fingerprint="other"))
    with pytest.raises(IndexOutdated, match="rebuild"):
        other.update()
    with pytest.raises(IndexOutdated, match="rebuild"):
        other.rollback()
    assert build(other, article(1)).articles == 1


def test_damaged_abbreviations_are_named(store: WhooshStore, tmp_path: Path) -> None:
    manifest = build(store, article(1))
    file = tmp_path / manifest.generation / "abbreviations.tsv"
    file.write_bytes(b"x" * file.stat().st_size)
    with pytest.raises(IndexCorrupt, match=r"abbreviations\.tsv"):
        store.update()


def test_broken_text_is_stored_and_returned(store: WhooshStore, tmp_path: Path) -> None:
    broken = Article(
        "a\ud800b", "Judul \udfff rusak", "isi \ud8001 \x00 rusak \ud83d", metadata=(("\ud800", ""),)
    )
    empty = Article("kosong", "", "")
    build(store, broken, empty)
    assert stored(tmp_path) == {broken.id: broken, empty.id: empty}

"""Decisions on names are kept beside the index, overridden by an editor, and hold for what is added."""

from pathlib import Path

from index.building import Builder
from index.corpus_formats import Limits
from index.executors import ThisMachine
from index.memory_store import MemoryStore
from index.names_table import read_decisions
from index.observers import NAMES_FILE, ArchiveDecisions


def builder(store: MemoryStore, folder: Path, overrides: Path | None = None) -> Builder:
    return Builder(store, ArchiveDecisions(folder, overrides), Limits(), ThisMachine(1), lambda *told: None)


def archive(folder: Path, texts: list[str]) -> Path:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


TEXTS = [
    "Wali Kota Sartika Wulandari meresmikan pasar bersama Kepala Dinas Togar Lumban.",
    "Wali Kota Sartika Wulandary meninjau pasar itu bersama Kepala Dinas Togar Lumban.",
    "Wali Kota Sartika Wulandari berjanji menata parkir bersama Kepala Dinas Togar Lumban.",
]


def people(store: MemoryStore) -> dict[str, set[str]]:
    return {
        key: {actor.name for actor in article.actors if actor.kind == "person"}
        for key, article in store.live().articles.items()
    }


def test_one_name_over_the_archive_is_written_down_with_its_reason(tmp_path: Path) -> None:
    store = MemoryStore()
    builder(store, tmp_path).rebuild([archive(tmp_path / "a", TEXTS)])
    assert set.union(*people(store).values()) == {"Sartika Wulandari", "Togar Lumban"}
    decisions = read_decisions(tmp_path / NAMES_FILE)
    merge = next(decision for decision in decisions if decision.action == "merge")
    assert merge.reason and "wulandary" in merge.id


def test_what_was_decided_holds_for_an_added_article(tmp_path: Path) -> None:
    store = MemoryStore()
    builder(store, tmp_path).rebuild([archive(tmp_path / "a", TEXTS)])
    text = "Wali Kota Sartika Wulandary membuka bazar buku."
    builder(store, tmp_path).add([archive(tmp_path / "b", [text])])
    assert all(names <= {"Sartika Wulandari", "Togar Lumban"} for names in people(store).values())
    assert (tmp_path / NAMES_FILE).exists()


def test_an_editor_has_the_last_word(tmp_path: Path) -> None:
    store = MemoryStore()
    table = tmp_path / "overrides.tsv"
    table.write_text(
        "id\taction\ttarget\treason\nsartika-wulandari\trename\tSartika W.\tso she signs\n", encoding="utf-8"
    )
    builder(store, tmp_path, table).rebuild([archive(tmp_path / "a", TEXTS)])
    assert set.union(*people(store).values()) == {"Sartika W.", "Togar Lumban"}


def test_decisions_are_kept_where_no_store_has_made_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "index"
    builder(MemoryStore(), folder).rebuild([archive(tmp_path / "a", TEXTS)])
    assert read_decisions(folder / NAMES_FILE)

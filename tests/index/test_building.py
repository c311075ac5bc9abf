"""Building and changing an index: what is published, what is reported, and what stays when a build fails."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.article import Article
from index.building import Builder
from index.corpus_formats import Limits
from index.errors import ArchiveError, IndexMissing, IndexOutdated
from index.executors import ThisMachine
from index.memory_store import MemoryStore
from index.revision import Observer, Settled


class Decisions:
    """Decides nothing over the archive, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[bool] = []
        self.kept = 0

    def observers(self, *, adding: bool) -> Sequence[Observer]:
        self.asked.append(adding)
        return ()

    def keep(self, settled: Sequence[Settled]) -> None:
        self.kept += 1


class Told:
    """Remembers what a progress bar would show."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, int, int]] = []

    def __call__(self, stage: str, done: int, total: int, articles: int) -> None:
        self.calls.append((stage, done, total, articles))


def builder(store: MemoryStore, told: Told | None = None) -> Builder:
    return Builder(store, Decisions(), Limits(), ThisMachine(1), told or Told())


def live(store: MemoryStore) -> dict[str, Article]:
    return store.live().articles


def archive(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_rebuild_publishes_all_and_reports_the_skipped(tmp_path: Path) -> None:
    store, told = MemoryStore(), Told()
    folder = archive(tmp_path / "a", satu="Banjir di desa.", dua="Gempa di kota.", kosong=" ")
    report = builder(store, told).rebuild([folder])
    assert report.manifest is not None and report.manifest.archive == (str(folder),)
    assert (report.read, report.manifest.articles, report.manifest.skipped) == (2, 2, 1)
    assert [Path(skipped.path).name for skipped in report.skipped] == ["kosong.txt"]
    assert set(live(store)) == {"satu", "dua"}
    stages = [call[0] for call in told.calls]
    assert list(dict.fromkeys(stages)) == ["scanning", "reading", "indexing"]
    assert stages == sorted(stages, key=["scanning", "reading", "indexing"].index)
    assert all(done <= total for _, done, total, _ in told.calls)
    assert told.calls[-1] == ("indexing", 2, 2, 2)


def test_rebuild_forgets_what_is_no_longer_in_the_archive(tmp_path: Path) -> None:
    store = MemoryStore()
    builder(store).rebuild([archive(tmp_path / "a", satu="Banjir.", dua="Gempa.")])
    builder(store).rebuild([archive(tmp_path / "b", tiga="Longsor.")])
    assert set(live(store)) == {"tiga"}


def test_add_keeps_the_rest_and_replaces_an_edited_file(tmp_path: Path) -> None:
    store = MemoryStore()
    folder = archive(tmp_path / "a", satu="Banjir.", dua="Gempa.")
    builder(store).rebuild([folder])
    archive(folder, satu="Banjir surut.", tiga="Longsor.")
    report = builder(store).add([folder / "satu.txt", folder / "tiga.txt"])
    assert report.read == 2
    assert {key: article.body for key, article in live(store).items()} == {
        "satu": "Banjir surut.",
        "dua": "Gempa.",
        "tiga": "Longsor.",
    }
    assert report.manifest is not None and report.manifest.archive == (str(folder),)


def test_add_without_an_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        builder(MemoryStore()).add([archive(tmp_path / "a", satu="Banjir.")])


def test_ensure_builds_only_what_is_missing_or_outdated(tmp_path: Path) -> None:
    store = MemoryStore()
    own = archive(tmp_path / "a", satu="Banjir.")
    sample = archive(tmp_path / "b", contoh="Gempa.")
    first = builder(store).ensure([own]).manifest
    assert builder(store).ensure([sample]).manifest == first
    store.schema = "newer"
    assert builder(store).ensure([sample]).manifest != first
    assert set(live(store)) == {"satu"}, "rebuilt from its own archive, not from the one at hand"
    own.rename(tmp_path / "c")
    with pytest.raises(IndexOutdated, match="archive is gone"):
        builder(store).ensure([sample])


def test_delete_names_what_is_not_there(tmp_path: Path) -> None:
    store = MemoryStore()
    builder(store).rebuild([archive(tmp_path / "a", satu="Banjir.", dua="Gempa.")])
    report = builder(store).delete(["satu", "hilang"])
    assert (report.deleted, [skipped.path for skipped in report.skipped]) == (1, ["hilang"])
    assert set(live(store)) == {"dua"}
    before = store.manifest()
    assert builder(store).delete(["hilang"]).manifest is None
    assert store.manifest() == before


def test_nothing_readable_publishes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    builder(store).rebuild([archive(tmp_path / "a", satu="Banjir.")])
    before = store.manifest()
    report = builder(store).rebuild([archive(tmp_path / "b", kosong="")])
    assert report.manifest is None and len(report.skipped) == 1
    with pytest.raises(ArchiveError):
        builder(store).rebuild([tmp_path / "tidak-ada"])
    assert store.manifest() == before


def test_a_build_that_fails_half_way_leaves_what_is_live(tmp_path: Path) -> None:
    store = MemoryStore()
    folder = archive(tmp_path / "a", satu="Banjir.", dua="Gempa.")
    builder(store).rebuild([folder])
    before = store.manifest()

    def fail(stage: str, done: int, total: int, articles: int) -> None:
        if stage == "indexing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Builder(store, Decisions(), Limits(), ThisMachine(1), fail).rebuild([folder])
    assert store.manifest() == before
    assert builder(store).rebuild([folder]).read == 2, "the writer's lock was given back"


def test_metadata_and_line_come_through(tmp_path: Path) -> None:
    store = MemoryStore()
    line = {"id": "x", "judul": "Banjir", "isi": "Air naik.", "penulis": "Sari"}
    (tmp_path / "a.jsonl").write_text("\n" + json.dumps(line), encoding="utf-8")
    builder(store).rebuild([tmp_path / "a.jsonl"])
    article = live(store)["x"]
    assert (article.line, article.metadata, article.title) == (2, (("penulis", "Sari"),), "Banjir")

"""One generation is live, the one before is kept, and nothing that fails on the way is ever seen."""

import os
import threading
from pathlib import Path

import pytest

from index.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexOutdated, StorageError
from index.generation_files import MANIFEST_FILE, verify_files
from index.generations import LOCK_FILE, POINTER_FILE, WRITER_FILE, Generations
from index.store import Manifest

EMPTY = Manifest("", 0, "2024-05-01T00:00:00Z", "schema", ("archive",))


def build(generations: Generations, text: str, *, from_live: bool = False) -> Manifest:
    with generations.begin(from_live=from_live) as draft:
        (draft.folder / f"{text}.data").write_text(text)
        return draft.publish(EMPTY)


def files(generations: Generations) -> set[str]:
    live = generations.live()
    assert live is not None
    return {path.name for path in live.folder.iterdir()} - {MANIFEST_FILE}


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "var" / "index")


def test_nothing_is_live_before_the_first_build(generations: Generations) -> None:
    assert generations.live() is None
    assert generations.names() == []


def test_what_is_published_is_live_under_its_own_name(generations: Generations) -> None:
    manifest = build(generations, "satu")
    live = generations.live()
    assert live is not None
    assert live.manifest == manifest
    assert live.folder.name == manifest.generation == generations.pointer()
    assert manifest.archive == ("archive",)
    assert files(generations) == {"satu.data"}


def test_names_rise_and_two_are_kept(generations: Generations) -> None:
    names = [build(generations, text).generation for text in ("satu", "dua", "tiga")]
    assert names == sorted(set(names))
    assert generations.names() == names[1:]


def test_names_rise_when_the_clock_was_set_back(generations: Generations) -> None:
    (generations.root / "29991231T235959000000-0000").mkdir(parents=True)
    (generations.root / "29991231T235959000000-0000" / MANIFEST_FILE).touch()
    assert build(generations, "satu").generation > "29991231T235959000000-0000"


def test_rollback_shows_the_one_before_and_only_that(generations: Generations) -> None:
    first, _ = build(generations, "satu"), build(generations, "dua")
    assert generations.rollback().manifest == first
    assert files(generations) == {"satu.data"}
    with pytest.raises(IndexMissing, match="before"):
        generations.rollback()


def test_build_after_rollback_drops_what_was_left_behind(generations: Generations) -> None:
    first, second = build(generations, "satu"), build(generations, "dua")
    generations.rollback()
    third = build(generations, "tiga")
    assert generations.names() == [first.generation, third.generation]
    assert not (generations.root / second.generation).exists()


def test_rollback_refuses_a_damaged_generation(generations: Generations) -> None:
    first, second = build(generations, "satu"), build(generations, "dua")
    (generations.root / first.generation / "satu.data").write_text("sato")
    with pytest.raises(IndexCorrupt, match=r"satu\.data.*checksum"):
        generations.rollback()
    assert generations.pointer() == second.generation


def test_unpublished_draft_leaves_no_trace(generations: Generations) -> None:
    first = build(generations, "satu")
    with pytest.raises(ZeroDivisionError), generations.begin() as draft:
        (draft.folder / "dua.data").write_text("dua")
        raise ZeroDivisionError
    with generations.begin():
        pass
    assert generations.pointer() == first.generation
    assert generations.names() == [first.generation]
    left = {path.name for path in generations.root.iterdir()}
    assert left == {first.generation, POINTER_FILE, LOCK_FILE}


def test_leftovers_of_a_dead_build_are_removed(generations: Generations) -> None:
    first = build(generations, "satu")
    dead = generations.root / "20200101T000000000000-dead"
    dead.mkdir()
    (dead / "half.data").write_text("half")
    (generations.root / "current.new").write_text("half")
    foreign = generations.root / "notes"
    foreign.mkdir()
    with generations.begin():
        assert not dead.exists()
        assert not (generations.root / "current.new").exists()
    assert foreign.exists()
    assert generations.pointer() == first.generation


def test_change_starts_from_the_files_that_are_live(generations: Generations) -> None:
    first = build(generations, "satu")
    second = build(generations, "dua", from_live=True)
    assert files(generations) == {"satu.data", "dua.data"}
    shared = generations.root / second.generation / "satu.data"
    assert shared.samefile(generations.root / first.generation / "satu.data")
    verify_files(generations.root / second.generation)


def test_change_copies_where_nothing_can_be_linked(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(generations, "satu")

    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    second = build(generations, "dua", from_live=True)
    assert files(generations) == {"satu.data", "dua.data"}
    copy = generations.root / second.generation / "satu.data"
    assert not copy.samefile(generations.root / first.generation / "satu.data")
    verify_files(copy.parent)


def test_nothing_to_change_before_the_first_build(generations: Generations) -> None:
    with pytest.raises(IndexMissing), generations.begin(from_live=True):
        pass
    with pytest.raises(IndexMissing):
        generations.rollback()


def test_second_writer_is_refused_at_once_and_told_who_writes(generations: Generations) -> None:
    with generations.begin(), pytest.raises(IndexLocked, match=rf"process {os.getpid()} on "):
        build(generations, "dua")
    build(generations, "tiga")


def test_second_writer_in_another_thread_is_refused(generations: Generations) -> None:
    seen: list[BaseException] = []

    def write() -> None:
        try:
            generations.rollback()
        except IndexLocked as error:
            seen.append(error)

    with generations.begin():
        (generations.root / WRITER_FILE).write_bytes(b"\xff")
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert str(seen[0]).endswith("at work")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../../etc\n", b"20200101T000000000000-00000"])
def test_broken_pointer_is_named(generations: Generations, content: bytes) -> None:
    build(generations, "satu")
    (generations.root / POINTER_FILE).write_bytes(content)
    with pytest.raises(IndexCorrupt, match="current"):
        generations.live()


def test_broken_pointer_is_healed_by_rollback_or_build(generations: Generations) -> None:
    _, second = build(generations, "satu"), build(generations, "dua")
    (generations.root / POINTER_FILE).write_bytes(b"x")
    assert generations.rollback().manifest == second
    (generations.root / POINTER_FILE).write_bytes(b"x")
    third = build(generations, "tiga")
    assert generations.names() == [second.generation, third.generation]
    assert generations.pointer() == third.generation


def test_pointer_to_nowhere_is_corrupt(generations: Generations) -> None:
    build(generations, "satu")
    (generations.root / POINTER_FILE).write_text("20200101T000000000000-0000")
    with pytest.raises(IndexCorrupt, match=r"20200101T000000000000-0000.manifest\.json"):
        generations.live()


def test_pointer_that_cannot_be_read_is_a_storage_error(generations: Generations) -> None:
    (generations.root / POINTER_FILE).mkdir(parents=True)
    with pytest.raises(StorageError, match="current"):
        generations.live()


def test_root_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="file"), Generations(tmp_path / "file" / "index").begin():
        pass


def test_every_flipped_bit_of_a_manifest_is_found_or_harmless(generations: Generations) -> None:
    manifest = build(generations, "satu")
    file = generations.root / manifest.generation / MANIFEST_FILE
    intact = file.read_bytes()
    found = 0
    for index in range(len(intact) * 8):
        damaged = bytearray(intact)
        damaged[index // 8] ^= 1 << index % 8
        file.write_bytes(damaged)
        try:
            live = generations.live()
            assert live is not None
            assert live.manifest == manifest  # white space
        except IndexCorrupt as error:
            assert MANIFEST_FILE in str(error)
            found += 1
    assert found > len(intact) * 6


def test_truncated_manifest_and_data_are_found(generations: Generations) -> None:
    manifest = build(generations, "satu")
    folder = generations.root / manifest.generation
    (folder / "satu.data").write_text("sat")
    with pytest.raises(IndexCorrupt, match=r"satu\.data.*3 bytes instead of 4"):
        generations.live()
    (folder / "satu.data").unlink()
    with pytest.raises(IndexCorrupt, match=r"satu\.data"):
        generations.live()
    (folder / MANIFEST_FILE).write_bytes((folder / MANIFEST_FILE).read_bytes()[:40])
    with pytest.raises(IndexCorrupt, match="manifest"):
        generations.live()


def test_files_that_verify_themselves_can_be_left_out(generations: Generations) -> None:
    folder = generations.root / build(generations, "satu").generation
    (folder / "satu.data").write_text("sato")
    verify_files(folder, but=".data")
    for but in ("", ".other"):
        with pytest.raises(IndexCorrupt, match=r"satu\.data.*checksum"):
            verify_files(folder, but)
    (folder / "satu.data").unlink()
    with pytest.raises(IndexCorrupt, match=r"satu\.data"):
        verify_files(folder)


SYNCS = 7  # data, manifest and its folder; folder and root; pointer and root


@pytest.mark.parametrize("failing", range(1, SYNCS + 2))
def test_disk_that_fails_at_any_sync_leaves_the_old_or_the_new(
    generations: Generations, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    old = build(generations, "satu").generation
    real_sync, synced = os.fsync, []

    def sync(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == failing:
            raise OSError(5, "Input/output error")
        real_sync(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    if failing > SYNCS:
        build(generations, "dua")
        assert len(synced) == SYNCS
    else:
        with pytest.raises(StorageError, match="Input/output error"):
            build(generations, "dua")
    live = generations.live()
    assert live is not None
    verify_files(live.folder)
    assert (live.folder.name == old) == (failing < SYNCS), "only the last comes after the swap"


def test_manifest_of_another_version_asks_for_a_rebuild(generations: Generations) -> None:
    folder = generations.root / "20200101T000000000000-0000"
    folder.mkdir(parents=True)
    # A whole document with its right checksum, but other fields.
    (folder / MANIFEST_FILE).write_text('{"crc32": 63623051, "files": {}, "manifest": {"articles": 3}}')
    with pytest.raises(IndexOutdated, match="another version"):
        generations.open(folder.name)

"""Files that a failure leaves open are closed, those of temporary folders too, and no others."""

from pathlib import Path

from index.whoosh_storage import OwnStorage


def test_what_is_open_is_closed_and_what_is_closed_stays(tmp_path: Path) -> None:
    storage = OwnStorage(tmp_path)
    closed = storage.create_file("closed")
    closed.write(b"whole")
    closed.close()
    inner = storage.temp_storage("inner")
    left = [storage.create_file("left"), inner.create_file("left"), storage.open_file("closed")]
    storage.close_files()
    assert all(file.file.closed for file in left)
    assert (tmp_path / "closed").read_bytes() == b"whole"
    storage.close_files()


def test_closed_files_are_not_kept_for_ever(tmp_path: Path) -> None:
    storage = OwnStorage(tmp_path)
    left = storage.create_file("left")
    for number in range(300):
        storage.create_file(f"file{number}").close()
    assert len(storage.opened()) <= 101
    storage.close_files()
    assert left.file.closed
    assert storage.opened() == ()

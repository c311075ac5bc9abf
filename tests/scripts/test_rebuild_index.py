"""The rebuild script as a person or a cron job runs it: status, report, add, delete, rollback, interrupt."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "rebuild_index.py"


def command(index: Path, *words: str | Path) -> list[str]:
    return [sys.executable, str(SCRIPT), "--index", str(index), *map(str, words)]


def run(index: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(index, *words), capture_output=True, text=True, check=False)


def live(index: Path) -> str:
    return (index / "current").read_text(encoding="ascii").strip()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "arsip"
    folder.mkdir()
    for name in ("satu", "dua"):
        (folder / f"{name}.txt").write_text(f"Banjir melanda desa {name}.", encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "indeks"


def test_all_read(archive: Path, index: Path) -> None:
    done = run(index, archive)
    assert (done.returncode, "2 articles" in done.stdout) == (0, True)
    assert "indexing: 100 %" in done.stderr, "plain lines where there is no terminal"


def test_read_by_nobody_is_published_and_not_a_success(archive: Path, index: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        command(index, archive), stdout=writing, stderr=subprocess.PIPE, env=buffered, check=False
    )
    os.close(writing)
    assert done.returncode == 120, "as any Python program that cannot say what it did"
    assert live(index)


def test_published_with_skipped_input(archive: Path, index: Path, tmp_path: Path) -> None:
    (archive / "kosong.txt").write_bytes(b"")
    done = run(index, archive, "--report", tmp_path / "r.json", "--quiet")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert done.returncode == 3
    assert "kosong.txt: empty" in done.stderr
    assert (report["read"], report["skipped"][0]["reason"]) == (2, "empty")
    assert report["manifest"]["generation"] == live(index)


def test_failed_and_nothing_changed(archive: Path, index: Path, tmp_path: Path) -> None:
    assert run(index, archive).returncode == 0
    before = live(index)
    (tmp_path / "lain").mkdir()
    for words in ([tmp_path / "lain"], [tmp_path / "tidak-ada"], ["--config", tmp_path / "x.toml", archive]):
        done = run(index, *words)
        assert done.returncode == 1 and "unchanged" in done.stderr
    assert live(index) == before


def test_usage(archive: Path, index: Path) -> None:
    for words in (
        [],
        ["--delete", "x", archive],
        ["--rollback", archive],
        ["--prot"],
        ["--workers", "-1", archive],
    ):
        assert run(index, *words).returncode == 2
    done = run(index, "--executor", "spark://x", archive)
    assert (done.returncode, "no place to run" in done.stderr) == (1, True)


def test_a_report_that_cannot_be_written_is_said_before_anything_is_done(
    archive: Path, index: Path, tmp_path: Path
) -> None:
    done = run(index, archive, "--report", tmp_path / "tidak" / "ada.json")
    assert (done.returncode, index.exists()) == (2, False)
    assert "ada.json" in done.stderr and "Traceback" not in done.stderr


def test_add_delete_and_rollback(archive: Path, index: Path) -> None:
    assert run(index, archive).returncode == 0
    first = live(index)
    (archive / "tiga.txt").write_text("Gempa mengguncang kota.", encoding="utf-8")
    assert "3 articles" in run(index, "--add", archive / "tiga.txt").stdout
    assert run(index, "--rollback").returncode == 0
    assert live(index) == first
    done = run(index, "--delete", "satu", "--delete", "hilang")
    assert done.returncode == 3 and "hilang: no article has this id" in done.stderr
    assert "1 articles" in done.stdout


def test_only_where_there_is_none(archive: Path, index: Path) -> None:
    assert run(index, "--if-missing", archive).returncode == 0
    first = live(index)
    assert run(index, "--if-missing", archive).returncode == 0
    assert live(index) == first


def test_interrupt_leaves_the_live_index(archive: Path, index: Path) -> None:
    assert run(index, archive).returncode == 0
    before = live(index)
    for number in range(3000):
        (archive / f"n{number}.txt").write_text(f"Longsor nomor {number} menutup jalan.", encoding="utf-8")
    process = subprocess.Popen(command(index, archive), stderr=subprocess.PIPE, text=True)
    while process.poll() is None and len(list(index.glob("2*"))) < 2:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=600)
    if process.returncode == 0:  # the machine was faster than the signal: then the new one is live
        assert live(index) != before
    else:
        assert (process.returncode, live(index)) == (1, before)
        assert "interrupted" in told
    assert run(index, archive / "satu.txt").returncode == 0, "the lock was released"

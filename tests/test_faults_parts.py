"""A rebuild in several processes, one of which is killed: what is live stays, nobody and nothing is left."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "rebuild_index.py"
CHILDREN = "/proc/{0}/task/{0}/children"
PATIENCE_SECONDS = 600

pytestmark = pytest.mark.skipif(
    not Path(CHILDREN.format(os.getpid())).exists(), reason="finds the children of a process in /proc"
)


def rebuild(index: Path, archive: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(archive), "--index", str(index), "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def live(index: Path) -> str:
    return (index / "current").read_text(encoding="ascii")


@pytest.mark.parametrize("killed", ["parent", "worker"])
def test_a_killed_process_leaves_what_was_live_and_nothing_else(tmp_path: Path, killed: str) -> None:
    archive, index = tmp_path / "arsip", tmp_path / "indeks"
    archive.mkdir()
    (archive / "a.txt").write_text("Banjir melanda desa.", encoding="utf-8")
    with rebuild(index, archive) as first:
        assert first.wait(PATIENCE_SECONDS) == 0
    before = live(index)
    lines = (json.dumps({"body": f"Gempa nomor {number} terasa di kota. " * 20}) for number in range(9000))
    (archive / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with rebuild(index, archive) as process:
        assert process.stdout is not None
        until = time.monotonic() + PATIENCE_SECONDS
        while not list((index / "scratch").glob("*/*/*/read")) and time.monotonic() < until:
            time.sleep(0.01)
        children = Path(CHILDREN.format(process.pid)).read_text(encoding="ascii").split()
        assert len(children) >= 2 and process.poll() is None, "it was killed in the middle of reading"
        os.kill(process.pid if killed == "parent" else int(children[-1]), signal.SIGKILL)
        # The workers hold the other end too: it is at its end when the last of them is gone.
        told = process.stdout.read()
        status = process.wait(PATIENCE_SECONDS)
    if killed == "worker":
        assert (status, "a worker process died" in told) == (1, True)
        assert "Traceback" not in told
    assert live(index) == before
    assert not list((index / "scratch").glob("*")), "spools are gone"
    (archive / "b.jsonl").unlink()
    with rebuild(index, archive) as again:
        assert again.wait(PATIENCE_SECONDS) == 0, "and the lock was released"
    assert live(index) != before
    assert not (index / "scratch").exists()
    assert len(list(index.glob("2*"))) == 2

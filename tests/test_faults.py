"""A writer that dies, a disk that is full, bytes that rot: readers go on with the old index or the new one.

The deaths are real: a child process sends itself SIGKILL at a chosen step of its work with the file system,
one child for each of many steps from the first to the last.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.article import Article
from index.errors import IndexCorrupt, IndexLocked, StorageError
from index.generations import POINTER_FILE, Generations
from index.lang.language import Language
from index.store import Manifest
from index.whoosh_store import WhooshStore
from searcher.engine import Plan
from searcher.syntax import Word
from searcher.whoosh_engine import WhooshEngine

ROOT = Path(__file__).parent.parent
OLD, NEW = 4, 9  # articles in the old generation and in the new one
DEATHS = 24

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes and limits files as POSIX has it")

# Counts what it does with the file system; dies at the step it is told, having told how many there were.
KILLED_WRITER = """
import os, signal, sys, shutil
from pathlib import Path
from index.article import Article
from index.lang.language import Language
from index.whoosh_store import WhooshStore

STEPS = {"open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree"}

def write(root, how, language, last_step):
    store, steps = WhooshStore(Path(root), language), 0
    def count(event, arguments):
        nonlocal steps
        if event in STEPS:
            steps += 1
            if steps == last_step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    with getattr(store, how)() as batch:
        for number in range(int(sys.argv[4])):
            batch.add(Article(f"a{number}", "", "Banjir baru."))
        batch.publish()
    return steps

def run(root, how, language, last_step):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        steps = write(root, how, language, last_step)
        os.write(writer, str(steps).encode())
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    assert bool(told) == (status == 0), status
    return int(told or 0)

base, how, deaths = sys.argv[1], sys.argv[2], int(sys.argv[3])
language = Language.load()
shutil.copytree(base, base + "-whole")
steps = run(base + "-whole", how, language, 0)
for death in range(deaths):
    root = f"{base}-{death:02}"
    shutil.copytree(base, root)
    run(root, how, language, 1 + (steps - 1) * death // (deaths - 1))
print(steps)
"""


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


def build(root: Path, language: Language, number: int) -> Manifest:
    with WhooshStore(root, language).rebuild() as batch:
        for each in range(number):
            batch.add(Article(f"a{each}", "", "Banjir lama."))
        return batch.publish()


def answers(root: Path, language: Language) -> int:
    """How many articles are found; all of them must be there in full, and of one generation."""
    engine = WhooshEngine(root, language, 0.0)
    try:
        with engine.snapshot() as snapshot:
            found = snapshot.find(Plan(Word("banjir"), limit=100))
            articles = snapshot.articles([name for name, _ in found.hits])
            assert len(articles) == found.total == snapshot.manifest().articles
            assert len({article.body for article in articles}) == 1
            return found.total
    finally:
        engine.close()


def verify(root: Path, language: Language) -> None:
    engine = WhooshEngine(root, language, 0.0)
    try:
        engine.verify()
    finally:
        engine.close()


def run_python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=False)


@pytest.mark.parametrize("how", ["rebuild", "update"])
def test_killed_writer_leaves_the_old_index_or_the_new(tmp_path: Path, language: Language, how: str) -> None:
    base = tmp_path / "index"
    build(base, language, OLD)
    ran = run_python(KILLED_WRITER, base, how, DEATHS, NEW)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > DEATHS, "every death is at another step"
    seen = []
    for death in range(DEATHS):
        root = tmp_path / f"index-{death:02}"
        seen.append(answers(root, language))
        # The lock died with its holder, and what it left is cleared by the next writer.
        build(root, language, 2)
        assert answers(root, language) == 2
        assert len(Generations(root).names()) == 2
        assert not list(root.glob("*.new"))
    assert set(seen) <= {OLD, NEW}
    assert seen == sorted(seen), "once the new one is there it stays"
    assert seen[0] == OLD
    assert answers(tmp_path / "index-whole", language) == NEW


WAITING_WRITER = """
import sys
from pathlib import Path
from index.lang.language import Language
from index.whoosh_store import WhooshStore
with WhooshStore(Path(sys.argv[1]), Language.load()).rebuild():
    print("writing", flush=True)
    sys.stdin.read()
"""


def test_second_writer_in_another_process_is_refused_until_the_first_is_gone(
    tmp_path: Path, language: Language
) -> None:
    build(tmp_path, language, OLD)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", WAITING_WRITER, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        with pytest.raises(IndexLocked, match=f"process {other.pid}"):
            build(tmp_path, language, NEW)
        assert answers(tmp_path, language) == OLD
        other.kill()
    build(tmp_path, language, NEW)
    assert answers(tmp_path, language) == NEW


# Every file may grow to some kilobytes only, as on a disk that fills up at that moment.
LIMITED_WRITER = """
import json, resource, sys
from pathlib import Path
from index.article import Article
from index.errors import StorageError
from index.lang.language import Language
from index.whoosh_store import WhooshStore
store = WhooshStore(Path(sys.argv[1]), Language.load())
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    with store.rebuild() as batch:
        for number in range(400):
            batch.add(Article(f"a{number}", "", f"Banjir baru {number} " * 40))
        batch.publish()
except StorageError as error:
    print(json.dumps([type(error).__name__, str(error)]))
"""


@pytest.mark.parametrize("kilobytes", [0, 1, 8, 30])
def test_disk_that_fills_up_leaves_the_old_index(tmp_path: Path, language: Language, kilobytes: int) -> None:
    build(tmp_path, language, OLD)
    ran = run_python(LIMITED_WRITER, tmp_path, kilobytes * 1024)
    assert ran.returncode == 0, ran.stderr
    name, text = json.loads(ran.stdout)
    assert (name, "large" in text) == ("StorageError", True)
    assert answers(tmp_path, language) == OLD
    assert len(Generations(tmp_path).names()) == 1
    build(tmp_path, language, NEW)
    assert answers(tmp_path, language) == NEW


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=900k", "tmpfs", str(folder)]
    if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("a small file system can only be mounted by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_full_disk_leaves_the_old_index(small_disk: Path, language: Language) -> None:
    build(small_disk, language, OLD)
    with pytest.raises(StorageError, match="space"), WhooshStore(small_disk, language).rebuild() as batch:
        for number in range(3000):
            batch.add(Article(f"a{number}", "", f"Banjir baru {number} " * 40))
        batch.publish()
    assert answers(small_disk, language) == OLD
    build(small_disk, language, NEW)
    assert answers(small_disk, language) == NEW


def test_rot_in_any_file_is_found_before_it_is_served(tmp_path: Path, language: Language) -> None:
    manifest = build(tmp_path, language, OLD)
    files = sorted((tmp_path / manifest.generation).iterdir())
    assert len(files) >= 4
    for file in (*files, tmp_path / POINTER_FILE):
        intact = file.read_bytes()
        for damaged in (b"", intact[: len(intact) // 2], intact[:-2] + b"\xff" + intact[-1:]):
            file.write_bytes(damaged)
            with pytest.raises(IndexCorrupt, match=f"{file.name}|{manifest.generation[:-1]}"):
                # What a search does not use of an array is left to who reads the whole.
                assert answers(tmp_path, language) == OLD
                verify(tmp_path, language)
        file.write_bytes(intact)
        assert answers(tmp_path, language) == OLD

"""The explain script: one answer for each article, line or word that it is given."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "explain.py"
KEYS = {"id", "title", "body", "published", "source", "actors", "cuts"}


def run(*words: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, SCRIPT, *words]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def test_file_is_explained_with_evidence(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Presiden Rusia Vladimir Putin tiba, Minggu (27/9/2020).\nBaca: Harga Cabai Naik", encoding="utf-8"
    )
    done = run(path)
    answer = json.loads(done.stdout)
    assert done.returncode == 0 and set(answer) >= KEYS
    assert answer["published"]["value"] == "2020-09-27" and "27/9/2020" in answer["published"]["evidence"]
    assert set(answer["published"]) >= {"value", "precision", "method", "confidence", "evidence"}
    putin = next(actor for actor in answer["actors"] if actor["name"] == "Vladimir Putin")
    start, end = putin["mentions"][0]
    assert answer["body"][start:end] == "Vladimir Putin" and putin["kind"] == "person"
    assert answer["cuts"][0]["headlines"] == ["Harga Cabai Naik"]


def test_each_line_gets_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 5, "text": "Satu."}\nrusak\n{"body": "Satu."}\n', encoding="utf-8")
    done = run("--jsonl", path)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert [answer.get("id") for answer in answers] == ["5", None, "3"]
    assert answers[1]["line"] == 2 and "not JSON" in answers[1]["error"]


def test_words_keep_their_spelling_and_order() -> None:
    done = run("--words", stdin="penembakan Tembakan\nbuku\n")
    assert done.stdout.splitlines() == ["penembakan\ttembak", "Tembakan\ttembak", "buku\tbuku"]


def test_words_have_the_root_that_the_index_gives_them() -> None:
    done = run("--words", stdin="Balikpapan mem-PHK anak-anaknya ... AS as")
    roots = [line.split("\t")[1] for line in done.stdout.splitlines()]
    assert roots == ["balikpapan", "phk", "anak", "...", "AS", "as"]


def test_mistakes_are_told(tmp_path: Path) -> None:
    assert run().returncode == 2
    done = run(tmp_path / "tidak-ada.txt")
    assert done.returncode == 1 and "no such file" in done.stderr

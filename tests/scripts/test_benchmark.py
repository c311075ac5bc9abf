"""The benchmark runs, and its engines agree on a small corpus that is the same every time."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"


def run(script: str, *arguments: object) -> str:
    command = [sys.executable, SCRIPTS / script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_same_seed_makes_the_same_corpus(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        run("make_corpus.py", tmp_path / name, "--articles", 30, "--vocabulary", 400, "--seed", seed)
    first, again, other = ((tmp_path / name).read_text() for name in "abc")
    assert first == again != other
    articles = [json.loads(line) for line in first.splitlines()]
    assert len({article["id"] for article in articles}) == 30
    assert all(article["body"].startswith(article["title"]) for article in articles)


def test_engines_agree_and_figures_are_written(tmp_path: Path) -> None:
    run("make_corpus.py", tmp_path / "corpus", "--articles", 200, "--words", 80, "--vocabulary", 3000)
    told = run("benchmark.py", tmp_path / "corpus", "--rounds", 1, "--json", tmp_path / "figures")
    figures = json.loads((tmp_path / "figures").read_text())
    assert figures["articles"] == 200
    assert len(figures["requests"]) == 10
    assert figures["built"].keys() == figures["opened"].keys() >= {"kliping", "sqlite", "whoosh"}
    for row in figures["requests"]:
        assert row["request"] in told
        assert {"kliping", "sqlite", "whoosh"} <= row["times"].keys()


@pytest.mark.opensearch
def test_a_cluster_is_measured_where_one_is_named(tmp_path: Path, opensearch_cluster: Any) -> None:
    run("make_corpus.py", tmp_path / "corpus", "--articles", 200, "--words", 80, "--vocabulary", 3000)
    others = [f"--without={name}" for name in ("sqlite", "tantivy", "xapian", "bm25s", "whoosh")]
    figures = tmp_path / "figures"
    arguments = [tmp_path / "corpus", "--rounds", 1, "--json", figures, "--cluster", opensearch_cluster.url]
    told = run("benchmark.py", *arguments, *others)
    assert "opensearch" in told
    rows = json.loads(figures.read_text())["requests"]
    assert len(rows) == 10
    assert all(row["times"].keys() == {"kliping", "opensearch"} for row in rows)

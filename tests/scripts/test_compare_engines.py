"""Whoosh's own searcher and our arrays agree on the sample archive; where they did not it would be told."""

import runpy
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.article import Article
from index.building import Builder
from index.corpus_formats import Limits
from index.executors import ThisMachine
from index.lang.language import Language
from index.observers import ArchiveDecisions
from index.whoosh_store import WhooshStore
from searcher.engine import Plan
from searcher.whoosh_arrays import ArrayEvaluator
from searcher.whoosh_engine import WhooshEngine
from searcher.whoosh_matching import Gathered

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "compare_engines.py"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive in one segment, some of it replaced and deleted in others."""
    folder = tmp_path_factory.mktemp("index")
    store = WhooshStore(folder, Language.load())
    decisions = ArchiveDecisions(folder)
    Builder(store, decisions, Limits(), ThisMachine(1), lambda *told: None).rebuild([ROOT / "archive"])
    with closing(WhooshEngine(folder, Language.load(), 0.0)) as engine, engine.snapshot() as snapshot:
        first, second, third = (name for name, _ in snapshot.find(Plan(limit=3)).hits)
    with store.update() as batch:
        batch.add(Article(first, "Gempa", "Gempa di Kota Bandung, kata warga."))
        batch.add(Article("baru", "Banjir", "Banjir di Kota Bandung surut."))
        assert batch.delete(second) and batch.delete(third)
        batch.publish()
    return folder


def compare(index: Path, *options: str) -> int:
    """The exit status."""
    sys.argv = [str(SCRIPT), str(index), *options]
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert isinstance(left.value.code, int)
    return left.value.code


def test_nothing_differs(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(index, "--queries", "150", "--seed", "7") == 0
    told = capsys.readouterr().out
    assert "150 queries" in told and "0 answers differ" in told
    assert "85 articles in 2 segments, 3 deleted in them" in told


def dropped(documents: Any, scores: Any) -> Any:
    return documents[:-1], scores[:-1]


def scored(documents: Any, scores: Any) -> Any:
    return documents, scores + 1e-5


@pytest.mark.parametrize(("damage", "told"), [(dropped, "matches, not"), (scored, "scores")])
def test_what_differs_is_told(
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Any, Any], Any],
    told: str,
) -> None:
    evaluate = ArrayEvaluator.evaluate
    monkeypatch.setattr(
        ArrayEvaluator, "evaluate", lambda self, tree: Gathered(damage(*evaluate(self, tree).all()))
    )
    assert compare(index, "--queries", "40") == 1
    first, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("query ") and "numpy" in first and told in first


def test_an_index_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(tmp_path) == 2
    assert "no index has been built here" in capsys.readouterr().err

"""The door of the write seam chooses the store, and needs a client library only for a cluster."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.cluster import Cluster
from index.errors import ConfigurationError
from index.lang.language import Language
from index.opening import open_store
from index.opensearch_store import OpenSearchStore
from index.whoosh_store import WhooshStore

CLUSTER = Cluster(("http://127.0.0.1:1",))


def test_store_by_place(tmp_path: Path) -> None:
    language = Language.load()
    assert isinstance(open_store(tmp_path, language), WhooshStore)
    assert isinstance(open_store(tmp_path, language, CLUSTER), OpenSearchStore)


def test_missing_library_is_told_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("opensearchpy", "index.opensearch_"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(ConfigurationError, match=r"pip install .*\[opensearch\]"):
        open_store(tmp_path, Language.load(), CLUSTER)


def test_nothing_else_needs_the_library() -> None:
    """Neither the doors nor the server import it: most who serve an archive have no cluster."""
    program = (
        "import sys, index.opening, searcher.opening, web.server; sys.exit('opensearchpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

"""This program over a cluster: the same facade, analyzer and requests as `searcher.peers.kliping`.

The address of the cluster stands in a file of the folder, which is all that is kept there: the index is on
the cluster, and what memory and processor time it took its nodes know.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from index.cluster import Cluster
from index.lang.language import Language
from index.opening import of_extra
from index.store import ArticleStore
from searcher.engine import Engine
from searcher.peers.kliping import Kliping

MISSING = (
    None if find_spec("opensearchpy") else "opensearch-py is not installed (pip install -e .[opensearch])"
)
ADDRESS = "cluster"


class OnCluster(Kliping):
    """See `searcher.peers.asking.Peer`: one shard without copies on one node, as the others have it."""

    def store(self, language: Language) -> ArticleStore:
        """Return where articles go."""
        store: ArticleStore = of_extra("index.opensearch_store").OpenSearchStore(self._cluster(), language)
        return store

    def engine(self, language: Language) -> Engine:
        """Return what is asked."""
        module = of_extra("searcher.opensearch_engine")
        engine: Engine = module.OpenSearchEngine(self._cluster(), language, poll_seconds=3600)
        return engine

    def _cluster(self) -> Cluster:
        url = (self.folder / ADDRESS).read_text(encoding="utf-8").strip()
        return Cluster((url,), prefix="benchmark", shards=1, replicas=0, seconds=60)


def write_address(folder: Path, url: str) -> None:
    """Say in a folder where the cluster is that its engine asks."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ADDRESS).write_text(url, encoding="utf-8")

"""Open an index for searching, as the doors (`scripts/`, `web.server`) do it.

The only place that chooses the engine; it must not read settings nor hold anything.
"""

from __future__ import annotations

from pathlib import Path

from index.cluster import Cluster
from index.lang.language import Language
from index.opening import of_extra
from searcher.engine import Engine
from searcher.searcher import Searcher
from searcher.whoosh_engine import WhooshEngine


def open_searcher(index: Path, poll_seconds: float, cluster: Cluster | None = None) -> Searcher:
    """Return a searcher over the index in a folder, or on a cluster; either need not exist yet.

    It looks for a new generation every `poll_seconds`. Raises LanguageDataError where the language data
    breaks its rules, ConfigurationError where the cluster's client library is not installed; searching
    raises IndexMissing until something has been built.
    """
    language = Language.load()
    if cluster is None:
        return Searcher(WhooshEngine(index, language, poll_seconds), language)
    engine: Engine = of_extra("searcher.opensearch_engine").OpenSearchEngine(cluster, language, poll_seconds)
    return Searcher(engine, language)

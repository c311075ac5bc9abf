"""Open the store of an index for writing, and the place to build it, as the doors (`scripts/`) do it.

The only place that chooses them. An engine whose library is an extra is imported only once it is
chosen: everything else works without it. This module must not read settings nor hold anything.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from index.cluster import Cluster
from index.errors import ConfigurationError
from index.executors import ThisMachine, Workplace
from index.lang.language import Language
from index.store import ArticleStore
from index.whoosh_store import WhooshStore

# By a library that is not there: what asked for it, and the extra that has it.
EXTRAS = {"opensearchpy": ('engine = "opensearch"', "opensearch"), "distributed": ("dask://", "dask")}


def open_store(index: Path, language: Language, cluster: Cluster | None = None) -> ArticleStore:
    """Return the store of an index in a folder, or on a cluster; either need not exist yet.

    Raises ConfigurationError where the cluster's client library is not installed.
    """
    if cluster is None:
        return WhooshStore(index, language)
    store: ArticleStore = of_extra("index.opensearch_store").OpenSearchStore(cluster, language)
    return store


def open_workplace(address: str, workers: int) -> Workplace:
    """Return where a build runs: `dask://HOST:PORT`, or "" for so many processes of this machine.

    Raises ConfigurationError for another address, or where Dask is not installed.
    """
    if not address:
        return ThisMachine(workers)
    host = address.removeprefix("dask://")
    if host in ("", address):
        raise ConfigurationError(f"{address!r} is no place to run: dask://HOST:PORT is")
    cluster: Workplace = of_extra("index.executors_dask").DaskCluster(f"tcp://{host}")
    return cluster


def of_extra(module: str) -> Any:
    """Return a module of ours that needs an extra; raises ConfigurationError where that is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        asked, extra = EXTRAS[error.name]
        raise ConfigurationError(f'{asked} needs {error.name}: pip install -e ".[{extra}]"') from error

"""Every engine that the benchmark knows, Kliping first, with what those that are not there lack."""

from __future__ import annotations

from searcher.peers import bm25s, opensearch, tantivy, xapian
from searcher.peers.asking import Kind
from searcher.peers.bm25s import Bm25s
from searcher.peers.kliping import Kliping
from searcher.peers.opensearch import OnCluster
from searcher.peers.sqlite import Sqlite
from searcher.peers.tantivy import Tantivy
from searcher.peers.whoosh import PlainWhoosh
from searcher.peers.xapian import Xapian

KINDS = (
    Kind("kliping", Kliping),
    Kind("opensearch", OnCluster, opensearch.MISSING),
    Kind("sqlite", Sqlite),
    Kind("tantivy", Tantivy, tantivy.MISSING),
    Kind("xapian", Xapian, xapian.MISSING),
    Kind("bm25s", Bm25s, bm25s.MISSING),
    Kind("whoosh", PlainWhoosh),
)

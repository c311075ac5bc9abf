"""Is what was written what can be found? Asked of every new generation on a cluster before readers see it.

Counts, and for a sample of articles: one document of that id, the stored record equal, a word of each field
leading to it with the score that we give it. This module must not write.
"""

from __future__ import annotations

import math
from typing import Any

from opensearchpy import OpenSearch

from index.article import Article
from index.errors import IndexCorrupt
from index.fields import EXACT_SUFFIX
from index.indexed import texts_of
from index.lang.analyze import Analyzer
from index.opensearch_errors import mapped_errors
from index.opensearch_schema import article_of, key_of, name_of, term_of
from index.opensearch_scoring import Statistics, boost, score, stored_length
from index.sample import Sample

FIELD = "body"
SCORED = FIELD + EXACT_SUFFIX


def verify(
    client: OpenSearch, index: str, statistics: Statistics, sample: Sample, analyzer: Analyzer
) -> None:
    """Compare a generation, refreshed, with what went in; raises IndexCorrupt."""
    with mapped_errors():
        found = client.count(index=index)["count"]
    if found != statistics.articles:
        raise IndexCorrupt(f"{index}: {found} articles instead of {statistics.articles}")
    for article in sample.articles.values():
        _verify_article(client, index, article, analyzer)


def verify_scores(
    client: OpenSearch, index: str, statistics: Statistics, sample: Sample, analyzer: Analyzer
) -> None:
    """Compare scores with ours, unless articles were replaced: those still count there; raises IndexCorrupt.

    A server that computes BM25 otherwise, or does not take what its similarity was told, is found out here.
    """
    if _counts_replaced(client, index):
        return
    for article in sample.articles.values():
        forms = list(map(term_of, analyzer.columns(texts_of(article)[FIELD]).forms))
        for form in forms[:1]:
            term = {"term": {SCORED: form}}
            body = {"query": {"bool": {"filter": [{"term": {"id": key_of(article.id)}}], "must": [term]}}}
            with mapped_errors():
                having = client.count(index=index, body={"query": term})["count"]
                options = {"search_type": "dfs_query_then_fetch"}
                hits = client.search(index=index, body=body, params=options)["hits"]["hits"]
            field = statistics.fields[SCORED]
            found = hits[0]["_score"] * boost(field, statistics.articles, having)
            length = stored_length(len(forms))
            expected = score(field, statistics.articles, having, forms.count(form), length)
            # A copy that was away may come back meanwhile, and with it what it has not merged away.
            if not math.isclose(found, expected, rel_tol=1e-4) and not _counts_replaced(client, index):
                raise IndexCorrupt(f"{index}: {form!r} scores {found} in {article.id} instead of {expected}")


def _counts_replaced(client: OpenSearch, index: str) -> bool:
    """Return whether some copy of some part still has articles that were replaced or deleted."""
    with mapped_errors():
        stats = client.indices.stats(index=index, metric="docs")
    return bool(stats["_all"]["total"]["docs"]["deleted"])


def _verify_article(client: OpenSearch, index: str, article: Article, analyzer: Analyzer) -> None:
    own: dict[str, Any] = {"term": {"id": key_of(article.id)}}
    terms = []
    for field, text in texts_of(article).items():
        columns = analyzer.columns(text)
        for name, column in ((field, columns.roots), (field + EXACT_SUFFIX, columns.forms)):
            terms += [(name, column[0]), (name, column[-1])] if column else []
    named = [{"term": {name: {"value": term_of(term), "_name": f"{name} {term}"}}} for name, term in terms]
    query = {"bool": {"filter": [own], "should": named}}
    with mapped_errors():
        hits = client.search(index=index, body={"query": query, "size": 2, "_source": False})["hits"]["hits"]
        source = client.get(index=index, id=name_of(article.id))["_source"]
    if len(hits) != 1:
        raise IndexCorrupt(f"article {article.id}: {len(hits)} of it instead of one")
    if article_of(source) != article:
        raise IndexCorrupt(f"article {article.id}: stored otherwise than it was added")
    leading = set(hits[0].get("matched_queries", ()))
    for name, term in terms:
        if f"{name} {term}" not in leading:
            raise IndexCorrupt(f"article {article.id}: not found by {term!r} in {name}")

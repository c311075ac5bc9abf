"""Measure ranking on judged queries.

Nothing here decides what is good enough; `scripts/evaluate.py` holds the floors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from searcher.query import Query
from searcher.searcher import Searcher

DEPTH = 10


def measure_ranking(
    judged: Iterable[tuple[str, Collection[str]]], searcher: Searcher, depth: int = DEPTH
) -> dict[str, float]:
    """Return MRR, recall and hit rate at `depth` over (query text, relevant article ids) pairs.

    MRR is the mean of 1 / rank of the first relevant article (0 where none is in the first `depth`); recall
    is the mean share of relevant articles in the first `depth`, of at most `depth` that could be there.
    """
    reciprocal, recalls, queries = 0.0, 0.0, 0
    for text, relevant in judged:
        page = searcher.search(Query(text=text, size=depth, facets=()))
        ranked = [hit.article.id for hit in page.hits]
        ranks = [rank for rank, article_id in enumerate(ranked, 1) if article_id in relevant]
        reciprocal += 1 / ranks[0] if ranks else 0.0
        recalls += len(ranks) / min(len(relevant), depth)
        queries += 1
    return {"ranking.mrr": reciprocal / max(queries, 1), "ranking.recall": recalls / max(queries, 1)}


def measure_news(judged: Iterable[tuple[str, str, str]], searcher: Searcher) -> dict[str, float]:
    """Return the share of (query text, article it is news in, article that repeats it) with the first above.

    An article that is not found ranks below every other; where the news is not found it is not above.
    """
    right = total = 0
    for text, news, background in judged:
        hits = searcher.search(Query(text=text, size=100, facets=())).hits
        first = next((hit.article.id for hit in hits if hit.article.id in (news, background)), None)
        right += first == news
        total += 1
    return {"ranking.news": right / max(total, 1)}


def measure_overlap(
    texts: Iterable[str], searcher: Searcher, other: Searcher, depth: int = DEPTH
) -> dict[str, float]:
    """Return the mean share of the first `depth` that two searchers have in common, order aside.

    A query that finds nothing in both counts as 1.
    """
    shares = []
    for text in texts:
        query = Query(text=text, size=depth, facets=())
        first, second = ({hit.article.id for hit in each.search(query).hits} for each in (searcher, other))
        shares.append(len(first & second) / max(len(first), len(second), 1) if first or second else 1.0)
    return {"ranking.overlap": sum(shares) / max(len(shares), 1)}


def measure_absence(judged: Iterable[tuple[str, Collection[str]]], searcher: Searcher) -> dict[str, float]:
    """Return the share of (query text, ids that must not be found) pairs that find none of them.

    An empty collection means that the query must find nothing at all.
    """
    right = total = 0
    for text, unwanted in judged:
        page = searcher.search(Query(text=text, size=100, match="all", facets=()))
        ids = {hit.article.id for hit in page.hits}
        right += not (ids & set(unwanted)) if unwanted else not ids
        total += 1
    return {"ranking.absence": right / max(total, 1)}

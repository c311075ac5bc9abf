"""What is known of a generation as a whole, kept on the cluster as a small index beside its articles.

    kind "names", "counts", "mined"   rows in blocks of BLOCK, read whole when a generation is opened
    kind "word"                       one document a written form with its number of articles, found by prefix

This module must not sum anything up (`index.opensearch_tally` does), nor know which generation is live.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from opensearchpy import OpenSearch

from index.errors import IndexCorrupt
from index.lang.mining import MinedAbbreviations
from index.opensearch_bulk import Item, item_of, send_all
from index.opensearch_client import SLOW_SECONDS
from index.opensearch_errors import mapped_errors
from index.opensearch_schema import escaped, read_stored, stored, term_of, unescaped
from index.opensearch_tally import Tally

BLOCK = 2_000
PAGE = 10_000  # the most that OpenSearch gives at once
BLOCKS_A_PAGE = 20
WORDS_ASKED = 5_000
STAMP = "about"
Row = list[Any]


def body_of_about(replicas: int) -> dict[str, Any]:
    """Return settings and mapping of the index beside a generation."""
    return {
        "settings": {
            "index": {
                "number_of_shards": 1,
                "number_of_replicas": replicas,
                "refresh_interval": "-1",
                "codec": "best_compression",
                "max_result_window": PAGE,
            }
        },
        "mappings": {
            "dynamic": False,
            "properties": {
                "kind": {"type": "keyword"},
                "number": {"type": "integer"},
                "word": {"type": "keyword"},
                "count": {"type": "integer"},
                "rows": {"type": "object", "enabled": False},
            },
        },
    }


def write_about(client: OpenSearch, index: str, tally: Tally, *, changes: bool) -> None:
    """Write a tally into an index that is empty, or with `changes` into a clone.

    Names and counts of a tally are then those of everything, but its words only those that changed, by how
    many articles: they are added to what is there.
    """
    counted: dict[str, list[Any]] = {
        "names": tally.names(),
        "counts": tally.counts(),
        "mined": tally.mined.rows(),
    }
    for kind, rows in counted.items():
        send_all(client, index, _blocks(kind, rows))
    with mapped_errors():
        client.indices.refresh(index=index)
    changed = ((term_of(form), number) for form, number in tally.forms.items() if number)
    while some := dict(islice(changed, WORDS_ASKED)):
        before = _counts_of(client, index, list(some)) if changes else {}
        words = (_word(word, number + before.get(word, 0)) for word, number in some.items())
        send_all(client, index, words, WORDS_ASKED)
    with mapped_errors():
        client.indices.refresh(index=index, params={"request_timeout": SLOW_SECONDS})


def read_rows(client: OpenSearch, index: str, kind: str) -> Iterator[Any]:
    """Yield the rows of one kind in their order; raises IndexCorrupt where blocks are missing."""
    read, blocks = 0, 1
    for source in _pages(client, index, {"kind": kind}, ["number"], BLOCKS_A_PAGE):
        if read == 0:
            blocks = source["blocks"]
        if read == blocks:  # the rest is of a generation before, which had more
            return
        if source["number"] != read:
            break
        yield from read_stored(source["rows"])["of"]
        read += 1
    if read < blocks:
        raise IndexCorrupt(f"{index}: {kind} is not whole: rebuild the index")


def read_tally(client: OpenSearch, index: str, mined: MinedAbbreviations) -> Tally:
    """Return what `write_about` has written, but for the words; `mined` is an empty counter."""
    tally = Tally(mined)
    tally.take_names(list(read_rows(client, index, "names")))
    tally.take_counts(list(read_rows(client, index, "counts")))
    mined.merge(read_rows(client, index, "mined"))
    return tally


def words_starting(client: OpenSearch, index: str, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
    """Return written forms that start with `prefix` and in how many articles, most frequent first."""
    query: dict[str, Any] = {"range": {"count": {"gt": 0}}}
    if prefix:
        query = {"bool": {"filter": [query, {"prefix": {"word": {"value": escaped(prefix)}}}]}}
    order = [{"count": "desc"}, {"word": "asc"}]
    found = _pages(client, index, query, order, min(limit, PAGE))
    return tuple((unescaped(source["word"]), source["count"]) for source in islice(found, limit))


def _blocks(kind: str, rows: list[Any]) -> Iterator[Item]:
    """Yield the blocks of a kind, at least one, each knowing how many there are: a change may leave more."""
    blocks = max(1, -(-len(rows) // BLOCK))
    for number in range(blocks):
        part = rows[number * BLOCK : (number + 1) * BLOCK]
        fields = {"kind": kind, "number": number, "blocks": blocks, "rows": stored({"of": part})}
        name = f"{kind} {number}"
        yield item_of(name, name, STAMP, fields)


def _word(word: str, number: int) -> Item:
    fields = {"kind": "word", "word": word, "count": number}
    return item_of(f"word {word}", f"word {word}", STAMP, fields)


def _counts_of(client: OpenSearch, index: str, words: list[str]) -> dict[str, int]:
    """Return in how many articles words were, of those that are there."""
    body = {"docs": [{"_id": f"word {word}"} for word in words]}
    with mapped_errors():
        answer = client.mget(body=body, index=index)
    found = (document["_source"] for document in answer["docs"] if document.get("found"))
    return {source["word"]: source["count"] for source in found}


def _pages(
    client: OpenSearch, index: str, query: dict[str, Any], order: list[Any], size: int
) -> Iterator[dict[str, Any]]:
    """Yield the sources of all documents that match, in order; nothing changes there while it is read."""
    match: dict[str, Iterable[Any]] = query if "kind" not in query else {"term": query}
    body: dict[str, Any] = {"query": {"bool": {"filter": [match]}}, "sort": order, "size": size}
    body["track_total_hits"] = False
    while size > 0:
        with mapped_errors():
            hits = client.search(index=index, body=body)["hits"]["hits"]
        yield from (hit["_source"] for hit in hits)
        if len(hits) < size:
            return
        body["search_after"] = hits[-1]["sort"]

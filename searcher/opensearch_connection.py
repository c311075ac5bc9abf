"""What a snapshot asks of its index: searches, in one place, with what all of them need.

Results are whole or an error, which the client sees to: a shard that does not answer is never left out
silently. This module must not know what is searched for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from index.article import Article
from index.opensearch_errors import mapped_errors
from index.opensearch_schema import article_of, name_of
from searcher.opensearch_query import Json, Place

# Terms whose number of articles is remembered, about 200 bytes each.
MOST_REMEMBERED = 100_000
TERMS_A_REQUEST = 200
# Articles of the latest pages: who is shown one is likely to ask for it, or for the page again.
MOST_KEPT = 200
KEEP_ALIVE = "1m"


class Connection:
    """One index of articles, which does not change any more; safe for threads."""

    def __init__(self, client: OpenSearch, index: str, *, shards: int) -> None:
        """Take an index; with several shards, scored searches sum up their statistics first."""
        self._client = client
        self.index = index
        self._scored = {"search_type": "dfs_query_then_fetch"} if shards > 1 else {}
        self._having: OrderedDict[Place, int] = OrderedDict()
        self._kept: OrderedDict[str, Article] = OrderedDict()
        self._lock = threading.Lock()

    def search(self, body: Json, *, scored: bool = False, without: str = "") -> Json:
        """Return the answer to a search, but for the paths `without`.

        Raises IndexUnavailable where a part of the index does not answer, IndexMissing, StorageError.
        """
        params: Json = dict(self._scored) if scored else {}
        if without:
            params["filter_path"] = without
        target = {} if "pit" in body else {"index": self.index}
        if "pit" not in body:
            params["allow_partial_search_results"] = "false"
        with mapped_errors():
            answer: Json = self._client.search(body=body, params=params, **target)
        return answer

    def searches(self, counts: Json, page: Json | None, without: str = "") -> list[Json]:
        """Return the answers to a search that counts and, unless None, to one that scores, in one request."""
        whole: Json = {"allow_partial_search_results": False}
        lines = [whole, counts] if page is None else [whole, counts, whole | self._scored, page]
        with mapped_errors():
            answer = self._client.msearch(body=lines, index=self.index, params={"filter_path": without})
        responses: list[Json] = answer["responses"]
        return responses

    def having(self, places: Iterable[Place]) -> dict[Place, int]:
        """Return in how many articles each term is; remembered, since the index does not change."""
        wanted = dict.fromkeys(places)
        unknown = [place for place in wanted if place not in self._having]
        for start in range(0, len(unknown), TERMS_A_REQUEST):
            some = unknown[start : start + TERMS_A_REQUEST]
            self._having.update(zip(some, self._ask_having(some), strict=True))
        found = {place: self._having[place] for place in wanted}
        while len(self._having) > MOST_REMEMBERED:
            self._having.popitem(last=False)
        return found

    def articles(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the stored articles of these ids in this order; unknown ids are left out."""
        with self._lock:
            kept = {each: self._kept[each] for each in ids if each in self._kept}
        unknown = [each for each in ids if each not in kept]
        if unknown:
            with mapped_errors():
                answer = self._client.mget(index=self.index, body={"ids": list(map(name_of, unknown))})
            found = [
                (each, one) for each, one in zip(unknown, answer["docs"], strict=True) if one.get("found")
            ]
            articles = self.keep(one["_source"] for _, one in found)
            kept |= {each: article for (each, _), article in zip(found, articles, strict=True)}
        return tuple(kept[each] for each in ids if each in kept)

    def keep(self, sources: Iterable[Json]) -> list[Article]:
        """Keep the articles of some documents for `articles`, in place of the oldest; returns them."""
        articles = [article_of(source) for source in sources]
        with self._lock:
            for article in articles:
                self._kept[article.id] = article
                self._kept.move_to_end(article.id)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return articles

    @contextmanager
    def point_in_time(self) -> Iterator[Json]:
        """Hold the index as it is, for searches that go on from each other."""
        with mapped_errors():
            pit = self._client.create_pit(index=self.index, params={"keep_alive": KEEP_ALIVE})["pit_id"]
        try:
            yield {"id": pit, "keep_alive": KEEP_ALIVE}
        finally:
            with suppress(OpenSearchException):  # it ends by itself
                self._client.delete_pit(body={"pit_id": [pit]})

    def _ask_having(self, places: Sequence[Place]) -> list[int]:
        lines: list[Json] = []
        for field, text in places:
            query = {"term": {field: {"value": text}}}
            lines += [{}, {"query": query, "size": 0, "track_total_hits": True}]
        with mapped_errors():
            answer = self._client.msearch(body=lines, index=self.index)
        return [each["hits"]["total"]["value"] for each in answer["responses"]]

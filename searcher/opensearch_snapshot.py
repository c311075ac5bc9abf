"""One generation of an archive on an OpenSearch cluster: immutable, safe for many threads at once.

A question is one request of two searches: the page, with its articles, which stops where nothing better can
come; and all that is counted, which scores nothing and is remembered by the cluster. Before it goes one that
asks in how many articles its words are, remembered here. What is the same for all questions (names, totals)
is read when the generation is opened. This module must not know which generation is live.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opensearchpy import OpenSearch

from index.article import ACTOR_KINDS, Actor, Article
from index.fields import COPIES_FIELD
from index.lang.language import Language
from index.lang.mining import MinedAbbreviations
from index.opensearch_about import read_tally, words_starting
from index.opensearch_generations import Generation
from index.opensearch_schema import key_of, unescaped
from index.opensearch_scoring import Statistics
from index.store import Manifest
from searcher.engine import Found, Plan
from searcher.opensearch_connection import Connection
from searcher.opensearch_facets import Facets
from searcher.opensearch_filters import is_everything, matching, post, together
from searcher.opensearch_pruning import pruned
from searcher.opensearch_query import EVERYTHING, Compiler, Json, places_of
from searcher.opensearch_timeline import Timelines
from searcher.opensearch_window import Row, Windows
from searcher.terms import lower

# Groups of copies among the matches are counted exactly up to so many, beyond them by HyperLogLog++.
MOST_GROUPS = 10_000
PRECISE = 40_000
# Counted on the cluster, not sent: only how many there are.
UNSENT = "-responses.aggregations.**.groups.buckets"


class OpenSearchSnapshot:
    """Answers from one generation."""

    def __init__(self, client: OpenSearch, generation: Generation, language: Language, shards: int) -> None:
        """Read what is known of a generation as a whole; raises IndexCorrupt, IndexUnavailable."""
        self._client = client
        self._generation = generation
        self._analyzer = language.analyzer
        self._connection = Connection(client, generation.index, shards=shards)
        tally = read_tally(client, generation.about, language.miner())
        names = tally.catalogue.names()
        self._statistics = Statistics.from_meta(generation.meta["statistics"])
        self._totals = {
            field: {unescaped(key): number for key, number in keys.items() if number > 0}
            for field, keys in tally.keys.items()
        }
        self._actors = tally.catalogue.actors
        self._mined = tally.mined
        days = {date.fromordinal(day): number for day, number in tally.days.items() if number > 0}
        self._facets = Facets(self._connection, self._totals, names)
        self._timelines = Timelines(self._connection, days)
        self._windows = Windows(self._connection)

    def find(self, plan: Plan) -> Found:
        """Match, score, count."""
        everything = is_everything(plan)
        query, chosen = self._query(plan), post(plan)
        found: Json = {"groups": {"terms": {"field": COPIES_FIELD, "size": MOST_GROUPS}}}
        found["copies"] = {"stats_bucket": {"buckets_path": "groups>_count"}}
        found |= {} if everything else self._timelines.wanted(plan)
        counting: Json = {"found": {"filter": together(chosen), "aggs": found}}
        counting |= {} if everything else self._facets.wanted(plan)
        counts = {"query": together([query]), "size": 0, "track_total_hits": True, "aggs": counting}
        if chosen:
            counts["post_filter"] = together(chosen)
        page = self._windows.wanted(plan, query, chosen)
        answer, *shown = self._connection.searches(counts, page, without=UNSENT)
        total, counted = answer["hits"]["total"]["value"], answer["aggregations"]
        rows = self._windows.rows(plan, query, chosen, shown, total)
        matches = [query, *chosen]
        return Found(
            hits=tuple((row.id, row.score) for row in rows),
            total=total,
            facets=self._facets.everything(plan) if everything else self._facets.facets(plan, query, counted),
            timeline=self._timelines.everything(plan, total)
            if everything
            else self._timelines.timeline(plan, matches, counted["found"], total),
            groups=self._groups(matches, counted["found"], total),
            copies=self._copies(matches, rows),
        )

    def count(self, plan: Plan) -> int:
        """Return the exact number of matches."""
        query = together([self._query(plan), *post(plan)])
        answer = self._connection.search({"query": query, "size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"])

    def articles(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the stored articles of these ids in this order; unknown ids are left out."""
        return self._connection.articles(ids)

    stored = articles

    def words(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return written forms that start with `prefix` and in how many articles, most frequent first."""
        return words_starting(self._client, self._generation.about, prefix, limit)

    def actors(self) -> tuple[tuple[Actor, int], ...]:
        """Return every actor with the number of articles that name it, most frequent first."""
        counts = {key: number for kind in ACTOR_KINDS for key, number in self._totals[kind].items()}
        found = [(actor, counts[actor.id]) for actor in self._actors.values() if actor.id in counts]
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].id)))

    def names(self) -> None:
        """Return that there is no index of names: a directory makes its own."""

    def mined(self, counter: MinedAbbreviations) -> MinedAbbreviations:
        """Return a counter with the abbreviations that the articles introduce added to it."""
        counter.merge(self._mined.rows())
        return counter

    def manifest(self) -> Manifest:
        """Return what this generation says of itself."""
        return self._generation.manifest

    def _query(self, plan: Plan) -> Json:
        if plan.tree is None:
            return matching(plan, EVERYTHING)
        tree = lower(plan.tree, self._analyzer)
        having = self._connection.having(places_of(tree, self._statistics))
        return matching(plan, Compiler(self._statistics, having).compiled(pruned(tree, having)))

    def _groups(self, matches: list[Json], counted: Json, total: int) -> int:
        """Return how many matches there are with the copies of a text counted once."""
        left_out = counted["groups"]["sum_other_doc_count"]
        groups, copies = counted["copies"]["count"], int(counted["copies"].get("sum") or 0) + left_out
        if left_out:
            distinct = {"cardinality": {"field": COPIES_FIELD, "precision_threshold": PRECISE}}
            body = {"query": together(matches), "size": 0, "aggs": {"distinct": distinct}}
            groups = self._connection.search(body)["aggregations"]["distinct"]["value"]
        return int(total - copies + groups)

    def _copies(self, matches: list[Json], rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
        """Return for each row its group and how many others of it match."""
        groups = sorted({key_of(row.group) for row in rows if row.group})
        counts: dict[str, int] = {}
        if groups:
            wanted = {"terms": {"field": COPIES_FIELD, "include": groups, "size": len(groups)}}
            query = together([*matches, {"terms": {COPIES_FIELD: groups}}])
            answer = self._connection.search({"query": query, "size": 0, "aggs": {"groups": wanted}})
            buckets = answer["aggregations"]["groups"]["buckets"]
            counts = {unescaped(bucket["key"]): bucket["doc_count"] for bucket in buckets}
        return tuple((row.group, counts[row.group] - 1 if row.group else 0) for row in rows)

"""The read seam: what an engine must offer so that it can be searched.

Understanding a query, choosing snippets and shaping the page are the same whatever engine matches
(`searcher.searcher` does them), so an engine only matches, scores, counts and returns stored articles. A
`Snapshot` is one generation, unchanged while it is held: whatever one request asks comes from the same state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from index.article import Actor, Article
from index.lang.mining import MinedAbbreviations
from index.replacing import quickly_made
from index.store import Manifest
from searcher.name_index import NameIndex
from searcher.page import Facet, Timeline
from searcher.query import FacetWish, Interval, Order, Undated
from searcher.stored import Stored
from searcher.syntax import Node


@quickly_made
@dataclass(frozen=True, slots=True)
class Selection:
    """Of one facet field: any of `wanted` (all of them if `every`) and none of `unwanted`."""

    field: str
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    every: bool = False


@quickly_made
@dataclass(frozen=True, slots=True)
class Plan:
    """A query as an engine gets it: understood, expanded, with ids instead of names.

    `tree` None matches everything. `searcher.terms.lower` turns it into engine terms, `searcher.counting`
    shapes facets and timeline from counts: every engine uses both, so that all answer alike.

    `undated` rules articles without a date: "include" lets them through whatever `since` and `until` are,
    "exclude" never, "only" lets through nothing else (and `since` and `until` say nothing).
    Results `offset` … `offset + limit` are wanted in `order`; `limit` may be 0, for facets alone. Ties of
    score or day go to the newest, then to the smallest id; articles without a date come last in ties and
    in both orders by date. With `group` only the first of each group of copies is a result. Facets ignore
    their own selection (`searcher.counting` says how exactly).
    """

    tree: Node | None = None
    selections: tuple[Selection, ...] = ()
    since: date | None = None
    until: date | None = None
    undated: Undated = "include"
    order: Order = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[FacetWish, ...] = ()
    interval: Interval = "auto"
    group: bool = False


@quickly_made
@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found: (article id, score) pairs of the window, exact total, facets and timeline.

    `total` counts articles, `groups` the same with all copies of a text counted once, whether they were
    folded or not. `copies` are, for each hit, the id of its group ("" for none) and how many others of the
    group match.
    """

    hits: tuple[tuple[str, float], ...]
    total: int
    facets: tuple[Facet, ...]
    timeline: Timeline
    groups: int
    copies: tuple[tuple[str, int], ...] = ()


class Snapshot(Protocol):
    """One generation of an index, safe to use from many threads at once."""

    def find(self, plan: Plan) -> Found:
        """Match, score, count. Never raises for any tree that the parser can make; see `Engine.snapshot`."""

    def count(self, plan: Plan) -> int:
        """Return the exact number of matches, cheaper than `find`."""

    def articles(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the stored articles of these ids in this order; unknown ids are left out."""

    def stored(self, ids: Sequence[str]) -> tuple[Stored, ...]:
        """Return the same to be shown: without reading more than their texts where that is cheaper."""

    def words(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return written forms that start with `prefix` and in how many articles, most frequent first."""

    def actors(self) -> tuple[tuple[Actor, int], ...]:
        """Return every actor of the archive with the number of articles that name it."""

    def names(self) -> NameIndex | None:
        """Return an index of what actors and sources are called, None where the engine keeps none."""

    def mined(self, counter: MinedAbbreviations) -> MinedAbbreviations:
        """Return a counter with the abbreviations that the articles introduce added to it."""

    def manifest(self) -> Manifest:
        """Return what this generation says of itself."""


class Engine(Protocol):
    """Opens snapshots of what is live; the web server keeps one for its whole life."""

    name: str

    @property
    def native_queries(self) -> int:
        """How many queries the engine handed to the library under it, for want of a faster way; 0 if none."""

    @property
    def kernel(self) -> str:
        """What runs the loops of a search: c or numpy; "" where that is not ours."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Hold the live generation; raises IndexMissing, IndexCorrupt, IndexOutdated, IndexUnavailable.

        What is asked of it may raise IndexUnavailable too, and IndexMissing where it is gone meanwhile.
        """

    def attend(self, prepare: Callable[[Snapshot], None]) -> None:
        """Follow new generations beside requests from now on, where that spares them something.

        Until its process ends or forks; `prepare` is given each new one before any request has it.
        """

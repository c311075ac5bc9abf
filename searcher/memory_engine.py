"""A search engine in memory, tiny and slow: the oracle of the contract tests and the fake of the read seam.

It filters, orders and counts by looking at every article. It must not be used for more than some thousands
of articles, nor learn a trick that makes it faster and less obvious.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from index.article import Actor, Article
from index.catalogue import Catalogue
from index.fields import DEFAULT_TEXT_FIELDS, EXACT_SUFFIX
from index.lang.analyze import Analyzer
from index.lang.language import Language
from index.lang.mining import MinedAbbreviations
from index.memory_store import Generation, MemoryStore
from index.store import Manifest
from searcher.counting import shape_facet, shape_timeline
from searcher.engine import Found, Plan, Selection
from searcher.memory_scoring import MemoryIndex, Scores, lies_between
from searcher.page import Facet
from searcher.query import FacetWish, Order
from searcher.terms import lower


class MemorySnapshot:
    """One generation of a memory store."""

    def __init__(
        self, generation: Generation, analyzer: Analyzer, stored_length: Callable[[int], int]
    ) -> None:
        self._generation = generation
        self._analyzer = analyzer
        self._articles = generation.articles
        self._index = MemoryIndex(generation.articles.values(), analyzer, stored_length)
        catalogue = Catalogue()
        for article in generation.articles.values():
            catalogue.add(article)
        self._names = catalogue.names()

    def find(self, plan: Plan) -> Found:
        """Match, score, count."""
        scores = self._matching(plan)
        ranked = sorted(scores, key=lambda name: self._rank(name, scores[name], plan.order))
        sizes = Counter(map(self._group, scores))
        if plan.group:
            leaders: dict[tuple[str, str], str] = {}
            for name in ranked:
                leaders.setdefault(self._group(name), name)
            ranked = list(leaders.values())
        window = ranked[plan.offset : plan.offset + plan.limit]
        return Found(
            hits=tuple((name, scores[name]) for name in window),
            total=len(scores),
            facets=tuple(self._facet(plan, wish) for wish in plan.facets),
            timeline=shape_timeline(
                self._days(scores), self._days(self._articles), self._undated(scores), plan.interval
            ),
            groups=len(sizes),
            copies=tuple(
                (self._articles[name].copies.group, sizes[self._group(name)] - 1) for name in window
            ),
        )

    def count(self, plan: Plan) -> int:
        """Return the exact number of matches."""
        return len(self._matching(plan))

    def articles(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the articles of these ids in this order; unknown ids are left out."""
        return tuple(self._articles[name] for name in ids if name in self._articles)

    stored = articles

    def words(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return written forms that start with `prefix` and in how many articles, most frequent first."""
        found: dict[str, set[str]] = {}
        for field in DEFAULT_TEXT_FIELDS:
            for form, articles in self._index.vocabulary(field.name + EXACT_SUFFIX).items():
                if form.startswith(prefix):
                    found.setdefault(form, set()).update(articles)
        counts = ((form, len(articles)) for form, articles in found.items())
        return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))[:limit])

    def actors(self) -> tuple[tuple[Actor, int], ...]:
        """Return every actor with the number of articles that name it, most frequent first."""
        actors = {actor.id: actor for article in self._articles.values() for actor in article.actors}
        counts = Counter(
            name for article in self._articles.values() for name in {actor.id for actor in article.actors}
        )
        return tuple((actors[name], counts[name]) for name in sorted(counts, key=lambda n: (-counts[n], n)))

    def names(self) -> None:
        """Return that there is no index of names: a directory makes its own."""

    def mined(self, counter: MinedAbbreviations) -> MinedAbbreviations:
        """Return a counter with the abbreviations that the articles introduce added to it."""
        for article in self._articles.values():
            counter.add(article.id, article.body)
        return counter

    def manifest(self) -> Manifest:
        """Return what this generation says of itself."""
        return self._generation.manifest

    def _matching(self, plan: Plan, without: str = "", also: tuple[Selection, ...] = ()) -> Scores:
        """Return matches with scores under the selections of every field but `without`, and `also`."""
        kept = [selection for selection in plan.selections if selection.field != without]
        return {
            name: score
            for name, score in self._index.scores(lower(plan.tree, self._analyzer)).items()
            if _is_in_period(self._index.days[name], plan)
            and all(self._passes(name, selection) for selection in (*kept, *also))
        }

    def _group(self, name: str) -> tuple[str, str]:
        """Return what an article has in common with its copies and with nothing else."""
        group = self._articles[name].copies.group
        return group, "" if group else name

    def _passes(self, name: str, selection: Selection) -> bool:
        keys = set(self._index.keys[selection.field].get(name, ()))
        wanted = set(selection.wanted)
        chosen = wanted <= keys if selection.every else not wanted or bool(wanted & keys)
        return chosen and not keys & set(selection.unwanted)

    def _rank(self, name: str, score: float, order: Order) -> tuple[float, bool, int, str]:
        day = self._index.days[name]
        number = day.toordinal() if day else 0
        if order == "relevance":
            return -score, day is None, -number, name
        return 0.0, day is None, -number if order == "newest" else number, name

    def _facet(self, plan: Plan, wish: FacetWish) -> Facet:
        own = next((chosen for chosen in plan.selections if chosen.field == wish.field), None)
        kept = (replace(own, wanted=own.wanted if own.every else ()),) if own else ()
        return shape_facet(
            wish,
            own,
            self._counts(wish.field, self._matching(plan, wish.field, kept)),
            self._counts(wish.field, self._matching(plan, wish.field)) if own and own.unwanted else {},
            self._counts(wish.field, self._articles),
            self._names[wish.field],
        )

    def _counts(self, field: str, articles: Iterable[str]) -> Counter[str]:
        return Counter(key for name in articles for key in self._index.keys[field].get(name, ()))

    def _days(self, articles: Iterable[str]) -> Counter[date]:
        days = (self._index.days[name] for name in articles)
        return Counter(day for day in days if day)

    def _undated(self, articles: Iterable[str]) -> int:
        return sum(self._index.days[name] is None for name in articles)


def _is_in_period(day: date | None, plan: Plan) -> bool:
    if day is None:
        return plan.undated != "exclude"
    return plan.undated != "only" and lies_between(day, plan.since, plan.until)


class MemoryEngine:
    """Searches a `MemoryStore`; `stored_length` as in `MemoryIndex`."""

    name = "memory"
    native_queries = 0
    kernel = ""

    def __init__(
        self, store: MemoryStore, language: Language, stored_length: Callable[[int], int] = int
    ) -> None:
        self._store = store
        self._language = language
        self._stored_length = stored_length
        self._snapshot: MemorySnapshot | None = None

    @contextmanager
    def snapshot(self) -> Iterator[MemorySnapshot]:
        """Hold the live generation; raises IndexMissing."""
        live, snapshot = self._store.live(), self._snapshot
        if snapshot is None or snapshot.manifest() is not live.manifest:
            snapshot = MemorySnapshot(live, self._language.analyzer, self._stored_length)
            self._snapshot = snapshot
        yield snapshot

    def attend(self, prepare: Callable[[MemorySnapshot], None]) -> None:
        """Nothing: opening a generation costs nothing here."""

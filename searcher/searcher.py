"""The door of the package: a `Query` goes in, a `Page` comes out, whatever engine matches.

It must not know which engine that is, nor make HTML. One request uses one snapshot from start to end, so
that hits, facets and articles always come from the same generation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from index.article import ACTOR_KINDS, Actor, Article
from index.fields import COPIES_FIELD, FACET_FIELDS
from index.lang.language import Language
from searcher.archives import Archive, Archives
from searcher.beside import others_of, related_of
from searcher.directory import ALL, actor_of, folded
from searcher.engine import Engine, Found, Plan, Snapshot
from searcher.excerpts import Matched, as_matched
from searcher.highlighting import Highlighter
from searcher.marks import Mark, merged, rank
from searcher.page import Beside, Facet, FacetValue, Hit, Page, Problem, Reading, Status, Suggestion
from searcher.parser import parse
from searcher.pieces import Pieces
from searcher.planner import Understood
from searcher.query import FacetWish, Form, Query
from searcher.similar import similar_to
from searcher.snippets import snippets_from, snippets_of
from searcher.stored import Stored, copies_known, whole
from searcher.suggesting import suggestions
from searcher.syntax import And, Value
from searcher.wording import describe

# A question that fewer articles than this answer whole is answered by those that have most of its words too.
ENOUGH = 10
RELAXED = Problem("relaxed", "relaxed")
_hit = tuple.__new__  # half of the time of Hit(…), which is a function in Python


class Searcher:
    """Searches, reads, suggests; safe for threads; raises only StorageError, as `Engine.snapshot` says."""

    def __init__(self, engine: Engine, language: Language) -> None:
        self._engine = engine
        self._language = language
        self._pieces = Pieces(language.analyzer)
        self._archives = Archives(language)

    def search(self, query: Query) -> Page:
        """Return one page of results. Whatever is wrong with the query is in `Page.problems`."""
        with self._engine.snapshot() as snapshot:
            archive = self._archives.known(snapshot)
            understood = archive.understand(query)
            found, whole = _find(snapshot, understood)
            better = self._better(snapshot, archive, query, whole) if whole < ENOUGH else None
            stored = {each.id: each for each in snapshot.stored([name for name, _ in found.hits])}
            manifest = snapshot.manifest()
        highlighter = Highlighter(understood.asked, self._pieces)
        hits = tuple(
            self._hit(
                stored[name],
                score,
                others if query.group else copies_known(stored[name]),
                highlighter,
            )
            for (name, score), (_, others) in zip(found.hits, found.copies, strict=True)
            if name in stored
        )
        return Page(
            query=query,
            understood=describe(understood.asked, understood.plan, archive.directory.called, query.language),
            hits=hits,
            total=found.total,
            groups=found.groups,
            facets=found.facets,
            timeline=found.timeline,
            problems=understood.problems + ((RELAXED,) if found.total > whole else ()),
            expanded=understood.expanded,
            did_you_mean=better,
            selected_actors=understood.actors,
            excluded_actors=understood.not_actors,
            generation=manifest.generation,
            articles=manifest.articles,
        )

    def warm(self) -> None:
        """Read now what the first searches would have to; raises as `Engine.snapshot`."""
        with self._engine.snapshot() as snapshot:
            self._archives.prepare(snapshot)

    def attend(self) -> None:
        """Follow new generations beside requests from now on, until this process ends or forks."""
        self._engine.attend(self._archives.prepare)

    def read(self, article_id: str, text: str = "", form: Form = "root") -> Reading | None:
        """Return an article with the places that a query text matches, None where none has that id."""
        with self._engine.snapshot() as snapshot:
            found = snapshot.articles((article_id,))
            archive = self._archives.known(snapshot)
        if not found:
            return None
        understood = archive.understand(Query(text, form=form))
        highlighter = Highlighter(understood.asked, self._pieces)
        title, body = _marks(found[0], highlighter)
        return Reading(found[0], tuple(merged(title)), tuple(merged(body)))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return completions of what is being typed: actors, words, headlines."""
        with self._engine.snapshot() as snapshot:
            return suggestions(prefix, limit, snapshot, self._archives.known(snapshot).directory)

    def facet(self, query: Query, field: str, contains: str = "", size: int = 100) -> Facet:
        """Return the values of one facet field under a query, those with a name that holds `contains`.

        Chosen values come first and are kept whatever they are called. An unknown field has no values.
        """
        if all(field != known.name for known in FACET_FIELDS):
            return Facet(field, (), 0)
        wanted = folded(contains)
        wish = FacetWish(field, ALL if wanted else max(0, size))
        with self._engine.snapshot() as snapshot:
            understood = self._archives.known(snapshot).understand(query)
            found, _ = _find(
                snapshot, replace(understood, plan=replace(understood.plan, facets=(wish,), limit=0))
            )
        facet = found.facets[0]
        if not wanted:
            return facet
        kept = [
            value for value in facet.values if value.selected or value.excluded or _is_called(value, wanted)
        ]
        return Facet(field, tuple(kept[: max(0, size)]), max(0, len(kept) - size))

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Return articles like one, the likest first; none where none has that id."""
        with self._engine.snapshot() as snapshot:
            for article in snapshot.articles((article_id,)):
                return self._similar(article, limit, snapshot)
        return ()

    def beside(self, article_id: str, limit: int = 5) -> Beside:
        """Return what the archive has beside an article; nothing where none has that id."""
        with self._engine.snapshot() as snapshot:
            for article in snapshot.articles((article_id,)):
                others = others_of(article, snapshot)
                return Beside(
                    others, related_of(article, snapshot), self._similar(article, limit, snapshot, others)
                )
        return Beside()

    def _similar(
        self, article: Article, limit: int, snapshot: Snapshot, known: tuple[Article, ...] = ()
    ) -> tuple[Hit, ...]:
        language, without = self._language, {other.id for other in known}
        wanted = limit + len(without) if limit > 0 else 0
        found = similar_to(article, wanted, snapshot, language.analyzer, language.stop_words.weight)
        kept = [Hit(other, score) for other, score in found if other.id not in without]
        return tuple(kept[: max(0, limit)])

    def actors(self, beginning: str = "", kind: str = "", limit: int = 100) -> tuple[tuple[Actor, int], ...]:
        """Return actors with the number of articles that name each, the most frequent first.

        `beginning` begins words of a name, `kind` is one of `index.article.ACTOR_KINDS`; "" is any.
        """
        with self._engine.snapshot() as snapshot:
            directory = self._archives.known(snapshot).directory
        fields = (kind,) if kind else ACTOR_KINDS
        found = directory.starting(beginning, fields) if beginning.strip() else directory.every(fields)
        return tuple((actor_of(entry), entry.count) for entry in islice(found, max(0, limit)))

    def actor(self, actor_id: str) -> Actor | None:
        """Return the actor of this id, None where the archive names none."""
        with self._engine.snapshot() as snapshot:
            return self._archives.known(snapshot).directory.actor(actor_id)

    def status(self) -> Status:
        """Return what is being searched."""
        with self._engine.snapshot() as snapshot:
            manifest = snapshot.manifest()
        engine = self._engine
        return Status(
            manifest.generation,
            manifest.articles,
            manifest.built,
            engine.name,
            engine.native_queries,
            engine.kernel,
        )

    def _better(self, snapshot: Snapshot, archive: Archive, query: Query, whole: int) -> str | None:
        """Return another spelling of the query that finds more articles whole, None where there is none."""
        if query.form == "exact" or not query.text.strip():
            return None
        spellings = self._archives.spelt(snapshot)

        def finds(text: str) -> bool:
            understood = archive.understand(replace(query, text=text))
            return snapshot.count(understood.plan) > whole

        return spellings.corrected(query.text, parse(query.text).tree, finds)

    def _hit(self, stored: Stored, score: float, copies: int, highlighter: Highlighter) -> Hit:
        sentences, wanted, shown = self._language.sentences, highlighter.wanted, None
        if wanted is not None:
            more = highlighter.more(stored)
            shown = highlighter.kernel.hit(stored.title, stored.body, wanted, more, sentences)
        if shown is not None:
            title_hits, excerpts, matched = shown
            snippets = snippets_from(stored.body, excerpts, (), sentences)
        else:
            title, body = _marks(stored, highlighter)
            title_hits, snippets = tuple(merged(title)), snippets_of(stored, body, highlighter, sentences)
            matched = _matched((stored.title, title), (stored.body, body))
        return _hit(Hit, (stored, score, title_hits, snippets, matched, copies))


def _matched(*marked: tuple[str, list[Mark]]) -> Matched:
    """Return the leaves that texts have marks of, each with the forms that are marked, in small letters."""
    matched: dict[str, dict[str, None]] = {}
    for text, marks in marked:
        for start, end, leaf in marks:
            matched.setdefault(leaf, {})[text[start:end].casefold()] = None
    return as_matched(matched)


def _find(snapshot: Snapshot, understood: Understood) -> tuple[Found, int]:
    """Return what answers the plan; where that is little, what answers the wider one, whole answers first.

    The number is how many answer the plan.
    """
    plan = understood.plan
    found = wider = snapshot.find(plan)
    by_score = plan.order == "relevance"
    for tree in understood.wider:
        if wider.total >= ENOUGH:
            break
        wide = replace(plan, tree=tree)
        wider = snapshot.find(replace(wide, offset=0, limit=plan.offset + plan.limit) if by_score else wide)
    if wider.total == found.total:
        return found, found.total
    if not by_score:
        return wider, found.total
    first = found
    if plan.offset or plan.limit < found.total:
        first = snapshot.find(replace(plan, offset=0, limit=found.total, facets=()))
    whole = {name for name, _ in first.hits}
    folded = {group for group, _ in first.copies if group and plan.group}
    ranked = [(hit, (group, _others(snapshot, wide, group))) for hit, (group, _) in _pairs(first)]
    ranked += [pair for pair in _pairs(wider) if pair[0][0] not in whole and pair[1][0] not in folded]
    shown = ranked[plan.offset : plan.offset + plan.limit]
    hits, copies = tuple(hit for hit, _ in shown), tuple(pair for _, pair in shown)
    return replace(wider, hits=hits, copies=copies), found.total


def _pairs(found: Found) -> Iterator[tuple[tuple[str, float], tuple[str, int]]]:
    return zip(found.hits, found.copies, strict=True)


def _others(snapshot: Snapshot, plan: Plan, group: str) -> int:
    """Return how many others of a group match a plan that one of them matches; 0 where none are folded."""
    if not plan.group or not group or plan.tree is None:
        return 0
    return snapshot.count(replace(plan, tree=And((plan.tree, Value(COPIES_FIELD, group))))) - 1


def _marks(stored: Stored, highlighter: Highlighter) -> tuple[list[Mark], list[Mark]]:
    title, body = highlighter.marks(stored.title, "title"), highlighter.marks(stored.body, "body")
    if not highlighter.marks_more:
        return title, body
    return title, sorted(body + highlighter.article_marks(whole(stored)), key=rank)


def _is_called(value: FacetValue, wanted: str) -> bool:
    return any(wanted in folded(name) for name in (value.label, *value.aliases))

"""Query + names of the archive → what an engine is asked: the one place where a question is understood.

The steps: parse; names to ids; drop what has no word in it; decide which words every article must have
(`Match`, function words, a written AND); expand abbreviations; and, for a question that too few articles
may answer whole, make the wider tree to fall back to. It must not ask an engine to match.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.article import ACTOR_KINDS, Actor
from index.fields import BY_NAME
from index.lang.abbreviations import Abbreviations
from index.lang.analyze import Analyzer
from index.replacing import quickly_made
from searcher.directory import Directory
from searcher.engine import Plan, Selection
from searcher.expanding import Expander
from searcher.loosening import Loosener
from searcher.page import Expansion, Problem
from searcher.parser import parse
from searcher.query import Query
from searcher.rewriting import map_leaves
from searcher.syntax import Node, Nothing, Or, Value, Word

Chosen = tuple[str, str]  # field and id
NO_ABBREVIATIONS = Abbreviations(())


@quickly_made
@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it was understood.

    `plan` asks for it; `wider` are trees for when too few articles match: each matches more, and all that the
    one before it matches. `asked` is the tree of what was written with what
    was added: what is told to the reader and marked in texts. `actors` are wanted, `not_actors` unwanted.
    """

    plan: Plan
    wider: tuple[Node, ...]
    asked: Node | None
    problems: tuple[Problem, ...] = ()
    expanded: tuple[Expansion, ...] = ()
    actors: tuple[Actor, ...] = ()
    not_actors: tuple[Actor, ...] = ()


class Planner:
    """Understands queries; `word_weight` says how much a written word informs, 1.0 or less."""

    def __init__(
        self, analyzer: Analyzer, abbreviations: Abbreviations, word_weight: Callable[[str], float]
    ) -> None:
        self._analyzer = analyzer
        self._abbreviations = abbreviations
        self._word_weight = word_weight

    def understand(self, query: Query, directory: Directory) -> Understood:
        """Return what a query means in an archive of these names. Never raises for any query."""
        parsed = parse(query.text)
        problems = list(parsed.problems)
        asked = None if parsed.tree is None else self._resolved(parsed.tree, query, directory, problems)
        expander = Expander(self._abbreviations, directory) if query.expand else Expander(NO_ABBREVIATIONS)
        loosener = Loosener(expander, self._word_weight, exact=query.form == "exact")
        loosened = loosener.loosened(asked, "all" if parsed.strict else query.match)
        chosen, excluded = (
            _chosen(query.actors, query.sources, query.attributions, directory, problems),
            _chosen(query.not_actors, query.not_sources, query.not_attributions, directory, problems),
        )
        dated = query.since is not None or query.until is not None
        plan = Plan(
            tree=loosened.required,
            selections=_selections(chosen, excluded, query.actor_op == "and"),
            since=query.since,
            until=query.until,
            undated=query.undated or ("exclude" if dated else "include"),
            order=query.order,
            offset=(max(1, query.page) - 1) * max(0, query.size),
            limit=max(0, query.size),
            facets=query.facets,
            interval=query.interval,
            group=query.group,
        )
        return Understood(
            plan,
            loosened.wider,
            loosened.asked,
            tuple(problems),
            expander.expanded,
            _actors(chosen, directory),
            _actors(excluded, directory),
        )

    def _resolved(
        self, tree: Node, query: Query, directory: Directory, problems: list[Problem]
    ) -> Node | None:
        """Return the tree with ids for names and without words that hold no letter or digit."""

        every_exact = query.form == "exact"

        def change(leaf: Node) -> Node | None:
            match leaf:
                case Word(text, field, exact, position):
                    if not self._analyzer.asked(text).forms:
                        problems.append(Problem("ignored", "not-a-word", position, text))
                        return None
                    return leaf if exact or not every_exact else Word(text, field, True, position)
                case Value():
                    return _named(leaf, directory, problems)
                case _:
                    return leaf

        return map_leaves(tree, change)


def _named(value: Value, directory: Directory, problems: list[Problem]) -> Node:
    """Return the ids that a written name may mean; Nothing where it means none."""
    kind = BY_NAME[value.field].kind
    if kind not in ("facet", "name"):
        return value
    fields = ACTOR_KINDS if kind == "name" else (value.field,)
    entries = [entry for field in fields for entry in directory.any(value.key, field)]
    if not entries:
        problems.append(Problem("unknown-actor", "nobody-called", value.position, value.key))
        return Nothing()
    ids = dict.fromkeys(entry.id for entry in entries)
    values = tuple(Value(value.field, key, value.position) for key in ids)
    return values[0] if len(values) == 1 else Or(values)


def _chosen(
    actors: Sequence[str],
    sources: Sequence[str],
    attributions: Sequence[str],
    directory: Directory,
    problems: list[Problem],
) -> list[Chosen]:
    """Return fields and ids of filters. A name that is not known stands for itself: no article has it."""
    if not (actors or sources or attributions):
        return []
    chosen: list[Chosen] = []
    wishes: list[tuple[str, tuple[str, ...]]] = [
        *((name, ACTOR_KINDS) for name in actors),
        *((name, ("source",)) for name in sources),
        *((name, ("attribution",)) for name in attributions),
    ]
    for name, fields in wishes:
        entry = directory.one(name, fields)
        if entry is None:
            problems.append(Problem("unknown-actor", "nobody-called", value=name))
        chosen.append((entry.field, entry.id) if entry else (fields[0], name))
    return list(dict.fromkeys(chosen))


def _selections(chosen: list[Chosen], excluded: list[Chosen], every: bool) -> tuple[Selection, ...]:
    if not chosen and not excluded:
        return ()
    fields = dict.fromkeys(field for field, _ in (*chosen, *excluded))
    return tuple(
        Selection(
            field,
            tuple(key for of, key in chosen if of == field),
            tuple(key for of, key in excluded if of == field),
            every and field in ACTOR_KINDS,
        )
        for field in fields
    )


def _actors(chosen: list[Chosen], directory: Directory) -> tuple[Actor, ...]:
    found = [directory.actor(key) for field, key in chosen if field in ACTOR_KINDS]
    return tuple([actor for actor in found if actor is not None])

"""What both the page and the JSON say about a `Page`: its settled query and the queries its links lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.article import Actor
from searcher.page import Page
from searcher.query import Query
from web.periods import period


def settled(page: Page) -> Query:
    """Return the query with ids in place of the actor names that were understood: links toggle ids."""
    query = page.query
    return replace(
        query,
        actors=_as_ids(query.actors, page.selected_actors),
        not_actors=_as_ids(query.not_actors, page.excluded_actors),
    )


def _as_ids(written: Iterable[str], actors: tuple[Actor, ...]) -> tuple[str, ...]:
    names = {name.casefold(): actor.id for actor in actors for name in (actor.name, *actor.aliases)}
    known = {actor.id for actor in actors}
    return tuple(
        dict.fromkeys(item if item in known else names.get(item.casefold(), item) for item in written)
    )


def last_page(page: Page) -> int:
    """Return the number of the last page that has results; 1 where there are none."""
    shown = page.groups if page.query.group else page.total
    return max(1, -(-shown // max(page.query.size, 1)))


def neighbours(page: Page) -> tuple[int | None, int | None]:
    """Return the numbers of the previous and of the next page, None where there is none."""
    number, last = page.query.page, last_page(page)
    return (min(number - 1, last) if number > 1 else None), (number + 1 if number < last else None)


def narrowed(query: Query, key: str) -> Query:
    """Return `query` for one period of the timeline, from its first page; dated articles only."""
    try:
        first, last = period(key)
    except ValueError:
        return query
    undated = None if query.undated == "only" else query.undated
    return replace(query, since=first, until=last, undated=undated, page=1)

"""`Query` → URL: the URL is the state, and every link on a page is a query with one thing changed.

Values that are the default are left out and the order is fixed, so that one query has one URL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from searcher.query import FacetWish, Query
from web.params import BY_NAME, PARAMETERS, SELECTED_BY
from web.periods import shortest_first, shortest_last

SEARCH = "/cari"
API_SEARCH = "/api/v1/search"


def pairs(query: Query, size: int) -> list[tuple[str, str]]:
    """Return the parameters that say `query` where a page has `size` results unless told otherwise."""
    plain = Query(size=size)
    found: list[tuple[str, str]] = []
    for parameter in PARAMETERS:
        if not parameter.attribute or parameter.name == "cursor":
            continue
        value = getattr(query, parameter.attribute)
        if value != getattr(plain, parameter.attribute):
            found.extend((parameter.name, text) for text in _written(parameter.name, value))
    return found


def _written(name: str, value: Any) -> Iterable[str]:
    if name == "from":
        return [shortest_first(value)]
    if name == "to":
        return [shortest_last(value)]
    if name == "facets":
        return [write_wishes(value)]
    if isinstance(value, tuple):
        return value
    return [str(int(value)) if isinstance(value, (bool, int)) else value]


def write_wishes(wishes: tuple[FacetWish, ...]) -> str:
    """Return facet wishes as the `facets` parameter says them."""
    usual = FacetWish("").size
    parts = (wish.field if wish.size == usual else f"{wish.field}:{wish.size}" for wish in wishes)
    return ",".join(parts) or "none"


@dataclass(frozen=True, slots=True)
class Links:
    """Writes URLs; `language` is "" for the usual one, and any other stays in every link."""

    size: int
    language: str = ""

    def to(self, path: str, query: Query | None = None, **more: str) -> str:
        """Return a URL of `path` for `query` and further parameters; empty ones are left out."""
        found = pairs(query, self.size) if query else []
        found.extend((name, value) for name, value in more.items() if value)
        if self.language:
            found.append(("lang", self.language))
        return f"{path}?{urlencode(found)}" if found else path

    def search(self, query: Query, **changes: Any) -> str:
        """Return the results page of `query` with changes; unless told otherwise its first page."""
        return self.to(SEARCH, replace(query, **({"page": 1} | changes)))

    def api(self, query: Query, **changes: Any) -> str:
        """Return the same for programs."""
        return self.to(API_SEARCH, replace(query, **({"page": 1} | changes)))

    def article(self, key: str, query: Query | None = None, **more: str) -> str:
        """Return the reading page of an article, with what to mark in it."""
        found = {"q": query.text, "form": query.form if query.form == "exact" else ""} if query else {}
        return self.to(f"/artikel/{quote(key, safe='')}", None, **(found | more))

    def article_api(self, key: str, **more: str) -> str:
        """Return an article for programs."""
        return self.to(f"/api/v1/articles/{quote(key, safe='')}", None, **more)

    def actor(self, key: str) -> str:
        """Return the search for every article that names an actor."""
        return self.to(SEARCH, None, actor=key)

    def leaning_on(self, key: str) -> str:
        """Return the search for every article that leans on an agency or outlet."""
        return self.to(SEARCH, None, attribution=key)

    def plain(self, text: str) -> Query:
        """Return the query of these words and nothing else."""
        return Query(text=text, size=self.size)


def selection(query: Query, field: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what of a facet field is wanted and what is not."""
    wanted, unwanted = _attributes(field)
    return getattr(query, wanted), getattr(query, unwanted)


def select(query: Query, field: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> Query:
    """Return `query` from its first page with another selection of a facet field."""
    changes: dict[str, Any] = dict(zip(_attributes(field), (wanted, unwanted), strict=True))
    return replace(query, page=1, **changes)


def _attributes(field: str) -> tuple[str, str]:
    name = SELECTED_BY[field]
    return BY_NAME[name].attribute, BY_NAME[f"not_{name}"].attribute


def toggled(query: Query, field: str, key: str) -> Query:
    """Return `query` with a facet value wanted, or no longer; it is never wanted and excluded at once."""
    wanted, unwanted = selection(query, field)
    kept = tuple(item for item in wanted if item != key)
    return select(query, field, kept if key in wanted else (*wanted, key), _without(unwanted, key))


def excluded(query: Query, field: str, key: str) -> Query:
    """Return `query` with a facet value excluded, or no longer."""
    wanted, unwanted = selection(query, field)
    kept = _without(unwanted, key)
    return select(query, field, _without(wanted, key), kept if key in unwanted else (*unwanted, key))


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(item for item in values if item != value)

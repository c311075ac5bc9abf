"""What is asked: a frozen `Query` made by the web layer or a program, before any of it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.replacing import quickly_made

Form = Literal["root", "exact"]
Match = Literal["auto", "all", "any"]
Undated = Literal["include", "only", "exclude"]
ActorOperator = Literal["or", "and"]
Order = Literal["relevance", "newest", "oldest"]
Interval = Literal["auto", "day", "month", "year"]
Language = Literal["id", "en"]

MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class FacetWish:
    """A facet to count and how many of its values to return."""

    field: str
    size: int = 20


DEFAULT_FACETS = (
    FacetWish("person"),
    FacetWish("organisation"),
    FacetWish("place"),
    FacetWish("source"),
)


@quickly_made
@dataclass(frozen=True, slots=True)
class Query:
    """A request for one page of results.

    `text` is what the reader typed, in the query language of README.md. `since` and `until` are days, both
    included. `actors`, `not_actors` hold actor ids or names; `sources`, `not_sources` those of outlets,
    `attributions`, `not_attributions` of sources that an article quotes.
    `undated` None includes articles without a date unless a day is asked for by `since` or `until`.
    `page` counts from 1; an empty `text` lists everything, newest first. `language` is that of the line
    that says what was understood.
    """

    text: str = ""
    form: Form = "root"
    match: Match = "auto"
    expand: bool = True
    since: date | None = None
    until: date | None = None
    undated: Undated | None = None
    actors: tuple[str, ...] = ()
    not_actors: tuple[str, ...] = ()
    actor_op: ActorOperator = "or"
    sources: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()
    not_attributions: tuple[str, ...] = ()
    order: Order = "relevance"
    group: bool = False
    page: int = 1
    size: int = 20
    facets: tuple[FacetWish, ...] = DEFAULT_FACETS
    interval: Interval = "auto"
    language: Language = "id"

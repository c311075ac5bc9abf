"""What is answered: a frozen `Page` that templates and serialisers only print.

What a page has by the dozen, `Hit`, `Snippet`, `FacetValue` and `Bucket`, are named tuples: making a frozen
dataclass of seven fields takes 1 µs, a tuple a tenth of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.article import Actor, Article, Span
from index.replacing import quickly_made
from searcher.query import Query
from searcher.stored import Stored, whole

ProblemKind = Literal["syntax", "unknown-field", "date", "relaxed", "too-long", "unknown-actor", "ignored"]
# What is wrong, more closely than `ProblemKind`; what is said of it stands in the catalogue of `web`.
Said = Literal[
    "relaxed",
    "not-a-word",
    "nobody-called",
    "too-many-letters",
    "too-many-words",
    "quote-unclosed",
    "quote-empty",
    "no-field",
    "star-inside",
    "distance-too-far",
    "closing-alone",
    "nested-too-deep",
    "opening-alone",
    "bracket-empty",
    "no-star-here",
    "range-too-long",
    "not-a-day",
    "without-partner",
]
BucketInterval = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the query that was repaired or could not be used; `position` is its span in the text.

    `value` is the word or the limit it is about, "" where `said` names none.
    """

    kind: ProblemKind
    said: Said
    position: Span = (0, 0)
    value: str = ""


@dataclass(frozen=True, slots=True)
class Expansion:
    """An abbreviation or long form that was searched besides what was written."""

    written: str
    added: str


class Snippet(NamedTuple):
    """A stretch of an article's field with what matched in it.

    `start` is the offset of `text` in the field; `hits` are spans in `text`.
    """

    field: str
    text: str
    start: int
    hits: tuple[Span, ...]


class Hit(NamedTuple):
    """One result. `matched` names, for each query word, the written forms that matched in this article."""

    stored: Stored
    score: float
    title_hits: tuple[Span, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    matched: tuple[tuple[str, tuple[str, ...]], ...] = ()
    copies: int = 0

    @property
    def article(self) -> Article:
        """The whole article, made when it is first asked for."""
        return whole(self.stored)


class FacetValue(NamedTuple):
    """One value of a facet.

    `count` is the number of matches that have it under every other filter, `of` the number in the whole
    archive. `aliases` are the other names that an actor is written by.
    """

    key: str
    label: str
    count: int  # type: ignore[assignment]  # a tuple's method of this name is nothing to a page
    of: int
    selected: bool = False
    excluded: bool = False
    aliases: tuple[str, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field over all matches, selected first, then most frequent; `others` not shown."""

    field: str
    values: tuple[FacetValue, ...]
    others: int


class Bucket(NamedTuple):
    """One period of the timeline: `key` is `2020`, `2020-09` or `2020-09-27`."""

    key: str
    count: int  # type: ignore[assignment]  # as above
    of: int


@quickly_made
@dataclass(frozen=True, slots=True)
class Timeline:
    """Matches by period, oldest first, without empty periods at either end, and how many have no date."""

    interval: BucketInterval
    buckets: tuple[Bucket, ...]
    undated: int


@quickly_made
@dataclass(frozen=True, slots=True)
class Page:
    """One page of results. `total` is exactly how many hits paging yields; `groups` counts copies once."""

    query: Query
    understood: str
    hits: tuple[Hit, ...]
    total: int
    groups: int
    facets: tuple[Facet, ...]
    timeline: Timeline
    problems: tuple[Problem, ...] = ()
    expanded: tuple[Expansion, ...] = ()
    did_you_mean: str | None = None
    selected_actors: tuple[Actor, ...] = ()
    excluded_actors: tuple[Actor, ...] = ()
    generation: str = ""
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One article with the places in its title and body that a query matches."""

    article: Article
    title_hits: tuple[Span, ...] = ()
    body_hits: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What the archive has beside an article.

    `others` share most of its paragraphs, `related` are its cut headlines with the articles that have them,
    `similar` are those like it, the likest first, none of which is among `others`.
    """

    others: tuple[Article, ...] = ()
    related: tuple[tuple[str, Article], ...] = ()
    similar: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what is being typed: a word, an actor or a headline."""

    kind: Literal["word", "actor", "headline"]
    text: str
    key: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """What is being searched: generation, number of articles, when it was built, and by which engine."""

    generation: str
    articles: int
    built: str
    engine: str
    native_queries: int = 0
    kernel: str = ""

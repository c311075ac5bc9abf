"""The core types that flow from a source file to a reader's page.

All are frozen, slotted dataclasses with tuples, so an article can cross threads, processes and seams
without a copy and nobody can change it behind another's back. An article is enriched with
`dataclasses.replace`, never mutated. This module must not read files, search, or know an engine.

Offsets are code points, half open: `text[start:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.replacing import quickly_made

ActorKind = Literal["person", "organisation", "place"]
Precision = Literal["day", "month", "year", "none"]
Confidence = Literal["high", "medium", "low", "none"]
TitleMethod = Literal["given", "first-sentence"]
Span = tuple[int, int]

ACTOR_KINDS: tuple[ActorKind, ...] = ("person", "organisation", "place")


@quickly_made
@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in the news; `id` is stable across rebuilds, `aliases` are other written forms of `name`."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Mention:
    """One place in `Article.body` that names an actor."""

    actor_id: str
    start: int
    end: int


@quickly_made
@dataclass(frozen=True, slots=True)
class Dating:
    """When an article was published, as far as we know, and why we think so.

    `value` is the first day of the period that `precision` names (a month-precise date is its 1st day).
    `method` is a documented word such as `given`, `html`, `url`, `dateline`, `weekday`, `text` or `unknown`.
    `evidence` is the text that decided ("Selasa pagi (13/9)"), `span` where it stands in `Article.body`,
    or None when it stands elsewhere (metadata, URL, a cut dateline).
    """

    value: date | None = None
    precision: Precision = "none"
    method: str = "unknown"
    confidence: Confidence = "none"
    evidence: str = ""
    span: Span | None = None


UNDATED = Dating()


@quickly_made
@dataclass(frozen=True, slots=True)
class Cut:
    """What cleaning took out of the body, and why.

    `start` is the offset in the cleaned `Article.body` where `text` stood: putting every cut back, last
    first, gives the source text (`original_text`). `headlines` are the related headlines in it and `links`
    the addresses, both in order of appearance.
    """

    text: str
    reason: str
    start: int
    headlines: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words: the quoted span in `Article.body` and its speaker, "" when left open."""

    start: int
    end: int
    speaker_id: str = ""
    speaker: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Role:
    """One thing a person is said to be: `text` stands at `start` to `end` in `Article.body`."""

    actor_id: str
    text: str
    start: int
    end: int


@quickly_made
@dataclass(frozen=True, slots=True)
class Source:
    """The outlet that published an article."""

    id: str
    name: str


@quickly_made
@dataclass(frozen=True, slots=True)
class Copies:
    """What an article shares with others of the archive, sentence by sentence.

    `group` is the id that all copies of one text have in common, "" for an article that is nobody's copy;
    `shared` are the sentences in `Article.body` that other articles have too, `others` the ids of those that
    share most, at most ten. `recycled` are those of the shared ones that are background here: an earlier
    article had them, and they are not most of this one (`index.copies`).
    """

    group: str = ""
    shared: tuple[Span, ...] = ()
    others: tuple[str, ...] = ()
    recycled: tuple[Span, ...] = ()


NO_COPIES = Copies()


@quickly_made
@dataclass(frozen=True, slots=True)
class Article:
    """One article, cleaned and understood. `body` has no boilerplate; `cuts` has what was taken out.

    `actors` holds each actor that the article names, once, in order of first mention. `mentions` are where it
    is named; `attributes` where a country only says whose something is ("pasukan Armenia"): it counts among
    `actors` by that, but nothing happens there and nobody acts.
    `mentioned_dates` are days the text speaks of, apart from `published`; `mentioned_periods` the months
    (`1991-11`) and years (`1991`) it names without a day.
    `path` and `line` name where it was read from (line 0: the whole file); `metadata` is whatever else
    the source file said, as ordered (name, value) pairs.
    """

    id: str
    title: str
    body: str
    title_method: TitleMethod = "given"
    published: Dating = UNDATED
    source: Source | None = None
    url: str = ""
    path: str = ""
    line: int = 0
    dateline_place: str = ""
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributes: tuple[Mention, ...] = ()
    roles: tuple[Role, ...] = ()
    cuts: tuple[Cut, ...] = ()
    quotes: tuple[Quote, ...] = ()
    attributions: tuple[Source, ...] = ()
    mentioned_dates: tuple[date, ...] = ()
    mentioned_periods: tuple[str, ...] = ()
    copies: Copies = NO_COPIES

    @property
    def named(self) -> tuple[Mention, ...]:
        """Every span that names an actor, mention or attribute, in order."""
        return tuple(sorted((*self.mentions, *self.attributes), key=lambda mention: mention.start))

    metadata: tuple[tuple[str, str], ...] = ()


def original_text(article: Article) -> str:
    """The body as it was scraped: every cut put back where it stood."""
    text = article.body
    for cut in reversed(sorted(article.cuts, key=lambda cut: cut.start)):
        text = text[: cut.start] + cut.text + text[cut.start :]
    return text

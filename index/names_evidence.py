"""What an archive shows of one open name.

Bounded: a name keeps counts and a fixed sketch of its company, never articles. It must not decide.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from index.actors import slug
from index.article import Actor, ActorKind

Counted = TypeVar("Counted")
Near = tuple[int, str]  # checksum, actor id
COMPANY = 12  # ids kept of those named beside a name: enough to see that two spellings move in one circle


@dataclass(slots=True)
class NameEvidence:
    """All that is known of one name, whatever its kind was taken for in each article.

    `actors` by id; `articles` it occurs in; `votes` by kind; `shorts` counts abbreviations beside it in
    brackets; `company` is the sketch: the ids with the smallest checksums, whatever the order of articles.
    """

    actors: dict[str, Actor] = field(default_factory=dict)
    articles: int = 0
    votes: Counter[ActorKind] = field(default_factory=Counter)
    shorts: Counter[str] = field(default_factory=Counter)
    company: tuple[Near, ...] = ()

    def see(self, actor: Actor, near: tuple[Near, ...]) -> None:
        """Take note of one article that names it, in that company."""
        if actor.id not in self.actors:
            self.actors[actor.id] = Actor(actor.id, actor.name, actor.kind)
        self.articles += 1
        if actor.aliases:
            self.shorts.update(actor.aliases)
        others = {one for one in near if one[1] != actor.id}
        if not others.issubset(self.company):
            self.company = tuple(sorted(others.union(self.company))[:COMPANY])

    def merge(self, other: NameEvidence) -> None:
        """Take in what later articles show; the company of all is the same however they were divided."""
        for actor in other.actors.values():
            self.actors.setdefault(actor.id, actor)
        self.articles += other.articles
        self.votes.update(other.votes)
        self.shorts.update(other.shorts)
        self.company = tuple(sorted({*self.company, *other.company})[:COMPANY])

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by plain values: a counter would be counted again, which took half of all merging."""
        plain = (tuple(self.actors.values()), self.articles, dict(self.votes), dict(self.shorts))
        return _evidence, (*plain, self.company)


def _evidence(
    actors: tuple[Actor, ...],
    articles: int,
    votes: dict[ActorKind, int],
    shorts: dict[str, int],
    near: tuple[Near, ...],
) -> NameEvidence:
    by_id = {actor.id: actor for actor in actors}
    return NameEvidence(by_id, articles, _counter(votes), _counter(shorts), near)


def _counter(counts: dict[Counted, int]) -> Counter[Counted]:
    counter: Counter[Counted] = Counter.__new__(Counter)
    dict.update(counter, counts)
    return counter


def company(ids: Iterable[str]) -> tuple[Near, ...]:
    """Return the sketch of one article's actors: the same few whatever their order."""
    near = sorted((zlib.crc32(one.encode("utf-8", "replace")), one) for one in ids)
    return tuple(near[: COMPANY + 1])


def is_headed(actor: Actor) -> bool:
    """Return whether a name says its kind itself ("Dinas Pendidikan", "Desa Anu"): its id has no suffix."""
    return actor.kind != "person" and actor.id == slug(actor.name)

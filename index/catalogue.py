"""The names of an archive that is held in memory: actors and sources by id.

An index on disk keeps names beside its ids. This counts nothing and must not know any engine.
"""

from __future__ import annotations

from index.article import ACTOR_KINDS, Actor, Article, Source


class Catalogue:
    """Actors, sources and quoted sources by id; the article added last says how they are written."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.sources: dict[str, Source] = {}
        self.attributions: dict[str, Source] = {}

    def add(self, article: Article) -> None:
        """Take in the names of one article."""
        for actor in article.actors:
            self.actors[actor.id] = actor
        if article.source:
            self.sources[article.source.id] = article.source
        for source in article.attributions:
            self.attributions[source.id] = source

    def names(self) -> dict[str, dict[str, tuple[str, tuple[str, ...]]]]:
        """Return (name, aliases) by id for each facet field.

        An id of another field has its name there too, unless it is one of this field.
        """
        actors = {actor.id: (actor.name, actor.aliases) for actor in self.actors.values()}
        sources, quoted = _names(self.sources), _names(self.attributions)
        return {
            **dict.fromkeys(ACTOR_KINDS, quoted | sources | actors),
            "source": quoted | actors | sources,
            "attribution": actors | sources | quoted,
        }


def _names(sources: dict[str, Source]) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {source.id: (source.name, ()) for source in sources.values()}

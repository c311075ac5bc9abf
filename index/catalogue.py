"""The names in an index: actors and sources by id, kept as one file beside the engine's.

An engine's own files hold ids only; this says what to call them. It counts nothing (an engine knows which
articles are still there) and must not know any engine.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from index.article import ACTOR_KINDS, Actor, Article, Source
from index.errors import IndexCorrupt
from index.generation_files import replace_durably

CATALOGUE_FILE = "catalogue.json"


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

    def write(self, folder: Path) -> None:
        """Write the file, as a new one: the old may be shared with another generation."""
        document = {
            "actors": [asdict(actor) for actor in self.actors.values()],
            "sources": [asdict(source) for source in self.sources.values()],
            "attributions": [asdict(source) for source in self.attributions.values()],
        }
        replace_durably(folder / CATALOGUE_FILE, json.dumps(document))


def _names(sources: dict[str, Source]) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {source.id: (source.name, ()) for source in sources.values()}


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue of a generation; raises IndexCorrupt."""
    file = folder / CATALOGUE_FILE
    catalogue = Catalogue()
    try:
        document = json.loads(file.read_bytes())
        for actor in document["actors"]:
            catalogue.actors[actor["id"]] = Actor(**{**actor, "aliases": tuple(actor["aliases"])})
        for source in document["sources"]:
            catalogue.sources[source["id"]] = Source(**source)
        for source in document["attributions"]:
            catalogue.attributions[source["id"]] = Source(**source)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexCorrupt(f"{file}: damaged ({error}): rebuild the index") from error
    return catalogue

"""What is known of a generation as a whole: its names, its abbreviations, how its words are spelt.

Made once for a generation and shared by all requests: for the live one, and for the next while that is made
warm. This module must not answer queries.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from index.fields import FACET_FIELDS
from index.lang.language import Language
from searcher.correcting import Spellings
from searcher.directory import Directory
from searcher.engine import Snapshot
from searcher.planner import Planner, Understood
from searcher.query import FacetWish, Query

MOST_KNOWN = 2
# A generation is made warm by looking for its commonest words: their postings are what most searches read.
COMMON_WORDS = 3

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Archive:
    """The names of one generation, and a planner that knows its abbreviations."""

    directory: Directory
    planner: Planner

    def understand(self, query: Query) -> Understood:
        """Return what a query means in this archive."""
        return self.planner.understand(query, self.directory)


class Archives:
    """What is known of the latest generations; safe for threads."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._archives: dict[str, Archive] = {}  # by generation, as are these:
        self._spellings: dict[str, Spellings] = {}
        self._spelling = threading.Lock()  # one request reads the vocabulary, others wait for it

    def known(self, snapshot: Snapshot) -> Archive:
        """Return what is known of a generation; a race of two threads makes it twice."""
        generation = snapshot.manifest().generation
        held = self._archives.get(generation)
        if held is None:
            mined = snapshot.mined(self._language.miner())
            language = self._language.with_mined(mined.meanings())
            planner = Planner(language.analyzer, language.abbreviations, language.stop_words.weight)
            held = Archive(Directory.of(snapshot), planner)
            self._archives = {**_latest(self._archives), generation: held}
        return held

    def spelt(self, snapshot: Snapshot) -> Spellings:
        """Return how the words and names of a generation are spelt."""
        generation = snapshot.manifest().generation
        held = self._spellings.get(generation)
        if held is None:
            directory = self.known(snapshot).directory
            with self._spelling:
                held = self._spellings.get(generation)
                if held is None:
                    held = Spellings.of(snapshot, directory, self._language)
                    self._spellings = {**_latest(self._spellings), generation: held}
        return held

    def prepare(self, snapshot: Snapshot) -> None:
        """Read of a generation what every search needs, and what the common ones do."""
        archive = self.known(snapshot)
        common = " OR ".join(word for word, _ in snapshot.words("", COMMON_WORDS))
        facets = tuple(FacetWish(field.name) for field in FACET_FIELDS)
        for query in (Query(facets=facets), Query(common, facets=facets), Query(order="oldest")):
            found = snapshot.find(archive.understand(query).plan)
            snapshot.articles([name for name, _ in found.hits])
        self.spelt(snapshot)


def _latest(known: Mapping[str, Known]) -> dict[str, Known]:
    """Return the latest of what is known, less one: there comes another."""
    return dict(list(known.items())[1 - MOST_KNOWN :])

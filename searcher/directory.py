"""The names of an archive: which actors and sources a written name means.

Made once for a generation and shared by all requests; it asks an index of names (`searcher.name_index`). It
must not match articles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from index.article import ACTOR_KINDS, Actor, Source
from index.fields import FACET_FIELDS
from index.lang.words import folded_name
from searcher.engine import Plan, Snapshot
from searcher.held_names import HeldNames
from searcher.name_index import Entry, NameIndex, frequent_first
from searcher.query import FacetWish

# No archive has more outlets than this; the wish for "all of them" needs a number.
ALL = 1_000_000
ANY_FIELD = tuple(field.name for field in FACET_FIELDS)


class Directory:
    """Finds ids by id, name, alias, or words of a name; case, accents and hyphens do not matter."""

    def __init__(
        self,
        actors: Iterable[tuple[Actor, int]],
        sources: Iterable[tuple[Source, int]],
        quoted: Iterable[tuple[Source, int]] = (),
        index: NameIndex | None = None,
    ) -> None:
        """Take actors, outlets, and the sources that articles quote, each with its number of articles.

        Or an index that has them all.
        """
        self._index = index or HeldNames(_entries(actors, sources, quoted))

    @classmethod
    def of(cls, snapshot: Snapshot) -> Directory:
        """Read the names of a snapshot."""
        index = snapshot.names()
        if index is not None:
            return cls((), (), (), index)
        wishes = (FacetWish("source", ALL), FacetWish("attribution", ALL))
        sources, quoted = (
            [(Source(value.key, value.label), value.count) for value in facet.values]
            for facet in snapshot.find(Plan(limit=0, facets=wishes)).facets
        )
        return cls(snapshot.actors(), sources, quoted)

    def actor(self, actor_id: str) -> Actor | None:
        """Return the actor of an id, of whatever kind, None where there is none."""
        entry = next((found for kind in ACTOR_KINDS if (found := self._index.entry(kind, actor_id))), None)
        return actor_of(entry) if entry else None

    def called(self, field: str, key: str) -> str:
        """Return what an id of a field is called, itself where that is not known; a speaker is an actor."""
        for kind in ACTOR_KINDS if field == "speaker" else (field,):
            entry = self._index.entry(kind, key)
            if entry is not None:
                return entry.names[0]
        return key

    def one(self, written: str, fields: Iterable[str]) -> Entry | None:
        """Return what an id, a name or words of one mean in these fields: the most frequent of several."""
        wanted = tuple(fields)
        for field in wanted:
            entry = self._index.entry(field, written)
            if entry is not None:
                return entry
        found = [entry for field in wanted for entry in self.any(written, field)]
        called = [entry for entry in found if folded(written) in map(folded, entry.names)]
        return min(called or found, key=frequent_first, default=None)

    def any(self, written: str, field: str) -> tuple[Entry, ...]:
        """Return all that may be meant in a field: by id, else by whole name, else by words of a name."""
        entry = self._index.entry(field, written)
        if entry is not None:
            return (entry,)
        name = folded(written)
        called = self._index.called(name, (field,))
        return tuple(sorted(called or self._by_words(name.split(), field), key=frequent_first))

    def actors_called(self, name: str) -> tuple[Entry, ...]:
        """Return the actors of whom this is a whole name, folded as `folded` does, most frequent first."""
        return tuple(sorted(self._index.called(name, ACTOR_KINDS), key=frequent_first))

    def written_names(self) -> Iterator[tuple[str, int]]:
        """Yield every name as written and the number of articles that name what it stands for."""
        for entry in self._index.every(ANY_FIELD):
            for name in entry.names:
                yield name, entry.count

    def every(self, fields: Collection[str]) -> Iterator[Entry]:
        """Yield all of some fields, most frequent first."""
        return self._index.every(fields)

    def starting(self, typed: str, fields: Collection[str]) -> Iterator[Entry]:
        """Yield what has a name with words that go on from what was typed, most frequent first."""
        beginning = folded(typed)
        return self._index.starting(beginning, fields) if beginning else iter(())

    def _by_words(self, words: list[str], field: str) -> list[Entry]:
        wanted = set(words)
        entries = self._index.having(words, field) if words else ()
        return [
            entry for entry in entries if any(wanted <= set(folded(name).split()) for name in entry.names)
        ]


def actor_of(entry: Entry) -> Actor:
    """Return the actor that an entry of a kind of actors is of."""
    kind = next(kind for kind in ACTOR_KINDS if kind == entry.field)
    return Actor(entry.id, entry.names[0], kind, entry.names[1:])


def folded(name: str) -> str:
    """Return the words of a name as they are compared, with a space between."""
    return folded_name(name)


def _entries(
    actors: Iterable[tuple[Actor, int]],
    sources: Iterable[tuple[Source, int]],
    quoted: Iterable[tuple[Source, int]],
) -> Iterator[Entry]:
    for actor, count in actors:
        yield Entry(actor.kind, actor.id, (actor.name, *actor.aliases), count)
    for source, count in sources:
        yield Entry("source", source.id, (source.name,), count)
    for source, count in quoted:
        yield Entry("attribution", source.id, (source.name,), count)

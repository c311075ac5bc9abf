"""The names of an archive: which actors and sources a written name means.

Made once for a generation and shared by all requests. It must not match articles.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.article import ACTOR_KINDS, Actor, Source
from index.lang.words import fold, written_words
from searcher.engine import Plan, Snapshot
from searcher.query import FacetWish

# No archive has more outlets than this; the wish for "all of them" needs a number.
ALL = 1_000_000
# Names of more words than this are headlines that strayed into a list.
MAX_NAME_WORDS = 12
LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Entry:
    """One id with everything it is called, and in how many articles it occurs."""

    field: str
    id: str
    names: tuple[str, ...]
    count: int


class Directory:
    """Finds ids by id, name, alias, or words of a name; case, accents and hyphens do not matter.

    `actors` by id; `names` what an id of a field is called.
    """

    def __init__(
        self,
        actors: Iterable[tuple[Actor, int]],
        sources: Iterable[tuple[Source, int]],
        quoted: Iterable[tuple[Source, int]] = (),
    ) -> None:
        """Take actors, outlets, and the sources that articles quote, each with its number of articles."""
        self.actors: dict[str, Actor] = {}
        self.names: dict[tuple[str, str], str] = {}
        self._by_id: dict[tuple[str, str], Entry] = {}
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        self._by_word: dict[str, list[Entry]] = defaultdict(list)
        for actor, count in actors:
            self.actors[actor.id] = actor
            self.names["speaker", actor.id] = actor.name
            self._add(Entry(actor.kind, actor.id, (actor.name, *actor.aliases), count))
        for source, count in sources:
            self._add(Entry("source", source.id, (source.name,), count))
        for source, count in quoted:
            self._add(Entry("attribution", source.id, (source.name,), count))
        # Every word of a name begins something that may be typed: "vladimir putin" and "putin".
        self._endings = sorted(
            (" ".join(words[first:]), number)
            for number, entry in enumerate(self._by_id.values())
            if entry.field != "attribution"
            for words in {tuple(folded(name).split()) for name in entry.names}
            for first in range(min(len(words), MAX_NAME_WORDS))
        )
        self._entries = tuple(self._by_id.values())

    @classmethod
    def of(cls, snapshot: Snapshot) -> Directory:
        """Read the names of a snapshot."""
        wishes = (FacetWish("source", ALL), FacetWish("attribution", ALL))
        sources, quoted = (
            [(Source(value.key, value.label), value.count) for value in facet.values]
            for facet in snapshot.find(Plan(limit=0, facets=wishes)).facets
        )
        return cls(snapshot.actors(), sources, quoted)

    def one(self, written: str, fields: Iterable[str]) -> Entry | None:
        """Return what an id, a name or words of one mean in these fields: the most frequent of several."""
        wanted = tuple(fields)
        for field in wanted:
            if (field, written) in self._by_id:
                return self._by_id[field, written]
        found = [entry for field in wanted for entry in self.any(written, field)]
        called = [entry for entry in found if folded(written) in map(folded, entry.names)]
        return min(called or found, key=_frequent_first, default=None)

    def any(self, written: str, field: str) -> tuple[Entry, ...]:
        """Return all that may be meant in a field: by id, else by whole name, else by words of a name."""
        if (field, written) in self._by_id:
            return (self._by_id[field, written],)
        name = folded(written)
        called = [entry for entry in self._by_name.get(name, ()) if entry.field == field]
        return tuple(sorted(called or self._by_words(name.split(), field), key=_frequent_first))

    def actors_called(self, name: str) -> tuple[Entry, ...]:
        """Return the actors of whom this is a whole name, folded as `folded` does, most frequent first."""
        called = (entry for entry in self._by_name.get(name, ()) if entry.field in ACTOR_KINDS)
        return tuple(sorted(called, key=_frequent_first))

    def written_names(self) -> Iterator[tuple[str, int]]:
        """Yield every name as written and the number of articles that name what it stands for."""
        for entry in self._entries:
            for name in entry.names:
                yield name, entry.count

    def starting(self, typed: str, limit: int) -> tuple[Entry, ...]:
        """Return what has a name with words that go on from what was typed, most frequent first."""
        beginning = folded(typed)
        if not beginning:
            return ()
        first = bisect_left(self._endings, (beginning, -1))
        last = bisect_left(self._endings, (beginning + LAST_CHARACTER, -1))
        numbers = {number for _, number in self._endings[first:last]}
        return tuple(heapq.nsmallest(limit, (self._entries[n] for n in numbers), key=_frequent_first))

    def _by_words(self, words: list[str], field: str) -> list[Entry]:
        if not words:
            return []
        rarest = min((self._by_word.get(word, []) for word in words), key=len)
        wanted = set(words)
        return [
            entry
            for entry in rarest
            if entry.field == field and any(wanted <= set(folded(name).split()) for name in entry.names)
        ]

    def _add(self, entry: Entry) -> None:
        self._by_id[entry.field, entry.id] = entry
        self.names[entry.field, entry.id] = entry.names[0]
        names = {folded(name) for name in entry.names} - {""}
        for name in names:
            self._by_name[name].append(entry)
        for word in {word for name in names for word in name.split()}:
            self._by_word[word].append(entry)


def folded(name: str) -> str:
    """Return the words of a name as they are compared, with a space between."""
    return " ".join(fold(part.text) for word in written_words(name) for part in word.parts or (word,))


def _frequent_first(entry: Entry) -> tuple[int, str, str]:
    return -entry.count, entry.field, entry.id

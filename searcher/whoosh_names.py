"""What ids are called: names of actors and sources, read from the segments when they are asked for.

An archive has hundreds of thousands of names and a page shows forty. The article added last says how a name
is written, so of several segments the newest that has an id answers. This module counts nothing and must not
evaluate queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from index.article import ACTOR_KINDS, Actor
from index.codec_fields import Field, KeyField
from index.whoosh_schema import ENCODING_ERRORS
from searcher.whoosh_arrays import Segment

# Where the name of an id of a facet is looked for after its own field.
OTHERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ACTOR_KINDS, (*ACTOR_KINDS, "source", "attribution")),
    "source": (*ACTOR_KINDS, "attribution"),
    "attribution": ("source", *ACTOR_KINDS),
}

Names = tuple[str, tuple[str, ...]]
Find = Callable[[Field, bytes], int | None]


class FieldNames(Mapping[str, Names]):
    """(name, aliases) by id for one facet; an id of another field has its name there."""

    def __init__(self, segments: Sequence[Segment], field: str, find: Find) -> None:
        self._segments, self._find = tuple(reversed(segments)), find
        self._names = tuple(dict.fromkeys((field, *OTHERS[field])))

    def __getitem__(self, key: str) -> Names:
        term = key.encode("utf-8", ENCODING_ERRORS)
        for field in self._fields():
            ordinal = self._find(field, term)
            label = () if ordinal is None else field.label(ordinal)
            if label:
                return label[0], label[1:]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        terms = (term for field in self._fields() for term in field.terms())
        return iter(dict.fromkeys(term.decode("utf-8", ENCODING_ERRORS) for term in terms))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _fields(self) -> Iterator[KeyField]:
        return (segment.arrays.keys[name] for name in self._names for segment in self._segments)


def names_of(segments: Sequence[Segment], find: Find = Field.find) -> dict[str, Mapping[str, Names]]:
    """Return the names for each facet field; `find` gives the ordinal of a term: a page asks for eighty."""
    return {field: FieldNames(segments, field, find) for field in OTHERS}


def actors_of(segments: Sequence[Segment]) -> Iterator[Actor]:
    """Yield every actor of the segments, each id once."""
    seen: set[str] = set()
    for kind in ACTOR_KINDS:
        for segment in reversed(segments):
            field: KeyField = segment.arrays.keys[kind]
            for ordinal, term in enumerate(field.terms()):
                key = term.decode("utf-8", ENCODING_ERRORS)
                label = field.label(ordinal)
                if key not in seen and label:
                    seen.add(key)
                    yield Actor(key, label[0], kind, label[1:])

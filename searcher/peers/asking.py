"""What every engine of the benchmark is given and asked: records, whole requests, the `Peer` that answers.

A record is a line of `scripts/make_corpus.py`: {"id", "body", "date", "source", "person", "organisation",
"place"}. A whole request is: the exact number of matches, ten of them with a marked snippet, twenty values of
each of four facets with exact counts, and a histogram by month. This module must not time anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Protocol

FACETS = ("person", "organisation", "place", "source")
TOP, VALUES = 10, 20
Record = dict[str, Any]
How = Literal["and", "or", "phrase", "prefix"]


@dataclass(frozen=True, slots=True)
class Request:
    """Words joined by `how`, restrictions, an order, and which page of ten."""

    name: str
    how: How
    words: tuple[str, ...]
    people: tuple[str, ...] = ()
    since: date | None = None
    newest: bool = False
    page: int = 1


class Peer(Protocol):
    """An engine: built once, then asked."""

    def build(self, records: Sequence[Record]) -> None:
        """Index all records and leave what a search needs on disk."""

    def open(self) -> None:
        """Open what was built, by this process or by an earlier one."""

    def ask(self, request: Request) -> int | None:
        """Answer a whole request; returns the number of all matches, None for what the engine cannot do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """An engine to measure: its name, how it is made in a folder, what it lacks (None: nothing)."""

    name: str
    make: Callable[[Path], Peer]
    missing: str | None = None


def keys_of(record: Record, field: str) -> list[str]:
    """Return the facet values of a record."""
    return [record["source"]] if field == "source" else list(record[field])


def requests_of(records: Sequence[Record]) -> list[Request]:
    """Return requests with words that are as common in these records as their names say."""
    sample = records[:20_000]
    counts = Counter(word for record in sample for word in set(record["body"].split()))
    ranked = _ranked(counts)
    people = _ranked(Counter(key for record in sample for key in record["person"]))[:2]
    common, since = ranked[5], date(2019, 6, 1)
    return [
        Request("one common term", "and", (common,)),
        Request("one rare term", "and", (ranked[20_000 % len(ranked)],)),
        Request("two AND", "and", (ranked[30], ranked[80])),
        Request("three OR", "or", (ranked[200], ranked[500], ranked[900])),
        Request("phrase", "phrase", _pair(sample, set(ranked[50:2000]))),
        Request("prefix", "prefix", (ranked[300][:4],)),
        Request("term + date + actor", "and", (ranked[10],), (people[0],), since),
        Request("OR inside a facet", "and", (ranked[10],), tuple(people)),
        Request("sort by newest", "and", (ranked[10],), newest=True),
        Request("page 50", "and", (ranked[10],), page=50),
    ]


def _ranked(counts: Counter[str]) -> list[str]:
    """Return what was counted, the most frequent first and ties by name: the same in every process."""
    return sorted(counts, key=lambda name: (-counts[name], name))


def _pair(records: Sequence[Record], middling: set[str]) -> tuple[str, ...]:
    """Return two neighbouring middling words: the twentieth most frequent pair."""
    pairs: Counter[str] = Counter()
    for record in records:
        found = pairwise(record["body"].split())
        pairs.update({f"{a} {b}" for a, b in found if a in middling and b in middling and a != b})
    return tuple(_ranked(pairs)[19].split())

"""What helps where nothing was found: small changes of the query, each tried, with how much it finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from searcher.query import Query
from searcher.searcher import Searcher
from web.language import Voice
from web.links import Links

# Single words are only tried in a query that has nothing but words: the rest is the searcher's language.
PLAIN = re.compile(r"[\w-]+(?: +[\w-]+){1,7}")
OPERATORS = frozenset({"OR", "ATAU", "NOT", "BUKAN", "AND", "DAN"})


@dataclass(frozen=True, slots=True)
class Repair:
    """One changed query that finds something."""

    label: str
    url: str
    count: int


def repairs(query: Query, searcher: Searcher, voice: Voice, links: Links) -> tuple[Repair, ...]:
    """Return the changes of a query without results that have some, the least change first."""
    found: dict[Query, Repair] = {}
    for label, changed in (*_looser(query, voice), *_single_words(query, voice)):
        changed = replace(changed, page=1)
        if changed == replace(query, page=1) or changed in found:
            continue
        count = searcher.search(replace(changed, size=1, facets=())).total
        if count:
            found[changed] = Repair(label, links.search(changed), count)
    return tuple(found.values())


def _looser(query: Query, voice: Voice) -> Iterator[tuple[str, Query]]:
    plain = Query(text=query.text, size=query.size)
    yield voice("repair.root"), replace(query, form="root")
    yield voice("repair.dates"), replace(query, since=None, until=None, undated=None)
    yield voice("repair.filters"), replace(plain, since=query.since, until=query.until)
    if query.text:
        yield voice("repair.plain"), plain
        yield voice("repair.any"), replace(plain, match="any")


def _single_words(query: Query, voice: Voice) -> Iterator[tuple[str, Query]]:
    words = query.text.split()
    if PLAIN.fullmatch(query.text.strip()) and OPERATORS.isdisjoint(words):
        for word in words:
            yield voice("repair.word", word=word), Query(text=word, size=query.size)

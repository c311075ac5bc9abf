"""What helps where nothing was found: small changes of the query, each tried, with how much it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from searcher.parts import parts
from searcher.query import Query
from searcher.searcher import Searcher
from web.language import Voice
from web.links import Links

# More parts than these are not tried one by one: each is a search, and a longer list helps nobody.
MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Repair:
    """One changed query that finds something."""

    label: str
    url: str
    count: int


def repairs(query: Query, searcher: Searcher, voice: Voice, links: Links) -> tuple[Repair, ...]:
    """Return the changes of a query without results that have some, the least first, each label once."""
    found: dict[Query, Repair] = {}
    told: set[str] = set()
    for label, changed in (*_looser(query, voice), *_by_parts(query, voice)):
        changed = replace(changed, page=1)
        if changed == replace(query, page=1) or changed in found or label in told:
            continue
        count = searcher.search(replace(changed, size=1, facets=())).total
        if count:
            found[changed] = Repair(label, links.search(changed), count)
            told.add(label)
    return tuple(found.values())


def years_held(query: Query, searcher: Searcher) -> tuple[str, str] | None:
    """Return the first and last year of an archive that has nothing of the days asked for, else None."""
    if query.since is None and query.until is None:
        return None
    if searcher.search(Query(since=query.since, until=query.until, size=1, facets=())).total:
        return None
    buckets = searcher.search(Query(size=1, facets=(), interval="year")).timeline.buckets
    return (buckets[0].key, buckets[-1].key) if buckets else None


def _looser(query: Query, voice: Voice) -> Iterator[tuple[str, Query]]:
    plain = Query(text=query.text, size=query.size)
    yield voice("repair.root"), replace(query, form="root")
    yield voice("repair.dates"), replace(query, since=None, until=None, undated=None)
    yield voice("repair.filters"), replace(plain, since=query.since, until=query.until)
    if query.text:
        yield voice("repair.plain"), plain


def _by_parts(query: Query, voice: Voice) -> Iterator[tuple[str, Query]]:
    """Leave one part out, ask for any, or for one alone."""
    asked = parts(query.text)
    if not 2 <= len(asked) <= MOST_PARTS:
        return
    for place, part in enumerate(asked):
        if len(asked) > 2 or part.excluded:  # of two, one left out is the other alone
            rest = " ".join(other.text for other in asked[:place] + asked[place + 1 :])
            yield voice("repair.without", word=part.text), replace(query, text=rest)
    yield voice("repair.any"), Query(text=query.text, size=query.size, match="any")
    for part in asked:
        if not part.excluded:
            label = voice("repair.word", word=part.text)
            yield label, replace(query, text=part.text)
            yield label, Query(text=part.text, size=query.size)  # where no filter leaves it anything

"""Many URLs of one query that differ in one thing, written without encoding the rest again.

A results page has some two hundred of them (each facet value wanted and excluded, each period). They are the
very URLs that `web.links` writes, which a test holds to; this module must not know any other parameter.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from searcher.query import Query
from web.links import Links, pairs, selection
from web.params import PARAMETERS, SELECTED_BY
from web.periods import shortest_first, shortest_last
from web.results import narrowed

ORDER = (*(parameter.name for parameter in PARAMETERS if parameter.attribute), "lang")

# What stands before, between and after the two parameters that a facet's links change.
Frame = tuple[str, str, str]
# What stands before and after the one value that a link adds.
Ends = tuple[str, str]
# So many values are remembered as URLs write them: pages show the same ones again and again.
MOST_QUOTED = 5_000


class Variants:
    """Writes the variants of one query under one path, each from its first page."""

    def __init__(self, links: Links, path: str, query: Query) -> None:
        self._path = path
        self._query = replace(query, page=1)
        found = pairs(self._query, links.size)
        if links.language:
            found.append(("lang", links.language))
        self._parts = {
            name: urlencode([pair for pair in found if pair[0] == name])
            for name in {pair[0] for pair in found}
        }
        self._frames: dict[str, Frame] = {}
        self._ends: dict[str, tuple[Ends, Ends] | None] = {}

    def toggle(self, field: str, key: str) -> str:
        """Return the URL with a facet value wanted, or no longer."""
        ends = self._ends_of(field)
        if ends is not None:
            return ends[0][0] + _quoted(key) + ends[0][1]
        wanted, unwanted = selection(self._query, field)
        kept = _without(wanted, key)
        return self._selecting(field, kept if key in wanted else (*kept, key), _without(unwanted, key))

    def exclude(self, field: str, key: str) -> str:
        """Return the URL with a facet value excluded, or no longer."""
        ends = self._ends_of(field)
        if ends is not None:
            return ends[1][0] + _quoted(key) + ends[1][1]
        wanted, unwanted = selection(self._query, field)
        kept = _without(unwanted, key)
        return self._selecting(field, _without(wanted, key), kept if key in unwanted else (*kept, key))

    def narrow(self, key: str) -> str:
        """Return the URL of one period of the timeline."""
        narrow = narrowed(self._query, key)
        if narrow.since is None or narrow.until is None:
            return self._with({})
        # Digits and hyphens need no encoding.
        changes = {"from": f"from={shortest_first(narrow.since)}", "to": f"to={shortest_last(narrow.until)}"}
        return self._with(changes if narrow.undated == self._query.undated else changes | {"undated": ""})

    def _ends_of(self, field: str) -> tuple[Ends, Ends] | None:
        """Return what stands around a value of a facet, wanted or excluded, None where it has a selection."""
        if field not in self._ends:
            found = None
            if not any(selection(self._query, field)):
                name = SELECTED_BY[field]
                before, between, after = self._framed(name)
                found = (
                    self._around((before,), name, (between, after)),
                    self._around((before, between), f"not_{name}", (after,)),
                )
            self._ends[field] = found
        return self._ends[field]

    def _around(self, before: tuple[str, ...], name: str, after: tuple[str, ...]) -> Ends:
        head = "&".join((*filter(None, before), f"{name}="))
        return f"{self._path}?{head}", "".join(f"&{part}" for part in after if part)

    def _selecting(self, field: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str:
        name = SELECTED_BY[field]
        before, between, after = self._frames.get(name) or self._framed(name)
        parts = (before, _repeated(name, wanted), between, _repeated(f"not_{name}", unwanted), after)
        written = "&".join(part for part in parts if part)
        return f"{self._path}?{written}" if written else self._path

    def _framed(self, name: str) -> Frame:
        """Return what the links of a facet have in common, joined once for all of them."""
        first, second = ORDER.index(name), ORDER.index(f"not_{name}")
        stretches = (ORDER[:first], ORDER[first + 1 : second], ORDER[second + 1 :])
        before, between, after = ("&".join(filter(None, map(self._parts.get, names))) for names in stretches)
        self._frames[name] = before, between, after
        return self._frames[name]

    def _with(self, changes: dict[str, str]) -> str:
        parts = self._parts | changes
        written = "&".join(part for name in ORDER if (part := parts.get(name)))
        return f"{self._path}?{written}" if written else self._path


@lru_cache(MOST_QUOTED)
def _quoted(key: str) -> str:
    return quote_plus(key)


def _repeated(name: str, values: tuple[str, ...]) -> str:
    return "&".join(f"{name}={quote_plus(value)}" for value in values)


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(item for item in values if item != value)

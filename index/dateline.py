"""The dateline at the head of an article: `VIVA –`, `KONTAN.CO.ID - MOSKOW.`, `Jakarta, CNN Indonesia -`.

It says who published the article and where it was written, and it is not part of the first sentence. A
dateline is only believed when its outlet is a known name or a host, or its place is written in capitals or
is one of `data/boilerplate_places.tsv`; "Persija - Persib" is no dateline. This module must not search the
rest of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from index.article import Source
from index.lang.tables import read_table
from index.outlets import Outlets

PLACES = Path(__file__).parent / "data" / "boilerplate_places.tsv"
PLACE_COLUMNS = ("place", "note")
# A dateline is short: the longest of those read in 19,593 articles has 58 characters before its dash.
MAX_HEAD = 90
# Heads that are remembered.
MOST_REMEMBERED = 20_000

_DASH = r"[-–—‒―]"
_TOP_DOMAINS = "com|co|id|net|org|info|news|tv|example"
_HOST = re.compile(rf"[A-Za-z][\w-]*(?:\.[\w-]+){{0,2}}\.(?:{_TOP_DOMAINS})", re.IGNORECASE)
# A head is made of words, commas, brackets and pipes; it ends with a dash, or with a pipe, or (behind a
# place in capitals) with a full stop.
_HEAD = re.compile(
    rf"\s{{0,9}}(?P<head>[^\n–—‒―]{{2,{MAX_HEAD}}}?)"
    rf"(?P<end>\s{{0,9}}(?:(?:{_DASH}{{2,3}}|[–—‒―]|(?<=\s)-|-(?=\s|[\"“'‘]|[A-Z][a-z]))(?:\s{{0,9}}{_DASH}+){{0,9}}|\|)\s{{0,9}})(?=\S)"
)
# What the end of a head has in it, looked for as far as a head, its blanks and its end reach: trying to end
# a head at each of its letters is what costs, and many articles have none.
_SIGN = re.compile(r"[-–—‒―|](?:(?<!-)|(?<=\s-)|(?=[-–—‒―\s\"“'‘A-Z]))")
_REACH = MAX_HEAD + 30
_PART = re.compile(r"\s*(?:,|\||\(|\)|\bI\b)\s*")
_STOP = re.compile(r"\s*(?P<place>[A-Z][A-Z'’]+(?:[ -][A-Z][A-Z'’]+){0,3})(?P<end>\.\s+)")
_DATE = re.compile(r"\d{1,2}(?:\s*/\s*\d{1,2}(?:\s*/\s*\d{2,4})?|\s+[A-Z][a-z]{2,8}(?:\s+\d{4})?)")
_CAPITALS = re.compile(r"[A-Z][A-Z'’.]+(?:[ -][A-Z][A-Z'’.]+){0,3}")
_PLACE = re.compile(r"[A-Z][\w'’.]+(?:[ -][A-Z][\w'’.]+){0,3}")
_WEEKDAY = re.compile(r"(?:Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Sabtu|Minggu|Ahad)", re.IGNORECASE)


_Parts = tuple[Source | None, str, bool]


class Dateline(NamedTuple):
    """The head of an article, `text[start:end]`: who wrote it where; "" and None if unsaid."""

    start: int
    end: int
    source: Source | None
    place: str


@dataclass(frozen=True, slots=True)
class Datelines:
    """Reads datelines with the known outlets and the usual places (upper case)."""

    outlets: Outlets
    places: frozenset[str]
    known: dict[str, _Parts] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, outlets: Outlets | None = None, places: Path = PLACES) -> Datelines:
        """Read the data files; raises LanguageDataError."""
        known = frozenset(row["place"].upper() for row in read_table(places, PLACE_COLUMNS))
        return cls(outlets or Outlets.load(), known)

    def read(self, text: str, start: int = 0) -> Dateline | None:
        """Return the dateline that begins at `start` (blanks before it belong to it), or None."""
        head = _head_at(text, start)
        if head is None:
            return None
        source, place, sound = self._parts(head["head"])
        if not sound:
            return None
        stop = _STOP.match(text, head.end()) if source and not place else None
        if stop is not None:
            return Dateline(start, stop.end(), source, written_place(stop["place"]))
        return self._second(text, Dateline(start, head.end(), source, place))

    def _second(self, text: str, first: Dateline) -> Dateline:
        """Read on where an outlet and its place stand in two heads: `SURYA.co.id | GIANYAR - `."""
        if first.source is None or first.place:
            return first
        head = _head_at(text, first.end)
        if head is None or not self._is_place(head["head"].strip()):
            return first
        return Dateline(first.start, head.end(), first.source, written_place(head["head"].strip()))

    def _parts(self, head: str) -> _Parts:
        """Return source, place and whether every part of a head is one, a date or nothing.

        An archive has the same heads again and again: they are remembered.
        """
        parts = self.known.get(head)
        if parts is None:
            if len(self.known) >= MOST_REMEMBERED:
                self.known.clear()
            parts = self.known[head] = self._read_parts(head)
        return parts

    def _read_parts(self, head: str) -> _Parts:
        source: Source | None = None
        place = ""
        for part in _PART.split(head):
            name = part.strip(" .,")
            if not name or _DATE.fullmatch(name) or _WEEKDAY.fullmatch(name):
                continue
            found = self._source(name)
            if found is not None and source is None:
                source = found
            elif not place and (self._is_place(name) or (source and _PLACE.fullmatch(name))):
                place = written_place(name)
            elif not place or not (source or self._is_place(name)) or not _PLACE.fullmatch(name):
                return None, "", False
        return source, place, bool(source or place)

    def _source(self, name: str) -> Source | None:
        if _HOST.fullmatch(name):
            return self.outlets.by_name(name)
        return self.outlets.by_name(name) if _PLACE.fullmatch(name) or name[0].islower() else None

    def _is_place(self, name: str) -> bool:
        if name.upper() in self.places:
            return name[0].isupper()
        return _CAPITALS.fullmatch(name) is not None and len(name) > 4


def _head_at(text: str, start: int) -> re.Match[str] | None:
    return _HEAD.match(text, start) if _SIGN.search(text, start, start + _REACH) else None


def written_place(name: str) -> str:
    """Return a place as a reader writes it: `KOTA KEDIRI` becomes `Kota Kediri`."""
    return name.title() if name.isupper() and len(name) > 3 else name

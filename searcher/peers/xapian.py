"""Xapian, from the package python3-xapian of Debian.

Its match spies count whole values, so a facet of several values an article is a value joined by tabs that is
split and summed here: exact, as the others are.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from searcher.peers.asking import FACETS, TOP, VALUES, Record, Request, keys_of

# A virtual environment does not look where Debian puts the module; last, so that nothing else is from there.
sys.path.append("/usr/lib/python3/dist-packages")
try:
    import xapian
except ImportError:
    xapian = None
sys.path.pop()

MISSING = None if xapian else "xapian is not installed (Debian: python3-xapian, for the system's own Python)"
SLOTS = {name: slot for slot, name in enumerate(FACETS)}
DAY, MONTH = 4, 5


class Xapian:
    """See `searcher.peers.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        self._path = str(folder / "xapian")

    def build(self, records: Sequence[Record]) -> None:
        """See Peer."""
        base = xapian.WritableDatabase(self._path, xapian.DB_CREATE_OR_OVERWRITE)
        for number, record in enumerate(records):
            document = xapian.Document()
            for position, word in enumerate(record["body"].split()):
                document.add_posting(word, position)
            for name, slot in SLOTS.items():
                keys = keys_of(record, name)
                document.add_value(slot, "\t".join(keys))
                for key in keys if name == "person" else ():
                    document.add_boolean_term("XP" + key)
            if record["date"]:
                day = date.fromisoformat(record["date"])
                document.add_value(DAY, xapian.sortable_serialise(day.toordinal()))
                document.add_value(MONTH, record["date"][:7])
            document.set_data(record["body"])
            base.add_document(document)
            if number % 20_000 == 19_999:
                base.commit()
        base.commit()
        base.close()

    def open(self) -> None:
        """See Peer."""
        self._base = xapian.Database(self._path)
        self._unstemmed = xapian.Stem("none")

    def ask(self, request: Request) -> int:
        """See Peer."""
        spies = {name: xapian.ValueCountMatchSpy(slot) for name, slot in SLOTS.items()}
        months = xapian.ValueCountMatchSpy(MONTH)
        mine = [spy for name, spy in spies.items() if not (request.people and name == "person")]
        enquire = self._enquire(request, [*mine, months])
        matches = enquire.get_mset((request.page - 1) * TOP, TOP, self._base.get_doccount())
        flags = matches.SNIPPET_BACKGROUND_MODEL | matches.SNIPPET_EXHAUSTIVE
        for match in matches:
            text = match.document.get_data()
            matches.snippet(text, 200, self._unstemmed, flags, b"<b>", b"</b>", b"...")
        if request.people:  # a facet is counted without its own selection
            others = self._enquire(replace(request, people=()), [spies["person"]])
            others.get_mset(0, 0, self._base.get_doccount())
        for spy in spies.values():
            counts: Counter[bytes] = Counter()
            for item in spy.values():
                for key in item.term.split(b"\t"):
                    counts[key] += item.termfreq
            counts.most_common(VALUES)
        sorted((item.term, item.termfreq) for item in months.values())
        return int(matches.get_matches_estimated())

    def _enquire(self, request: Request, spies: Sequence[Any]) -> Any:
        enquire = xapian.Enquire(self._base)
        enquire.set_query(query_of(request))
        if request.newest:
            enquire.set_sort_by_value(DAY, True)
        for spy in spies:
            enquire.add_matchspy(spy)
        return enquire


def query_of(request: Request) -> Any:
    """Return a request as a query of Xapian."""
    query, words = xapian.Query, list(request.words)
    match request.how:
        case "phrase":
            found = query(query.OP_PHRASE, words, len(words))
        case "prefix":
            found = query(query.OP_WILDCARD, words[0], 0, query.WILDCARD_LIMIT_ERROR, query.OP_OR)
        case "or":
            found = query(query.OP_OR, words)
        case _:
            found = query(query.OP_AND, words)
    if request.since:
        first = xapian.sortable_serialise(request.since.toordinal())
        found = query(query.OP_FILTER, found, query(query.OP_VALUE_GE, DAY, first))
    if request.people:
        anyone = query(query.OP_OR, ["XP" + key for key in request.people])
        found = query(query.OP_FILTER, found, anyone)
    return found

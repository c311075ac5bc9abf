"""Outlets: which newspaper, broadcaster or agency a written name or a web address means.

The list is `data/outlets.tsv`; an address that is not in it still makes a source, named by its host, so that
an unknown outlet is a facet too. This module must not read articles and must not guess from a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from index.article import Source
from index.lang.tables import read_table

OUTLETS = Path(__file__).parent / "data" / "outlets.tsv"
COLUMNS = ("id", "name", "hosts", "written", "note")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
# Labels that name a door to the outlet and not the outlet: an unknown host is known without them.
DOORS = ("www", "m", "amp", "mobile", "news", "rss")
NOT_LETTERS = re.compile(r"[\W_]+")
# Names that are remembered.
MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Outlets:
    """The known outlets, found by written form (`written_key`) and by host; `sources` in table order."""

    sources: tuple[Source, ...]
    names: Mapping[str, Source]
    hosts: Mapping[str, Source]
    known: dict[str, Source] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, path: Path = OUTLETS) -> Outlets:
        """Read the table; raises LanguageDataError for a form or a host that two outlets claim."""
        sources: list[Source] = []
        names: dict[str, Source] = {}
        hosts: dict[str, Source] = {}
        for row in read_table(path, COLUMNS):
            source = Source(row["id"], row["name"])
            sources.append(source)
            for form in (row["name"], *row.list("written")):
                if names.setdefault(written_key(form), source) != source:
                    raise row.error(f"{form} already means {names[written_key(form)].id}")
            for host in row.list("hosts"):
                if hosts.setdefault(host, source) != source:
                    raise row.error(f"{host} already belongs to {hosts[host].id}")
        return cls(tuple(sources), names, hosts)

    def by_name(self, text: str) -> Source | None:
        """Return the outlet that a written name means; a name that is a host counts as one; else None.

        An archive names the same outlets again and again: they are remembered.
        """
        known = self.known.get(text)
        if known is None:
            known = self.names.get(written_key(text)) or (self.by_host(text) if "." in text else None)
            if known is not None:
                if len(self.known) >= MOST_REMEMBERED:
                    self.known.clear()
                self.known[text] = known
        return known

    def by_host(self, address: str) -> Source | None:
        """Return the outlet of a host or of a URL; one that is not listed is named by its host; else None."""
        host = host_of(address)
        if not host:
            return None
        labels = host.split(".")
        for first in range(len(labels) - 1):
            known = self.hosts.get(".".join(labels[first:]))
            if known:
                return known
        while len(labels) > 2 and labels[0] in DOORS:
            labels = labels[1:]
        return Source(".".join(labels), ".".join(labels))


# An archive names the same outlets again and again, and the same people beside them.
@lru_cache(maxsize=1 << 14)
def written_key(text: str) -> str:
    """Return the form under which written names are compared: no case, dots, hyphens or blanks."""
    return NOT_LETTERS.sub("", text).casefold()


def host_of(address: str) -> str:
    """Return the lower-case host of a URL or a bare host, "" where there is none."""
    text = address.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) else ""

"""Whose reports an article leans on: agencies and outlets that it says it quotes.

"dilansir dari Reuters", "lapor kantor berita Interfax", "katanya kepada Warta Kota". Only an outlet of
`index.outlets`, a host, or an organisation that the article names right there counts; witnesses do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Actor, Mention, Source
from index.lang.patterns import any_of
from index.lang.tables import read_table
from index.outlets import Outlets

DATA = Path(__file__).parent / "data"
# The longest names of outlets have four words ("The New York Times").
NAME = re.compile(r"[\w.\-]+(?: [\w.\-]+){0,3}")
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.I)
# Cues behind which an organisation counts that is no known outlet ("dikutip dari Kremlin").
ANY_ORGANISATION = frozenset({"dilansir", "melansir", "dikutip", "mengutip", "diwartakan", "lapor"})


@dataclass(frozen=True, slots=True)
class AttributionFinder:
    """Finds attributions; the pattern is made of the two tables `data/attribution_*.tsv`."""

    cue: re.Pattern[str]
    beginnings: tuple[str, ...]  # the first words of all cues
    outlets: Outlets

    @classmethod
    def load(cls, folder: Path = DATA, outlets: Outlets | None = None) -> AttributionFinder:
        """Read the tables, and the outlets unless given; raises LanguageDataError naming the line."""
        cues = [row["cue"] for row in read_table(folder / "attribution_cues.tsv", ("cue", "note"))]
        fillers = [
            row["filler"] for row in read_table(folder / "attribution_fillers.tsv", ("filler", "note"))
        ]
        pattern = rf"\b({any_of(cues)})\s+(?:{any_of(fillers)}\s+)*(?=[\w])"
        return cls(
            re.compile(pattern, re.IGNORECASE),
            tuple(sorted({cue.split()[0] for cue in cues})),
            outlets or Outlets.load(),
        )

    def find(
        self,
        body: str,
        actors: Sequence[Actor],
        mentions: Sequence[Mention],
        own: Source | None = None,
        places: Sequence[int] | None = None,
    ) -> tuple[Source, ...]:
        """Return the sources an article leans on, in order, each once, its `own` outlet left out.

        `mentions` are those of `actors` in the body; `places` are where one of `beginnings` stands there
        (`index.places`), None: anywhere.
        """
        found: dict[str, Source] = {}
        end = 0
        for place in self._places(body) if places is None else places:
            cue = self.cue.match(body, place) if place >= end else None
            if cue is None:
                continue
            end = cue.end()
            source = self._outlet(body, end)
            if source is None and cue[1].lower() in ANY_ORGANISATION:
                source = _organisation(actors, mentions, end)
            if source is not None and source != own:
                found.setdefault(source.id, source)
        return tuple(found.values())

    def _places(self, body: str) -> list[int]:
        """Return where a cue may begin, in order: looking for plain words first costs a tenth."""
        small = body.lower()
        if len(small) != len(body):  # "İ" becomes two, and places would move
            small = "".join(letter.lower()[0] for letter in body)
        places = []
        for word in self.beginnings:
            place = small.find(word)
            while place >= 0:
                places.append(place)
                place = small.find(word, place + 1)
        return sorted(places)

    def _outlet(self, body: str, start: int) -> Source | None:
        """Return the outlet whose name is the longest that begins here, else the host that stands here."""
        name = NAME.match(body, start)
        if name is None:
            return None
        words = name[0].split(" ")
        if not words[0][0].isupper():  # as nearly all: people whom somebody told, and hosts
            written = words[0].rstrip(".-")
            return self.outlets.by_name(written) if HOST.fullmatch(written) else None
        for count in range(len(words), 0, -1):
            known = self.outlets.by_name(" ".join(words[:count]).rstrip(".-"))
            if known is not None:
                return known
        return None


def _organisation(actors: Sequence[Actor], mentions: Sequence[Mention], start: int) -> Source | None:
    for mention in mentions:
        if mention.start == start:
            for actor in actors:
                if actor.id == mention.actor_id and actor.kind == "organisation":
                    return Source(actor.id, actor.name)
    return None

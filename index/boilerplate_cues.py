"""The cues of boilerplate: which beginnings to look for, what must follow them, what that says.

A cue is a row of `data/boilerplate_cues.tsv`: literal beginnings, what must follow (a regular expression), an
extent and a reason. A beginning in lower-case letters also counts Capitalised, In Titles and IN CAPITALS; one
with a capital counts only as written. All beginnings are looked for at once, so that a text without any
costs one pass. This module must not decide what to cut; `index.boilerplate` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.lang.tables import Row, read_table
from index.placers import chosen_phrases

CUES = Path(__file__).parent / "data" / "boilerplate_cues.tsv"
COLUMNS = ("starts", "continues", "extent", "reason", "note")
EXTENTS = ("match", "line", "ending", "tail", "headline")
REASONS = {
    "related": "a link to another article, with its headline where there is one",
    "advertisement": "a mark where an advertisement stood",
    "embed": "a mark where a picture, video or post stood",
    "byline": "who wrote or edited the article",
    "initials": "the initials of the desk at the end",
    "dateline": "outlet and place at the head",
    "copyright": "who owns the text, and on what terms",
    "share": "an invitation to follow, share or subscribe",
    "republished": "where the article appeared first",
    "navigation": "a step to another page of the article",
    "tags": "the list of keywords under the article",
    "learnt": "a line that this outlet repeats under many articles",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """What must follow a beginning, how far the boilerplate reaches and what it is."""

    continues: re.Pattern[str]
    extent: str
    reason: str


class Hit(NamedTuple):
    """A cue in a text: its beginning stands at `start`, what follows it ends at `end`."""

    start: int
    end: int
    cue: Cue


class Cues:
    """Finds cues; stateless after construction."""

    def __init__(self, cues: dict[str, list[Cue]]) -> None:
        self._meanings = [(len(beginning), tuple(meanings)) for beginning, meanings in cues.items()]
        self._beginnings = chosen_phrases(tuple(cues))

    @classmethod
    def load(cls, path: Path = CUES) -> Cues:
        """Read the cues; raises LanguageDataError for a pattern, extent or reason that is none."""
        cues: dict[str, list[Cue]] = {}
        for row in read_table(path, COLUMNS):
            cue = _cue(row)
            for written in row.list("starts"):
                for beginning in _forms(written):
                    cues.setdefault(beginning, []).append(cue)
        return cls(cues)

    def find(self, text: str) -> list[Hit]:
        """Return the cues of a text, in order, one for a place: the longest, the first of the table."""
        found: dict[int, tuple[int, Hit]] = {}
        for begin, number in self._beginnings(text):
            length, meanings = self._meanings[number]
            if begin not in found or length > found[begin][0]:
                hit = self._meant(text, begin, begin + length, meanings)
                if hit is not None:
                    found[begin] = (length, hit)
        return [hit for _, hit in found.values()]

    @staticmethod
    def _meant(text: str, begin: int, end: int, meanings: tuple[Cue, ...]) -> Hit | None:
        for cue in meanings:
            match = cue.continues.match(text, end)
            if match is not None:
                return Hit(begin, match.end(), cue)
        return None


def _forms(written: str) -> set[str]:
    if written != written.lower():
        return {written}
    return {written, written.capitalize(), written.title(), written.upper()}


def _cue(row: Row) -> Cue:
    try:
        continues = re.compile(row["continues"])
    except re.error as error:
        raise row.error(f"no regular expression: {error}") from error
    if row["extent"] not in EXTENTS:
        raise row.error(f"extent must be one of {', '.join(EXTENTS)}")
    if row["reason"] not in REASONS:
        raise row.error(f"reason must be one of {', '.join(REASONS)}")
    return Cue(continues, row["extent"], row["reason"])

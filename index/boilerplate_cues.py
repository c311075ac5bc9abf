"""The cues of boilerplate: which beginnings to look for, what must follow them, what that says.

A cue is a row of `data/boilerplate_cues.tsv`: literal beginnings, what must follow (a regular expression), an
extent and a reason. A beginning in lower-case letters also counts Capitalised, In Titles and IN CAPITALS; one
with a capital counts only as written. All beginnings are looked for at once, so that a text without any
costs one pass. This module must not decide what to cut; `index.boilerplate` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ahocorasick

from index.lang.tables import Row, read_table

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


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a text: its beginning stands at `start`, what follows it ends at `end`."""

    start: int
    end: int
    cue: Cue


class Cues:
    """Finds cues; stateless after construction."""

    def __init__(self, cues: dict[str, list[Cue]]) -> None:
        self._automaton = ahocorasick.Automaton()
        for beginning, meanings in cues.items():
            self._automaton.add_word(beginning, (len(beginning), tuple(meanings)))
        self._automaton.make_automaton()

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

    def find(self, text: str, start: int = 0) -> list[Hit]:
        """Return the cues from `start` on, in order, one for a place: the longest, the first of the table."""
        if start >= len(text):
            return []
        found: dict[int, tuple[int, Hit]] = {}
        for last, (length, meanings) in self._automaton.iter(text, start):
            begin = last - length + 1
            if _stands_free(text, begin, last + 1):
                hit = next(self._meant(text, begin, last + 1, meanings), None)
                if hit is not None and (begin not in found or length >= found[begin][0]):
                    found[begin] = (length, hit)
        return [found[begin][1] for begin in sorted(found)]

    @staticmethod
    def _meant(text: str, begin: int, end: int, meanings: tuple[Cue, ...]) -> Iterator[Hit]:
        for cue in meanings:
            match = cue.continues.match(text, end)
            if match is not None:
                yield Hit(begin, match.end(), cue)


def _forms(written: str) -> set[str]:
    if written != written.lower():
        return {written}
    return {written, written.capitalize(), written.title(), written.upper()}


def _stands_free(text: str, start: int, end: int) -> bool:
    """Return whether a beginning is a word of its own; a lost blank (`com.idArtikel ini`) is forgiven."""
    before, first = text[start - 1 : start], text[start]
    if before.isalnum() and not (first.isupper() and not before.isupper()):
        return False
    last, after = text[end - 1], text[end : end + 1]
    return not (last.isalnum() and after.isalnum()) or (last.islower() and not after.islower())


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

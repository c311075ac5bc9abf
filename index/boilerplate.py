"""The boilerplate cues of Indonesian news pages: where they stand in a text and how far each reaches.

The cues are `data/boilerplate_cues.tsv`, a regular expression, an extent and a reason each. Extents:

- `match`     what the pattern matches, anywhere, even glued to a word;
- `line`      the line that begins with the pattern, if it is no longer than MAX_LINE;
- `headline`  the pattern and the related headline behind it, found by `boilerplate_headline`;
- `tail`      from the pattern to the end of the text, if that is no longer than MAX_TAIL, else `line`.

This module must not change a text; `index.clean` cuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.boilerplate_headline import HeadlineEnd
from index.lang.tables import Row, read_table

CUES = Path(__file__).parent / "data" / "boilerplate_cues.tsv"
COLUMNS = ("pattern", "extent", "reason", "note")
EXTENTS = ("match", "line", "headline", "tail")
REASONS = {
    "related": "a link to another article, with its headline where there is one",
    "advertisement": "a mark where an advertisement stood",
    "embed": "a mark where a picture, video or post stood",
    "byline": "who wrote or edited the article",
    "initials": "the initials of the desk at the end",
    "dateline": "outlet and place at the head",
    "copyright": "who owns the text",
    "share": "an invitation to follow, share or subscribe",
    "republished": "where the article appeared first",
    "navigation": "a step to another page of the article",
    "tags": "the list of keywords under the article",
    "learnt": "a line that this outlet repeats under many articles",
}
MAX_LINE = 300
MAX_TAIL = 700
_URL = re.compile(r"https?://[^\s\"'<>)\]]+")
_MARKS = re.compile(r"[ \t]*[:\-–—>]*[ \t]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that is boilerplate: `text[start:end]`, with the related headlines in it."""

    start: int
    end: int
    reason: str
    headlines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cue:
    extent: str
    reason: str


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Finds every passage of boilerplate in a text; one combined expression, one walk."""

    pattern: re.Pattern[str]
    cues: tuple[_Cue, ...]
    headline_end: HeadlineEnd

    @classmethod
    def load(cls, path: Path = CUES) -> Boilerplate:
        """Read the cues; raises LanguageDataError for a pattern, extent or reason that is none."""
        rows = list(read_table(path, COLUMNS))
        for row in rows:
            _check(row)
        joined = "|".join(f"(?P<c{number}>{row['pattern']})" for number, row in enumerate(rows))
        cues = tuple(_Cue(row["extent"], row["reason"]) for row in rows)
        return cls(re.compile(joined), cues, HeadlineEnd.load())

    def passages(self, text: str, start: int = 0) -> Iterator[Passage]:
        """Yield what is boilerplate from `start` on, in order and without overlaps."""
        position = start
        while (match := self.pattern.search(text, position)) is not None:
            passage = self._passage(text, match, position)
            if passage is not None:
                yield passage
            position = max(match.end(), passage.end if passage else 0, position + 1)

    def _passage(self, text: str, match: re.Match[str], position: int) -> Passage | None:
        cue = self.cues[int((match.lastgroup or "c0")[1:])]
        line_end = _line_end(text, match.end())
        own_line = not text[max(position, text.rfind("\n", 0, match.start()) + 1) : match.start()].strip(
            " \t-–•*>("
        )
        if cue.extent == "headline":
            return self._related(text, match, line_end, own_line)
        if cue.extent == "match":
            return Passage(match.start(), match.end(), cue.reason)
        if cue.extent == "tail" and len(text) - match.start() <= MAX_TAIL:
            return Passage(match.start(), len(text), cue.reason)
        if own_line and line_end - match.start() <= MAX_LINE:
            return Passage(match.start(), line_end, cue.reason)
        return None

    def _related(self, text: str, match: re.Match[str], line_end: int, own_line: bool) -> Passage | None:
        marks = _MARKS.match(text, match.end())
        begin = marks.end() if marks else match.end()
        marked = ":" in text[match.start() : begin] or begin - match.end() > 1
        if begin >= line_end:
            return self._headline_below(text, match, line_end, own_line, marked)
        if not marked and not own_line:
            return None
        closing = {"(": ")", "[": "]"}.get(text[match.start()])
        end = text.find(closing, begin, line_end) if closing else -1
        found = (
            end + 1
            if end >= 0
            else self.headline_end.find(text, begin, self._next_cue(text, begin, line_end))
        )
        if found is None or (not marked and found != line_end):
            return None
        headline = text[begin:found].strip(" \t\r\n)]")
        return Passage(match.start(), found, "related", (headline,) if headline else ())

    def _next_cue(self, text: str, begin: int, line_end: int) -> int:
        following = self.pattern.search(text, begin, line_end)
        return following.start() if following else line_end

    def _headline_below(
        self, text: str, match: re.Match[str], line_end: int, own_line: bool, marked: bool
    ) -> Passage | None:
        """Read a cue that is alone on its line: with a colon its headline stands on the next one."""
        if not own_line:
            return None
        below = _line_end(text, line_end + 1)
        headline = text[line_end + 1 : below].strip()
        if marked and headline and len(headline) <= 160 and headline[-1] not in '.,:;"”)':
            return Passage(match.start(), below, "related", (headline,))
        return Passage(match.start(), line_end, "related")


def links_in(text: str) -> tuple[str, ...]:
    """Return the addresses in a text, in order."""
    return tuple(match.rstrip(".,") for match in _URL.findall(text))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _check(row: Row) -> None:
    try:
        pattern = re.compile(row["pattern"])
    except re.error as error:
        raise row.error(f"no regular expression: {error}") from error
    if pattern.groups or pattern.match(""):
        raise row.error("a pattern has no groups of its own and never matches nothing")
    if row["extent"] not in EXTENTS:
        raise row.error(f"extent must be one of {', '.join(EXTENTS)}")
    if row["reason"] not in REASONS:
        raise row.error(f"reason must be one of {', '.join(REASONS)}")

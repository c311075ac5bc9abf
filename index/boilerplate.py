"""How far boilerplate reaches, and what stands at the end of a page: initials and keywords.

`index.boilerplate_cues` finds where a cue stands; its extent says how far it reaches:

- `match`     the cue itself, anywhere, even glued to a word;
- `line`      the line that begins with it, if it is no longer than MAX_LINE;
- `ending`    the same, and also in the middle of a line if no more than MAX_ENDING of the text is left;
- `tail`      to the end of the text, if that is no longer than MAX_TAIL; else as `line`, else as `match`;
- `headline`  it and the related headline behind it, found by `index.boilerplate_headline`.

This module must not change a text; `index.clean` cuts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.boilerplate_cues import Cues, Hit
from index.boilerplate_headline import HeadlineEnd

MAX_LINE = 300
MAX_ENDING = 160
MAX_TAIL = 700
# No decision looks further ahead in a line than this, or further back: hostile input stays linear.
MAX_SEEN, MAX_LEADING = 1000, 40
MAX_HEADLINE_BELOW = 160
# "(baca: UUD 1945)" explains a word; a related headline in brackets has at least this many words.
MIN_BRACKETED = 3
# The name of the outlet that may follow an invitation on its line.
MAX_OUTLET = 40
# Initials and keywords are looked for this far before the end.
MAX_FOOT = 600

_URL = re.compile(r"https?://[^\s\"'<>)\]]+")
_MARKS = re.compile(r"[ \t]*[:>–—-]*[ \t]*(?:(?<=[:>–—-])\n(?=[^\n])[ \t]*)?")
_CLOSING = {"(": ")", "[": "]"}
# Simak Video 'Air Pasang di Muara': / Simak Video "Air Pasang di Muara" di sini:
_QUOTED = re.compile(r"\s*['\"“‘](?P<title>[^\n\"”]{5,200}?)['\"’”](?: di sini)?\s?:")
_LEADING = " \t-–—•*>|"
# "(nda/rfq)", "(*)", "(ANT)", "(Maria Lobo)": behind the last sentence or on a line of their own. The bracket
# comes first, and then what must stand before it.
_INITIALS = re.compile(
    r"[(\[](?:(?<=[.!?\"”)\n].)|(?<=[.!?\"”)\n] .))"
    r"(?:\*{1,3}|[A-Za-z][A-Za-z0-9]{1,5}(?:\s?[/|.,-]\s?[A-Za-z][A-Za-z0-9]{0,11}){0,3}"
    r"|(?:[A-Z][A-Za-z.']{1,14} ?){2,4})[)\]][*.\s]*(?=\n|$)"
)
_KEYWORDS = re.compile(r"[^\n]{0,80}[^\n.!?:\"”]|[^\n]*(?:https?:|©)[^\n]*")


class Passage(NamedTuple):
    """A stretch of text that is boilerplate: `text[start:end]`, with the related headlines in it."""

    start: int
    end: int
    reason: str
    headlines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Finds every passage of boilerplate in a text."""

    cues: Cues
    headline_end: HeadlineEnd

    @classmethod
    def load(cls) -> Boilerplate:
        """Read the data files; raises LanguageDataError when one breaks its rules."""
        return cls(Cues.load(), HeadlineEnd.load())

    def passages(self, text: str) -> list[Passage]:
        """Return what is boilerplate, in order and without overlaps."""
        found: list[Passage] = []
        position = 0
        hits = self.cues.find(text)
        initials = _initials(text)
        for number, hit in enumerate(hits):
            if initials and initials.end > position and hit.start >= initials.start:
                found.append(initials)
                position = initials.end
            if hit.start < position:
                continue
            passage = self._passage(text, hit, hits[number + 1 : number + 2], position)
            if passage is not None:
                found += _keywords(text, initials, position, passage.start)
                found.append(passage)
                position = passage.end
        if initials and initials.start >= position:
            found.append(initials)
            position = initials.end
        return [*found, *_keywords(text, initials, position, len(text))]

    def _passage(self, text: str, hit: Hit, following: Sequence[Hit], position: int) -> Passage | None:
        reason, extent = hit.cue.reason, hit.cue.extent
        window = max(position, hit.start - MAX_LEADING)
        line_start = max(window, text.rfind("\n", window, hit.start) + 1)
        line_end = _line_end(text, hit.end)
        opens = line_start in (0, position) or text[line_start - 1] == "\n"
        own_line = opens and not text[line_start : hit.start].strip(_LEADING)
        start = line_start if own_line else _without_arrows(text, hit.start, position)
        if extent == "headline":
            return self._related(text, hit, following, start, own_line)
        if extent == "tail" and len(text) - hit.start <= MAX_TAIL:
            return Passage(start, len(text), reason)
        if extent != "match" and own_line and line_end - hit.start <= MAX_LINE:
            return Passage(start, line_end, reason)
        if extent == "ending" and len(text) - hit.start <= MAX_ENDING and _ends_sentence(text, hit.start):
            return Passage(start, len(text), reason)
        if extent not in ("match", "tail"):
            return None
        whole = own_line and reason == "share" and line_end - hit.end <= MAX_OUTLET
        return Passage(start, line_end if whole else hit.end, reason)

    def _related(
        self, text: str, hit: Hit, following: Sequence[Hit], start: int, own_line: bool
    ) -> Passage | None:
        marks = _MARKS.match(text, hit.end)
        begin = marks.end() if marks else hit.end
        marked = bool(text[hit.end : begin].strip(" \t\n"))
        line_end = _line_end(text, hit.end)
        if "\n" in text[hit.end : begin]:
            return self._below(text, hit, start, begin) if own_line else None
        if begin >= line_end:
            return Passage(start, line_end, "related") if own_line else None
        if text[begin].islower() and not text.startswith(("http", "www."), begin):
            return None
        quoted = _QUOTED.match(text, begin, line_end)
        if quoted is not None:
            return _related_passage(text, start, quoted.start("title"), quoted.end("title"), quoted.end())
        bracket = text[hit.start - 1 : hit.start]
        closing = text.find(_CLOSING[bracket], begin, line_end) if bracket in _CLOSING else -1
        if closing >= 0 and marked:
            if len(text[begin:closing].split()) < MIN_BRACKETED:
                return None
            return _related_passage(text, hit.start - 1, begin, closing, closing + 1)
        stop = min([line_end, *(other.start for other in following[:1] if other.start > begin)])
        if not marked and not (own_line and _looks_like_headline(text[begin:stop])):
            return None
        end = self.headline_end.find(text, begin, stop)
        return None if end is None else _related_passage(text, start, begin, end, end)

    @staticmethod
    def _below(text: str, hit: Hit, start: int, begin: int) -> Passage:
        """A cue alone on its line with a colon: its headline is the next line, if that looks like one."""
        line_end = _line_end(text, begin)
        if _looks_like_headline(text[begin:line_end]):
            return _related_passage(text, start, begin, line_end, line_end)
        return Passage(start, _line_end(text, hit.end), "related")


def links_in(text: str) -> tuple[str, ...]:
    """Return the addresses in a text, in order."""
    return tuple([match.rstrip(".,") for match in _URL.findall(text)]) if "http" in text else ()


def _looks_like_headline(line: str) -> bool:
    headline = line.strip()
    return 0 < len(headline) <= MAX_HEADLINE_BELOW and headline[-1] not in '.,;"”)'


def _related_passage(text: str, start: int, begin: int, stop: int, end: int) -> Passage:
    headline = text[begin:stop].strip(" \t\r\n\"'“”‘’:")
    return Passage(start, end, "related", (headline,) if headline else ())


def _initials(text: str) -> Passage | None:
    """Return the initials of the desk, below which only keywords stand."""
    foot = max(0, len(text) - MAX_FOOT)
    if text.find(")", foot) < 0 and text.find("]", foot) < 0:
        return None
    for place in _opened(text, foot):
        match = _INITIALS.match(text, place)
        if match is not None:
            below = text[match.end() :].split("\n")
            if all(_KEYWORDS.fullmatch(line) for line in below if line.strip()):
                return Passage(place, match.end(), "initials")
    return None


def _opened(text: str, start: int) -> list[int]:
    """Return where brackets open, in order: looked for one by one, a tenth of a pattern for either."""
    places = []
    for bracket in _CLOSING:
        place = text.find(bracket, start)
        while place >= 0:
            places.append(place)
            place = text.find(bracket, place + 1)
    return sorted(places)


def _keywords(text: str, initials: Passage | None, start: int, end: int) -> tuple[Passage, ...]:
    """Return what stands between two passages below the initials."""
    if initials and start >= initials.end and text[start:end].strip():
        return (Passage(start, end, "tags"),)
    return ()


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start, start + MAX_SEEN)
    return min(len(text), start + MAX_SEEN) if end < 0 else end


def _without_arrows(text: str, start: int, position: int) -> int:
    """Take `>>>` and bullets before a cue in."""
    first = start
    while first > position and text[first - 1] in ">*•":
        first -= 1
    return first


def _ends_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - MAX_LEADING) : start].rstrip(" \t>*•-")
    return not before or before[-1] in '.!?"”)\n'

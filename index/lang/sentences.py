"""Where the sentences of a text are.

A line break ends a sentence; so do `.`, `!`, `?`, `…` with the closing quotes and brackets behind them,
unless a known abbreviation, an initial or a number says that the sentence goes on, or a small letter follows
("Benar!" kata dia). Scraped text glues sentences ("reda.Namun"); a small letter, a point and a capitalised
word are two sentences. This module must not know words' roots, names or any engine.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.lang.tables import read_table

Span = tuple[int, int]
Follows = Literal["name", "number", "either"]

DATA = Path(__file__).parent / "data" / "sentence_abbreviations.tsv"
COLUMNS = ("abbreviation", "follows", "case", "note")
# A word before a point is looked for within this many characters: longer ones are no abbreviations.
_REACH = 16

# What may end a sentence.
LINE_BREAKS, STOPS = "\n\r\x0b\x0c\x85\u2028\u2029", ".!?…"

_CLOSING = "”’»)\\]}"
_BREAK = re.compile(rf"[{LINE_BREAKS}]+|([{STOPS}]+)((?:[ \xa0](?=[”»]))?[\"'{_CLOSING}]*)")
_LAST_WORD = re.compile(r"(?:^|[^\w.])((?:[^\W_]+\.)*[^\W_]+)$")
_NEXT = re.compile(r"\s*([\"'“‘«(\[„]*)(\S?)")
_LINE_END = re.compile(r"[^\S\n\r]*(?:[\n\r]|$)")
_NUMBER_NEXT = re.compile(r"\s*(?:\d|[IVXLC]+\b)")
_GLUED = re.compile(r"[^\W\d_][^\W\d_]")
_INITIALS = re.compile(r"[^\W\d_a-z](?:\.[^\W\d_a-z])*")
_DOTTED = re.compile(r"[^\W\d_]{1,3}(?:\.[^\W\d_]{1,3})+")
_HOST_END = re.compile(r"(?:com|net|org|info|co|id|tv|go|ac)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SentenceSplitter:
    """Splits texts; `folded` and `exact` map an abbreviation without its last point to what follows it."""

    folded: dict[str, Follows]
    exact: dict[str, Follows]

    @classmethod
    def load(cls, path: Path = DATA) -> SentenceSplitter:
        """Read the table; raises LanguageDataError naming the line that breaks the rules."""
        folded: dict[str, Follows] = {}
        exact: dict[str, Follows] = {}
        for row in read_table(path, COLUMNS):
            follows = _follows(row["follows"])
            if follows is None:
                raise row.error(f"follows is name, number or either, not {row['follows']!r}")
            written = row["abbreviation"]
            target, key = (exact, written) if row["case"] == "yes" else (folded, written.lower())
            if key in target:
                raise row.error(f"{written} stands here twice")
            target[key] = follows
        return cls(folded, exact)

    def spans(self, text: str) -> list[Span]:
        """Return the trimmed sentences as ordered, disjoint spans that hold every character but space."""
        found: list[Span] = []
        for start, end in self._cut(text, _breaks(text), 0):
            _add(found, text, start, end)
        return found

    def around(self, text: str, places: Iterable[int]) -> list[Span]:
        """Return those of `spans(text)` in which places are, which ascend and are not on space.

        Only what is between such a sentence and the next break before it that ends one, whatever stands
        before, is looked at: a tenth of splitting an article for a word or two.
        """
        found: list[Span] = []
        breaks: list[int] | None = None
        reached = 0
        for place in places:
            if place < reached:
                continue
            breaks = _breaks(text) if breaks is None else breaks
            first = bisect_left(breaks, place)
            begin = 0
            while first and not begin:
                first -= 1
                begin = self._sure_end(text, breaks[first], place)
            for start, end in self._cut(text, breaks[first:], begin):
                if end > place:
                    _add(found, text, start, end)
                    reached = end
                    break
        return found

    def follows(self, word: str) -> Follows | None:
        """Return what may follow an abbreviation, given without its last point; None for any other word."""
        return self.exact.get(word) or self.folded.get(word.lower())

    def _cut(self, text: str, breaks: Sequence[int], start: int) -> Iterator[Span]:
        """Yield where sentences begin and end, from one that begins at `start`, before the first break."""
        passed = start
        for at in breaks:
            match = _BREAK.match(text, at) if at >= passed else None
            if match is None:  # within a break
                continue
            passed = match.end()
            if match.group(1) is None:
                yield start, at
                start = passed
            else:
                end = self._end(text, start, match)
                if end:
                    yield start, end
                    start = end
        yield start, len(text)

    def _sure_end(self, text: str, at: int, before: int) -> int:
        """Return where a sentence ends at a break, whatever stands before, 0 where that cannot be told.

        Nothing that ends after `before` is told. A break may be asked for by any of its signs.
        """
        signs = LINE_BREAKS if text[at] in LINE_BREAKS else STOPS
        while at and text[at - 1] in signs:
            at -= 1
        match = _BREAK.match(text, at)
        if match is None or match.end() > before:
            return 0
        stop, end = match.end(1), match.end()
        if match.group(1) is None:
            return end
        following = _NEXT.match(text, end)
        if not text[end].isspace() or (following and following.group(2).islower()):
            return 0
        if match.group() == ".":
            word = text[max(0, stop - 1 - _REACH) : stop - 1]
            word = word[word.rfind(" ") + 1 :]
            known = word.isdigit() or word in self.exact or word.lower() in self.folded
            if known or not word.isalnum() or _INITIALS.fullmatch(word):
                return 0
        return end

    def _end(self, text: str, start: int, match: re.Match[str]) -> int:
        """Return where the sentence ends at this full stop, 0 where it goes on."""
        stop, end = match.end(1), match.end()
        if end < len(text) and not text[end].isspace():
            return self._glued_end(text, start, match)
        following = _NEXT.match(text, end)
        if following and following.group(2).islower():
            return 0
        if match.group() == "." and not self._ends(text, start, stop - 1):
            return 0
        return end

    def _ends(self, text: str, start: int, point: int) -> bool:
        """Decide whether a single point that space follows ends a sentence."""
        word = _last_word(text[max(start, point - _REACH) : point])
        if word is None:
            return True
        if word.isdigit():
            return text[start:point].strip() != word  # "1. Pertama" numbers a list
        follows = self.follows(word)
        if follows is None:
            # Initials before a name go on; letters behind a comma are a degree ("Sari, S.H. Ia …").
            if not _INITIALS.fullmatch(word) or _is_last(text, point):
                return True
            return text[start : point - len(word)].rstrip().endswith(",")
        if follows == "name":
            return _is_last(text, point)
        return follows == "either" or not _NUMBER_NEXT.match(text, point + 1)

    def _glued_end(self, text: str, start: int, match: re.Match[str]) -> int:
        """Return the end of a sentence that is glued to the next one, 0 where nothing ends."""
        stop, end = match.end(1), match.end()
        if match.group(2) in ('"', "'") and text[end].isupper() and text.count('"', start, stop) % 2 == 0:
            end = stop  # a straight quote before a capital opens the next sentence, unless one is open
        elif match.group(2) and not text[end].isupper():
            return 0
        before, rest = text[match.start() - 1 : match.start()], text[end : end + 1]
        if not (before.islower() or before.isdigit() or before in "\"'”)%") or not before:
            return 0
        if end == stop and rest not in "\"'" and not (rest.isupper() and _GLUED.match(text, end)):
            return 0
        word = _LAST_WORD.search(text[max(0, match.start() - _REACH) : match.start()])
        if word and self.follows(word.group(1)):
            return 0
        return 0 if _DOTTED.fullmatch(word.group(1) if word else "") or _HOST_END.match(text, end) else end


def _follows(cell: str) -> Follows | None:
    options: dict[str, Follows] = {"name": "name", "number": "number", "either": "either"}
    return options.get(cell)


def _last_word(before: str) -> str | None:
    """Return the word that ends a text, its inner points too; None where a text ends otherwise."""
    last = before[before.rfind(" ") + 1 :]
    if last.isalnum():  # nearly always, and ten times as fast
        return last
    match = _LAST_WORD.search(before)
    return match.group(1) if match else None


def _is_last(text: str, point: int) -> bool:
    """Whether nothing but space and line breaks stands behind a point on its line."""
    return _LINE_END.match(text, point + 1) is not None


def _breaks(text: str) -> list[int]:
    """Return where signs of breaks are, ascending: a search each is a tenth of one for any of them."""
    found = []
    for sign in LINE_BREAKS + STOPS:
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    found.sort()
    return found


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))

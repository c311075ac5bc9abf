"""The company a date keeps in its sentence: reported, still to come, long past, inside a quotation.

The cues are `lang/data/calendar_cues.tsv`. This module must not weigh them; `index.dates_choose` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.lang.patterns import any_of
from index.lang.tables import read_table

CUES = Path(__file__).parent / "lang" / "data" / "calendar_cues.tsv"
COLUMNS = ("form", "side", "role", "note")
SIDES = ("before", "after")
ROLES = ("future", "past", "report", "posted", "cited")
# A sentence is read this far back; cues of time only count close to the date ("akan digelar pada Sabtu").
SENTENCE = 160
CLOSE = 48
BEHIND = 24
# A quotation is looked for this far back.
PARAGRAPH = 3000
# "hari ini" is looked for this far behind.
SENTENCE_REST = 40
# Words right before a date that set it against the day of writing.
SHIFTS = {"kemarin": 1, "kemarin lusa": 2, "besok": -1, "esok": -1, "lusa": -2}
# How the words before such a date end: "kemarin," or "kemarin, yakni", "kemarin, pada".
SHIFT_ENDS = (",", "yakni", "yaitu", "pada")
# Words behind a date that tell the same: of 58 such days 40 were the day before the article.
_SHIFT_BEHIND = re.compile(r"\W{0,3}(?:kemarin|tadi malam|semalam)\b")
SPAN_ENDS = ("hingga", "sampai", "sampai dengan", "s/d")
AS_OF_ENDS = ("per", "hingga", "sampai", "sampai dengan", "pada", "tanggal")

_SHIFT = re.compile(r"\b(?P<word>kemarin lusa|kemarin|besok|esok|lusa)\s?,\s*(?:yakni|yaitu|pada)?\s*$")
# The end of a span of days: "Kamis (6/5) hingga Senin (17/5)".
_RANGE = re.compile(r"[\d)]\s*(?:hingga|sampai(?: dengan)?|s/d)\s*$")
_AS_OF = re.compile(r"(?:^|\s)(?:per|hingga|sampai(?: dengan)?)\s(?:pada\s)?(?:tanggal\s)?$")
_WORD = re.compile(r"[\w/-]+")
_BORDER = re.compile(r"[.!?][\"”]?\s|\n|\.(?=[A-Z“\"])")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around one date.

    `apposed`: a comma stands before it, as in a report ("Api padam, 18 Juli 2023"); `joined`: it belongs to
    its sentence ("Api padam pada 18 Juli"); `as_of`: something is told as it stood that day ("Hingga Senin
    (3/5) sore"); `posted`: something was put on the net, `cited`: or taken from
    there; `today`: the sentence calls it today; `shift`: how many days later the text was written (kemarin
    +1, besok -1).
    """

    report: bool
    future: bool
    past: bool
    quoted: bool
    posted: bool = False
    cited: bool = False
    joined: bool = False
    as_of: bool = False
    apposed: bool = False
    today: bool = False
    shift: int = 0


class ContextReader:
    """Reads the company of dates; stateless after construction."""

    def __init__(self, cues: Iterable[tuple[str, str, str]]) -> None:
        forms: dict[tuple[str, str], list[str]] = {(side, role): [] for side in SIDES for role in ROLES}
        for form, side, role in cues:
            forms[side, role].append(form)
        self._before = {role: _Forms.of(forms["before", role]) for role in ROLES}
        self._future_behind = _words(forms["after", "future"], r"\W{0,3}(?:\w+\s){0,2}?")
        self._past_behind = _words(forms["after", "past"], r"\W{0,3}")

    @classmethod
    def load(cls, path: Path = CUES) -> ContextReader:
        """Read the cues; raises LanguageDataError for an unknown side or role."""
        cues = []
        for row in read_table(path, COLUMNS):
            if row["side"] not in SIDES or row["role"] not in ROLES:
                raise row.error(f"side is one of {', '.join(SIDES)}, role one of {', '.join(ROLES)}")
            cues.append((row["form"], row["side"], row["role"]))
        return cls(cues)

    def read(self, text: str, start: int, end: int) -> Context:
        """Return the company of the date `text[start:end]`."""
        first = _sentence_start(text, start)
        sentence, behind = text[first:start].lower(), text[end : end + BEHIND].lower()
        near = sentence[-CLOSE:]
        words = _WORD.findall(sentence)
        # Words that begin behind a blank of the near part; a cue cut in two is none.
        close = words if near is sentence else words[len(words) - len(_WORD.findall(near)) + 1 :]
        ending = near.rstrip()
        spans = ending.endswith(SPAN_ENDS) and _RANGE.search(near) is not None
        shifted = _SHIFT.search(near) if ending.endswith(SHIFT_ENDS) else None
        return Context(
            report=self._before["report"].stand_in(words),
            future=self._before["future"].stand_in(close)
            or spans
            or self._future_behind.match(behind) is not None,
            past=self._before["past"].stand_in(close)
            or self._past_behind.match(behind) is not None
            or " lalu " in text[start:end],
            quoted=_quoted(text, start),
            posted=self._before["posted"].stand_in(words),
            cited=self._before["cited"].stand_in(words),
            apposed=sentence.endswith(", "),
            joined=sentence.endswith("pada "),
            as_of=not spans and ending.endswith(AS_OF_ENDS) and _AS_OF.search(near) is not None,
            today="hari ini" in near or "hari ini" in text[end : end + SENTENCE_REST].split("\n")[0],
            shift=SHIFTS[shifted["word"]] if shifted else int(_SHIFT_BEHIND.match(behind) is not None),
        )


@dataclass(frozen=True, slots=True)
class _Forms:
    """Cues of one role: single words, and rows of words by their first. Sets cost half of a pattern."""

    words: frozenset[str]
    firsts: frozenset[str]
    rows: tuple[str, ...]

    @classmethod
    def of(cls, forms: Iterable[str]) -> _Forms:
        known = tuple(forms)
        rows = tuple(f" {form} " for form in known if " " in form)
        single = frozenset(form for form in known if " " not in form)
        return cls(single, frozenset(row.split()[0] for row in rows), rows)

    def stand_in(self, words: Sequence[str]) -> bool:
        if not self.words.isdisjoint(words):
            return True
        if self.firsts.isdisjoint(words):
            return False
        line = f" {' '.join(words)} "
        return any(row in line for row in self.rows)


def _sentence_start(text: str, start: int) -> int:
    first = max(0, start - SENTENCE)
    for border in _BORDER.finditer(text, first, start):
        first = border.end()
    return first


def _quoted(text: str, start: int) -> bool:
    """Return whether a quotation of this paragraph is open at `start`."""
    paragraph = max(text.rfind("\n", 0, start) + 1, start - PARAGRAPH)
    straight = text.count('"', paragraph, start) % 2 == 1
    return straight or text.count("“", paragraph, start) > text.count("”", paragraph, start)


def _words(forms: list[str], before: str) -> re.Pattern[str]:
    return re.compile(rf"{before}\b{any_of(forms)}\b")

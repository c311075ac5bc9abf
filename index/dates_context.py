"""The company a date keeps in its sentence: reported, still to come, long past, inside a quotation.

The cues are `lang/data/calendar_cues.tsv`. This module must not weigh them; `index.dates_choose` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.lang.patterns import any_of
from index.lang.tables import read_table

CUES = Path(__file__).parent / "lang" / "data" / "calendar_cues.tsv"
COLUMNS = ("form", "side", "role", "note")
SIDES = ("before", "after")
ROLES = ("future", "past", "report")
# A sentence is read this far back; cues of time only count close to the date ("akan digelar pada Sabtu").
SENTENCE = 160
CLOSE = 48
BEHIND = 24
# A quotation is looked for this far back.
PARAGRAPH = 3000

SENTENCE_REST = 40
# Words right before a date that set it against the day of writing.
SHIFTS = {"kemarin": 1, "kemarin lusa": 2, "besok": -1, "esok": -1, "lusa": -2}

_SHIFT = re.compile(r"\b(?P<word>kemarin lusa|kemarin|besok|esok|lusa)\s?,\s*(?:yakni|yaitu|pada)?\s*$")
# The end of a span of days: "Kamis (6/5) hingga Senin (17/5)".
_RANGE = re.compile(r"[\d)]\s*(?:hingga|sampai(?: dengan)?|s/d)\s*$")
_TODAY = re.compile(r"\bhari ini\b")
_BORDER = re.compile(r"[.!?][\"”]?\s|\n|\.(?=[A-Z“\"])")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around one date.

    `apposed`: a comma stands before it, as in a report ("Api padam, 18 Juli 2023"); `today`: the sentence
    calls it today; `shift`: how many days later the text was written (kemarin +1, besok -1).
    """

    report: bool
    future: bool
    past: bool
    quoted: bool
    apposed: bool = False
    today: bool = False
    shift: int = 0


class ContextReader:
    """Reads the company of dates; stateless after construction."""

    def __init__(self, cues: Iterable[tuple[str, str, str]]) -> None:
        forms: dict[tuple[str, str], list[str]] = {(side, role): [] for side in SIDES for role in ROLES}
        for form, side, role in cues:
            forms[side, role].append(form)
        self._report = _words(forms["before", "report"], "")
        self._future = _words(forms["before", "future"], "")
        self._past = _words(forms["before", "past"], "")
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
        close = max(first, start - CLOSE)
        behind = text[end : end + BEHIND].lower()
        sentence = text[first:start].lower()
        near = sentence[close - first :]
        shifted = _SHIFT.search(sentence)
        return Context(
            report=self._report.search(sentence) is not None,
            future=bool(
                _RANGE.search(near) or self._future.search(near) or self._future_behind.match(behind)
            ),
            past=bool(self._past.search(near) or self._past_behind.match(behind)),
            quoted=_quoted(text, start),
            apposed=sentence.endswith(", "),
            today=bool(_TODAY.search(near) or _TODAY.search(text[end : end + SENTENCE_REST].split("\n")[0])),
            shift=SHIFTS[shifted["word"]] if shifted else 0,
        )


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

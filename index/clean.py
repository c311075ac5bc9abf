"""Cleaning: what is not the article comes out of its text, with a reason, and can be put back.

Nothing is ever rewritten: the cleaned body with its cuts put back (`index.article.original_text`) is the
text as it was given, and a text without boilerplate comes back unchanged. What to cut is decided by
`index.dateline` and `index.boilerplate`; this module must not know cues.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from index.article import Cut, Source
from index.boilerplate import Boilerplate, Passage, links_in
from index.dateline import Datelines


class Cleaned(NamedTuple):
    """A text without boilerplate: `cuts` in order of the text, source and place from its dateline, if any."""

    body: str
    cuts: tuple[Cut, ...]
    source: Source | None
    place: str

    @property
    def dateline(self) -> str:
        """Return the dateline that was cut, "" without one."""
        for cut in self.cuts:
            if cut.reason == "dateline":
                return cut.text
        return ""


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Cleans texts; never raises for any text."""

    boilerplate: Boilerplate
    datelines: Datelines

    @classmethod
    def load(cls) -> Cleaner:
        """Read the data files; raises LanguageDataError when one breaks its rules."""
        return cls(Boilerplate.load(), Datelines.load())

    def clean(self, text: str) -> Cleaned:
        """Return the text without boilerplate, and everything that was cut."""
        passages = self.boilerplate.passages(text)
        start = passages[0].end if passages and not text[: passages[0].start].strip() else 0
        dateline = self.datelines.read(text, start) or (self.datelines.read(text) if start else None)
        if dateline is None:
            return Cleaned(*_cut(text, passages), None, "") if passages else Cleaned(text, (), None, "")
        head = [passage for passage in passages if passage.end <= dateline.start]
        rest = [passage for passage in passages if passage.start >= dateline.end]
        told = Passage(dateline.start, dateline.end, "dateline")
        return Cleaned(*_cut(text, [*head, told, *rest]), dateline.source, dateline.place)


def _cut(text: str, passages: Iterable[Passage]) -> tuple[str, tuple[Cut, ...]]:
    """Take passages, in order and apart, out of a text."""
    kept: list[str] = []
    cuts: list[Cut] = []
    position = length = 0
    for passage in passages:
        start, end = _with_line(text, passage, position)
        kept.append(text[position:start])
        length += start - position
        piece = text[start:end]
        if piece:
            cuts.append(Cut(piece, passage.reason, length, passage.headlines, links_in(piece)))
        position = end
    kept.append(text[position:])
    return "".join(kept), tuple(cuts)


def _with_line(text: str, passage: Passage, position: int) -> tuple[int, int]:
    """Widen a passage that fills its line to the whole line, else to the blanks behind it."""
    start, end = max(passage.start, position), max(passage.end, position)
    while start > position and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    opens = start == 0 or text[start - 1] == "\n"
    if opens and end < len(text) and text[end] == "\n":
        return start, end + 1
    if end == len(text) and start > position and text[start - 1] == "\n":
        return start - 1, end
    if opens or end == len(text) or text[end] == "\n":
        return start, end
    return max(passage.start, position), end

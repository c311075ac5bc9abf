"""What a question asks for: siapa a person, kapan a date, di mana a place, berapa a number.

This module must not know queries, articles or how an answer is found; words come in, a kind comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from index.lang.tables import Row, read_table
from index.lang.words import fold

Asked = Literal["person", "organisation", "place", "date", "number", "reason", "manner", "thing"]

DATA = Path(__file__).parent / "data" / "questions.tsv"
COLUMNS = ("cue", "asks", "names", "note")
# A noun that says what is asked ("mana … kota") stands this near behind its cue.
_REACH = 2


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, and the cue: words `start` … `end` (half open) of the query."""

    asks: Asked
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cue:
    words: tuple[str, ...]
    asks: Asked
    names: dict[str, Asked]


class Questions:
    """Recognises questions by their cues. Never raises for any words."""

    def __init__(self, cues: Sequence[_Cue]) -> None:
        self._by_first: dict[str, list[_Cue]] = {}
        for cue in sorted(cues, key=lambda cue: -len(cue.words)):
            self._by_first.setdefault(cue.words[0], []).append(cue)

    @classmethod
    def load(cls, path: Path = DATA) -> Questions:
        """Read the table; raises LanguageDataError naming the line that breaks its rules."""
        cues: dict[tuple[str, ...], _Cue] = {}
        for row in read_table(path, COLUMNS):
            cue = _cue(row)
            if cue.words in cues:
                raise row.error(f"{row['cue']!r} stands here twice")
            cues[cue.words] = cue
        return cls(tuple(cues.values()))

    def asked(self, words: Sequence[str]) -> Question | None:
        """Return what a query's written words ask for, None where they are no question."""
        folded = [fold(word) for word in words]
        for at, word in enumerate(folded):
            for cue in self._by_first.get(word, ()):
                if tuple(folded[at : at + len(cue.words)]) == cue.words:
                    return _question(cue, folded, at)
        return None


def _question(cue: _Cue, folded: Sequence[str], at: int) -> Question:
    end = at + len(cue.words)
    named = (cue.names[word] for word in folded[end : end + _REACH] if word in cue.names)
    return Question(next(named, cue.asks), at, end)


def _cue(row: Row) -> _Cue:
    names: dict[str, Asked] = {}
    for pair in row.list("names"):
        noun, _, asks = pair.partition("=")
        names[fold(noun)] = _asked(row, asks)
    return _Cue(tuple(fold(word) for word in row["cue"].split()), _asked(row, row["asks"]), names)


def _asked(row: Row, text: str) -> Asked:
    if text not in get_args(Asked):
        raise row.error(f"nothing is asked for by {text!r}")
    return cast(Asked, text)

"""A stretch of a text that may name somebody: what the cutter hands to the judge, and both to the finder.

The one record that is filled step by step while an article is read. It must not decide anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.article import ActorKind
from index.gazetteer import Naming


@dataclass(slots=True)
class Span:
    """Words `first` to before `last`, `text[start:end]`, that may name somebody.

    `core` is the number after the name itself, before an abbreviation in brackets (`short`). `kind` is
    None while only the surroundings can tell; `naming` is the curated form it is, if it is one; `headed`
    says that its first word is the head of an organisation or a place; `office` that the words before it
    name an office ("Presiden Rusia …"), so that a person is expected; `doubtful` that it is a curated name
    which may be an everyday word at the start of a sentence ("Antara"); `guess` that nothing told its kind.
    `name` is what an open span says, blanks evened.
    """

    first: int
    last: int
    start: int
    end: int
    core: int
    kind: ActorKind | None = None
    naming: Naming | None = None
    headed: bool = False
    office: bool = False
    doubtful: bool = False
    guess: bool = False
    short: str = ""
    name: str = ""

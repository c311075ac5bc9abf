"""A stretch of a text that may name somebody: what the cutter hands to the judge, and both to the finder.

A `Span` is the one record that is filled step by step while an article is read, a `Candidate` what has become
of it. It must not decide anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Actor, ActorKind
from index.gazetteer import Naming

# What is told of a candidate; names.h says the same.
CURATED = 1 << 0  # a form of the gazetteer that by itself means its actor
HEADED = 1 << 1  # its first word is the head of an organisation or a place
GUESS = 1 << 2  # nothing told its kind
DOUBTED = 1 << 3  # curated, but here it may be an everyday word
STANDS = 1 << 4  # may be somebody's name although it is no candidate by itself
SIGNED = 1 << 5  # the word before it says that a place follows
ROLE_BEFORE = 1 << 6  # an office may stand before it
ROLE_BEHIND = 1 << 7
# start, end, kind, flags, whom it means for sure, the name it says unless curated, a short one.
Candidate = tuple[int, int, ActorKind | None, int, Actor | None, str, str]


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

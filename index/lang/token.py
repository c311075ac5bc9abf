"""The only thing analysis yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One term of a text.

    `text` is the term as it is indexed (a root or a written form, lower case), `position` counts words
    from 0 (two tokens at one position are alternatives), `start` and `end` are code-point offsets of the
    written word.
    """

    text: str
    position: int
    start: int
    end: int

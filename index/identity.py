"""Which record is which article: its id, and what to do with a record that was there before.

An id comes from the record, else from its address, else from where its file lies. A text that was there is
the same article and is skipped; so is an id that was there, but for two cases in which nothing must be lost:
a derived id gets the text's hash behind it, and a plain number (two tables that both count from 1) the mark
of its file. Both are the same in every build of the same files. Hashes have 64 bits. This module reads no
files.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from index.corpus_formats import RawArticle

Place = TypeVar("Place")
PLAIN_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


class Origin(IntEnum):
    """Where an id comes from."""

    FILE = 0
    NUMBER = 1
    RECORD = 2
    ADDRESS = 3


class Mark(NamedTuple):
    """What tells a record again: hashes of its content, of its id and of its file's name; the id's origin."""

    content: int
    id: int
    file: int
    origin: int


@dataclass(frozen=True, slots=True)
class Repeated(Generic[Place]):
    """Why a record is not taken: `what` is said of the record at `first`."""

    what: str
    first: Place


def identified(record: RawArticle, relative: str) -> tuple[RawArticle, Mark]:
    """Return a record with its id, and its mark; `relative` names its file inside the archive."""
    content = number(f"{record.title}\0{record.text}\0{record.published}\0{record.source}\0{record.url}")
    article_id, origin = _id_of(record, relative)
    named = record if record.id == article_id else replace(record, id=article_id)
    return named, Mark(content, number(article_id), _file_number(relative), origin)


class Identities(Generic[Place]):
    """Judges records one after the other, in the order of the archive; two numbers of memory for each."""

    def __init__(self) -> None:
        self._contents: dict[int, Place] = {}
        self._ids: dict[int, tuple[Place, int]] = {}

    def judge(self, mark: Mark, place: Place) -> Repeated[Place] | str:
        """Return what is put behind the id of this record ("": nothing), or why it is not taken."""
        if mark.content in self._contents:
            return Repeated("the same article as", self._contents[mark.content])
        suffix, key = "", mark.id
        if key in self._ids:
            suffix = _distinction(mark, self._ids[key][1])
            key = number(f"{mark.id:016x}{suffix}")
            if not suffix or key in self._ids:
                what = "its url is that of" if mark.origin == Origin.ADDRESS else "its id is that of"
                return Repeated(what, self._ids[key if suffix else mark.id][0])
        self._contents[mark.content] = place
        self._ids[key] = (place, mark.file)
        return suffix


def _distinction(mark: Mark, first_file: int) -> str:
    """Return what tells two articles of one id apart, "" where the same id means the same article."""
    if mark.origin == Origin.FILE:
        return f"-{mark.content:016x}"
    if mark.origin == Origin.NUMBER and mark.file != first_file:
        return f"-{mark.file >> 32:08x}"
    return ""


def _id_of(record: RawArticle, relative: str) -> tuple[str, Origin]:
    """Return the id the record carries, as given where it can stand in a URL, else one made for it."""
    if PLAIN_NUMBER.fullmatch(record.id):
        return record.id, Origin.NUMBER
    if record.id:
        plain = re.fullmatch(r"[\w.~-]{1,128}", record.id, re.ASCII)
        return record.id if plain else f"i{number(record.id):016x}", Origin.RECORD
    if record.url:
        return f"u{number(record.url):016x}", Origin.ADDRESS
    return _derived_id(record, relative), Origin.FILE


def _derived_id(record: RawArticle, relative: str) -> str:
    """Return an id from where the record stands, so that an edited file replaces its earlier self.

    A record of a file that holds many is told by its text, not its line: lines move.
    """
    name = re.sub(r"(\.[a-z]+)(\.gz)?$", "", relative, flags=re.IGNORECASE).replace("/", ".")
    if not re.fullmatch(r"[\w.~-]{1,100}", name, re.ASCII):
        readable = re.sub(r"[^\w.~-]+", "-", name, flags=re.ASCII).strip("-")[:80]
        name = f"{readable}-{number(relative):016x}"
    return f"{name}.{number(record.title + record.text):016x}" if record.line else name


@lru_cache(maxsize=16)
def _file_number(relative: str) -> int:
    """Return the hash of the name of a file, which all of its records share."""
    return number(relative)


def number(text: str) -> int:
    """Return a hash of 64 bits."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")

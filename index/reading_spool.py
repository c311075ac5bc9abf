"""Readings on disk between reading and loading: written once, read once, in order, as columns.

    block of readings ──► the values of one field of all of them side by side ──► marshal ──► file
    file ──► columns ──► objects, a field of all of them at a time

An article is a hundred small frozen objects. Pickled, each is made by a call that sets field by field past
its own guard; by columns, taking apart and making are loops inside the interpreter. What is only there to be
observed is left out. A spool lies in a scratch folder of this build. It must not know what readings are for.
"""

from __future__ import annotations

import marshal
import struct
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import partial
from itertools import chain, islice, repeat
from operator import attrgetter
from pathlib import Path
from typing import Any

from index.article import NO_COPIES, Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source
from index.corpus_formats import Skipped
from index.fingerprints import Prints
from index.reading import Reading
from index.replacing import setter_of

# Written together: a column of so many articles is worth a loop, and they are in memory at once.
BLOCK = 64
# Every Python that runs us reads and writes this.
FORMAT = 4
# What an article has several of.
SEVERAL: dict[str, type[Any]] = {
    "actors": Actor,
    "mentions": Mention,
    "attributes": Mention,
    "roles": Role,
    "cuts": Cut,
    "quotes": Quote,
    "attributions": Source,
}
_SIZE = struct.Struct("<Q")
_skipped = attrgetter(*(field.name for field in fields(Skipped)))

Columns = list[Any]
Item = Reading | Skipped


def write_readings(path: Path, items: Iterable[Item]) -> int:
    """Write readings and what was skipped between them, and return how many there were; raises OSError."""
    waiting, count = iter(items), 0
    with path.open("wb") as file:
        while block := list(islice(waiting, BLOCK)):
            written = marshal.dumps(_block_columns(block), FORMAT)
            file.write(_SIZE.pack(len(written)))
            file.write(written)
            count += len(block)
    return count


def read_readings(path: Path) -> Iterator[list[Item]]:
    """Yield readings and what was skipped between them, up to BLOCK at a time; raises OSError."""
    with path.open("rb") as file:
        while size := file.read(_SIZE.size):
            # Written by this build, into a folder of its own.
            yield _block(marshal.loads(file.read(*_SIZE.unpack(size))))


class _Kind:
    """How objects of one dataclass, frozen and slotted, are taken apart and made again by columns."""

    def __init__(self, kind: type[Any], *without: str) -> None:
        names = [field.name for field in fields(kind) if field.name not in without]
        self._new = partial(object.__new__, kind)
        self._getters = [attrgetter(name) for name in names]
        self._setters = [setter_of(kind, name) for name in names]

    def columns(self, items: Sequence[Any]) -> Columns:
        """Return the values of each field."""
        return [list(map(getter, items)) for getter in self._getters]

    def made(self, count: int, columns: Iterable[Iterable[Any]]) -> list[Any]:
        """Return so many objects with these values; all fields must be among them."""
        items = [self._new() for _ in repeat(None, count)]
        for setter, column in zip(self._setters, columns, strict=True):
            deque(map(setter, items, column), maxlen=0)
        return items


_KINDS = {kind: _Kind(kind) for kind in (Actor, Mention, Role, Cut, Quote, Source, Copies)}
_DATING, _READING = _Kind(Dating, "value"), _Kind(Reading)
_PLAIN = _Kind(Article, "published", "source", "copies", "mentioned_dates", *SEVERAL)


def _block_columns(block: Sequence[Item]) -> Columns:
    readings = [item for item in block if isinstance(item, Reading)]
    skipped = [(place, *_skipped(item)) for place, item in enumerate(block) if isinstance(item, Skipped)]
    articles, prints = ([getattr(one, name) for one in readings] for name in ("article", "prints"))
    return [len(readings), skipped, _article_columns(articles), list(map(tuple, prints))]


def _block(columns: Columns) -> list[Item]:
    count, skipped, articles, prints = columns
    made = _articles(count, *articles), map(Prints._make, prints), repeat(None, count)
    items: list[Item] = _READING.made(count, made)
    for place, *values in skipped:
        items.insert(place, Skipped(*values))
    return items


def _article_columns(articles: Sequence[Article]) -> Columns:
    days = [article.mentioned_dates for article in articles]
    copies = [article.copies for article in articles]
    return [
        _PLAIN.columns(articles),
        _dating_columns([article.published for article in articles]),
        [(article.source.id, article.source.name) if article.source else None for article in articles],
        None if all(each is NO_COPIES for each in copies) else _KINDS[Copies].columns(copies),
        [[day.toordinal() for day in each] for each in days],
        [_several_columns(kind, list(map(attrgetter(name), articles))) for name, kind in SEVERAL.items()],
    ]


def _articles(
    count: int,
    plain: Columns,
    published: Columns,
    sources: Columns,
    copies: Columns | None,
    days: Columns,
    several: Columns,
) -> list[Article]:
    articles: list[Article] = _PLAIN.made(count, plain)
    known = {pair: Source(*pair) for pair in set(sources) if pair}
    odd = {
        "published": _datings(count, *published),
        "source": [known[pair] if pair else None for pair in sources],
        "copies": repeat(NO_COPIES) if copies is None else _KINDS[Copies].made(count, copies),
        "mentioned_dates": [tuple(map(date.fromordinal, each)) for each in days],
        **{name: _several(kind, *held) for (name, kind), held in zip(SEVERAL.items(), several, strict=True)},
    }
    for name, column in odd.items():
        deque(map(setter_of(Article, name), articles, column), maxlen=0)
    return articles


def _several_columns(kind: type[Any], held: Sequence[tuple[Any, ...]]) -> Columns:
    """Return how many objects of a kind each article has, and the columns of all of them."""
    return [list(map(len, held)), _KINDS[kind].columns(list(chain.from_iterable(held)))]


def _several(kind: type[Any], counts: Sequence[int], columns: Columns) -> list[tuple[Any, ...]]:
    all_of_them = iter(_KINDS[kind].made(sum(counts), columns))
    return [tuple(islice(all_of_them, count)) if count else () for count in counts]


def _dating_columns(datings: Sequence[Dating]) -> Columns:
    """Return the days as proleptic ordinals, 0 for none, and the other values."""
    days = [dating.value.toordinal() if dating.value else 0 for dating in datings]
    return [days, _DATING.columns(datings)]


def _datings(count: int, days: Sequence[int], columns: Columns) -> list[Dating]:
    values = [date.fromordinal(day) if day else None for day in days]
    datings: list[Dating] = _DATING.made(count, columns)
    deque(map(setter_of(Dating, "value"), datings, values), maxlen=0)
    return datings

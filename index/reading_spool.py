"""Readings on disk between reading and loading: written once, read once, in order, as columns.

    block of readings ──► the values of one field of all of them side by side ──► marshal ──► file
    file ──► columns ──► objects, a field of all of them at a time

How objects are taken apart and made says `index.shapes`. What is only there to be observed is left out. A
spool lies in a scratch folder of this build. It must not know what readings are for.
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from itertools import chain, islice, repeat
from operator import attrgetter
from pathlib import Path
from typing import Any

from index.article import NO_COPIES, Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source
from index.corpus_formats import Skipped
from index.fingerprints import Prints
from index.reading import Reading
from index.shapes import Shape

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
# What else of an article is an object, or days.
ODD = ("published", "source", "copies", "mentioned_dates")
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


_KINDS = {kind: Shape(kind) for kind in (Actor, Mention, Role, Cut, Quote, Source, Copies)}
# Written as they are; then those that are not, in the order in which they are made.
_PLAIN, _DATED = (
    tuple(field.name for field in fields(kind) if field.name not in odd)
    for kind, odd in ((Article, (*ODD, *SEVERAL)), (Dating, ("value",)))
)
_ARTICLE, _ARTICLE_PLAIN = Shape(Article, *_PLAIN, *ODD, *SEVERAL), Shape(Article, *_PLAIN)
_DATING, _DATING_PLAIN = Shape(Dating, *_DATED, "value"), Shape(Dating, *_DATED)
_READING = Shape(Reading)


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
        _ARTICLE_PLAIN.columns(articles),
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
    known = {pair: Source(*pair) for pair in set(sources) if pair}
    odd = (
        _datings(count, *published),
        [known[pair] if pair else None for pair in sources],
        repeat(NO_COPIES, count) if copies is None else _KINDS[Copies].made(count, copies),
        [tuple(map(date.fromordinal, each)) for each in days],
    )
    held = (_several(kind, *each) for kind, each in zip(SEVERAL.values(), several, strict=True))
    return _ARTICLE.made(count, (*plain, *odd, *held))


def _several_columns(kind: type[Any], held: Sequence[tuple[Any, ...]]) -> Columns:
    """Return how many objects of a kind each article has, and the columns of all of them."""
    return [list(map(len, held)), _KINDS[kind].columns(list(chain.from_iterable(held)))]


def _several(kind: type[Any], counts: Sequence[int], columns: Columns) -> list[tuple[Any, ...]]:
    all_of_them = iter(_KINDS[kind].made(sum(counts), columns))
    return [tuple(islice(all_of_them, count)) if count else () for count in counts]


def _dating_columns(datings: Sequence[Dating]) -> Columns:
    """Return the days as proleptic ordinals, 0 for none, and the other values."""
    days = [dating.value.toordinal() if dating.value else 0 for dating in datings]
    return [days, _DATING_PLAIN.columns(datings)]


def _datings(count: int, days: Sequence[int], columns: Columns) -> list[Dating]:
    values = [date.fromordinal(day) if day else None for day in days]
    return _DATING.made(count, (*columns, values))

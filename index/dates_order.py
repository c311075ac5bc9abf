"""The order of an archive as evidence: what stands side by side often came out on the same days.

The lines of a crawl, numbered files and numbered addresses are sequences. Whether an order tells anything is
not assumed but measured on the archive itself: how often do the surely dated neighbours of a surely dated
article agree with it? An order by chance gets no say. Memory is 12 bytes for each place of a surely dated
article. This module must not read texts.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit
from zlib import crc32

import numpy
from numpy.typing import NDArray

from index.article import Article
from index.sorted_runs import GrowingArray, Run, key_ranges, mapped, write_run

# So many surely dated neighbours are asked on each side. Four or six told the same on 17,860 articles in the
# order of their crawls (all eight agree: right within two days in .89); fewer reach less far.
SIDE = 4
# Days of neighbours this close agree, and so close to the truth an answer is right.
AGREE, NEAR = 1, 2
# Measured on at most so many articles, evenly spread: a share is then known to a hundredth.
SAMPLE = 20_000
# A share counts as if so many more had been wrong: small archives are believed less.
CAUTION = 5

_ALONE = re.compile(r"(?<![0-9A-Za-z])\d{1,9}(?![0-9A-Za-z])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{4,9}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Beside:
    """The day (proleptic ordinal) on which the neighbours of an article agree, and how often that is right.

    `company` are the days of those that agree, ascending.
    """

    day: int
    share: float
    company: tuple[int, ...]


class OrderEvidence:
    """Where in which sequence the surely dated articles stand; additive over parts of an archive."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._days = array("i")

    def note(self, article: Article, day: int) -> None:
        """Take note of an article that is surely of this day (proleptic ordinal)."""
        for key in places(article):
            self._keys.append(key)
            self._days.append(day)

    def write(self, path: Path) -> None:
        """Write the places in their order; raises OSError."""
        write_run(path, numpy.array(self._keys), numpy.array(self._days))


def settled_order(paths: Sequence[Path], path: Path, budget: int) -> SettledOrder:
    """Write the sequences of all parts beside `path` and measure how much they tell; raises OSError."""
    keys_file, days_file = path.with_suffix(".keys"), path.with_suffix(".days")
    with GrowingArray(keys_file) as all_keys, GrowingArray(days_file) as all_days:
        for keys, days in key_ranges([Run(path) for path in paths], budget):
            sort = numpy.lexsort((days, keys))
            all_keys.append(keys[sort])
            all_days.append(days[sort])
    bare = SettledOrder(keys_file, days_file, ())
    return SettledOrder(keys_file, days_file, bare.opened().measured())


@dataclass(frozen=True, slots=True)
class SettledOrder:
    """Where the order of an archive lies, and how much it tells."""

    keys: Path
    days: Path
    shares: tuple[float, ...]

    def opened(self) -> Order:
        """Return the order, its arrays mapped."""
        return Order(mapped(self.keys, numpy.uint64), mapped(self.days, numpy.int32), self.shares)


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """The surely dated places, ascending by key, and how often so many agreeing neighbours are right.

    `keys` (u64[n]) are sequence and position, `days` (i32[n]) proleptic ordinals, `shares[k]` the share of k
    agreeing neighbours.
    """

    keys: NDArray[numpy.uint64]
    days: NDArray[numpy.int32]
    shares: tuple[float, ...]

    def measured(self) -> tuple[float, ...]:
        """Return how often so many agreeing neighbours are right, measured on the places themselves."""
        right, seen = [0] * (2 * SIDE + 1), [CAUTION] * (2 * SIDE + 1)
        for place in range(0, len(self.keys), len(self.keys) // SAMPLE + 1):
            key, own = int(self.keys[place]), int(self.days[place])
            day, company = _agreed(self._around(key, own))
            seen[len(company)] += 1
            right[len(company)] += abs(day - own) <= NEAR
        # One neighbour agrees with nobody: that is no evidence, however often it should be right.
        shares = [hits / count for hits, count in zip(right, seen, strict=True)]
        return (0.0, 0.0, *shares[2:])

    def beside(self, article: Article, own: int | None) -> Beside | None:
        """Return what the neighbours tell, in the sequence that tells most; `own` is what it told itself."""
        best: Beside | None = None
        for key in places(article):
            day, company = _agreed(self._around(key, own))
            share = self.shares[len(company)]
            if share > 0 and (best is None or share > best.share):
                best = Beside(day, share, tuple(company))
        return best

    def _around(self, key: int, own: int | None) -> list[int]:
        """Return the days of the neighbours in the same sequence, without the article’s own."""
        first, last = self.keys.searchsorted(_range_of(key))
        # A bare int would be compared as a float, which knows keys to a thousand only.
        here = int(self.keys.searchsorted(numpy.uint64(key)))
        itself = here < last and int(self.keys[here]) == key and int(self.days[here]) == own
        before = self.days[max(int(first), here - SIDE) : here]
        behind = self.days[here + itself : min(int(last), here + itself + SIDE)]
        return [*before.tolist(), *behind.tolist()]


def places(article: Article) -> tuple[int, ...]:
    """Return the keys of an article’s places: its line or numbered file, the number of its address or id."""
    return tuple(
        crc32(name.encode("utf-8", "surrogatepass")) << 32 | number for name, number in _places(article)
    )


def _places(article: Article) -> Iterator[tuple[str, int]]:
    if article.line:
        yield article.path, article.line
    else:
        path = PurePosixPath(article.path)
        numbered = _ALONE.search(path.stem)
        if numbered:
            yield f"{path.parent}/", int(numbered.group())
    if article.url:
        address = urlsplit(article.url) if article.url.isprintable() else None
        numbers = _NUMBER.findall(address.path) if address else []
        if address and numbers:
            yield f"//{address.netloc}", int(max(numbers, key=len))
    elif article.line:
        told = _ALONE.search(article.id)
        if told:
            yield f"{article.path}#{article.id[: told.start()]}", int(told.group())


def _range_of(key: int) -> NDArray[numpy.uint64]:
    """Return the first key of the sequence of `key` and the first of the next."""
    sequence = key >> 32
    return numpy.array((sequence << 32, min((sequence + 1) << 32, (1 << 64) - 1)), numpy.uint64)


def _agreed(days: Sequence[int]) -> tuple[int, list[int]]:
    """Return the middle of the most days that lie close together, and those days; 0 of none."""
    ordered = sorted(days)
    first = best = size = 0
    for last, day in enumerate(ordered):
        while day - ordered[first] > 2 * AGREE:
            first += 1
        if last - first >= size:
            best, size = first, last - first + 1
    company = ordered[best : best + size]
    return (round(sum(company) / size) if size else 0), company

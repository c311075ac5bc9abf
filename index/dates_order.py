"""The order of an archive as evidence: what stands side by side often came out on the same days.

The lines of a crawl, numbered files and numbered addresses are sequences. Whether an order tells anything is
not assumed but measured on the archive itself: how often do the surely dated neighbours of a surely dated
article agree with it? An order by chance gets no say. Memory is 12 bytes for each place of a surely dated
article. This module must not read texts.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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
# How far an article’s own day can lie from that of its neighbours and still be told by them.
APART = range(-NEAR, NEAR + 1)
# Measured on at most so many articles, evenly spread: a share is then known to a hundredth.
SAMPLE = 20_000
# A share counts as if so many more had been of any day: small archives are believed less.
CAUTION = 5

_ALONE = re.compile(r"(?<![0-9A-Za-z])\d{1,9}(?![0-9A-Za-z])")
_PLAIN_ADDRESS = re.compile(r"https?://([^/?#\[\]]*)(?=[/?#]|\Z)([^?#]*)")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{4,9}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Told:
    """What an order told of the articles it was measured on.

    `shares[k][n]` is how often the own day of an article lay APART[n] days from the one on which k of its
    neighbours agree, `seen[k]` the weight of that measurement (0 to 1, the rest is caution). `sense` is how
    much more often than by chance neighbours were right: 0 of an order by chance, 1 of a perfect one.
    """

    shares: tuple[tuple[float, ...], ...] = ()
    seen: tuple[float, ...] = ()
    sense: float = 0.0


@dataclass(frozen=True, slots=True)
class Beside:
    """The day (proleptic ordinal) on which the neighbours of an article agree, and what that tells.

    `shares` is how often the article itself is of that day and of the days APART around it, `seen` the weight
    of this measurement. `company` are the days of those that agree, `around` those of all, ascending.
    """

    day: int
    shares: tuple[float, ...]
    seen: float
    sense: float
    company: tuple[int, ...]
    around: tuple[int, ...]

    @property
    def share(self) -> float:
        """Return how often the neighbours are right within two days."""
        return sum(self.shares)


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
    bare = SettledOrder(keys_file, days_file, Told())
    return SettledOrder(keys_file, days_file, bare.opened().measured())


@dataclass(frozen=True, slots=True)
class SettledOrder:
    """Where the order of an archive lies, and how much it tells."""

    keys: Path
    days: Path
    told: Told

    def opened(self) -> Order:
        """Return the order, its arrays mapped."""
        return Order(mapped(self.keys, numpy.uint64), mapped(self.days, numpy.int32), self.told)


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """The surely dated places, ascending by key, and what they tell of their neighbours.

    `keys` (u64[n]) are sequence and position, `days` (i32[n]) proleptic ordinals.
    """

    keys: NDArray[numpy.uint64]
    days: NDArray[numpy.int32]
    told: Told

    def measured(self) -> Told:
        """Return how often so many agreeing neighbours are right, measured on the places themselves."""
        sampled = numpy.arange(0, len(self.keys), len(self.keys) // SAMPLE + 1)
        owns = self.days[sampled].astype(numpy.int64)
        agreed, sizes = _all_agreed(*self._all_around(sampled))
        # One neighbour agrees with nobody: that is no evidence, however often it should be right.
        heard = sizes > 1
        owns, agreed, sizes = owns[heard], agreed[heard], sizes[heard]
        apart = numpy.where(abs(owns - agreed) <= NEAR, owns - agreed + NEAR, len(APART))
        cells = numpy.bincount(sizes * (len(APART) + 1) + apart, minlength=(2 * SIDE + 1) * (len(APART) + 1))
        counts = cells.reshape(2 * SIDE + 1, -1).tolist()
        return Told(
            tuple(tuple(count / (sum(row) + CAUTION) for count in row[:-1]) for row in counts),
            tuple(sum(row) / (sum(row) + CAUTION) for row in counts),
            _sense(owns, agreed),
        )

    def _all_around(self, sampled: NDArray[numpy.int64]) -> tuple[NDArray[numpy.int64], NDArray[numpy.bool_]]:
        """Return what `_around` returns of the articles at these places, a row each, and which it has."""
        sequences = self.keys >> numpy.uint64(32)
        own = sequences[sampled]
        first, last = sequences.searchsorted(own), sequences.searchsorted(own, side="right")
        # As `_around` finds a place: of several articles at one place, the first stands for all.
        here = self.keys.searchsorted(self.keys[sampled])
        itself = self.days[here] == self.days[sampled]
        before = here[:, None] + numpy.arange(-SIDE, 0)
        behind = (here + itself)[:, None] + numpy.arange(SIDE)
        places = numpy.concatenate([before, behind], axis=1)
        inside = (places >= first[:, None]) & (places < last[:, None])
        return self.days[numpy.where(inside, places, 0)].astype(numpy.int64), inside

    def beside(self, article: Article, own: int | None) -> Beside | None:
        """Return what the neighbours tell, in the sequence that tells most; `own` is what it told itself."""
        best: Beside | None = None
        for key in places(article):
            around = self._around(key, own)
            day, company = _agreed(around)
            shares = self.told.shares[len(company)]
            if sum(shares) > (best.share if best is not None else 0.0):
                seen = self.told.seen[len(company)]
                best = Beside(day, shares, seen, self.told.sense, tuple(company), tuple(sorted(around)))
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
    found = []
    if article.line:
        found.append(_sequence(article.path) | article.line)
    else:
        path = PurePosixPath(article.path)
        numbered = _ALONE.search(path.stem)
        if numbered:
            found.append(_sequence(f"{path.parent}/") | int(numbered.group()))
    if article.url:
        address = _address(article.url)
        numbers = _NUMBER.findall(address[1]) if address else []
        if address and numbers:
            found.append(_sequence(f"//{address[0]}") | int(max(numbers, key=len)))
    elif article.line:
        told = _ALONE.search(article.id)
        if told:
            found.append(_sequence(f"{article.path}#{article.id[: told.start()]}") | int(told.group()))
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def _sequence(name: str) -> int:
    """Return the key of the first place of a sequence; many articles are of few."""
    return crc32(name.encode("utf-8", "surrogatepass")) << 32


def _address(url: str) -> tuple[str, str] | None:
    """Return the host and the path of an address; None of what is none."""
    if not url.isprintable():
        return None
    plain = _PLAIN_ADDRESS.match(url) if url.isascii() else None
    if plain:  # nearly always, in a quarter of the time
        return plain[1], plain[2]
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that close nothing, a host that means another one
        return None
    return parts.netloc, parts.path


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


def _all_agreed(
    days: NDArray[numpy.int64], inside: NDArray[numpy.bool_]
) -> tuple[NDArray[numpy.int64], NDArray[numpy.int64]]:
    """Return what `_agreed` returns of each row, and of how many days, where only those `inside` count."""
    width = numpy.arange(days.shape[1])
    # Those outside come last, so far apart that they agree with nobody.
    ordered = numpy.sort(numpy.where(inside, days, (width + 1) << 40), axis=1)
    close = numpy.tril(ordered[:, :, None] - ordered[:, None, :] <= 2 * AGREE)
    company = close & (width < inside.sum(axis=1)[:, None])[:, :, None]
    sizes = company.sum(axis=2)
    rows, best = numpy.arange(len(days)), sizes.argmax(axis=1)
    size = sizes[rows, best]
    total = (ordered * company[rows, best]).sum(axis=1)
    return numpy.rint(total / numpy.maximum(size, 1)).astype(numpy.int64), size


def _sense(owns: NDArray[numpy.int64], agreed: NDArray[numpy.int64]) -> float:
    """Return how much more often neighbours are right than those of an article half the archive away."""
    count = len(owns)
    right = int((abs(owns - agreed) <= NEAR).sum())
    chance = int((abs(owns - numpy.roll(agreed, -(count // 2))) <= NEAR).sum())
    # An archive of a single day is right by chance alone.
    return max(0, right - chance) / (count - chance + CAUTION) if count else 0.0

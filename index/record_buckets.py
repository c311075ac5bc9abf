"""Records of a whole archive by a text key, brought together in bounded memory: divided by a hash of the key.

    part ──► write_buckets: its records, those of one bucket side by side ──► one file
    the same buckets of all parts, as many at a time as the budget holds ──► joint_buckets

All records of one key are in one bucket, and a bucket holds an equal share of all keys; so a reduce that
looks at a key at a time needs memory for a few buckets, whatever the size of the archive. Records are tuples
of plain values, their key first. Files lie in a scratch folder of this build. This module must not know what
a record is.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 256
# A record is about so many times as large in memory as on disk.
GROWTH = 6
# Every Python that runs us reads and writes this.
FORMAT = 4
Record = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Bucketed:
    """The records of one part: those of bucket n are bytes `ends[n - 1]` to `ends[n]` of its file."""

    path: Path
    ends: NDArray[np.uint64]

    def read(self, first: int, last: int) -> Iterator[Record]:
        """Yield the records of buckets from `first` to before `last`; raises OSError."""
        bounds = [0, *self.ends.tolist()][first : last + 1]
        with self.path.open("rb") as file:
            file.seek(bounds[0])
            for begin, end in pairwise(bounds):
                # Written by this build, into a folder of its own.
                yield from marshal.loads(file.read(end - begin))


def write_buckets(path: Path, records: Iterable[Record]) -> None:
    """Write records of plain values, by bucket, in the order given; raises OSError."""
    buckets: list[list[Record]] = [[] for _ in range(BUCKETS)]
    for record in records:
        buckets[crc32(record[0].encode("utf-8", "surrogatepass")) % BUCKETS].append(record)
    blocks = [marshal.dumps(bucket, FORMAT) for bucket in buckets]
    path.write_bytes(b"".join(blocks))
    np.save(f"{path}.ends.npy", np.cumsum([len(block) for block in blocks], dtype=np.uint64))


def joint_buckets(paths: Sequence[Path], budget: int) -> Iterator[Iterator[Record]]:
    """Yield the records of all parts, about `budget` bytes of memory at a time, by part; raises OSError."""
    parts = [Bucketed(path, np.load(f"{path}.ends.npy")) for path in paths]
    reached = sum((part.ends for part in parts), np.zeros(BUCKETS, np.uint64))
    first = 0
    while first < BUCKETS:
        before = int(reached[first - 1]) if first else 0
        fitting = int(np.searchsorted(reached, before + budget // GROWTH, side="right"))
        last = max(first + 1, fitting)
        yield (record for part in parts for record in part.read(first, last))
        first = last

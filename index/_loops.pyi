"""What index/compiled/module.c offers; each argument that is an array comes through the buffer protocol."""

from collections.abc import Callable
from typing import Any

VERSION: int

class Chunks:
    def __new__(cls, classes: bytes, added: Callable[[bytes], None], secret: int, /) -> Chunks: ...
    def numbers(self, text: str, /) -> bytes | None: ...
    def number(self, chunk: bytes, /) -> int: ...

def tally_chunks(chunks: Any, counts: Any, live: Any, tallies: Any, /) -> int: ...
def invert(
    chunks: Any,
    counts: Any,
    live: Any,
    plan_starts: Any,
    advances: Any,
    terms: Any,
    steps: Any,
    starts: Any,
    documents: Any,
    posting_counts: Any,
    positions: Any,
    lengths: Any,
    /,
) -> int: ...
def join_postings(
    documents: Any, counts: Any, postings: Any, long_places: Any, checkpoints: Any, /
) -> int: ...
def count_above(numbers: Any, above: Any, /) -> None: ...
def pack(numbers: Any, packed: Any, width: int, /) -> None: ...
def unpack(packed: Any, numbers: Any, width: int, /) -> None: ...
def place_runs(column: Any, ordinals: Any, runs: Any, free_places: Any, result: Any, /) -> int: ...

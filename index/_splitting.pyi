from array import array
from collections.abc import Callable

from index.actors_bits import WordBits
from index.actors_span import Candidate
from index.article import Actor

VERSION: int

def fingerprints(
    codes: memoryview, starts: array[int] | memoryview, sentences: array[int], /
) -> tuple[bytes, bytes, bytes, bytes]: ...

class Splitter:
    def __new__(
        cls,
        classes: bytes,
        learn: Callable[[str], WordBits],
        capital: Callable[[str], int],
        known: Callable[[str], bool],
        listed: tuple[str, ...],
        kinds: tuple[str | None, ...],
        actors: tuple[Actor, ...],
        tables: tuple[object, ...],
        secret: int,
        /,
    ) -> Splitter: ...
    def scan(self, text: str, /) -> tuple[bytes, bytes, set[str] | None, list[Candidate]] | None: ...
    def __len__(self) -> int: ...

from array import array
from collections.abc import Callable
from typing import Any

from index.actors_bits import WordBits
from index.article import Actor, ActorKind, Mention

VERSION: int

def fingerprints(
    codes: memoryview, starts: array[int] | memoryview, sentences: array[int] | memoryview, /
) -> tuple[bytes, bytes, bytes, bytes]: ...

class Splitter:
    def __new__(
        cls,
        classes: bytes,
        page: Callable[[int], bytes],
        learn: Callable[[str], WordBits],
        capital: Callable[[str], int],
        known: Callable[[str], bool],
        called: Callable[[str, ActorKind, bool, str], Actor],
        kinds: tuple[ActorKind, ...],
        countries: frozenset[str],
        listed: tuple[str, ...],
        actors: tuple[Actor, ...],
        mention: type[Mention],
        setters: tuple[object, ...],
        tables: tuple[object, ...],
        secret: int,
        /,
    ) -> Splitter: ...
    def scan(self, text: str, /) -> tuple[bytes, bytes, bytes | None, tuple[Any, ...]] | None: ...
    def __len__(self) -> int: ...

from array import array
from collections.abc import Callable
from typing import Any

from index.article import Actor

VERSION: int

def fingerprints(
    codes: memoryview, starts: array[int] | memoryview, sentences: array[int] | memoryview, /
) -> tuple[bytes, bytes, bytes, bytes]: ...

class Splitter:
    def __new__(
        cls,
        classes: bytes,
        asked: tuple[Callable[..., Any], ...],
        listed: tuple[tuple[str, ...], ...],
        told: tuple[tuple[str, ...], tuple[str, ...], frozenset[str], tuple[Actor, ...]],
        mentions: tuple[type[Any], tuple[Any, ...]],
        actors: tuple[type[Any], tuple[Any, ...]],
        tables: tuple[object, ...],
        most_names: int,
        secret: int,
        /,
    ) -> Splitter: ...
    def scan(self, text: str, title: str, /) -> tuple[bytes, bytes, bytes | None, tuple[Any, ...]] | None: ...
    def __len__(self) -> int: ...

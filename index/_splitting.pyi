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
        cuts: tuple[Cuts | None, str],
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

class Cuts:
    def __new__(
        cls,
        beginnings: tuple[str, ...],
        of_beginnings: tuple[str, ...],
        endings: tuple[str, ...],
        of_endings: tuple[str, ...],
        bases: tuple[str, ...],
        secret: int,
        /,
    ) -> Cuts: ...
    def __call__(self, word: str, /) -> bool: ...

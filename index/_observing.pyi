from array import array
from collections.abc import Callable, Mapping

VERSION: int

def named_rows(text: str, classes: bytes, ask: Callable[[str], int], most: int, /) -> bytes | None: ...
def cues_beside(
    text: str, classes: bytes, left: Mapping[str, int], right: Mapping[str, int], spans: array[int], /
) -> bytes | None: ...
def edge_keys(
    text: str, classes: bytes, ask: Callable[[str], int], crc: int, adler: int, longest: int, /
) -> bytes | None: ...

"""What index/compiled/shaping.c gives Python; see there."""

from typing import Any

VERSION: int

def columns(items: list[Any], descriptors: tuple[Any, ...], /) -> list[list[Any]]: ...
def made(
    kind: type[Any], count: int, descriptors: tuple[Any, ...], columns: list[list[Any]], /
) -> list[Any]: ...

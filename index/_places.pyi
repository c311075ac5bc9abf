from collections.abc import Callable

VERSION: int

class Places:
    def __new__(
        cls,
        classes: bytes,
        phrases: tuple[str, ...],
        folded: bool,
        abbreviations: tuple[str, ...],
        followers: tuple[str, ...],
        ask: Callable[[str, int, int], int] | None,
        /,
    ) -> Places: ...
    def read(self, text: str, /) -> tuple[list[tuple[int, int]], list[int], list[int], list[int]] | None: ...
    def phrases(self, text: str, /) -> list[tuple[int, int]] | None: ...

from collections.abc import Callable

VERSION: int

class Places:
    def __new__(
        cls,
        classes_of: Callable[[int, int], bytes],
        phrases: tuple[str, ...],
        folded: bool,
        abbreviations: tuple[str, ...],
        followers: tuple[str, ...],
        ask: Callable[[str, int, int], int] | None,
        /,
    ) -> Places: ...
    def read(self, text: str, /) -> tuple[bytes, list[int], list[tuple[int, int, int]], list[int]]: ...
    def phrases(self, text: str, /) -> list[tuple[int, int]]: ...

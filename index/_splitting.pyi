from array import array

from index.splitting import Learn

VERSION: int

def fingerprints(
    codes: memoryview, starts: array[int], sentences: array[int], /
) -> tuple[bytes, bytes, bytes, bytes]: ...

class Splitter:
    def __new__(cls, classes: bytes, learn: Learn, secret: int, /) -> Splitter: ...
    def split(self, text: str, /) -> tuple[list[str] | list[int] | set[str] | bytes | None, ...] | None: ...
    def __len__(self) -> int: ...

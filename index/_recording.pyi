"""What index/compiled/recording.c gives Python; see there."""

from index.article import Article

VERSION: int

class Packer:
    def __new__(
        cls,
        names: tuple[str, ...],
        kept: tuple[str, ...],
        shapes: dict[type, tuple[str, ...] | list[str]],
        of_mention: tuple[str, ...],
        day: type,
        /,
    ) -> Packer: ...
    def pack(self, article: Article, /) -> bytes | None: ...

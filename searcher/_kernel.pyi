"""What searcher/compiled/module.c offers; `kernel_compiled` is who may ask for it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from numpy.typing import NDArray

# Anything with the buffer protocol; Python has no name for it before 3.12.
Buffer = NDArray[Any]

Row = TypeVar("Row", bound=tuple[Any, ...])

VERSION: int

class Text:
    def __new__(
        cls,
        postings: Buffer,
        lengths: Buffer,
        long_places: Buffer,
        long_counts: Buffer,
        positions: Buffer,
        checkpoints: Buffer,
        far_places: Buffer,
        far_positions: Buffer,
        table: Buffer,
        width: int,
        /,
    ) -> Text: ...
    def score(self, documents: Buffer, scores: Buffer, first: int, end: int, factor: float, /) -> int: ...
    def judge(
        self, asked: Buffer, mask: Buffer, scores: Buffer, first: int, end: int, factor: float, /
    ) -> int: ...
    def keep(
        self,
        documents: Buffer,
        scores: Buffer,
        kept: Buffer,
        kept_scores: Buffer,
        first: int,
        end: int,
        factor: float,
        /,
    ) -> int: ...
    def stand_together(
        self,
        asked: Buffer,
        mask: Buffer,
        scores: Buffer,
        terms: tuple[tuple[int, int, float, float], ...],
        order: tuple[int, ...],
        slop: int,
        /,
    ) -> int: ...
    def find_together(
        self,
        documents: Buffer,
        scores: Buffer,
        terms: tuple[tuple[int, int, float, float], ...],
        order: tuple[int, ...],
        slop: int,
        /,
    ) -> int: ...
    def unite(self, documents: Buffer, ranges: tuple[tuple[int, int], ...], size: int, /) -> int: ...

class Values:
    def __new__(
        cls, parts: tuple[tuple[int, Buffer, Buffer, Buffer | None], ...], size: int, /
    ) -> Values: ...
    def count(self, documents: Buffer, counts: Buffer, /) -> int: ...
    def leading(
        self, documents: Buffer, whole: Buffer | None, spans: tuple[tuple[int, int, int], ...], /
    ) -> list[tuple[list[int], list[int], int]]: ...

def contains(documents: Buffer, asked: Buffer, mask: Buffer, /) -> int: ...
def merge(
    documents: Buffer,
    scores: Buffer,
    lists: tuple[tuple[Buffer, Buffer] | tuple[Text, int, int, float], ...],
    minimum: int,
    size: int,
    /,
) -> int: ...
def keep(
    mask: Buffer,
    documents: Buffer,
    scores: Buffer,
    more: Buffer | None,
    kept: Buffer,
    kept_scores: Buffer,
    /,
) -> int: ...
def choose(
    wanted: Buffer, documents: Buffer, kept: Buffer, scores: Buffer, kept_scores: Buffer, /
) -> int: ...
def passing(wanted: Buffer, documents: Buffer, kept: Buffer, /) -> int: ...
def in_days(
    days: Buffer, documents: Buffer, kept: Buffer, first: int, last: int, undated: bool, /
) -> int: ...
def unite(documents: Buffer, lists: tuple[Buffer, ...], size: int, /) -> int: ...
def best(documents: Buffer, scores: Buffer | None, ranks: Buffer, places: Buffer, /) -> int: ...
def without(live: Buffer, documents: Buffer, others: Buffer, /) -> int: ...
def count_numbers(numbers: Buffer, documents: Buffer, counts: Buffer, /) -> int: ...
def extent(counts: Buffer, /) -> tuple[int, int] | None: ...
def leading(counts: Buffer, values: Buffer, /) -> tuple[int, int]: ...
def find_term(terms: Buffer, starts: Buffer, wanted: bytes, /) -> int: ...
def rank_terms(lists: tuple[tuple[Buffer, Buffer, Buffer], ...], /) -> int: ...
def bars(
    kind: type[Row], keys: list[str], of: list[int], counts: Buffer, edges: Buffer, /
) -> tuple[Row, ...]: ...
def with_counts(rows: Mapping[int, Row], places: list[int], counts: list[int], at: int, /) -> list[Row]: ...
def pieces(text: str, traces: tuple[bytes, ...], /) -> list[tuple[int, str]]: ...
def excerpts(
    text: str, marks: Sequence[tuple[int, int, str]], exact: Mapping[str, str], folded: Mapping[str, str], /
) -> list[tuple[str, int, tuple[tuple[int, int], ...]]] | None: ...
def hit(
    title: str,
    body: str,
    traces: tuple[bytes, ...],
    marked: Mapping[str, tuple[tuple[int, int, str, str], ...]],
    more_of_title: Sequence[tuple[int, int, str]],
    more_of_body: Sequence[tuple[int, int, str]],
    exact: Mapping[str, str],
    folded: Mapping[str, str],
    /,
) -> (
    tuple[
        tuple[tuple[int, int], ...],
        list[tuple[str, int, tuple[tuple[int, int], ...]]],
        tuple[tuple[str, tuple[str, ...]], ...],
    ]
    | None
): ...

"""Terms and postings of an array segment as Whoosh walks them, one at a time.

Correct and slow: Whoosh's own searcher uses it, for what nothing faster covers and as its oracle. What the
arrays are is told in `index.codec_segment`. This module must not open files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from whoosh.codec import base
from whoosh.fields import FieldType
from whoosh.formats import Format
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer
from whoosh.util.numeric import byte_to_length

from index.codec_fields import Field, TextField
from index.codec_segment import SegmentArrays


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field."""

    def __init__(self, field: Field | None, kind: FieldType) -> None:
        self._field, self._kind = field, kind
        self._ordinal = 0

    def first(self) -> str | None:
        self._ordinal = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        key = term if isinstance(term, bytes) else self._kind.to_bytes(term)
        self._ordinal = self._field.place(key) if self._field else 0
        return self.text()

    def next(self) -> str | None:
        self._ordinal += 1
        return self.text()

    def text(self) -> str | None:
        if self._field is None or self._ordinal >= self._field.size:
            return None
        text: str = self._kind.from_bytes(self._field.term(self._ordinal))
        return text

    def is_valid(self) -> bool:
        return self._field is not None and self._ordinal < self._field.size


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """Looks up the terms of a segment, by field and bytes."""

    def __init__(self, arrays: SegmentArrays) -> None:
        self._arrays = arrays
        self._names = [name for name in sorted(arrays.fields) if arrays.term_count(name)]

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def cursor(self, field: str, kind: FieldType) -> _Cursor:
        """Return a cursor over the terms of a field."""
        return _Cursor(self._arrays.fields[field] if field in self._names else None, kind)

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms, sorted."""
        return list(self._names)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Return (field, term) of all terms."""
        return self.terms_from("", b"")

    def terms_from(self, first: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Return (field, term) from a term on, that of later fields included."""
        for name in self._names:
            if name >= first:
                field = self._arrays.fields[name]
                for ordinal in range(field.place(prefix) if name == first else 0, field.size):
                    yield name, field.term(ordinal)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Return ((field, term), statistics) of all terms."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, first: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Return ((field, term), statistics) as `terms_from`."""
        return ((term, self.term_info(*term)) for term in self.terms_from(first, prefix))

    def term_info(self, name: str, term: bytes) -> TermInfo:
        """Return the statistics of a term; raises TermNotFound."""
        field, ordinal = self._known(name, term)
        first, end = field.span(ordinal)
        documents = field.documents_in(first, end)
        ids = {"minid": int(documents[0]), "maxid": int(documents[-1])}
        number = end - first
        if not isinstance(field, TextField):
            return TermInfo(float(number), number, 1, 1, 1.0, **ids)
        counts, lengths = field.frequencies(first, end), field.lengths[documents]
        shortest, longest = byte_to_length(int(lengths.min())), byte_to_length(int(lengths.max()))
        return TermInfo(float(counts.sum()), number, shortest, longest, float(counts.max()), **ids)

    def frequency(self, name: str, term: bytes) -> float:
        """Return how often a term occurs."""
        return float(self.term_info(name, term).weight()) if self._find(name, term) else 0.0

    def doc_frequency(self, name: str, term: bytes) -> int:
        """Return how many documents have a term, deleted ones included."""
        found = self._find(name, term)
        if found is None:
            return 0
        first, end = found[0].span(found[1])
        return end - first

    def matcher(self, name: str, term: bytes, kind: Format, scorer: BaseScorer | None = None) -> LeafMatcher:
        """Return the postings of a term; raises TermNotFound."""
        field, ordinal = self._known(name, term)
        return _Matcher(field, ordinal, kind, (name, term), scorer)

    def _find(self, name: str, term: bytes) -> tuple[Field, int] | None:
        if name not in self._names:
            return None
        field = self._arrays.fields[name]
        ordinal = field.find(term)
        return None if ordinal is None else (field, ordinal)

    def _known(self, name: str, term: bytes) -> tuple[Field, int]:
        found = self._find(name, term)
        if found is None:
            raise TermNotFound(f"No term {name}:{term!r}")
        return found


class _Matcher(LeafMatcher):  # type: ignore[misc]
    """Walks the documents of a term."""

    def __init__(
        self, field: Field, ordinal: int, kind: Format, term: tuple[str, bytes], scorer: BaseScorer | None
    ) -> None:
        self.format, self.scorer = kind, scorer
        self._field, self._ordinal, self._term = field, ordinal, term
        self._first, end = field.span(ordinal)
        self._ids: list[int] = field.documents_in(self._first, end).tolist()
        counts = field.frequencies(self._first, end).tolist() if isinstance(field, TextField) else None
        self._counts: list[int] | None = counts
        self._at = 0

    def copy(self) -> _Matcher:
        twin = _Matcher(self._field, self._ordinal, self.format, self._term, self.scorer)
        twin._at = self._at
        return twin

    def reset(self) -> None:
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._ids)

    def id(self) -> int:
        return self._ids[self._at]

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, number: int) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._at = max(self._at, bisect_left(self._ids, number, self._at))
        return True

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids)

    def weight(self) -> float:
        return float(self._counts[self._at]) if self._counts else 1.0

    def supports_block_quality(self) -> bool:
        """There are no blocks, so none can be skipped."""
        return False

    def value(self) -> bytes:
        encoded: bytes = self.format.encode(self._positions()) if isinstance(self._field, TextField) else b""
        return encoded

    def value_as(self, kind: str) -> Any:
        if kind == "positions":
            return self._positions()
        if kind in ("weight", "frequency"):
            return self.weight()
        return super().value_as(kind)

    def _positions(self) -> list[int]:
        assert isinstance(self._field, TextField), self._term
        return self._field.positions_of(self._first + self._at)

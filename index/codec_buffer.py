"""Documents in memory until they are inverted: terms become numbers as they come in.

What a batch adds is one segment as long as it fits, and an article that is replaced within it is forgotten
before anything is written. This module must not write.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from index.codec_inversion import KeyTokens, Numbers, SegmentTokens, TextTokens, joined
from index.whoosh_schema import DAY, RECORD, KeysField, TermsField

ID_FIELD = "id"


class _Interner(dict[Any, int]):
    """Numbers terms in the order in which they are first seen; a known one costs a look-up in C."""

    def __missing__(self, term: Any) -> int:
        number = self[term] = len(self)
        return number


class _Column:
    """The terms of one field: numbers of all documents in a row, and how many each document has."""

    def __init__(self) -> None:
        self.numbers = _Interner()
        self.ids = array("I")
        self.counts = array("I")
        self.positions = array("I")

    def add(self, terms: list[Any] | tuple[Any, ...]) -> None:
        self.ids.extend(map(self.numbers.__getitem__, terms))
        self.counts.append(len(terms))

    def tokens(self, live: NDArray[np.bool_], numbers: Numbers, encode: Any) -> tuple[KeyTokens, Numbers]:
        """Return the tokens of living documents under their new numbers, and which tokens those are."""
        counts = np.frombuffer(self.counts, np.uint32) if self.counts else np.empty(0, np.uint32)
        ids = np.frombuffer(self.ids, np.uint32) if self.ids else np.empty(0, np.uint32)
        documents = np.repeat(numbers, counts)
        kept = np.arange(len(ids), dtype=np.uint32)
        terms = list(self.numbers)
        if not live.all():
            kept = np.flatnonzero(np.repeat(live, counts)).astype(np.uint32)
            used, again = np.unique(ids[kept], return_inverse=True)
            ids, documents = again.astype(np.uint32), documents[kept]
            terms = [terms[number] for number in used.tolist()]
        return KeyTokens([encode(term) for term in terms], ids, documents), kept


class DocumentBuffer:
    """Takes documents as `index.whoosh_schema.document_of` makes them."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        kinds = dict(schema.items())
        self._texts = {name: _Column() for name, kind in kinds.items() if isinstance(kind, TermsField)}
        self._keys = {name: _Column() for name, kind in kinds.items() if isinstance(kind, KeysField)}
        known = {*self._texts, *self._keys, DAY, RECORD}
        self._numbers = {name: _Column() for name in kinds if name not in known}
        self._days = array("i")
        self._records: list[bytes] = []
        self._dropped: set[int] = set()
        self._encoded: dict[tuple[str, int], tuple[bytes, ...]] = {}
        self.tokens = 0

    def __len__(self) -> int:
        return len(self._records)

    def add(self, document: Mapping[str, Any]) -> None:
        """Add a document; its number is the number of those before it."""
        for name, column in self._texts.items():
            terms, positions = document.get(name, ((), ()))
            column.add(terms)
            column.positions.fromlist(list(positions))
            self.tokens += len(terms)
        for name, column in self._keys.items():
            column.add(tuple(dict.fromkeys(document.get(name, ()))))
        for name, column in self._numbers.items():
            column.add(self._number_terms(name, document.get(name)))
        self._days.append(document.get(DAY, 0))
        self._records.append(document[RECORD])

    def record(self, number: int) -> bytes:
        """Return the record of a document."""
        return self._records[number]

    def drop(self, number: int) -> None:
        """Forget a document."""
        self._dropped.add(number)

    def live(self) -> NDArray[np.bool_]:
        """Return which documents have not been dropped."""
        live = np.ones(len(self), bool)
        live[list(self._dropped)] = False
        return live

    def segment(self) -> SegmentTokens:
        """Return the documents that have not been dropped, renumbered in their order."""
        live = self.live()
        numbers = np.maximum(np.cumsum(live) - 1, 0).astype(np.uint32)
        texts = {}
        for name, column in self._texts.items():
            tokens, kept = column.tokens(live, numbers, self._schema[name].to_bytes)
            positions = np.array(column.positions, np.uint32)[kept]
            texts[name] = TextTokens(tokens.terms, tokens.ids, tokens.documents, positions)
        keys, others = (
            {name: column.tokens(live, numbers, encode)[0] for name, column, encode in group}
            for group in (
                [(name, column, self._schema[name].to_bytes) for name, column in self._keys.items()],
                [(name, column, bytes) for name, column in self._numbers.items()],
            )
        )
        starts, records = joined([self._records[number] for number in np.flatnonzero(live).tolist()])
        days = np.array(self._days, "<i4")[live]
        return SegmentTokens(int(live.sum()), texts, keys, others, ID_FIELD, days, records, starts)

    def _number_terms(self, name: str, value: int | None) -> tuple[bytes, ...]:
        """Return the terms under which Whoosh finds a number in ranges, coarse and fine."""
        if value is None:
            return ()
        terms = self._encoded.get((name, value))
        if terms is None:
            terms = tuple(term for term, *_ in self._schema[name].index(value))
            self._encoded[name, value] = terms
        return terms

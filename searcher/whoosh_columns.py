"""What every article of a snapshot has, by document number, as arrays: id, day, facet values, rank.

Read once when a snapshot is opened and never changed, so that all threads share it. Facets are exact and
cheap over any set of documents, unlike Whoosh's own (0.2–1.7 s a search at 20,000–100,000 articles). This
module must not evaluate queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index.fields import FACET_FIELDS
from index.whoosh_schema import DAY

Documents = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of one facet field.

    `keys[o]` is the id of ordinal o, `ordinals[starts[d]:starts[d + 1]]` (int32) what document d has, and
    `documents[first[o]:first[o + 1]]` (int64) which documents have o.
    """

    keys: tuple[str, ...]
    starts: NDArray[np.int64]
    ordinals: NDArray[np.int32]
    first: NDArray[np.int64]
    documents: Documents

    def counts(self, documents: Documents) -> NDArray[np.int64]:
        """Return, for each ordinal, how many of these documents (each once) have it."""
        begins, lengths = self.starts[documents], self.starts[documents + 1] - self.starts[documents]
        total = int(lengths.sum())
        ends = np.cumsum(lengths)
        places = np.arange(total) + np.repeat(begins - (ends - lengths), lengths)
        return np.bincount(self.ordinals[places], minlength=len(self.keys))

    def documents_of(self, ordinal: int) -> Documents:
        """Return the documents that have an ordinal."""
        return self.documents[self.first[ordinal] : self.first[ordinal + 1]]


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns of a snapshot; a deleted document has an id, but neither `live` nor facet values.

    `days` are proleptic Gregorian ordinals (int32), 0 where there is no date. `newest[d]` and `oldest[d]`
    are the place of a document in that order, ties by id, without a date last.
    """

    ids: tuple[str, ...]
    live: NDArray[np.bool_]
    days: NDArray[np.int32]
    newest: NDArray[np.int64]
    oldest: NDArray[np.int64]
    facets: dict[str, FacetColumn]


def read_columns(searcher: Searcher) -> Columns:
    """Return the columns of all segments, documents numbered as in the searcher."""
    leaves = [reader for reader, _ in searcher.reader().leaf_readers()] if searcher.doc_count_all() else []
    ids = [name for reader in leaves for name in _ids(reader)]
    days = np.array([day for reader in leaves for day in reader.column_reader(DAY)], np.int32)
    live = np.concatenate([_live(reader) for reader in leaves] or [np.empty(0, bool)])
    by_id = np.empty(len(ids), np.int64)
    by_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    undated = days == 0
    facets = {field.name: _facet_column(leaves, field.name, len(ids)) for field in FACET_FIELDS}
    newest, oldest = _places((by_id, -days, undated)), _places((by_id, days, undated))
    return Columns(tuple(ids), live, days, newest, oldest, facets)


def _ids(reader: IndexReader) -> list[str]:
    decode = reader.schema["id"].from_bytes
    return [decode(value) for value in reader.column_reader("id", translate=False)]


def _live(reader: IndexReader) -> NDArray[np.bool_]:
    live = np.zeros(reader.doc_count_all(), bool)
    live[list(reader.all_doc_ids())] = True
    return live


def _places(keys: tuple[NDArray[Any], ...]) -> NDArray[np.int64]:
    """Return the place of each document in the order of these keys, the last key first."""
    places = np.empty(len(keys[0]), np.int64)
    places[np.lexsort(keys)] = np.arange(len(places))
    return places


def _facet_column(leaves: list[IndexReader], field: str, size: int) -> FacetColumn:
    ordinals: dict[str, int] = {}
    pairs: list[tuple[NDArray[np.int64], int]] = []
    offset = 0
    for reader in leaves:
        decode = reader.schema[field].from_bytes
        terms = list(reader.lexicon(field)) if field in reader.indexed_field_names() else []
        for term in terms:
            documents = np.fromiter(reader.postings(field, term).all_ids(), np.int64) + offset
            if len(documents):
                pairs.append((documents, ordinals.setdefault(decode(term), len(ordinals))))
        offset += reader.doc_count_all()
    documents = np.concatenate([documents for documents, _ in pairs] or [np.empty(0, np.int64)])
    values = np.repeat(
        np.array([ordinal for _, ordinal in pairs], np.int32), [len(documents) for documents, _ in pairs]
    )
    by_document, by_ordinal = np.argsort(documents, kind="stable"), np.argsort(values, kind="stable")
    return FacetColumn(
        tuple(ordinals),
        _starts(documents, size),
        values[by_document],
        _starts(values, len(ordinals)),
        documents[by_ordinal],
    )


def _starts(values: NDArray[np.int64] | NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """Return where each of 0 … size begins among these values sorted."""
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(values, minlength=size), out=starts[1:])
    return starts

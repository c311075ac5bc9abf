"""Documents in memory until they are inverted: words become numbers as they come in, records bytes.

What a batch adds is one segment as long as it fits, and an article that is replaced within it is forgotten
before anything is written. This module must not write.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from index.background import Passages
from index.codec_analysis import Dictionary, Interner, Vocabulary
from index.codec_background import PassageCounts
from index.codec_columns import PARTS_COUNTED, columns_of, counted_words
from index.codec_fields import lengths_of
from index.codec_inversion import (
    Arrays,
    KeyTokens,
    invert_keys,
    invert_terms,
    label_arrays,
    length_bytes,
    text_arrays,
    united,
)
from index.codec_kernel import Chunks, Numbers, Postings, Terms, Texts, WriteKernel
from index.codec_names import NAMES, name_arrays
from index.codec_records import RecordWriter
from index.codec_segment import FORMAT
from index.fields import BACKGROUND_FIELDS, DEFAULT_TEXT_FIELDS, EXACT_SUFFIX, FACET_FIELDS, TEXT_FIELDS
from index.whoosh_schema import DAY, RECORD, KeysField, Posting, TermsField

ID_FIELD = "id"
# In how many articles a written form stands, in the body or in the title.
COUNTED = tuple(sorted(field.name + EXACT_SUFFIX for field in DEFAULT_TEXT_FIELDS))
# The facet fields in the order in which a segment joins them.
FACETS = tuple(field.name for field in FACET_FIELDS)
# Terms of a field that wait to be numbered together: one by one they cost twice as much.
NUMBERED_AT_ONCE = 1 << 12


class _Column:
    """The terms of one field: numbers of all documents in a row, and how many each document has."""

    def __init__(self) -> None:
        self.ids = array("I")
        # Which documents have any terms, and how many.
        self.documents, self.counts = array("I"), array("I")

    def arrays(self, documents: int) -> tuple[Numbers, Numbers]:
        """Return the numbers, where they are, and how many each document has; nothing is added after that."""
        counts = np.zeros(documents, np.uint32)
        counts[self.documents] = self.counts
        # Nothing lies nowhere: not where the loops want arrays to begin.
        return np.asarray(self.ids, np.uint32) if self.ids else np.empty(0, np.uint32), counts


class _Texts(_Column):
    """A text field: numbers of chunks."""

    def __init__(self, chunks: Chunks) -> None:
        super().__init__()
        self._append = chunks.append
        self.passages = PassageCounts()

    def take(self, document: int, text: str | Passages | Sequence[str]) -> int:
        """Take the text of a document, or its chunks; returns how many chunks it has."""
        if isinstance(text, Passages):
            counts = [self._append(piece, self.ids) for piece in text.pieces]
            self.passages.take(document, counts, text.late)
            number = sum(counts)
        else:
            number = self._append(text, self.ids)
        self.documents.append(document)
        self.counts.append(number)
        return number


class _Terms(_Column):
    """A field that is looked up by term: numbers of terms."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = Interner()
        self._waiting: list[Any] = []

    def add(self, document: int, terms: Collection[Any]) -> int:
        """Add the terms of a document, each once; returns 0: they are no text."""
        self._waiting += terms
        if len(self._waiting) >= NUMBERED_AT_ONCE:
            self._number()
        self.documents.append(document)
        self.counts.append(len(terms))
        return 0

    def arrays(self, documents: int) -> tuple[Numbers, Numbers]:
        """See _Column."""
        self._number()
        return super().arrays(documents)

    def _number(self) -> None:
        # A list is taken over at once, a map item by item: twice as fast.
        self.ids.fromlist([*map(self.numbers.__getitem__, self._waiting)])
        self._waiting.clear()


class _Keys(_Terms):
    """A field of keys, with what they are called where they have names."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[Any, tuple[str, ...]] = {}

    def take(self, document: int, keys: Collection[Any]) -> int:
        """Take the keys of a document; returns 0."""
        if isinstance(keys, dict):
            self.labels.update(keys)
        elif len(keys) > 1:
            keys = dict.fromkeys(keys)
        return self.add(document, keys)


class _Ordinals(_Terms):
    """A field of one number a document: the terms under which Whoosh finds it in ranges, coarse and fine."""

    def __init__(self, postings: Callable[[int], Iterable[Posting]]) -> None:
        super().__init__()
        self._postings = postings
        self._encoded: dict[int, tuple[bytes, ...]] = {}

    def take(self, document: int, value: int) -> int:
        """Take the number of a document; returns 0."""
        terms = self._encoded.get(value)
        if terms is None:
            terms = self._encoded[value] = tuple(term for term, *_ in self._postings(value))
        return self.add(document, terms)


class DocumentBuffer:
    """Takes documents as `index.whoosh_schema.document_of` makes them; `tokens` counts their chunks."""

    def __init__(self, schema: Schema, vocabulary: Vocabulary, kernel: WriteKernel) -> None:
        """Take what numbers words, for no other buffer meanwhile, and what inverts texts."""
        self._schema, self._kernel, self._vocabulary = schema, kernel, vocabulary
        kinds = dict(schema.items())
        self._texts = {field.name: _Texts(vocabulary.chunks) for field in TEXT_FIELDS}
        self._keys = {name: _Keys() for name, kind in kinds.items() if isinstance(kind, KeysField)}
        known = {name for name, kind in kinds.items() if isinstance(kind, TermsField)}
        known |= {*self._keys, DAY, RECORD}
        self._ordinals = {name: _Ordinals(kind.index) for name, kind in kinds.items() if name not in known}
        self._columns: dict[str, Any] = {**self._texts, **self._keys, **self._ordinals}
        self._days = array("i")
        self._records = RecordWriter()
        self._dropped: set[int] = set()
        self.tokens = 0

    def __len__(self) -> int:
        return len(self._days)

    def add(self, document: Mapping[str, Any]) -> None:
        """Add a document; its number is the number of those before it."""
        number = len(self._days)
        for name, value in document.items():
            if value and name in self._columns:
                self.tokens += self._columns[name].take(number, value)
        self._days.append(document.get(DAY, 0))
        self._records.add(document[RECORD])

    def drop(self, number: int) -> None:
        """Forget a document."""
        self._dropped.add(number)

    def live(self) -> NDArray[np.bool_]:
        """Return which documents have not been dropped."""
        live = np.ones(len(self), bool)
        live[list(self._dropped)] = False
        return live

    def write(self, add: Callable[[Arrays], None]) -> dict[str, Any]:
        """Hand over the arrays of a segment of the living documents, and return its notes.

        Those of texts come field by field and are used at once: their place is used again for the next.
        """
        live = self.live()
        size = int(live.sum())
        text_notes, arrays, background = self._write_texts(live, add)
        labels: dict[str, Sequence[tuple[str, ...]]] = {}
        for name, column in self._keys.items():
            tokens = _tokens(column, live, self._schema[name].to_bytes)
            if name in background:
                tokens = united(tokens, background[name])
            arrays |= under(name, invert_keys(tokens, size))
            if column.labels:
                named = {self._schema[name].to_bytes(key): names for key, names in column.labels.items()}
                labels[name] = [named.get(term, ()) for term in tokens.terms]
                arrays |= under(name, label_arrays(labels[name]))
            elif name in FACETS:
                labels[name] = [()] * len(tokens.terms)
        for name, numbers in self._ordinals.items():
            arrays |= under(name, invert_terms(_tokens(numbers, live, bytes), size))
        arrays |= under(NAMES, name_arrays([labels[name] for name in FACETS]))
        arrays |= columns_of(arrays, np.array(self._days, "<i4")[live], ID_FIELD, FACETS)
        add(arrays | self._records.arrays(live))
        labelled = [name for name in self._keys if f"{name}/labels" in arrays]
        return notes_of(size, text_notes, tuple(self._keys), tuple(self._ordinals), labelled)

    def _write_texts(
        self, live: NDArray[np.bool_], add: Callable[[Arrays], None]
    ) -> tuple[dict[str, tuple[int, int]], Arrays, dict[str, KeyTokens]]:
        """Hand over the text fields.

        Returns their notes, what says in how many documents words stand, and what is background by field.
        """
        vocabulary, sorted_terms = self._vocabulary, self._vocabulary.learn()
        plans = vocabulary.plans
        counted: Arrays = {}
        notes: dict[str, tuple[int, int]] = {}
        background: dict[str, KeyTokens] = {}
        for name, column in self._texts.items():
            texts = Texts(*column.arrays(len(live)), live)
            there = self._kernel.tally(texts, len(plans.advances)) > 0
            used = np.repeat(there, lengths_of(plans.starts))
            terms = [sorted_terms.ordinals(numbers, used) for numbers in (vocabulary.roots, vocabulary.forms)]
            inverter = self._kernel.inverter(texts, plans)
            for field, (known, ordinals) in zip((name, name + EXACT_SUFFIX), terms, strict=True):
                postings = inverter.postings(ordinals, len(known[1]) - 1)
                notes[field], kept = self._write_text(field, known, postings, add)
                if field in COUNTED:  # the second of a pair: its place is not used again
                    counted |= kept
            if name in BACKGROUND_FIELDS:
                fields = (BACKGROUND_FIELDS[name], BACKGROUND_FIELDS[name + EXACT_SUFFIX])
                found = column.passages.tokens(texts, vocabulary, sorted_terms)
                background |= dict(zip(fields, found, strict=True))
        return notes, counted_words(counted, COUNTED, self._kernel), background

    def _write_text(
        self,
        field: str,
        terms: Terms,
        inverted: tuple[Postings, Numbers],
        add: Callable[[Arrays], None],
    ) -> tuple[tuple[int, int], Arrays]:
        """Hand over a field, inverted; returns its notes, and what is asked of it later: no more is kept."""
        postings, lengths = inverted
        stored = length_bytes(lengths.astype(np.int64))
        made = text_arrays({"term_starts": terms[1], "terms": terms[0]}, postings, stored, self._kernel)
        arrays = under(field, made.arrays)
        add(arrays)
        return made.notes, {f"{field}/{part}": arrays[f"{field}/{part}"] for part in PARTS_COUNTED}


def notes_of(
    size: int,
    texts: Mapping[str, tuple[int, int]],
    keys: Sequence[str],
    others: Sequence[str],
    labelled: Sequence[str],
) -> dict[str, Any]:
    """Return the notes of a segment; `labelled` are the keys that have names."""
    return {
        "format": FORMAT,
        "documents": size,
        "text": texts,
        "keys": keys,
        "others": others,
        "labelled": labelled,
        "facets": FACETS,
        "counted": COUNTED,
    }


def under(name: str, arrays: Arrays) -> Arrays:
    """Return the arrays of a field under its name."""
    return {f"{name}/{key}": array for key, array in arrays.items()}


def _tokens(column: _Terms, live: NDArray[np.bool_], encode: Callable[[Any], bytes]) -> KeyTokens:
    """Return the tokens of living documents under their new numbers."""
    numbers, counts = column.arrays(len(live))
    documents = np.repeat(_renumbered(live), counts)
    if not live.all():
        kept = np.repeat(live, counts)
        numbers, documents = numbers[kept], documents[kept]
    terms, ordinals = Dictionary.of(column.numbers, encode).ordinals(numbers)
    return KeyTokens(terms, ordinals, documents)


def _renumbered(live: NDArray[np.bool_]) -> Numbers:
    renumbered: Numbers = np.maximum(np.cumsum(live) - 1, 0).astype(np.uint32)
    return renumbered

"""Evaluate a lowered tree over the arrays of all segments: the fast path, exact to the last match.

A tree is compiled for each segment into parts (`searcher.whoosh_arrays_parts`), evaluated, and what is
deleted left out. Scores are Whoosh's BM25F: statistics are those of all segments together, deleted documents
included until they are merged away, and one look-up in a table of 65,536 scores, by frequency and length
byte, gives the BM25 of a posting; where it is background (`index.background`) it counts less. What is not
covered is left to Whoosh on the same files, which is also what this is checked against. It must not know
filters, facets or order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import Automata
from whoosh.fields import Schema
from whoosh.searching import Searcher

from index.codec_fields import Field, KeyField, TextField
from index.codec_inversion import LENGTHS
from index.codec_segment import SegmentArrays
from index.codec_terms import ArrayTermsReader
from index.codec_whoosh import arrays_of_reader
from index.errors import IndexOutdated
from index.fields import BACKGROUND_FIELDS
from index.whoosh_schema import ENCODING_ERRORS
from searcher.kernel import Documents, Kernel, Scores, Span, TextKernel
from searcher.terms import Beginning, Besides, Days, Key, Lowered, Near, Sequence, Some, Term, Without
from searcher.whoosh_arrays_combining import All, AtLeast
from searcher.whoosh_arrays_combining import Besides as BesidesPart
from searcher.whoosh_arrays_combining import Without as WithoutPart
from searcher.whoosh_arrays_parts import Background, Everything, Keyed, Nothing, Part, Period, Postings, Union
from searcher.whoosh_arrays_piece import SegmentPiece
from searcher.whoosh_arrays_sequence import SequencePart
from searcher.whoosh_matching import Joined, Matching

# What Whoosh's BM25F takes by default.
K1, B = 1.2, 0.75
# The postings of a term by segment, and its idf; of so many terms they are remembered: who pages and filters
# asks for the same words.
LookedUp = tuple[dict[int, tuple[int, int]], float]
MOST_REMEMBERED = 1_000
LAST_DAY = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment, its documents that are not deleted (None: all), and its first document number."""

    arrays: SegmentArrays
    live: NDArray[np.bool_] | None
    first: int


class NotCoveredError(Exception):
    """A tree that only Whoosh can evaluate."""


class ArrayEvaluator:
    """Evaluates trees over the segments of one snapshot; what it remembers does not change; thread-safe."""

    def __init__(self, segments: tuple[Segment, ...], schema: Schema, kernel: Kernel) -> None:
        self._segments, self._schema = segments, schema
        self.kernel = kernel
        self._size = sum(segment.arrays.size for segment in segments)
        # Made when they are first asked for; a race of two threads makes one twice.
        self._tables: dict[str, Scores] = {}
        self._texts: dict[tuple[int, str], TextKernel] = {}
        self._backgrounds: dict[int, dict[str, KeyField]] = {}
        self._looked_up: dict[tuple[str, str], LookedUp] = {}

    def evaluate(self, node: Lowered) -> Matching | None:
        """Return what matches; None for a tree not covered.

        Asking for it raises IndexError where an index names documents that it does not have.
        """
        try:
            parts = [_Compiler(self, segment).part(node) for segment in self._segments]
        except NotCoveredError:
            return None
        return Joined(
            [
                SegmentPiece(part, segment.live, segment.first, self.kernel)
                for part, segment in zip(parts, self._segments, strict=True)
            ]
        )

    def text(self, segment: Segment, field: TextField) -> TextKernel:
        """Return the loops over a text field of a segment."""
        key = (segment.first, field.name)
        if key not in self._texts:
            if field.name not in self._tables:
                self._tables[field.name] = self._table(field.name)
            self._texts[key] = self.kernel.text(field, self._tables[field.name])
        return self._texts[key]

    def backgrounds(self, segment: Segment) -> dict[str, KeyField]:
        """Return what of a segment is background, by text field; no field that nothing is background in."""
        found = self._backgrounds.get(segment.first)
        if found is None:
            arrays = segment.arrays
            found = {
                field: arrays.keys[name]
                for field, name in BACKGROUND_FIELDS.items()
                if arrays.term_count(name)
            }
            self._backgrounds[segment.first] = found
        return found

    def look_up(self, field: str, text: str) -> LookedUp:
        """Return the postings of a term by the first document of a segment, and its idf as Whoosh has it."""
        found = self._looked_up.get((field, text))
        if found is None:
            if len(self._looked_up) >= MOST_REMEMBERED:
                self._looked_up.clear()
            found = self._looked_up[field, text] = self._read(field, _encoded(text))
        return found

    def _read(self, field: str, term: bytes) -> LookedUp:
        postings = {}
        for segment in self._segments:
            places = segment.arrays.fields[field]
            ordinal = self.find(places, term)
            if ordinal is not None:
                postings[segment.first] = places.span(ordinal)
        frequency = sum([end - first for first, end in postings.values()])
        return postings, math.log(self._size / (frequency + 1)) + 1

    def find(self, field: Field, term: bytes) -> int | None:
        """Return the ordinal of a term in a field, None where it is not there."""
        return find_term(self.kernel, field, term)

    def near(self, arrays: SegmentArrays, field: str, text: str, distance: int) -> list[int]:
        """Return the ordinals of the terms within a Levenshtein distance."""
        kind, found = self._schema[field], arrays.fields[field]
        cursor = ArrayTermsReader(arrays).cursor(field, kind)
        terms = Automata().terms_within(cursor, text, distance)
        return sorted({found.place(kind.to_bytes(term)) for term in terms})

    def _table(self, field: str) -> Scores:
        total = sum(segment.arrays.text_notes[field][0] for segment in self._segments)
        average = total / self._size or 1
        frequencies = np.arange(256.0)[:, None]
        table = frequencies * (K1 + 1) / (frequencies + K1 * ((1 - B) + B * LENGTHS[None, :] / average))
        return table.ravel()


def segments_of(searcher: Searcher) -> tuple[Segment, ...]:
    """Return the segments that a searcher sees; raises IndexOutdated where one is of another codec."""
    segments = []
    for reader, first in searcher.reader().leaf_readers() if searcher.doc_count_all() else []:
        arrays = arrays_of_reader(reader)
        if arrays is None:
            raise IndexOutdated(f"{reader.segment()}: written by another version: rebuild the index")
        live = np.ones(arrays.size, bool)
        live[list(reader.segment().deleted_docs())] = False
        segments.append(Segment(arrays, None if live.all() else live, first))
    return tuple(segments)


def find_term(kernel: Kernel, field: Field, term: bytes) -> int | None:
    """Return the ordinal of a term in a field, None where it is not there."""
    place = kernel.place(field.terms_data, field.term_starts, term)
    return place if place < field.size and field.term(place) == term else None


class _Compiler:
    """Compiles trees for one segment."""

    def __init__(self, evaluator: ArrayEvaluator, segment: Segment) -> None:
        self._evaluator, self._segment = evaluator, segment
        self._kernel, self._arrays, self._size = evaluator.kernel, segment.arrays, segment.arrays.size
        self._lighter = evaluator.backgrounds(segment)

    def part(self, node: Lowered) -> Part:
        """Return a tree as a part; raises NotCoveredError."""
        match node:
            case Term(field, text, weight):  # the most frequent first: each case asks for a class
                return self._term(field, text, weight)
            case Some(children, minimum):
                return self._some([self.part(child) for child in children], minimum)
            case Besides(required, optional):
                return BesidesPart(self.part(required), self.part(optional))
            case Without(child):
                return WithoutPart(self._kernel, self.part(child), self._size)
            case Days(since, until):
                first = since.toordinal() if since else 1
                return Period(self._arrays.days, first, until.toordinal() if until else LAST_DAY)
            case _:
                return self._leaf(node)

    def _leaf(self, node: Lowered) -> Part:
        match node:
            case Key(field, key):
                return self._key(field, key)
            case Sequence(field, terms, slop, weight):
                return self._sequence(field, terms, slop, weight)
            case Beginning(field, text, weight):
                found = self._text(field)
                return self._union(found, [found.beginning_with(_encoded(text))], weight)
            case Near(field, text, distance, weight):
                near = self._evaluator.near(self._arrays, field, text, distance)
                return self._union(self._text(field), [(ordinal, ordinal + 1) for ordinal in near], weight)
            case _:
                raise NotCoveredError

    def _some(self, parts: list[Part], minimum: int) -> Part:
        if minimum == 0:
            everything = Everything(self._size)
            return BesidesPart(everything, self._some(parts, 1)) if parts else everything
        parts = [part for part in parts if part.most]
        if minimum > len(parts):
            return Nothing()
        if len(parts) == 1:
            return parts[0]
        if minimum == len(parts):
            return All(self._kernel, parts)
        return AtLeast(self._kernel, parts, minimum, self._size)

    def _term(self, field: str, text: str, weight: float) -> Part:
        span = self._span(field, text, weight)
        if span is None:
            return Nothing()
        postings = Postings(self._evaluator.text(self._segment, self._text(field)), span)
        background = self._background(field, text)
        return postings if background is None else Background(self._kernel, postings, background)

    def _sequence(self, field: str, terms: tuple[str, ...], slop: int | None, weight: float) -> Part:
        found, spans = self._text(field), {}
        for term in terms:
            span = self._span(field, term, weight)
            if span is None:
                return Nothing()
            spans[term] = span
        text = self._evaluator.text(self._segment, found)
        background = {term: self._background(field, term) for term in spans}
        lighter = {term: documents for term, documents in background.items() if documents is not None}
        return SequencePart(self._kernel, found, text, terms, slop, spans, lighter)

    def _span(self, field: str, text: str, weight: float) -> Span | None:
        """Return where a term of a text field has its postings, None where it is in no document here."""
        self._text(field)  # is it one?
        postings, idf = self._evaluator.look_up(field, text)
        here = postings.get(self._segment.first)
        return Span(*here, idf * weight) if here else None

    def _background(self, field: str, text: str) -> Documents | None:
        """Return the documents that have a term of a text field as background, None where none has."""
        found = self._lighter.get(field)
        if found is None:
            return None
        ordinal = self._evaluator.find(found, _encoded(text))
        return None if ordinal is None else found.documents[slice(*found.span(ordinal))]

    def _union(self, field: TextField, ordinals: Iterable[tuple[int, int]], weight: float) -> Part:
        ranges = [field.spans(first, end) for first, end in ordinals]
        text = self._evaluator.text(self._segment, field)
        return Union(self._kernel, text, ranges, self._size, weight)

    def _key(self, field: str, key: str) -> Part:
        found = self._arrays.fields.get(field)
        if not isinstance(found, KeyField):
            raise NotCoveredError
        ordinal = self._evaluator.find(found, _encoded(key))
        return Nothing() if ordinal is None else Keyed(self._kernel, found.documents_in(*found.span(ordinal)))

    def _text(self, field: str) -> TextField:
        try:
            return self._arrays.texts[field]
        except KeyError:
            raise NotCoveredError from None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", ENCODING_ERRORS)

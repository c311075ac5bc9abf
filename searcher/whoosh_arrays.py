"""Evaluate a lowered tree over the arrays of all segments: the fast path, exact to the last match.

A tree is compiled for each segment into parts (`searcher.whoosh_arrays_parts`), evaluated, and what is
deleted left out. Scores are Whoosh's BM25F: statistics are those of all segments together, deleted documents
included until they are merged away, and one look-up in a table of 65,536 scores gives the BM25 of a posting,
because its code has the frequency and the length byte side by side. What is not covered is left to Whoosh on
the same files, which is also what this is checked against. It must not know filters, facets or order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import Automata
from whoosh.fields import Schema
from whoosh.searching import Searcher

from index.codec_inversion import LENGTHS
from index.codec_segment import Field, KeyField, SegmentArrays, TextField
from index.codec_terms import ArrayTermsReader
from index.codec_whoosh import arrays_of_reader
from index.errors import IndexOutdated
from index.whoosh_schema import ENCODING_ERRORS
from searcher.terms import Beginning, Besides, Days, Key, Lowered, Near, Sequence, Some, Term, Without
from searcher.whoosh_arrays_combining import All, AtLeast
from searcher.whoosh_arrays_combining import Besides as BesidesPart
from searcher.whoosh_arrays_combining import Without as WithoutPart
from searcher.whoosh_arrays_parts import Everything, Part, Period, Postings, Union
from searcher.whoosh_arrays_sequence import SequencePart
from searcher.whoosh_query import Matches, nothing

# What Whoosh's BM25F takes by default.
K1, B = 1.2, 0.75
# Of each term of a query that has been looked up: its postings by segment, and its idf.
Known = dict[tuple[str, bytes], tuple[dict[int, tuple[int, int]], float]]
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
    """Evaluates trees over the segments of one snapshot; holds nothing that changes, safe for threads."""

    def __init__(self, segments: tuple[Segment, ...], schema: Schema) -> None:
        self._segments, self._schema = segments, schema
        self._size = sum(segment.arrays.size for segment in segments)
        names = sorted({name for segment in segments for name in segment.arrays.texts})
        self._tables = {name: self._table(name) for name in names}

    def evaluate(self, node: Lowered) -> Matches | None:
        """Return the documents that match, ascending, with their scores; None for a tree not covered."""
        known: Known = {}
        try:
            parts = [_Compiler(self, segment, known).part(node) for segment in self._segments]
        except NotCoveredError:
            return None
        found = [_living(part, segment) for part, segment in zip(parts, self._segments, strict=True)]
        if not found:
            return nothing()
        if len(found) == 1:
            return found[0]
        documents, scores = zip(*found, strict=True)
        return np.concatenate(documents), np.concatenate(scores)

    def table(self, field: str) -> NDArray[np.float64]:
        """Return the BM25 of each code in a field, but for the idf of the term."""
        return self._tables[field]

    def look_up(self, field: str, term: bytes) -> tuple[dict[int, tuple[int, int]], float]:
        """Return the postings of a term by the first document of a segment, and its idf as Whoosh has it."""
        postings = {}
        for segment in self._segments:
            places = segment.arrays.fields[field]
            ordinal = places.find(term)
            if ordinal is not None:
                postings[segment.first] = places.postings(ordinal)
        frequency = sum(end - first for first, end in postings.values())
        return postings, math.log(self._size / (frequency + 1)) + 1

    def near(self, arrays: SegmentArrays, field: str, text: str, distance: int) -> list[int]:
        """Return the ordinals of the terms within a Levenshtein distance."""
        kind, found = self._schema[field], arrays.fields[field]
        cursor = ArrayTermsReader(arrays).cursor(field, kind)
        terms = Automata().terms_within(cursor, text, distance)
        return sorted({found.place(kind.to_bytes(term)) for term in terms})

    def _table(self, field: str) -> NDArray[np.float64]:
        total = sum(segment.arrays.texts[field].field_length for segment in self._segments)
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


def _living(part: Part, segment: Segment) -> Matches:
    documents, scores = part.all()
    if segment.live is not None:
        live = segment.live[documents]
        documents, scores = documents[live], scores[live]
    return documents.astype(np.int64) + segment.first, scores


class _Compiler:
    """Compiles trees for one segment."""

    def __init__(self, evaluator: ArrayEvaluator, segment: Segment, known: Known) -> None:
        """Take what this query has looked up already."""
        self._evaluator, self._arrays, self._known = evaluator, segment.arrays, known
        self._first, self._size = segment.first, segment.arrays.size

    def part(self, node: Lowered) -> Part:
        """Return a tree as a part; raises NotCoveredError."""
        match node:
            case Some(children, minimum):
                return self._some([self.part(child) for child in children], minimum)
            case Besides(required, optional):
                return BesidesPart(self.part(required), self.part(optional))
            case Without(child):
                return WithoutPart(self.part(child), self._size)
            case Days(since, until):
                first = since.toordinal() if since else 1
                return Period(self._arrays.days, first, until.toordinal() if until else LAST_DAY)
            case _:
                return self._leaf(node)

    def _leaf(self, node: Lowered) -> Part:
        match node:
            case Term(field, text, weight):
                return self._term(field, text, weight)
            case Key(field, key):
                return self._key(field, key)
            case Sequence(field, terms, slop, weight):
                parts = {term: self._term(field, term, weight) for term in dict.fromkeys(terms)}
                return SequencePart(self._text(field), terms, slop, parts)
            case Beginning(field, text, weight):
                found = self._text(field)
                ordinals = found.beginning_with(_encoded(text))
                return Union(found, [ordinals], self._size, weight)
            case Near(field, text, distance, weight):
                near = self._evaluator.near(self._arrays, field, text, distance)
                ranges = [(ordinal, ordinal + 1) for ordinal in near]
                return Union(self._text(field), ranges, self._size, weight)
            case _:
                raise NotCoveredError

    def _some(self, parts: list[Part], minimum: int) -> Part:
        if minimum > len(parts):
            return AtLeast((), 1, self._size)
        if minimum == 0:
            everything = Everything(self._size)
            return BesidesPart(everything, AtLeast(parts, 1, self._size)) if parts else everything
        return All(parts) if minimum == len(parts) else AtLeast(parts, minimum, self._size)

    def _term(self, field: str, text: str, weight: float) -> Postings:
        found, key = self._text(field), (field, _encoded(text))
        if key not in self._known:
            self._known[key] = self._evaluator.look_up(*key)
        postings, idf = self._known[key]
        if self._first not in postings:
            return Postings(found, 0, 0)
        return Postings(found, *postings[self._first], self._evaluator.table(field), idf * weight)

    def _key(self, field: str, key: str) -> Postings:
        found = self._arrays.fields.get(field)
        if not isinstance(found, KeyField):
            raise NotCoveredError
        ordinal = found.find(_encoded(key))
        return Postings(found, *((0, 0) if ordinal is None else found.postings(ordinal)))

    def _text(self, field: str) -> TextField:
        found: Field | None = self._arrays.fields.get(field)
        if not isinstance(found, TextField):
            raise NotCoveredError
        return found


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", ENCODING_ERRORS)

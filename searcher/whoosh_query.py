"""A lowered tree → a Whoosh query, which Whoosh's own `Searcher.search` runs as well as we do.

Terms are read and scored by Whoosh (BM25F). How they combine is here: the combining queries below gather
the matches of their children as arrays, because Whoosh's own cannot be had right (Or and And take a Not
apart, constant scores of 0 become 1, a prefix with one term is scored, slop is ordered, at-least is not
implemented). The result is exact and simple; its speed is what Whoosh's postings allow. This module must
not know filters, facets or order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import ListMatcher, Matcher, NullMatcher
from whoosh.query import NumericRange, Query, Term
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher

from index.fields import BACKGROUND_FIELDS, BACKGROUND_WEIGHT
from searcher.terms import Beginning, Besides, Days, Key, Lowered, Near, Sequence, Some, Without
from searcher.terms import Term as TermNode
from searcher.whoosh_places import stand_together

# Documents (ascending, each once, integers) of one segment or index, and their scores (float64).
Matches = tuple[NDArray[Any], NDArray[np.float64]]


def compile_query(node: Lowered) -> Query:
    """Return the Whoosh query of a lowered tree."""
    match node:
        case Some(children, minimum):
            return SomeQuery([compile_query(child) for child in children], minimum)
        case Besides(required, optional):
            return BesidesQuery([compile_query(required), compile_query(optional)])
        case Without(child):
            return WithoutQuery([compile_query(child)])
        case _:
            return _compile_leaf(node)


def _compile_leaf(node: Lowered) -> Query:
    match node:
        case TermNode(field, text, weight):
            term = Term(field, text, boost=weight)
            return BackgroundQuery([term]) if field in BACKGROUND_FIELDS else term
        case Sequence(field, terms, slop, weight):
            return SequenceQuery(field, terms, slop, weight)
        case Beginning(field, text, weight):
            return BeginningQuery(field, text, weight)
        case Near(field, text, distance, weight):
            return NearQuery(field, text, weight, distance)
        case Key(field, key):
            return FilterQuery([Term(field, key)])
        case Days(since, until) if since is None or until is None or since <= until:
            first, last = since and since.toordinal(), until and until.toordinal()
            return FilterQuery([NumericRange("published", first, last)])
        case _:
            return SomeQuery([], 1)


class GatheredQuery(Query):  # type: ignore[misc]  # whoosh has no types
    """A query that gathers all its matches in a segment at once."""

    def __init__(self, children: Iterable[Query]) -> None:
        self.subqueries = tuple(children)
        self.boost = 1.0

    def gather(self, searcher: Searcher) -> Matches:
        """Return the matches in one segment."""
        raise NotImplementedError

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        """Return the matches in one segment as Whoosh wants them."""
        documents, scores = self.gather(searcher)
        return ListMatcher(documents.tolist(), scores.tolist()) if len(documents) else NullMatcher()

    def is_leaf(self) -> bool:
        """Return whether there are no queries inside this one."""
        return not self.subqueries

    def children(self) -> Iterator[Query]:
        """Return the queries inside this one."""
        return iter(self.subqueries)

    def estimate_size(self, reader: IndexReader) -> int:
        """Return an upper bound of the number of matches."""
        return int(reader.doc_count())

    def _key(self) -> tuple[Any, ...]:
        return (self.subqueries,)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, GatheredQuery) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._key()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._key()!r}"


class SomeQuery(GatheredQuery):
    """At least `minimum` of the children; the score is the sum of those that match."""

    def __init__(self, children: Iterable[Query], minimum: int) -> None:
        super().__init__(children)
        self.minimum = minimum

    def gather(self, searcher: Searcher) -> Matches:
        """Return the matches in one segment."""
        if self.minimum > len(self.subqueries):
            return nothing()
        found = [gather(child, searcher) for child in self.subqueries]
        if self.minimum == 0:
            everything = live_documents(searcher.reader())
            found.insert(0, (everything, np.zeros(len(everything))))
        if len(found) == 1:
            return found[0]
        # Summed in the order of the children, so that equal articles get equal sums.
        size = int(searcher.reader().doc_count_all())
        scores, matching = np.zeros(size), np.zeros(size, np.int32)
        for documents, more in found:
            scores[documents] += more
            matching[documents] += 1
        documents = np.flatnonzero(matching >= max(1, self.minimum))
        return documents, scores[documents]

    def _key(self) -> tuple[Any, ...]:
        return self.subqueries, self.minimum


class BesidesQuery(GatheredQuery):
    """The matches of the first child; those that also match the second score that more."""

    def gather(self, searcher: Searcher) -> Matches:
        """Return the matches in one segment."""
        required, optional = self.subqueries
        documents, scores = gather(required, searcher)
        others, more = gather(optional, searcher)
        extra = np.zeros(int(searcher.reader().doc_count_all()))
        extra[others] = more
        return documents, scores + extra[documents]


class WithoutQuery(GatheredQuery):
    """Every article that does not match the child; scores nothing."""

    def gather(self, searcher: Searcher) -> Matches:
        """Return the matches in one segment."""
        excluded, _ = gather(self.subqueries[0], searcher)
        return unscored(np.setdiff1d(live_documents(searcher.reader()), excluded, assume_unique=True))


class BackgroundQuery(GatheredQuery):
    """A term of a field that has background: where it is that, it counts less."""

    def gather(self, searcher: Searcher) -> Matches:
        """Return the matches in one segment."""
        (term,) = self.subqueries
        documents, scores = gather(term, searcher)
        lighter = np.isin(documents, background(term, searcher))
        return documents, scores * np.where(lighter, BACKGROUND_WEIGHT, 1.0)


class FilterQuery(GatheredQuery):
    """The matches of the child; scores nothing."""

    def gather(self, searcher: Searcher) -> Matches:
        """Return the matches in one segment."""
        matcher = self.subqueries[0].matcher(searcher, searcher.boolean_context())
        return unscored(np.unique(np.fromiter(matcher.all_ids(), np.int64)))


class TermsQuery(GatheredQuery):
    """Articles that have any of the terms that `terms` yields; each scores `weight`."""

    def __init__(self, field: str, text: str, weight: float) -> None:
        super().__init__(())
        self.field_name, self.text, self.weight = field, text, weight

    def terms_in(self, reader: IndexReader) -> Iterable[bytes]:
        """Return the terms of one segment."""
        raise NotImplementedError

    def gather(self, searcher: Searcher) -> Matches:
        """Return the matches in one segment."""
        reader = searcher.reader()
        found = np.zeros(int(reader.doc_count_all()), bool)
        for term in list(self.terms_in(reader)):
            found[list(reader.postings(self.field_name, term).all_ids())] = True
        documents = np.flatnonzero(found)
        return documents, np.full(len(documents), self.weight)

    def _key(self) -> tuple[Any, ...]:
        return self.field_name, self.text, self.weight


class BeginningQuery(TermsQuery):
    """Articles that have a term starting with `text`."""

    def terms_in(self, reader: IndexReader) -> Iterable[bytes]:
        """Return the terms of one segment."""
        return reader.expand_prefix(self.field_name, self.text) if has_field(reader, self.field_name) else ()


class NearQuery(TermsQuery):
    """Articles that have a term within `distance` (Levenshtein) of `text`."""

    def __init__(self, field: str, text: str, weight: float, distance: int) -> None:
        super().__init__(field, text, weight)
        self.distance = distance

    def terms_in(self, reader: IndexReader) -> Iterable[bytes]:
        """Return the terms of one segment."""
        if not has_field(reader, self.field_name):
            return ()
        to_bytes = reader.schema[self.field_name].to_bytes
        return map(to_bytes, reader.terms_within(self.field_name, self.text, self.distance))

    def _key(self) -> tuple[Any, ...]:
        return self.field_name, self.text, self.weight, self.distance


class SequenceQuery(GatheredQuery):
    """Articles where terms stand together; scores as its terms do, each as often as it is in the sequence."""

    def __init__(self, field: str, terms: tuple[str, ...], slop: int | None, weight: float) -> None:
        super().__init__(Term(field, term, boost=weight) for term in dict.fromkeys(terms))
        self.terms_wanted, self.slop = terms, slop

    def gather(self, searcher: Searcher) -> Matches:
        """Return the matches in one segment."""
        common: NDArray[np.int64] | None = None
        for term in self.subqueries:
            ids = np.fromiter(term.matcher(searcher).all_ids(), np.int64)
            common = ids if common is None else np.intersect1d(common, ids, assume_unique=True)
        if common is None or not len(common):
            return nothing()
        matchers = {term.text: term.matcher(searcher) for term in self.subqueries}
        times = Counter(self.terms_wanted)
        lighter = {term.text: set(background(term, searcher).tolist()) for term in self.subqueries}
        documents, scores = [], []
        for document in common.tolist():
            for matcher in matchers.values():
                matcher.skip_to(document)
            places = {text: matcher.value_as("positions") for text, matcher in matchers.items()}
            if stand_together(self.terms_wanted, self.slop, places):
                documents.append(document)
                weights = {text: BACKGROUND_WEIGHT if document in lighter[text] else 1.0 for text in times}
                scores.append(sum(matchers[text].score() * times[text] * weights[text] for text in times))
        return np.array(documents, np.int64), np.array(scores, np.float64)

    def _key(self) -> tuple[Any, ...]:
        return self.subqueries, self.terms_wanted, self.slop


def gather(query: Query, searcher: Searcher) -> Matches:
    """Return all matches of any Whoosh query in one segment."""
    if isinstance(query, GatheredQuery):
        return query.gather(searcher)
    documents, scores = [], []
    matcher = query.matcher(searcher, searcher.context(needs_current=True))
    while matcher.is_active():
        documents.append(matcher.id())
        scores.append(matcher.score())
        matcher.next()
    return np.array(documents, np.int64), np.array(scores, np.float64)


def background(term: Term, searcher: Searcher) -> NDArray[np.int64]:
    """Return the documents of one segment that have a term as background."""
    field = BACKGROUND_FIELDS.get(term.fieldname)
    if field is None:
        return np.empty(0, np.int64)
    return FilterQuery([Term(field, term.text)]).gather(searcher)[0]


def live_documents(reader: IndexReader) -> NDArray[np.int64]:
    """Return the documents of one segment that are not deleted."""
    return np.fromiter(reader.all_doc_ids(), np.int64)


def has_field(reader: IndexReader, field: str) -> bool:
    """Return whether any article of a segment has a term in a field; Whoosh's term cursors need one."""
    return field in reader.indexed_field_names()


def unscored(documents: NDArray[np.int64]) -> Matches:
    """Return documents as matches that score nothing."""
    return documents, np.zeros(len(documents))


def nothing() -> Matches:
    """Return no matches."""
    return unscored(np.empty(0, np.int64))

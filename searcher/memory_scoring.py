"""Matching and scoring in memory, written to be obviously right: the oracle of every faster engine.

Dictionaries of dictionaries, one pass per node, no pruning. It must not know filters, facets or pages;
`searcher.memory_engine` has those.

BM25 as Whoosh computes it: idf = log(N / (df + 1)) + 1 and, with k1 = K1 and b = B,
score = idf · tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / average length)), all of one index field.
N counts every article; the average is over all of them, those without that field too. A term that an article
has as background (`index.background`) scores BACKGROUND_WEIGHT of that.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from index.article import Article
from index.background import background_of
from index.fields import BACKGROUND_FIELDS, BACKGROUND_WEIGHT, EXACT_SUFFIX
from index.indexed import keys_of, texts_of
from index.lang.analyze import Analyzer
from index.lang.token import Token
from searcher.distance import within
from searcher.terms import Beginning, Besides, Days, Key, Lowered, Near, Sequence, Some, Term, Without

K1, B = 1.2, 0.75

Scores = dict[str, float]


class MemoryIndex:
    """Postings of a set of articles: article ids with scores for any lowered tree.

    `stored_length` is what becomes of a field's length when an engine stores it: Whoosh keeps one byte of
    it, and an oracle that keeps the same byte gives the same scores.
    """

    def __init__(
        self,
        articles: Iterable[Article],
        analyzer: Analyzer,
        stored_length: Callable[[int], int] = int,
    ) -> None:
        self.days: dict[str, date | None] = {}
        self.keys: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        self._postings: dict[str, dict[str, dict[str, list[int]]]] = defaultdict(lambda: defaultdict(dict))
        self._lengths: dict[str, dict[str, int]] = defaultdict(dict)
        self._totals: Counter[str] = Counter()
        self._background: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._stored_length = stored_length
        for article in articles:
            self.days[article.id] = article.published.value
            for field, keys in keys_of(article).items():
                self.keys[field][article.id] = keys
            for field, text in texts_of(article).items():
                roots, forms = analyzer.both(text)
                self._add(article.id, field, roots)
                self._add(article.id, field + EXACT_SUFFIX, forms)
            for field, terms in background_of(article, analyzer).items():
                for term in terms:
                    self._background[field][term].add(article.id)

    def _add(self, article_id: str, field: str, tokens: list[Token]) -> None:
        for token in tokens:
            self._postings[field][token.text].setdefault(article_id, []).append(token.position)
        self._lengths[field][article_id] = self._stored_length(len(tokens))
        self._totals[field] += len(tokens)

    def vocabulary(self, field: str) -> dict[str, set[str]]:
        """Return the terms of an index field with the ids of the articles that have each."""
        return {term: set(articles) for term, articles in self._postings[field].items()}

    def scores(self, node: Lowered) -> Scores:
        """Return the articles that match with their scores."""
        match node:
            case Some(children, minimum):
                return self._some([self.scores(child) for child in children], minimum)
            case Besides(required, optional):
                more = self.scores(optional)
                return {name: score + more.get(name, 0.0) for name, score in self.scores(required).items()}
            case Without(child):
                return dict.fromkeys(self.days.keys() - self.scores(child).keys(), 0.0)
            case _:
                return self._leaf(node)

    def _some(self, found: list[Scores], minimum: int) -> Scores:
        sums = dict.fromkeys(self.days, 0.0) if minimum == 0 else {}
        matching: Counter[str] = Counter()
        for scores in found:
            for name, score in scores.items():
                sums[name] = sums.get(name, 0.0) + score
                matching[name] += 1
        return {name: score for name, score in sums.items() if matching[name] >= minimum}

    def _leaf(self, node: Lowered) -> Scores:
        match node:
            case Term(field, text, weight):
                return {name: weight * score for name, score in self._bm25(field, text).items()}
            case Sequence():
                return self._sequence(node)
            case Beginning(field, text, weight):
                return self._constant(field, lambda term: term.startswith(text), weight)
            case Near(field, text, distance, weight):
                return self._constant(field, lambda term: within(term, text, distance), weight)
            case Key(field, key):
                return {name: 0.0 for name, keys in self.keys[field].items() if key in keys}
            case Days(since, until):
                return {name: 0.0 for name, day in self.days.items() if lies_between(day, since, until)}
            case _:
                return {}

    def _bm25(self, field: str, term: str) -> Scores:
        articles = self._postings[field].get(term, {})
        if not articles:  # nor any logarithm of an empty archive
            return {}
        idf = math.log(len(self.days) / (len(articles) + 1)) + 1
        average = self._totals[field] / max(1, len(self.days))
        background = self._background[BACKGROUND_FIELDS.get(field, "")].get(term, ())
        scores = {}
        for name, positions in articles.items():
            frequency, length = len(positions), self._lengths[field][name]
            saturation = frequency + K1 * (1 - B + B * length / average)
            weight = BACKGROUND_WEIGHT if name in background else 1.0
            scores[name] = weight * idf * frequency * (K1 + 1) / saturation
        return scores

    def _sequence(self, node: Sequence) -> Scores:
        places = [self._postings[node.field].get(term, {}) for term in node.terms]
        together = set(places[0]).intersection(*places[1:])
        scores = dict.fromkeys((name for name in together if self._stands(node, name)), 0.0)
        for term in node.terms:
            bm25 = self._bm25(node.field, term)
            scores = {name: score + node.weight * bm25[name] for name, score in scores.items()}
        return scores

    def _stands(self, node: Sequence, name: str) -> bool:
        places = {term: self._postings[node.field][term][name] for term in node.terms}
        if node.slop is None:
            return any(
                all(start + step in places[term] for step, term in enumerate(node.terms))
                for start in places[node.terms[0]]
            )
        wanted, span = Counter(node.terms), max(node.slop, len(node.terms) - 1)
        return any(
            all(_within(places[term], start, start + span) >= count for term, count in wanted.items())
            for positions in places.values()
            for start in positions
        )

    def _constant(self, field: str, matches: Callable[[str], bool], weight: float) -> Scores:
        found = (articles for term, articles in self._postings[field].items() if matches(term))
        return {name: weight for articles in found for name in articles}


def _within(positions: list[int], first: int, last: int) -> int:
    return bisect_left(positions, last + 1) - bisect_left(positions, first)


def lies_between(day: date | None, since: date | None, until: date | None) -> bool:
    """Return whether a day is known and lies in a range, both ends included, None being open."""
    return day is not None and (since is None or day >= since) and (until is None or day <= until)

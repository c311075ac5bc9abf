"""Copies: which sentences an article shares with others, and which articles are one text printed twice.

First pass: the fingerprints of every sentence are kept as plain numbers (about 400 bytes for 300 words).
Settling sorts them once: O(n log n) in the number of sentences, no article is compared with every other.
Second pass: each article learns which of its sentences stand elsewhere too, and with whom it shares most.

A sentence is shared when another article has the same words, or most of its sampled runs of words. Articles
are copies when they share at least two sentences and half of the shorter one. Chains make one group.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from index.article import Article, Copies, Span
from index.fingerprints import Hashes, SentencePrint, sentence_prints
from index.lang.sentences import SentenceSplitter

COPY_SHARE = 0.5
MIN_SHARED = 2
# At least this share of a sentence's sampled runs must stand elsewhere, and at least two of them.
RUN_SHARE = 0.6
# Sentences that more articles have than this are formulas: they are shared, but link nobody with anybody.
MAX_LINKED = 16
MAX_OTHERS = 10
Ordinals = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class CopyRevision:
    """What was settled: hashes of repeated sentences and runs (sorted), groups and others by article id."""

    sentences: Hashes
    runs: Hashes
    groups: dict[str, str]
    others: dict[str, tuple[str, ...]]
    splitter: SentenceSplitter

    def revise(self, article: Article) -> Article:
        """Return the article with its shared sentences marked, unchanged where it shares none."""
        shared = tuple(
            sentence.span
            for sentence in sentence_prints(article.body, self.splitter)
            if self._is_shared(sentence)
        )
        if not shared:
            return article
        group, others = self.groups.get(article.id, ""), self.others.get(article.id, ())
        return replace(article, copies=Copies(group, _joined(article.body, shared), others))

    def _is_shared(self, sentence: SentencePrint) -> bool:
        if _among(np.array([sentence.whole], dtype=np.uint64), self.sentences) == 1:
            return True
        repeated = _among(sentence.runs, self.runs)
        return repeated >= 2 and repeated >= RUN_SHARE * len(sentence.runs)


class CopyObserver:
    """Collects the fingerprints of an archive, as numbers in arrays."""

    def __init__(self, splitter: SentenceSplitter) -> None:
        self._splitter = splitter
        self._ids: list[str] = []
        self._sentence_counts = array("I")
        self._sentences, self._sentence_articles = array("Q"), array("I")
        self._runs, self._run_articles = array("Q"), array("I")

    def observe(self, article: Article) -> None:
        """Take note of an article's sentences."""
        ordinal = len(self._ids)
        prints = list(sentence_prints(article.body, self._splitter))
        sentences = {sentence.whole for sentence in prints}
        runs = {run for sentence in prints for run in sentence.runs.tolist()}
        self._ids.append(article.id)
        self._sentence_counts.append(len(sentences))
        self._sentences.extend(sentences)
        self._sentence_articles.extend([ordinal] * len(sentences))
        self._runs.extend(runs)
        self._run_articles.extend([ordinal] * len(runs))

    def settle(self) -> CopyRevision:
        """Find what repeats, and who shares how much with whom."""
        hashes = np.frombuffer(self._sentences, dtype=np.uint64)
        articles = np.frombuffer(self._sentence_articles, dtype=np.uint32)
        order = np.lexsort((articles, hashes))
        repeated, pairs, shared = _links(hashes[order], articles[order])
        runs, counts = np.unique(np.frombuffer(self._runs, dtype=np.uint64), return_counts=True)
        return CopyRevision(
            repeated,
            runs[counts > 1],
            self._groups(pairs, shared),
            self._others(pairs, shared),
            self._splitter,
        )

    def _groups(self, pairs: npt.NDArray[np.uint64], shared: npt.NDArray[np.int64]) -> dict[str, str]:
        """Join copies into groups; a group is named by the smallest id in it, whatever the order was."""
        lengths = np.frombuffer(self._sentence_counts, dtype=np.uint32)
        first, second = _ordinals(pairs)
        shorter = np.minimum(lengths[first], lengths[second])
        copies = (shared >= MIN_SHARED) & (shared >= COPY_SHARE * shorter)
        parent: dict[int, int] = {}

        def root(ordinal: int) -> int:
            while parent.get(ordinal, ordinal) != ordinal:
                parent[ordinal] = parent.get(parent[ordinal], parent[ordinal])
                ordinal = parent[ordinal]
            return ordinal

        for left, right in zip(first[copies].tolist(), second[copies].tolist(), strict=True):
            low, high = sorted((root(left), root(right)))
            parent.setdefault(low, low)
            parent[high] = low
        members: defaultdict[int, list[str]] = defaultdict(list)
        for ordinal in parent:
            members[root(ordinal)].append(self._ids[ordinal])
        return {article_id: min(ids) for ids in members.values() for article_id in ids}

    def _others(
        self, pairs: npt.NDArray[np.uint64], shared: npt.NDArray[np.int64]
    ) -> dict[str, tuple[str, ...]]:
        """Return, for each article, the ids that share most sentences with it, the most first."""
        ranked: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        enough = shared >= MIN_SHARED
        first, second = _ordinals(pairs[enough])
        for left, right, count in zip(first.tolist(), second.tolist(), shared[enough].tolist(), strict=True):
            ranked[self._ids[left]].append((-count, self._ids[right]))
            ranked[self._ids[right]].append((-count, self._ids[left]))
        return {
            article_id: tuple(other for _, other in sorted(others)[:MAX_OTHERS])
            for article_id, others in ranked.items()
        }


def _links(
    hashes: Hashes, articles: Ordinals
) -> tuple[Hashes, npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Return repeated hashes, and pairs of articles (first << 32 | second) with how many hashes they share.

    Takes hashes sorted, and their articles sorted within a hash: neighbours at distance 1, 2, … in a run of
    one hash are pairs, so the work is linear in the hashes times MAX_LINKED.
    """
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.zeros(0, np.intp)
    sizes = np.diff(np.r_[starts, len(hashes)])
    linked = np.repeat((sizes > 1) & (sizes <= MAX_LINKED), sizes)
    found = []
    for distance in range(1, MAX_LINKED):
        same = linked[distance:] & (hashes[distance:] == hashes[:-distance])
        if not same.any():
            break
        left = articles[:-distance][same].astype(np.uint64)
        found.append(left << np.uint64(32) | articles[distance:][same])
    keys = np.concatenate(found) if found else np.zeros(0, np.uint64)
    pairs, shared = np.unique(keys, return_counts=True)
    return hashes[starts[sizes > 1]], pairs, shared


def _ordinals(pairs: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return (pairs >> np.uint64(32)).astype(np.intp), (pairs & np.uint64(0xFFFFFFFF)).astype(np.intp)


def _among(wanted: Hashes, known: Hashes) -> int:
    """Return how many of `wanted` are in the sorted array `known`."""
    if not len(known):
        return 0
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return int(np.count_nonzero(known[places] == wanted))


def _joined(body: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Join spans with nothing but blanks between them, so that a shared paragraph is one span."""
    joined = [spans[0]]
    for start, end in spans[1:]:
        if body[joined[-1][1] : start].isspace() or start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)

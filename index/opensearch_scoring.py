"""BM25 as Kliping defines it, said in the terms of Lucene's: the same score on any number of shards.

Ours (`searcher.memory_scoring`): idf = log(N / (df + 1)) + 1, N and the average length over all articles.
Lucene's: idf = log(1 + (n - df + ½) / (df + ½)), n and the average over the articles that have the field.
Two things make one of the other, without scripts, and exact but for Lucene's 32-bit floats:

- k1 and b of each field are set, once its lengths are known, so that k1' (1 - b' + b' · length / a') equals
  k1 (1 - b + b · length / a), a' being the average that Lucene takes;
- a query gives each term as boost what its idf and factor (k1 + 1) are here over what they are there.

Length itself is Lucene's byte: exact up to 40 terms, then rounded down by at most an eighth. After an update
Lucene counts deleted articles until their segment is merged, we do not: the scores differ by their share.
This module must not connect to anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

K1, B = 1.2, 0.75
EXACT_LENGTHS = 24


@dataclass(frozen=True, slots=True)
class FieldStatistics:
    """Of one field: how many terms all articles have in it, and how many have any."""

    terms: int
    articles: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many articles there are, what BM25 needs of each text field, and how many have background."""

    articles: int
    fields: dict[str, FieldStatistics]

    def to_meta(self) -> dict[str, Any]:
        """Return what `from_meta` reads: plain values for the mapping's `_meta`."""
        return {
            "articles": self.articles,
            "fields": {name: [field.terms, field.articles] for name, field in self.fields.items()},
        }

    @classmethod
    def from_meta(cls, meta: dict[str, Any]) -> Statistics:
        """Return the statistics that a generation says of itself; raises KeyError, TypeError."""
        fields = {name: FieldStatistics(*pair) for name, pair in meta["fields"].items()}
        return cls(meta["articles"], fields)


def tuned(field: FieldStatistics, articles: int) -> tuple[float, float]:
    """Return Lucene's (k1, b) for a field of an archive of so many articles."""
    constant = K1 * (1 - B)
    slope = K1 * B * articles / field.articles if field.articles else 0.0
    return constant + slope, slope / (constant + slope)


def boost(field: FieldStatistics, articles: int, having: int) -> float:
    """Return what Lucene's score of a term is to be multiplied with; `having` ≥ 1 articles have it."""
    ours = (math.log(articles / (having + 1)) + 1) * (K1 + 1)
    most = max(field.articles, having)
    theirs = math.log1p((most - having + 0.5) / (having + 0.5)) * (tuned(field, articles)[0] + 1)
    # One article alone that has the word: log(1/2) + 1 is above 0, so no score is ever below.
    return ours / theirs


def stored_length(length: int) -> int:
    """Return what becomes of a field's length in Lucene's byte (org.apache.lucene.util.SmallFloat)."""
    if length < EXACT_LENGTHS:
        return length
    shift = max(0, (length - EXACT_LENGTHS).bit_length() - 4)
    return EXACT_LENGTHS + ((length - EXACT_LENGTHS) >> shift << shift)


def score(field: FieldStatistics, articles: int, having: int, frequency: int, length: int) -> float:
    """Return the BM25 of a term that an article has so often in a field of this stored length."""
    idf = math.log(articles / (having + 1)) + 1
    relative = length * articles / field.terms
    return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * relative))


def settings_of(similarity: str, k1: float = K1, b: float = B) -> dict[str, Any]:
    """Return the settings of a field's similarity."""
    return {"type": similarity, "k1": k1, "b": b, "discount_overlaps": False}


def similarity_of(version: str) -> str:
    """Return what a server of this version calls the BM25 that multiplies with k1 + 1."""
    major = version.split(".")[0]
    return "LegacyBM25" if major.isdigit() and int(major) >= 3 else "BM25"

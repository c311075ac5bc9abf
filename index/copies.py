"""Copies: which sentences an article shares with others, and which articles are one text printed twice.

First pass: the fingerprints of every sentence are kept as plain numbers (about 500 bytes for 300 words).
Settling sorts them (`index.copies_archive`): no article is compared with every other.
Second pass, here: each article learns which of its sentences stand elsewhere too, and who shares most.

A sentence is shared when another article has the same words, or most of its sampled runs of words. Articles
are copies when they share at least two sentences and half of the shorter one. Chains make one group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from index.article import Copies, Span
from index.fingerprints import Hashes, Prints
from index.reading import Reading

# At least this share of a sentence's sampled runs must stand elsewhere, and at least two of them.
RUN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class CopyRevision:
    """What was settled: hashes of repeated sentences and runs (sorted), groups and others by article id."""

    sentences: Hashes
    runs: Hashes
    groups: dict[str, str]
    others: dict[str, tuple[str, ...]]

    def revise(self, reading: Reading) -> Reading:
        """Return the article with its shared sentences marked, unchanged where it shares none."""
        shared = self._shared(reading.prints)
        if not shared:
            return reading
        article = reading.article
        group, others = self.groups.get(article.id, ""), self.others.get(article.id, ())
        copies = Copies(group, _joined(article.body, shared), others)
        return replace(reading, article=replace(article, copies=copies))

    def _shared(self, prints: Prints) -> list[Span]:
        """Return the sentences that stand elsewhere too."""
        repeated = np.concatenate(([0], np.cumsum(_among(prints.runs, self.runs))))
        ends = prints.ends
        begins = np.concatenate(([0], ends[:-1]))
        found = repeated[ends] - repeated[begins]
        mostly = (found >= 2) & (found >= RUN_SHARE * (ends - begins))
        shared = _among(prints.whole, self.sentences) | mostly
        return [(start, end) for start, end in prints.spans[shared].tolist()]


def _among(wanted: Hashes, known: Hashes) -> npt.NDArray[np.bool_]:
    """Return which of `wanted` are in the sorted array `known`."""
    if not len(known):
        return np.zeros(len(wanted), dtype=np.bool_)
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[places] == wanted
    return found


def _joined(body: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join spans with nothing but blanks between them, so that a shared paragraph is one span."""
    joined = [spans[0]]
    for start, end in spans[1:]:
        if body[joined[-1][1] : start].isspace() or start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)

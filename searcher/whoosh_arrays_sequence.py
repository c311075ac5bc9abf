"""Phrases over one segment: which documents have all terms, and the terms standing together in them.

It must not know query trees nor statistics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from index.codec_fields import TextField
from index.fields import BACKGROUND_WEIGHT
from searcher.kernel import Documents, Found, Judged, Kernel, Places, Scores, Span, TextKernel


class SequencePart:
    """Documents where terms stand together as `searcher.terms.Sequence` says."""

    def __init__(
        self,
        kernel: Kernel,
        field: TextField,
        text: TextKernel,
        terms: tuple[str, ...],
        slop: int | None,
        spans: Mapping[str, Span],
        background: Mapping[str, Documents],
    ) -> None:
        """Take where each of the terms has its postings, each in some document, and of those that some have
        as background these documents, ascending.
        """
        self._kernel, self._field, self._text, self._slop = kernel, field, text, slop
        rarest = sorted(spans, key=lambda term: spans[term].end - spans[term].first)
        times = Counter(terms)
        self._spans = tuple(replace(spans[term], times=times[term]) for term in rarest)
        self._order = tuple(map(rarest.index, terms))
        self._background = [(self._spans[rarest.index(term)], which) for term, which in background.items()]
        self.most = self._spans[0].end - self._spans[0].first

    def all(self) -> Found:
        """The lists of the two rarest, or as `among` for those of the rarest."""
        self._need()
        documents, scores = self._text.sequences(self._spans, self._order, self._slop)
        for span, background in self._background:
            self._lighten(
                span, np.flatnonzero(self._kernel.contains(background, documents)), documents, scores
            )
        return documents, scores

    def documents(self) -> Documents | None:
        """None: what costs is to look where the terms stand."""
        return None

    def among(self, documents: Documents) -> Judged:
        """For each list the shorter of both times log the longer, and the positions of what is left."""
        self._need()
        mask, scores = self._text.together(self._spans, self._order, self._slop, documents)
        for span, background in self._background:
            lighter = np.flatnonzero(mask & self._kernel.contains(background, documents))
            self._lighten(span, lighter, documents, scores)
        return mask, scores

    def _need(self) -> None:
        for span in self._spans:
            self._field.need_positions(span.first, span.end)

    def _lighten(self, span: Span, lighter: Places, documents: Documents, scores: Scores) -> None:
        """Take off what a term counts less where it is background: in the documents at some places."""
        _, score = self._text.judged(span, documents[lighter])
        scores[lighter] -= (1.0 - BACKGROUND_WEIGHT) * span.times * score

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
from searcher.kernel import Documents, Found, Judged, Kernel, Span, TextKernel


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
        """The rarest list, what the others take to judge it, and the positions of what is left."""
        documents = self._field.documents_in(self._spans[0].first, self._spans[0].end)
        mask, scores = self.among(documents)
        return self._kernel.keep(mask, (documents, scores))

    def among(self, documents: Documents) -> Judged:
        """As all, without the rarest list."""
        for span in self._spans:
            self._field.need_positions(span.first, span.end)
        mask, scores = self._text.together(self._spans, self._order, self._slop, documents)
        for span, background in self._background:
            lighter = np.flatnonzero(mask & self._kernel.contains(background, documents))
            _, score = self._text.judged(span, documents[lighter])
            scores[lighter] -= (1.0 - BACKGROUND_WEIGHT) * span.times * score
        return mask, scores

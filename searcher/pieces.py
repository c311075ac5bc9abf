"""Which pieces of a text hold wanted terms, without analysing the text: a piece stands between two spaces.

No word of the analyzer reaches over a space, and none has a root without a trace of it nor a form without the
form's letters: what `searcher.traces` finds is analysed, and where that cannot tell, every piece that is not
plainly something else. Pieces that were analysed are remembered. Analysing a whole text takes five times as
long; remembering all pieces of all texts does not help, because no memory of a decent size has all words of
an archive. This module must not know what is searched for, nor what is done with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from string import punctuation

from index.lang.analyze import Analyzer, Columns
from searcher.kernel import Kernel
from searcher.kernel import Pieces as Standing
from searcher.kernels import chosen_kernel
from searcher.traces import SQUEEZED, piece_end

# Pieces remembered, some 250 bytes each.
MEMORY_LIMIT = 20_000
LONGEST_REMEMBERED = 48
# What so many questions look for is remembered: a reader who pages and filters asks for the same words.
MOST_SOUGHT = 2_000
# How far from the beginning of some words their end is looked for first, by the word and besides.
REACH, LEAST_REACH = 12, 16

_EDGES = punctuation + "“”‘’„«»‹›–—…•·"

Terms = tuple[str, ...]
Near = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Sought:
    """Terms, and traces of which each word that holds one of them has some; `near` tells other terms.

    Without traces every word is looked at.
    """

    terms: frozenset[str]
    traces: tuple[bytes, ...]
    near: Near | None


class _Memory(dict[str, Terms]):
    """Terms by piece; the older half goes when half of what may be remembered is new."""

    def __init__(self, analyzer: Analyzer, limit: int) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._half = max(1, limit // 2)
        self._older: dict[str, Terms] = {}

    def __missing__(self, piece: str) -> Terms:
        terms = self._older.get(piece)
        if terms is None:
            columns = self._analyzer.columns(piece)
            terms = tuple(dict.fromkeys(chain(columns.roots, columns.forms)))
        if len(piece) <= LONGEST_REMEMBERED:
            if len(self) >= self._half:
                self._older = dict(self)
                self.clear()
            self[piece] = terms
        return terms


class Pieces:
    """Looks at texts a piece at a time; one for a process, shared by its threads."""

    def __init__(
        self, analyzer: Analyzer, memory_limit: int = MEMORY_LIMIT, *, kernel: Kernel | None = None
    ) -> None:
        """Take what searches texts, by default the fastest there is.

        Raises ConfigurationError as `searcher.kernels.chosen_kernel`.
        """
        self.analyzer = analyzer
        self._memory = _Memory(analyzer, memory_limit)
        self.kernel = kernel or chosen_kernel()
        self._sought: dict[tuple[Terms, Terms], Sought] = {}

    def terms(self, piece: str) -> Terms:
        """Return every root and every form in a piece, each once."""
        return self._memory[piece]

    def sought(
        self, roots: Iterable[str], forms: Iterable[str], parts: Iterable[str] = (), near: Near | None = None
    ) -> Sought:
        """Return what `holding` looks for: these terms, and those of which `near` is true.

        Each of the latter holds one of the `parts`, which are parts of forms.
        """
        if parts or near:
            return self._made(frozenset(roots), frozenset(forms), parts, near)
        words = tuple(roots), tuple(forms)
        known = self._sought.get(words)
        if known is None:
            known = self._made(frozenset(words[0]), frozenset(words[1]), (), None)
            if len(self._sought) >= MOST_SOUGHT:
                self._sought.clear()
            self._sought[words] = known
        return known

    def _made(
        self, roots: frozenset[str], forms: frozenset[str], parts: Iterable[str], near: Near | None
    ) -> Sought:
        left = {*forms, *parts, *chain.from_iterable(map(self.analyzer.traces, roots))}
        traces = {trace if trace.isalnum() else trace.translate(SQUEEZED) for trace in left}
        shortest = traces
        if len(traces) > 1:
            shortest = {trace for trace in traces if not any(other in trace for other in traces - {trace})}
        sure = all(trace and trace.isascii() for trace in shortest)
        return Sought(
            roots | forms, tuple(trace.encode() for trace in sorted(shortest)) if sure else (), near
        )

    def candidates(self, text: str, sought: Sought) -> Standing:
        """Return pieces of a text in order, among them all that hold a term, or one that is near."""
        found = self.kernel.pieces(text, sought.traces) if sought.traces else None
        if found is None:
            found = []
            if sought.terms or sought.near:
                found = sorted(_standing(text, self._doubtful(text, sought.traces)))
        return found

    def holding(self, text: str, sought: Sought) -> Standing:
        """Return those that do hold a term, or one that is near."""
        return [pair for pair in self.candidates(text, sought) if self.holds(pair[1], sought)]

    def holds(self, piece: str, sought: Sought) -> bool:
        """Return whether a piece holds one of the terms, or one that is near."""
        terms = self._memory[piece]
        if not sought.terms.isdisjoint(terms):
            return True
        return sought.near is not None and any(map(sought.near, terms))

    def _doubtful(self, text: str, traces: tuple[bytes, ...]) -> Iterator[str]:
        """Yield the pieces that may hold a term: with a trace, or of more than plain letters."""
        shown = [trace.decode("ascii") for trace in traces]
        for piece in dict.fromkeys(text.split()):
            letters = piece.strip(_EDGES)
            plain = traces and letters.isascii() and letters.isalpha()
            if not plain or any(trace in letters.lower() for trace in shown):
                yield piece

    def beginning(self, text: str, start: int, length: int, words: int) -> Columns:
        """Return the terms of a piece of this length and, unless the text ends, of so many words after it."""
        piece, last = text[start : start + length], words
        if not (piece.isascii() and piece.isalpha()):  # else it is one word
            last += max(self.analyzer.columns(piece).positions, default=0)
        reach = length + LEAST_REACH + REACH * words
        while True:
            end = piece_end(text, min(start + reach, len(text)))
            columns = self.analyzer.columns(text[start:end])
            if end == len(text) or (columns.positions and columns.positions[-1] >= last):
                return columns
            reach *= 2


def _standing(text: str, pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield (where it begins, piece) for each place where one stands between spaces."""
    for piece in pieces:
        at = text.find(piece)
        while at >= 0:
            end = at + len(piece)
            alone = (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace())
            if alone:
                yield at, piece
            at = text.find(piece, end if alone else at + 1)

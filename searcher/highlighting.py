"""Where a query matches in a text: spans over the stored text, found with the analyzer that indexed it.

A word marks every written form of its root, a phrase marks all of itself and none of its words elsewhere,
an actor marks the places that name it. Nothing under a NOT is marked. It must not choose snippets (that is
`searcher.snippets`) nor make HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

from index.article import Article, Span
from index.fields import TEXT_FIELDS
from index.indexed import quoted_spans
from index.lang.analyze import Analyzer, Columns
from searcher.day_marks import day_pattern
from searcher.distance import within
from searcher.pieces import Holding, Pieces, Sought
from searcher.rewriting import positive_leaves
from searcher.syntax import Fuzzy, Node, Phrase, Prefix, Value, Word
from searcher.terms import means_capitals

# The speaker of a quotation is named within so many characters of it (`index.quotes` looks no farther).
BESIDE_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that matches: its span, and which of the query's leaves it matches, as written there."""

    start: int
    end: int
    leaf: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that are to stand together, by root and by form (roots are "" where only forms count)."""

    leaf: str
    roots: tuple[str, ...]
    forms: tuple[str, ...]
    slop: int | None


class Highlighter:
    """Marks texts for one query; made once for a request and used for each of its articles."""

    def __init__(self, tree: Node | None, pieces: Pieces) -> None:
        self._pieces = pieces
        self._fields: dict[str, _Wanted] = {field.name: _Wanted() for field in TEXT_FIELDS}
        self._actors: dict[str, str] = {}
        self._speakers: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        days: dict[str, str] = {}
        wanted = {"mentioned": days, "speaker": self._speakers, "attribution": self._sources}
        for leaf in positive_leaves(tree):
            if isinstance(leaf, Value):
                wanted.get(leaf.field, self._actors)[leaf.key] = leaf.key
            elif isinstance(leaf, (Word, Phrase, Prefix, Fuzzy)):
                for field in (leaf.field,) if leaf.field else ("title", "body"):
                    if field in self._fields:
                        self._fields[field].add(leaf, pieces.analyzer)
        self._days = day_pattern(days)

    def marks(self, text: str, field: str) -> list[Mark]:
        """Return where a text of this field matches, in order of start."""
        wanted = self._fields[field]
        return wanted.marks(text, self._pieces) if wanted else []

    def marks_field(self, field: str) -> bool:
        """Return whether the query asks for anything in this field."""
        return bool(self._fields[field])

    @property
    def marks_more(self) -> bool:
        """Whether the query asks for anything that is told by more of an article than its texts."""
        return bool(self._actors or self._speakers or self._sources or self._fields["quote"])

    def actor_marks(self, article: Article) -> list[Mark]:
        """Return where the body names an actor that the query asks for by `tokoh:` and the like."""
        return [
            Mark(mention.start, mention.end, self._actors[mention.actor_id])
            for mention in (article.named if self._actors else ())
            if mention.actor_id in self._actors
        ]

    def day_marks(self, text: str) -> list[Mark]:
        """Return where a text writes a day, month or year that `disebut:` asks for."""
        found = self._days.finditer(text) if self._days else ()
        return [Mark(match.start(), match.end(), match.group()) for match in found]

    def source_marks(self, article: Article) -> list[Mark]:
        """Return where the body names a source that `dikutip:` asks for and that it leans on."""
        names = [source.name for source in article.attributions if source.id in self._sources]
        return [
            Mark(match.start(), match.end(), name)
            for name in names
            for match in re.finditer(rf"\b{re.escape(name)}\b", article.body, re.IGNORECASE)
        ]

    def quote_marks(self, article: Article) -> list[Mark]:
        """Return where quotations hold what `kutipan:` asks for, and where a speaker is named beside his."""
        found = []
        for start, end in quoted_spans(article) if self.marks_field("quote") else ():
            marks = self.marks(article.body[start:end], "quote")
            found += [Mark(start + mark.start, start + mark.end, mark.leaf) for mark in marks]
        for quote in article.quotes if self._speakers else ():
            if quote.speaker_id in self._speakers:
                first, last = quote.start - BESIDE_QUOTE, quote.end + BESIDE_QUOTE
                found += [
                    Mark(mention.start, mention.end, self._speakers[mention.actor_id])
                    for mention in article.mentions
                    if mention.actor_id == quote.speaker_id and first <= mention.start < last
                ]
        return list(dict.fromkeys(found))


class _Wanted:
    """What is to be marked in one field."""

    def __init__(self) -> None:
        self._roots: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        self._prefixes: dict[str, str] = {}
        self._fuzzy: dict[tuple[str, int], str] = {}
        self._runs: list[_Run] = []
        self._near: dict[str, str | None] = {}
        self._sought: Sought | None = None
        self._single: dict[str, tuple[tuple[int, int, str], ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._roots or self._forms or self._prefixes or self._fuzzy or self._runs)

    def add(self, leaf: Word | Phrase | Prefix | Fuzzy, analyzer: Analyzer) -> None:
        """Take up one leaf of the query."""
        match leaf:
            case Prefix(text):
                self._prefixes[analyzer.form(text)] = text + "*"
            case Fuzzy(text, _, distance):
                self._fuzzy[analyzer.form(text), distance] = text
            case Phrase(words, _, slop, exact):
                self._add_words(" ".join(words), slop, exact, analyzer)
            case Word(text, _, exact):
                self._add_words(text, None, exact, analyzer)
        self._prefixes.pop("", None)

    def _add_words(self, text: str, slop: int | None, exact: bool, analyzer: Analyzer) -> None:
        parts = analyzer.split(text)
        if len(parts) > 1:
            forms = tuple(map(analyzer.form, parts))
            self._runs.append(_Run(text, () if exact else tuple(map(analyzer.root, parts)), forms, slop))
        elif parts:
            form, roots = analyzer.form(text), analyzer.roots_of(text)
            capitals = means_capitals(roots, form)
            if not capitals:
                self._forms.setdefault(form, text)
            for root in roots if capitals or not exact else ():
                self._roots.setdefault(root, text)

    def marks(self, text: str, pieces: Pieces) -> list[Mark]:
        """Return what matches in a text, in order of start."""
        holding = pieces.holding(text, self._all_sought(pieces))
        found = []
        for start, piece in holding.items():
            for first, last, leaf in self._marked(piece, pieces.analyzer):
                found.append(Mark(start + first, start + last, leaf))
        for run in self._runs:
            found += _run_marks(run, text, holding, pieces)
        return sorted(found, key=lambda mark: (mark.start, -mark.end))

    def _all_sought(self, pieces: Pieces) -> Sought:
        """Return what a piece must hold to be looked at."""
        if self._sought is None:
            roots = chain(self._roots, *(run.roots for run in self._runs))
            forms = chain(self._forms, *(run.forms for run in self._runs))
            parts = chain(self._prefixes, *(_parts(text, most + 1) for text, most in self._fuzzy))
            near = self._leaf_near if self._prefixes or self._fuzzy else None
            self._sought = pieces.sought(roots, forms, parts, near)
        return self._sought

    def _marked(self, piece: str, analyzer: Analyzer) -> tuple[tuple[int, int, str], ...]:
        """Return what is marked in a piece of text wherever it stands."""
        if piece not in self._single:
            columns = analyzer.columns(piece)
            items = self._items(columns)
            self._single[piece] = tuple((columns.starts[i], columns.ends[i], leaf) for i, leaf in items)
        return self._single[piece]

    def _items(self, columns: Columns) -> Iterator[tuple[int, str]]:
        roots, forms = self._roots, self._forms
        yield from ((i, roots[root]) for i, root in enumerate(columns.roots) if root in roots)
        for i, form in enumerate(columns.forms):
            if form in forms and columns.roots[i] not in roots:
                yield i, forms[form]
        if self._prefixes or self._fuzzy:
            for i, form in enumerate(columns.forms):
                leaf = self._leaf_near(form)
                if leaf is not None:
                    yield i, leaf

    def _leaf_near(self, form: str) -> str | None:
        return self._near[form] if form in self._near else self._find_near(form)

    def _find_near(self, form: str) -> str | None:
        leaf = next((leaf for prefix, leaf in self._prefixes.items() if form.startswith(prefix)), None)
        if leaf is None:
            close = (leaf for (text, most), leaf in self._fuzzy.items() if within(form, text, most))
            leaf = next(close, None)
        self._near[form] = leaf
        return leaf


def _parts(text: str, number: int) -> list[str]:
    """Cut a text into so many parts: a word that fewer edits make of it holds one of them."""
    cuts = [len(text) * cut // number for cut in range(number + 1)]
    return [text[first:last] for first, last in pairwise(cuts)]


def _run_marks(run: _Run, text: str, holding: Holding, pieces: Pieces) -> Iterator[Mark]:
    """Mark a run in a text; `holding` are its pieces that hold any of the run's terms."""
    present = {term for piece in holding.values() for term in pieces.terms(piece)}
    for terms, by_root in ((run.roots, True), (run.forms, False)):
        if not terms or not present.issuperset(terms):
            continue
        if run.slop is None:
            for start, piece in _beginnings(terms, text, holding, pieces):
                columns = pieces.beginning(text, start, len(piece), len(terms))
                found = _by_position(terms, columns.roots if by_root else columns.forms, columns.positions)
                for first, last in _sequences(terms, found, columns):
                    if first < len(piece):
                        yield Mark(start + first, start + last, run.leaf)
        else:
            columns = pieces.analyzer.columns(text)
            found = _by_position(terms, columns.roots if by_root else columns.forms, columns.positions)
            yield from _windows(run.leaf, terms, found, max(run.slop, len(terms) - 1), columns)


def _beginnings(
    terms: tuple[str, ...], text: str, holding: Holding, pieces: Pieces
) -> Iterator[tuple[int, str]]:
    """Yield the pieces with the first term that have the second too, or no word between them and it."""
    ordered = sorted(holding.items())
    for (start, piece), (following, other) in zip_longest(ordered, ordered[1:], fillvalue=(len(text), "")):
        held = pieces.terms(piece)
        if terms[0] not in held:
            continue
        between = text[start + len(piece) : following]
        alone = terms[1] not in pieces.terms(other) or any(map(str.isalnum, between))
        if terms[1] in held or not alone:
            yield start, piece


def _by_position(terms: Iterable[str], column: list[str], positions: list[int]) -> dict[str, dict[int, int]]:
    """Return position → item of the column, for each term."""
    places: dict[str, dict[int, int]] = {term: {} for term in terms}
    for item, term in enumerate(column):
        if term in places:
            places[term].setdefault(positions[item], item)
    return places


def _sequences(terms: tuple[str, ...], places: dict[str, dict[int, int]], columns: Columns) -> Iterator[Span]:
    """Yield each place where terms stand side by side, as a whole."""
    last = len(terms) - 1
    for position, item in places[terms[0]].items():
        if all(position + step in places[term] for step, term in enumerate(terms)):
            yield columns.starts[item], columns.ends[places[terms[last]][position + last]]


def _windows(
    leaf: str, terms: tuple[str, ...], places: dict[str, dict[int, int]], span: int, columns: Columns
) -> Iterator[Mark]:
    """Mark the words of each stretch of `span` + 1 positions that holds all terms."""
    items: set[int] = set()
    for start in sorted({position for found in places.values() for position in found}):
        near = [
            [item for position, item in places[term].items() if start <= position <= start + span]
            for term in dict.fromkeys(terms)
        ]
        if all(
            len(found) >= terms.count(term) for found, term in zip(near, dict.fromkeys(terms), strict=True)
        ):
            items.update(item for found in near for item in found)
    yield from (Mark(columns.starts[item], columns.ends[item], leaf) for item in sorted(items))


def merged(marks: Iterable[Mark]) -> list[Span]:
    """Return the spans of marks in order, overlapping ones as one."""
    spans: list[Span] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if spans and mark.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end))
        else:
            spans.append((mark.start, mark.end))
    return spans

"""Where a query matches in a text: spans over the stored text, found with the analyzer that indexed it.

A word marks every written form of its root, a phrase marks all of itself and none of its words elsewhere,
an actor marks the places that name it. Nothing under a NOT is marked. It must not choose snippets (that is
`searcher.snippets`) nor make HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise

from index.article import Article
from index.indexed import quoted_spans
from index.lang.analyze import Analyzer, Columns
from searcher.day_marks import day_pattern
from searcher.distance import within
from searcher.excerpts import NOTHING, MoreMarks, PieceMarks, Wanted
from searcher.marks import Mark, rank
from searcher.pieces import Pieces, Sought
from searcher.rewriting import positive_leaves
from searcher.runs import Run, RunMarker
from searcher.stored import Stored, whole
from searcher.syntax import Fuzzy, Node, Phrase, Prefix, Value, Word
from searcher.terms import means_capitals

# The speaker of a quotation is named within so many characters of it (`index.quotes` looks no farther).
BESIDE_QUOTE = 160
# What a query writes to be found in a text.
Written = Word | Phrase | Prefix | Fuzzy
WRITTEN = (Word, Phrase, Prefix, Fuzzy)
NO_MORE: MoreMarks = ([], [])
_mark = tuple.__new__  # half of the time of Mark(…), which is a function in Python


class Highlighter:
    """Marks texts for one query; made once for a request and used for each of its articles.

    `marks_more` says whether it asks for anything but words in a headline or a body.
    """

    def __init__(self, tree: Node | None, pieces: Pieces) -> None:
        self.kernel = pieces.kernel
        self._actors: dict[str, str] = {}
        self._speakers: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        days: dict[str, str] = {}
        wanted = {"mentioned": days, "speaker": self._speakers, "attribution": self._sources}
        written: list[Written] = []
        for leaf in positive_leaves(tree):
            if isinstance(leaf, WRITTEN):
                written.append(leaf)
            elif isinstance(leaf, Value):
                wanted.get(leaf.field, self._actors)[leaf.key] = leaf.key
        named = {leaf.field for leaf in written}.difference(("",))
        anywhere = _Wanted([leaf for leaf in written if not leaf.field] if named else written, pieces)
        self._fields = {"title": anywhere, "body": anywhere}
        for field in named:
            of = ("", field) if field in self._fields else (field,)
            self._fields[field] = _Wanted([leaf for leaf in written if leaf.field in of], pieces)
        self._days = day_pattern(days) if days else None
        others = days or self._actors or self._speakers or self._sources
        self.marks_more = bool(others) or self.marks_field("quote")
        # What pieces tell where no field is named: a kernel does all of a hit, given `more` than that.
        self.wanted = None if named else anywhere.wanted
        self._anywhere = anywhere

    def marks(self, text: str, field: str) -> list[Mark]:
        """Return where a text of this field matches, in order of start."""
        wanted = self._fields.get(field)
        return wanted.marks(text) if text and wanted else []

    def marks_field(self, field: str) -> bool:
        """Return whether the query asks for anything in this field."""
        wanted = self._fields.get(field)
        return wanted is not None and wanted.asked

    def more(self, stored: Stored) -> MoreMarks:
        """Return what `wanted` does not tell of an article: phrases, and what more than texts tell."""
        anywhere = self._anywhere
        if not anywhere.runs and not self.marks_more:
            return NO_MORE
        body = anywhere.run_marks(stored.body)
        if self.marks_more:
            body += self.article_marks(whole(stored))
        body.sort(key=rank)
        return sorted(anywhere.run_marks(stored.title), key=rank), body

    def article_marks(self, article: Article) -> list[Mark]:
        """Return what is marked in the body besides words, in no order."""
        found = self.day_marks(article.body) + self.actor_marks(article)
        return found + self.quote_marks(article) + self.source_marks(article)

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

    def __init__(self, leaves: Sequence[Written], pieces: Pieces) -> None:
        self._pieces = pieces
        self._roots: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        self._prefixes: dict[str, str] = {}
        self._fuzzy: dict[tuple[str, int], str] = {}
        self.runs: list[Run] = []
        self._near: dict[str, str | None] = {}
        for leaf in leaves:
            self._add(leaf, pieces.analyzer)
        self._words = bool(self._roots or self._forms or self._prefixes or self._fuzzy)
        self._markers = [RunMarker(run, pieces) for run in self.runs]
        self.asked = self._words or bool(self.runs)
        self._marked = _Memory(self, pieces)

    def _add(self, leaf: Written, analyzer: Analyzer) -> None:
        """Take up one leaf of the query."""
        match leaf:
            case Word(text, _, exact):
                self._add_words(text, None, exact, analyzer)
            case Phrase(words, _, slop, exact):
                self._add_words(" ".join(words), slop, exact, analyzer)
            case Prefix(text):
                if form := analyzer.form(text):
                    self._prefixes[form] = text + "*"
            case Fuzzy(text, _, distance):
                self._fuzzy[analyzer.form(text), distance] = text

    def _add_words(self, text: str, slop: int | None, exact: bool, analyzer: Analyzer) -> None:
        words = analyzer.asked(text)
        if len(words.forms) > 1:
            self.runs.append(Run(text, () if exact else words.roots, words.forms, slop))
        elif words.forms:
            form, roots = words.form, words.roots_of
            capitals = means_capitals(roots, form)
            if not capitals:
                self._forms.setdefault(form, text)
            for root in roots if capitals or not exact else ():
                self._roots.setdefault(root, text)

    def marks(self, text: str) -> list[Mark]:
        """Return what matches in a text, in order of start."""
        if not self.asked:
            return []
        standing, marked = self._pieces.candidates(text, self.sought), self._marked
        found = []
        if self._words:
            found = [
                _mark(Mark, (start + first, start + last, leaf))
                for start, piece in standing
                for first, last, leaf, _ in marked[piece]
            ]
        if self.runs:
            for marker in self._markers:
                found += marker.marks(text, standing)
            found.sort(key=rank)
        return found

    @cached_property
    def sought(self) -> Sought:
        """What a piece must hold to be looked at."""
        roots: Iterable[str] = self._roots
        forms: Iterable[str] = self._forms
        if self.runs:
            roots = chain(roots, *(run.roots for run in self.runs))
            forms = chain(forms, *(run.forms for run in self.runs))
        if not self._prefixes and not self._fuzzy:
            return self._pieces.sought(roots, forms)
        parts = chain(self._prefixes, *(_parts(text, most + 1) for text, most in self._fuzzy))
        return self._pieces.sought(roots, forms, parts, self._leaf_near)

    def marks_of(self, piece: str) -> PieceMarks:
        """Return what is marked in a piece of text wherever it stands, in order of start."""
        columns = self._pieces.analyzer.columns(piece)
        found = [Mark(columns.starts[i], columns.ends[i], leaf) for i, leaf in self._items(columns)]
        found.sort(key=rank)
        return tuple([(start, end, leaf, piece[start:end].casefold()) for start, end, leaf in found])

    @property
    def wanted(self) -> Wanted | None:
        """What is marked but for runs, for whoever marks whole texts; None where pieces do not tell it."""
        if not self._words:
            return NOTHING
        return Wanted(self.sought.traces, self._marked) if self.sought.traces else None

    def run_marks(self, text: str) -> list[Mark]:
        """Return where runs stand in a text, in no order."""
        if not self.runs or not text:
            return []
        standing = self._pieces.candidates(text, self.sought)
        return [mark for marker in self._markers for mark in marker.marks(text, standing)]

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


class _Memory(dict[str, PieceMarks]):
    """What is marked in the pieces that were looked at; most hold nothing that is sought."""

    def __init__(self, wanted: _Wanted, pieces: Pieces) -> None:
        super().__init__()
        self._wanted, self._pieces = wanted, pieces

    def __missing__(self, piece: str) -> PieceMarks:
        wanted = self._wanted
        found = wanted.marks_of(piece) if self._pieces.holds(piece, wanted.sought) else ()
        self[piece] = found
        return found


def _parts(text: str, number: int) -> list[str]:
    """Cut a text into so many parts: a word that fewer edits make of it holds one of them."""
    cuts = [len(text) * cut // number for cut in range(number + 1)]
    return [text[first:last] for first, last in pairwise(cuts)]

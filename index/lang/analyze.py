"""Text → terms: the one analyzer that feeds every engine, the highlighter and the query.

For every written word there is a root term and a form term at the same position with the same offsets: item
`i` of the roots and item `i` of the forms are always the same written word. What each word becomes is decided
in index.lang.chunks.

The case of a lower-case query is not known, so a word that the stemmer does not know may be indexed under
its form (as a name) and under its stem: `roots_of` names both. This module must not know any engine.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from index.lang.chunks import ChunkRules, ChunkTerms, Roots
from index.lang.token import Token
from index.lang.words import CHUNK, chunk_classes

# Chunks remembered, about 400 bytes each: the words of some ten thousand articles.
MEMORY_LIMIT = 200_000
LONGEST_REMEMBERED = 48
# So many texts of questions are remembered taken apart.
MOST_ASKED = 2_000


@dataclass(frozen=True, slots=True)
class Columns:
    """The terms of a text as parallel columns, for whoever has no time for objects."""

    roots: list[str]
    forms: list[str]
    positions: list[int]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text of a question taken apart: form and root of each word, and of the whole where it is one."""

    forms: tuple[str, ...]
    roots: tuple[str, ...]
    form: str
    roots_of: tuple[str, ...]


class Analyzer:
    """Turns texts and query words into terms. A pure function of text, stemmer and rules; never raises."""

    def __init__(
        self,
        stemmer: Roots,
        capitals: Collection[str] = (),
        names: Collection[str] = (),
        memory_limit: int = MEMORY_LIMIT,
    ) -> None:
        """Take a stemmer, abbreviations whose small letters are another word, and folded names."""
        self._stemmer = stemmer
        self._capitals = frozenset(capitals)
        self._rules = ChunkRules(stemmer, self._capitals, frozenset(names))
        # When half of what may be remembered is new, the older half goes: common words never all at once.
        self._half = max(1, memory_limit // 2)
        self._memory: dict[str, ChunkTerms] = {}
        self._older: dict[str, ChunkTerms] = {}
        self._asked: dict[str, Asked] = {}

    def roots(self, text: str) -> list[Token]:
        """Return the root terms of a text in order."""
        columns = self.columns(text)
        return list(map(Token, columns.roots, columns.positions, columns.starts, columns.ends))

    def forms(self, text: str) -> list[Token]:
        """Return the form terms of a text in order."""
        columns = self.columns(text)
        return list(map(Token, columns.forms, columns.positions, columns.starts, columns.ends))

    def both(self, text: str) -> tuple[list[Token], list[Token]]:
        """Return roots and forms in one pass: equal lengths, positions and offsets."""
        columns = self.columns(text)
        places = (columns.positions, columns.starts, columns.ends)
        return list(map(Token, columns.roots, *places)), list(map(Token, columns.forms, *places))

    def columns(self, text: str) -> Columns:
        """Return roots, forms, positions and offsets as parallel lists: twice as fast as tokens."""
        found = Columns([], [], [], [], [])
        add_root, add_form = found.roots.append, found.forms.append
        add_position, add_start, add_end = found.positions.append, found.starts.append, found.ends.append
        position = 0
        for match in CHUNK.finditer(text):
            chunk, offset = match.group(), match.start()
            terms, advance = self._memory.get(chunk) or self._plan(chunk)
            for root, form, step, start, end in terms:
                add_root(root)
                add_form(form)
                add_position(position + step)
                add_start(offset + start)
                add_end(offset + end)
            position += advance
        return found

    def chunks(self, text: str) -> list[str]:
        """Return a text as the chunks that are analysed one by one, for whoever remembers `chunk_terms`."""
        return CHUNK.findall(text)

    def chunk_classes(self) -> bytes:
        """Return what cuts chunks: of each of the first code points 1 for a letter, 2 for a joiner, 3 both.

        A chunk is letters, and joiners with letters behind them, as many of either as there are.
        """
        return chunk_classes()

    def chunk_terms(self, chunk: str) -> ChunkTerms:
        """Return the terms of a chunk: (root, form, position, start, end), and how many positions it takes.

        Position and offsets count from the chunk's own; together the chunks of a text give its `columns`.
        Whoever asks remembers them.
        """
        return self._memory.get(chunk) or self._older.get(chunk) or self._rules.terms(chunk)

    def root(self, word: str) -> str:
        """Return the root term of one written word; "" where there is no letter or digit in it.

        A compound gives the term of the whole; of several words only the first counts (see `split`).
        """
        terms = self.columns(word).roots
        return terms[0] if terms else ""

    def form(self, word: str) -> str:
        """Return the form term of one written word, "" where there is none; see `root`."""
        terms = self.columns(word).forms
        return terms[0] if terms else ""

    def roots_of(self, word: str) -> tuple[str, ...]:
        """Return every root term under which a query word may stand in the index, the likeliest first.

        A word in small letters may also mean the abbreviation (`ham`); one in capitals never the word.
        """
        root, form = self.root(word), self.form(word)
        if not form or root in self._capitals:
            return (root,) if root else ()
        roots = {root: True}
        if form.upper() in self._capitals:
            roots[form.upper()] = True
        if form.isalpha() and not self._stemmer.known(form):
            roots |= {form: True, self._stemmer.stem(form): True}
        return tuple(roots)

    def asked(self, text: str) -> Asked:
        """Return a text of a question taken apart; it is looked for in several fields and marked."""
        known = self._asked.get(text)
        if known is None:
            parts = self.split(text)
            whole = len(parts) < 2
            known = Asked(
                tuple(map(self.form, parts)),
                tuple(map(self.root, parts)),
                self.form(text) if whole else "",
                self.roots_of(text) if whole else (),
            )
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            self._asked[text] = known
        return known

    def traces(self, root: str) -> tuple[str, ...]:
        """Return letters of which every chunk of ASCII letters alone that has this root holds some."""
        return self._stemmer.traces(root.lower())

    def split(self, text: str) -> tuple[str, ...]:
        """Return the written words of a text, one for each position: compounds as their parts.

        A phrase is matched on these: `nagorno-karabakh` and `27/9/2020` typed as one word are several.
        """
        places: dict[int, str] = {}
        columns = self.columns(text)
        for position, start, end in zip(columns.positions, columns.starts, columns.ends, strict=True):
            places[position] = text[start:end]
        return tuple(places.values())

    def _plan(self, chunk: str) -> ChunkTerms:
        """Return what becomes of a chunk that is not in the newer memory, and remember it there."""
        plan = self._older.get(chunk) or self._rules.terms(chunk)
        if len(chunk) <= LONGEST_REMEMBERED:
            if len(self._memory) >= self._half:
                self._older, self._memory = self._memory, {}
            self._memory[chunk] = plan
        return plan

"""Text → terms: the one analyzer that feeds every engine, the highlighter and the query.

For every written word there is a root term and a form term at the same position with the same offsets: item
`i` of the roots and item `i` of the forms are always the same written word. How a word gets its root:

1. a number is itself, without the points that group thousands (`1.300` = `1300`); see index.lang.numbers;
2. written in capitals and short (`AS`, `PLTN`), or capitalised and not known to the stemmer: a name, an
   abbreviation; its root is its form, wherever it stands. (At the start of a sentence unknown words are
   names far more often than words, and a name must have one root in all places.) Where the small letters
   are another word (`AS` and "as", `HAM` and "ham") the root keeps its capitals, the only ones in an index;
   names that look derived (`Bekasi`, `Gunawan`) are data and keep their form in any case;
3. a clitic behind a hyphen comes off (`PBB-nya`, `1980-an`); the root is that of what is left;
4. a reduplication is one word (`buku-buku` → buku);
5. any other compound (`Nagorno-Karabakh`, `Covid-19`, `detik.com`) is a term as a whole, at the position of
   its first part, and each part is a term at a position of its own, so that `"nagorno karabakh"` finds it;
6. everything else is the stemmer's.

The case of a lower-case query is not known, so a word that the stemmer does not know may be indexed under
its form (as a name) and under its stem: `roots_of` names both. This module must not know any engine.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from index.lang.numbers import number_root
from index.lang.token import Token
from index.lang.words import (
    CHUNK,
    MAX_LENGTH,
    PASSAGE_BREAK,
    Word,
    chunk_classes,
    fold,
    words_of_chunk,
    written_words,
)

# Chunks remembered, about 400 bytes each: the words of some ten thousand articles.
MEMORY_LIMIT = 200_000
LONGEST_REMEMBERED = 48
# So many texts of questions are remembered taken apart.
MOST_ASKED = 2_000
# Headlines in capitals hold ordinary words; up to this length capitals mean an abbreviation.
LONGEST_ABBREVIATION = 4
# Positions between passages: no phrase reaches over them, for a slop is at most 100 (`searcher.lexer`).
PASSAGE_GAP = 128
CLITICS = frozenset({"nya", "lah", "kah", "pun", "ku", "mu"})
CLITIC_OF_NAMES = "nya"
DECADE = "an"


class Roots(Protocol):
    """What the analyzer asks of a stemmer."""

    def stem(self, word: str) -> str:
        """Return the root of a lower-case word."""

    def known(self, word: str) -> bool:
        """Return whether the lexicon can explain the lower-case word."""

    def traces(self, root: str) -> tuple[str, ...]:
        """Return letters of which some stand side by side in every word without a hyphen of this root."""


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


# One term of a chunk: root, form, position and offsets relative to the chunk's.
_Term = tuple[str, str, int, int, int]
# What a chunk becomes: its terms and how many positions it takes.
ChunkTerms = tuple[tuple[_Term, ...], int]


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
        self._names = frozenset(names)
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
        """
        return self._memory.get(chunk) or self._plan(chunk)

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
        plan = self._older.get(chunk) or self._analysed(chunk)
        if len(chunk) <= LONGEST_REMEMBERED:
            if len(self._memory) >= self._half:
                self._older, self._memory = self._memory, {}
            self._memory[chunk] = plan
        return plan

    def _analysed(self, chunk: str) -> ChunkTerms:
        if chunk.isascii() and chunk.isalpha():  # most are: one word, as it is written
            form = chunk.lower()[:MAX_LENGTH]
            return ((self._simple_root(chunk, form), form, 0, 0, len(chunk)),), 1
        if chunk == PASSAGE_BREAK:
            return (), PASSAGE_GAP
        terms: list[_Term] = []
        advance = 0
        for word in words_of_chunk(chunk):
            added, steps = self._terms(word, advance)
            terms += added
            advance += steps
        return tuple(terms), advance

    def _terms(self, word: Word, position: int) -> tuple[list[_Term], int]:
        """Return the terms of one word and the number of positions it takes."""
        form = fold(word.text)
        if not form:
            return [], 0
        root = self._root(word, form)
        whole = (root or form, form, position, word.start, word.end)
        if root:
            return [whole], 1
        parts = [part for part in word.parts if fold(part.text)]
        terms = [whole]
        for step, part in enumerate(parts):
            part_form = fold(part.text)
            part_root = self._simple_root(part.text, part_form)
            terms.append((part_root, part_form, position + step, part.start, part.end))
        return terms, max(1, len(parts))

    def _root(self, word: Word, form: str) -> str:
        """Return the root of a word that takes one position, "" for a compound of several."""
        if not word.parts:
            return self._simple_root(word.text, form)
        last = fold(word.parts[-1].text)
        if last in CLITICS or (last == DECADE and word.parts[-2].text.isdigit()):
            base = word.text[: word.parts[-1].start - word.start - 1]
            inner = next(written_words(base), None)
            return self._root(inner, fold(base)) if inner else ""
        if "." in form or any(character.isdigit() for character in form):
            return ""
        stem = self._stemmer.stem(form)
        if stem and "-" not in stem:
            return stem
        first, *others = (self._stemmer.stem(fold(part.text)) for part in word.parts)
        return first if others == [first] else ""

    def _simple_root(self, written: str, form: str) -> str:
        if form[0].isdigit():
            return number_root(form)
        capital = written[0].isupper()
        if capital and len(written) <= LONGEST_ABBREVIATION and written.isupper():
            return written if written in self._capitals else form
        if form in self._names:
            return form
        if form.endswith(CLITIC_OF_NAMES) and (bare := form.removesuffix(CLITIC_OF_NAMES)) in self._names:
            return bare
        if capital and not self._stemmer.known(form):
            return form
        return self._stemmer.stem(form) or form

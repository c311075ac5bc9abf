"""One chunk of text → its terms: what is one word there, and what its root is.

How a word gets its root:

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

This module must not know texts, nor remember what it has decided.
"""

from __future__ import annotations

from typing import Protocol

from index.lang.numbers import number_root
from index.lang.words import MAX_LENGTH, PASSAGE_BREAK, Word, fold, glued_words, words_of_chunk, written_words

# Headlines in capitals hold ordinary words; up to this length capitals mean an abbreviation.
LONGEST_ABBREVIATION = 4
# Positions between passages: no phrase reaches over them, for a slop is at most 100 (`searcher.lexer`).
PASSAGE_GAP = 128
CLITICS = frozenset({"nya", "lah", "kah", "pun", "ku", "mu"})
CLITIC_OF_NAMES = "nya"
DECADE = "an"

# One term of a chunk: root, form, position and offsets relative to the chunk's.
Term = tuple[str, str, int, int, int]
# What a chunk becomes: its terms and how many positions it takes.
ChunkTerms = tuple[tuple[Term, ...], int]


class Roots(Protocol):
    """What the analyzer asks of a stemmer."""

    def stem(self, word: str) -> str:
        """Return the root of a lower-case word."""

    def known(self, word: str) -> bool:
        """Return whether the lexicon can explain the lower-case word."""

    def traces(self, root: str) -> tuple[str, ...]:
        """Return letters of which some stand side by side in every word without a hyphen of this root."""


class ChunkRules:
    """The rules; a pure function of stemmer and data, never raises."""

    def __init__(self, stemmer: Roots, capitals: frozenset[str], names: frozenset[str]) -> None:
        """Take a stemmer, abbreviations whose small letters are another word, and folded names."""
        self._stemmer, self._capitals, self._names = stemmer, capitals, names

    def terms(self, chunk: str) -> ChunkTerms:
        """Return the terms of one match of CHUNK, offsets and positions its own."""
        if chunk.isascii() and chunk.isalpha():  # most are: one word, as it is written
            form = chunk.lower()[:MAX_LENGTH]
            return ((self._simple_root(chunk, form), form, 0, 0, len(chunk)),), 1
        if chunk == PASSAGE_BREAK:
            return (), PASSAGE_GAP
        if glued := glued_words(chunk):
            return self._each(glued), len(glued)
        terms: list[Term] = []
        advance = 0
        for word in words_of_chunk(chunk):
            added, steps = self._terms(word, advance)
            terms += added
            advance += steps
        return tuple(terms), advance

    def _each(self, words: list[str]) -> tuple[Term, ...]:
        """Return the terms of plain words with one character between them."""
        terms: list[Term] = []
        start = 0
        for step, word in enumerate(words):
            form, end = word.lower()[:MAX_LENGTH], start + len(word)
            terms.append((self._simple_root(word, form), form, step, start, end))
            start = end + 1
        return tuple(terms)

    def _terms(self, word: Word, position: int) -> tuple[list[Term], int]:
        """Return the terms of one word and the number of positions it takes."""
        form = fold(word.text)
        if not form:
            return [], 0
        root = self._root(word, form)
        whole = (root or form, form, position, word.start, word.end)
        if root:
            return [whole], 1
        parts = [(part, part_form) for part in word.parts if (part_form := fold(part.text))]
        terms = [whole]
        for step, (part, part_form) in enumerate(parts):
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
            inner, bare = next(written_words(base), None), fold(base)
            # What nobody sees (a zero-width space) may stand before the hyphen: the clitic is the word.
            return self._root(inner, bare) if inner and bare else self._simple_root(form, form)
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

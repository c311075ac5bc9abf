"""Abbreviations and their long forms, in both directions, for the words of a query.

This is pure data over words: a query's words as they were written come in, what could be searched besides
comes out; whoever asks makes a query tree of it. This module must not know texts, indexes or query trees.
The table `data/abbreviations.tsv` explains its columns and guards; README.md, "Abbreviations", teaches them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.lang.tables import Row, read_table
from index.lang.words import fold, written_words

DATA = Path(__file__).parent / "data" / "abbreviations.tsv"
COLUMNS = ("short", "long", "kind", "guard", "note")
_KINDS = """
agency bank business company court culture disaster economy education health international law media military
mined ministry office party place police politics project religion science security society sport state
technology title transport variant
"""
KINDS = frozenset(_KINDS.split())
# What may hang on the last word of a long form or of an abbreviation: "menteri luar negerinya".
_CLITICS = ("nya", "lah", "kah", "pun")
# A context word this long is also recognised inside a longer one: cerai in "perceraian".
_INSIDE = 4
# Up to this length "Kai", "Nik" or "Das" are names, not abbreviations.
_NAME = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of the table: writings that mean the same.

    With `case` a short form counts only when it is written exactly so. With `near` it counts only where one
    of these folded words stands in the query, and the long form does not add it.
    """

    short: tuple[str, ...]
    long: tuple[str, ...]
    kind: str
    case: bool = False
    near: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Expansion:
    """A stretch of the query, words `start` … `end` (half open), that can be said in other words.

    `written` is the stretch as it was written; each of `added` is an alternative as a tuple of written words
    ("Menteri", "Luar", "Negeri"), to be searched side by side.
    """

    start: int
    end: int
    written: str
    added: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Writing:
    """One way to write a meaning: its folded pieces, and the number of the meaning."""

    pieces: tuple[str, ...]
    text: str
    meaning: int
    short: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a query word: hyphens and slashes divide; `word` is the index of the word it is of."""

    folded: str
    written: str
    word: int


class Abbreviations:
    """A set of meanings that finds them in queries. Immutable; never raises for any words."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self.meanings: tuple[Meaning, ...] = tuple(meanings)
        self._by_first: dict[str, list[_Writing]] = {}
        for number, meaning in enumerate(self.meanings):
            for text in meaning.short + meaning.long:
                pieces = tuple(piece.folded for piece in _pieces((text,)))
                if pieces:
                    writing = _Writing(pieces, text, number, text in meaning.short)
                    self._by_first.setdefault(pieces[0], []).append(writing)
        for writings in self._by_first.values():
            writings.sort(key=lambda writing: -len(writing.pieces))

    @classmethod
    def load(cls, path: Path = DATA) -> Abbreviations:
        """Read the table; raises LanguageDataError naming the line that breaks its rules."""
        return cls([_meaning(row) for row in read_table(path, COLUMNS)])

    def extended(self, meanings: Iterable[Meaning]) -> Abbreviations:
        """Return these abbreviations and others, without what is known already; the table goes first."""
        known = {(fold_all(s), fold_all(lg)) for m in self.meanings for s in m.short for lg in m.long}
        new = [
            meaning
            for meaning in meanings
            if not any((fold_all(s), fold_all(lg)) in known for s in meaning.short for lg in meaning.long)
        ]
        return Abbreviations(self.meanings + tuple(new))

    def capitals(self) -> frozenset[str]:
        """Return the short forms whose small letters are another word (AS, BIN): only capitals mean them."""
        return frozenset(
            short
            for meaning in self.meanings
            if meaning.case and not meaning.near
            for short in meaning.short
            if short.isalpha() and short.isupper()
        )

    def expansions(self, words: Sequence[str]) -> tuple[Expansion, ...]:
        """Return what the words of a query can be said with besides, left to right, without overlaps.

        The longest writing at a place wins. Each word is one written word of the query, its case kept.
        """
        pieces = _pieces(words)
        context = frozenset(piece.folded for piece in pieces)
        found: list[Expansion] = []
        at = 0
        while at < len(pieces):
            length, matched = self._longest(pieces, at, context)
            expansion = self._expansion(words, pieces[at : at + length], matched)
            if expansion:
                found.append(expansion)
            at += length if expansion else 1
        return tuple(found)

    def _longest(
        self, pieces: Sequence[_Piece], at: int, context: frozenset[str]
    ) -> tuple[int, list[_Writing]]:
        """Return the writings of the longest stretch that starts at a piece, and its length (0: none)."""
        first = pieces[at]
        if at and pieces[at - 1].word == first.word:
            return 0, []
        candidates = self._by_first.get(first.folded) or self._by_first.get(_bare(first.folded), [])
        length, matched = 0, []
        for writing in candidates:
            if len(writing.pieces) < length:
                break
            stretch = pieces[at : at + len(writing.pieces)]
            following = pieces[at + len(stretch)] if at + len(stretch) < len(pieces) else None
            if _matches(writing, stretch, following) and self._allowed(writing, stretch, context):
                length = len(stretch)
                matched.append(writing)
        return length, self._decided(matched)

    def _allowed(self, writing: _Writing, stretch: Sequence[_Piece], context: frozenset[str]) -> bool:
        meaning = self.meanings[writing.meaning]
        if not writing.short:
            return True
        if writing.text.isupper() and _like_a_name(stretch[0]):
            return False
        if meaning.case and _plain(stretch).removesuffix("nya") != _plain(_pieces((writing.text,))):
            return False
        return not meaning.near or _near(meaning.near, context - set(writing.pieces))

    def _decided(self, matched: list[_Writing]) -> list[_Writing]:
        """Prefer the meanings that the context speaks for."""
        guarded = [writing for writing in matched if writing.short and self.meanings[writing.meaning].near]
        return guarded or matched

    def _expansion(
        self, words: Sequence[str], stretch: Sequence[_Piece], matched: Sequence[_Writing]
    ) -> Expansion | None:
        if not matched:
            return None
        own = tuple(piece.folded for piece in stretch)
        added: dict[tuple[str, ...], tuple[str, ...]] = {}
        for writing in matched:
            for text in self._others(writing):
                pieces = fold_all(text)
                if pieces not in (own, writing.pieces):
                    added.setdefault(pieces, tuple(word.text for word in written_words(text)))
        if not added:
            return None
        start, end = stretch[0].word, stretch[-1].word + 1
        notes = dict.fromkeys(self.meanings[writing.meaning].note for writing in matched)
        note = "; ".join(filter(None, notes))
        return Expansion(start, end, " ".join(words[start:end]), tuple(added.values()), note)

    def _others(self, writing: _Writing) -> tuple[str, ...]:
        meaning = self.meanings[writing.meaning]
        if meaning.near and not writing.short:
            return meaning.long
        return meaning.short + meaning.long


def fold_all(text: str) -> tuple[str, ...]:
    """Return the folded pieces of a text, hyphens and slashes dividing."""
    return tuple(piece.folded for piece in _pieces((text,)))


def _pieces(words: Sequence[str]) -> list[_Piece]:
    found = []
    for number, text in enumerate(words):
        for word in written_words(text):
            for part in word.parts or (word,):
                folded = fold(part.text)
                if folded:
                    found.append(_Piece(folded, part.text, number))
    return found


def _matches(writing: _Writing, stretch: Sequence[_Piece], following: _Piece | None) -> bool:
    """Whether pieces are this writing and end with a whole word, which may carry a clitic."""
    if len(stretch) < len(writing.pieces):
        return False
    *inner, last = (piece.folded for piece in stretch)
    if tuple(inner) != writing.pieces[:-1] or writing.pieces[-1] not in (last, _bare(last)):
        return False
    return following is None or following.word != stretch[-1].word or following.folded in _CLITICS


def _like_a_name(piece: _Piece) -> bool:
    """Whether a word inside a query is written like a name: Kai is not KAI (a first word may be either)."""
    first, rest = piece.written[:1], piece.written[1:]
    return piece.word > 0 and len(rest) < _NAME and first.isupper() and rest.islower()


def _plain(stretch: Sequence[_Piece]) -> str:
    return "".join(piece.written for piece in stretch).replace(".", "")


def _bare(folded: str) -> str:
    for clitic in _CLITICS:
        if folded.endswith(clitic) and len(folded) > len(clitic) + 1:
            return folded.removesuffix(clitic)
    return folded


def _near(wanted: Iterable[str], context: Iterable[str]) -> bool:
    words = tuple(context)
    return any(want in words or (len(want) >= _INSIDE and any(want in w for w in words)) for want in wanted)


def _meaning(row: Row) -> Meaning:
    short, long = row.list("short"), row.list("long")
    if not long:
        raise row.error("no long form")
    if row["kind"] not in KINDS:
        raise row.error(f"{row['kind']!r} is no kind; there are {', '.join(sorted(KINDS))}")
    case = False
    near: tuple[str, ...] = ()
    for guard in row.list("guard", ";"):
        if guard == "case":
            case = True
        elif guard.startswith("near "):
            near = tuple(fold(word.strip()) for word in guard.removeprefix("near ").split("|"))
        else:
            raise row.error(f"a guard is case or near …, not {guard!r}")
    return Meaning(short, long, row["kind"], case, near, row["note"])

"""Abbreviations that articles introduce: "Badan Kopi Nusantara (BKN)", "BKN (Badan Kopi Nusantara)".

`mine` finds candidates in one text by agreement of letters: initials (PLTN), syllables (Kemenhan), and, where
an abbreviation is of another language (CSTO), a capitalised name that begins like the name of a body.
`MinedAbbreviations` counts them over an archive, can be merged, and decides which to believe. This module
must not know articles, only texts and the identifiers under which they are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_letters
from typing import Literal

from index.lang.abbreviations import Meaning
from index.lang.tables import read_table

Method = Literal["initials", "syllables", "translated"]

DATA = Path(__file__).parent / "data" / "abbreviations_heads.tsv"
COLUMNS = ("head", "note")

# The long form stands within this many characters before the bracket.
REACH = 130
MOST_WORDS = 12
LONGEST = 14  # letters of an abbreviation
MOST_EVIDENCE = 3
# Small words that have no letter in an abbreviation.
_SILENT = frozenset(
    ("dan", "di", "ke", "dari", "untuk", "bagi", "dengan", "atas", "pada", "the", "of", "and", "for")
)
_SHORT = r"[A-Z][A-Za-z]*+(?:[-/&][A-Za-z]++)*+"
_AFTER = re.compile(rf"\(\s*(?:disingkat\s+|atau\s+)?({_SHORT})\s*\)")
# "BKN (Badan Kopi Nusantara)" is looked for from its bracket: not every word with a capital is tried.
_INSIDE = re.compile(r"\(\s*([A-Za-z][^()\n]{6,100}+)\s*\)")
_LAST_SHORT = re.compile(rf"(?<![\w-]){_SHORT}\Z")
_IN_SHORT = frozenset(f"{ascii_letters}-/&")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[,;:.!?\"“”()\n\d]")
_LAST_END = re.compile(r'.*[;:.!?"“”()\n]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pair:
    """An abbreviation and what it seems to stand for, as written."""

    short: str
    long: str
    method: Method


def load_heads(path: Path = DATA) -> frozenset[str]:
    """Return the words that begin the name of a body, in small letters; raises LanguageDataError."""
    return frozenset(row["head"].lower() for row in read_table(path, COLUMNS))


def mine(text: str, heads: frozenset[str]) -> Iterator[Pair]:
    """Yield the abbreviations that a text introduces. Never raises; linear in the text."""
    if "(" not in text:
        return
    for match in _AFTER.finditer(text):
        short = match.group(1)
        if _is_short(short):
            yield from _pair(short, text, _stretch(text, match.start()), heads)
    for match in _INSIDE.finditer(text):
        short = _short_before(text, match.start())
        if _is_short(short):
            words = list(_WORD.finditer(text, *match.span(1)))
            if words and len(_agreeing(short, words)) == len(words):
                yield from _pair(short, text, words, frozenset())


def _short_before(text: str, bracket: int) -> str:
    """Return what may be an abbreviation and stands before a bracket, "" where there is none."""
    end = bracket
    while end and text[end - 1].isspace():
        end -= 1
    begin = end
    while begin and text[begin - 1] in _IN_SHORT:
        begin -= 1
    found = _LAST_SHORT.search(text, begin, end)
    return found.group() if found else ""


def _is_short(short: str) -> bool:
    return 2 <= len(short) <= LONGEST and (len(short) >= 5 or sum(map(str.isupper, short)) >= 2)


def _stretch(text: str, bracket: int) -> list[re.Match[str]]:
    """Return the last words before a bracket, commas among them, back to the end of a sentence."""
    first = max(0, bracket - REACH)
    end = _LAST_END.match(text, first, bracket)
    words = list(_WORD.finditer(text, end.end() if end else first, bracket))
    if first > 0 and not end and words and words[0].start() == first:
        del words[0]  # it may be half a word
    return words[-2 * MOST_WORDS :]


def _pair(short: str, text: str, words: Sequence[re.Match[str]], heads: frozenset[str]) -> Iterator[Pair]:
    agreeing, method = _agreeing(short, words), _method(short)
    if not agreeing and short.isupper():
        agreeing, method = _named(words, heads), "translated"
    if agreeing:
        long = " ".join(text[agreeing[0].start() : agreeing[-1].end()].split())
        if long.lower() != short.lower():
            yield Pair(short, long, method)


def _method(short: str) -> Method:
    return "initials" if short.isupper() or not short[1:].islower() else "syllables"


def _agreeing(short: str, words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """Return the words at the end of a stretch whose letters make the abbreviation, [] where they do not."""
    letters = (short if short.isalpha() else "".join(filter(str.isalpha, short))).lower()
    lower = [word.group().lower() for word in words]
    by_syllables = not short.isupper() or len(letters) > 5
    fits = _initials(lower, letters)
    if fits is None and by_syllables:
        fits = _syllables(lower, letters)
    return words[fits:] if fits is not None and len(words) - fits >= 2 else []


def _initials(words: Sequence[str], letters: str) -> int | None:
    """Return where the words begin whose initials are the letters, reading backwards."""
    at, left = len(words), len(letters)
    while left and at:
        at -= 1
        word = words[at]
        if word[0] == letters[left - 1] and not (word in _SILENT and _more(words[:at], letters[:left])):
            left -= 1
        elif word not in _SILENT and word != ",":
            return None
    return at if not left else None


def _more(words: Sequence[str], letters: str) -> bool:
    """Whether the letters can all be had from words before a silent one: then it stays silent."""
    for word in reversed(words):
        if word not in _SILENT and word != ",":
            return word[0] == letters[-1]
    return False


def _syllables(words: Sequence[str], letters: str) -> int | None:
    """Return where the words begin that give the letters piece by piece (Kemen-han), the fewest words."""
    for at in range(len(words) - 2, max(-1, len(words) - MOST_WORDS - 1), -1):
        word = words[at]
        begins = word[0] == letters[0] or len(letters) >= LONGEST  # a piece so long may be from within
        if begins and word not in _SILENT and word != "," and _pieces(words[at:], letters):
            return at
    return None


def _pieces(words: Sequence[str], letters: str) -> bool:
    """Whether each word gives a piece: the first its beginning, others a beginning or ≥ 2 letters inside."""
    reached = {0}
    for place, word in enumerate(words):
        if word not in _SILENT and word != ",":
            inside = 2 if place else LONGEST
            reached = {end for start in reached for end in _piece_ends(word, letters, start, inside)}
    return len(letters) in reached


def _piece_ends(word: str, letters: str, start: int, inside: int) -> Iterator[int]:
    """Yield where a piece that begins at `start` may end; with `inside` letters it may be from within."""
    for end in range(start + 1, min(len(letters), start + len(word)) + 1):
        piece = letters[start:end]
        if word.startswith(piece) or (end - start >= inside and piece in word):
            yield end


def _named(words: Sequence[re.Match[str]], heads: frozenset[str]) -> Sequence[re.Match[str]]:
    """Return the run of capitalised words at the end that begins with a head, at least three words."""
    start = len(words)
    while start and (words[start - 1].group()[0].isupper() or words[start - 1].group() in _SILENT):
        start -= 1
    for at in range(start, len(words) - 2):
        if words[at].group().lower() in heads:
            return words[at:] if len(words) - at <= MOST_WORDS else []
    return []


@dataclass(slots=True)
class _Count:
    """How often a pair was seen, in how many texts, and in which first."""

    method: Method
    longs: dict[str, int]
    evidence: list[str]

    def total(self) -> int:
        return sum(self.longs.values())


class MinedAbbreviations:
    """Counts what texts introduce; the same result whatever the order of texts or merges."""

    def __init__(self, heads: frozenset[str]) -> None:
        self._heads = heads
        self._counts: dict[tuple[str, str], _Count] = {}

    def add(self, text_id: str, text: str) -> None:
        """Count every pair of a text once."""
        for pair in set(mine(text, self._heads)):
            self._see(pair, 1, [text_id])

    def merge(self, rows: Iterable[dict[str, object]]) -> None:
        """Add what another counter saw, given as its `rows`."""
        for row in rows:
            method: Method = "initials"
            for known in ("syllables", "translated"):
                method = known if row["method"] == known else method
            evidence = row["evidence"]
            seen = [str(text_id) for text_id in evidence] if isinstance(evidence, list) else []
            self._see(Pair(str(row["short"]), str(row["long"]), method), int(str(row["count"])), seen)

    def rows(self) -> list[dict[str, object]]:
        """Return every pair as a plain row (short, long, method, count, evidence), commonest first."""
        found: list[dict[str, object]] = [
            {
                "short": short,
                "long": long,
                "method": count.method,
                "count": times,
                "evidence": sorted(count.evidence)[:MOST_EVIDENCE],
            }
            for (short, _), count in self._counts.items()
            for long, times in count.longs.items()
        ]
        return sorted(found, key=lambda row: (-int(str(row["count"])), str(row["short"]), str(row["long"])))

    def _see(self, pair: Pair, times: int, evidence: Sequence[str]) -> None:
        key = (pair.short, pair.long.lower())
        count = self._counts.setdefault(key, _Count(pair.method, {}, []))
        count.longs[pair.long] = count.longs.get(pair.long, 0) + times
        count.evidence = sorted({*count.evidence, *evidence})[:MOST_EVIDENCE]

    def meanings(self) -> list[Meaning]:
        """Return what is believed: see `_believed`; at most two meanings of one abbreviation."""
        by_short: dict[str, list[tuple[int, str, _Count]]] = {}
        for (short, folded), count in self._counts.items():
            by_short.setdefault(short, []).append((count.total(), folded, count))
        found = []
        for short in sorted(by_short):
            ranked = sorted(by_short[short], key=lambda item: (-item[0], item[1]))
            most = ranked[0][0]
            for total, _, count in ranked[:2]:
                if _believed(short, count, total) and total * 4 >= most:
                    found.append(_meaning(short, count))
        return found


def _believed(short: str, count: _Count, total: int) -> bool:
    """Letters that agree need one witness, two letters or syllables two; see `mine` for translated names."""
    return total >= (2 if len(short) == 2 or count.method == "syllables" else 1)


def _meaning(short: str, count: _Count) -> Meaning:
    long = max(sorted(count.longs), key=lambda written: count.longs[written])
    note = f"{count.method}: {', '.join(count.evidence)}"
    return Meaning((short,), (long,), "mined", case=short.isupper() and len(short) <= 4, note=note)

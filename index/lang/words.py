"""Text → written words with their places, and the folded form by which a written word is compared.

What is one word, with code-point offsets of the text as it was given:

- a run of letters and digits, with apostrophes inside (`Jum'at`, `Al-Qur'an`); the folded form drops the
  apostrophe, so `Jum'at` = `Jumat`, `Ma'ruf` = `Maruf`; an English possessive goes (`Trump's` = `Trump`);
- runs joined by single hyphens are one word with `parts` (`buku-buku`, `Nagorno-Karabakh`, `Covid-19`):
  whether the parts count is the analyzer's decision, and so is a clitic behind a hyphen (`PBB-nya`);
- a number with its inner points and commas (`19,1`, `1.300`); `Rp` glued to a number comes off; a slash or
  a colon divides (`27/9/2020` is three words, `10:30` two);
- letters with points are one word without them (`S.H.` = `SH`, `M.Si.` = `MSi`, `a.n.` = `an`), `R&D` too;
- a host name is one word with `parts` (`detik.com`, `KONTAN.CO.ID`); of an address with `http://` only the
  host is kept; an e-mail address is one word; `#tagar` and `@nama` are words without the sign.

The folded form: NFKD, case folded, accents, soft hyphens and zero-width characters gone, at most
MAX_LENGTH code points. This module must not know roots, stop words or any engine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

MAX_LENGTH = 64
# A longer run of joined characters is no address and no compound: only its plain words are kept, so that
# hostile input costs linear time.
MAX_CHUNK = 256

_MARKS = "\u00ad\u0300-\u036f\u064b-\u0652\u200b-\u200d\u2060"
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'’ʼ‘`"
# First stage: whatever could belong together, cheap and possessive; the second stage looks inside, once for
# every distinct chunk, because the analyzer remembers them.
_CHUNK_LETTER = rf"[\w{_MARKS}]"
_CHUNK_JOINER = rf"[{_HYPHENS}{_APOSTROPHES}.,/@:&?=#%~+]"
CHUNK = re.compile(rf"{_CHUNK_LETTER}++(?:{_CHUNK_JOINER}++{_CHUNK_LETTER}++)*+")
# Stands between passages that are no one text (one quote and the next): a CHUNK, of no words, that nobody
# writes. The analyzer leaves a gap of positions there.
PASSAGE_BREAK = "_/_"
# As far as the table of `chunk_classes` goes: Latin, Greek, Cyrillic, Arabic and what printers use. Emoji,
# Chinese and whatever else is rare here lies behind.
CLASSES_END = 0x3000

_ALNUM = rf"(?:[^\W_]|[{_MARKS}])"
_LETTER = r"[^\W\d_]"
_UNIT = rf"(?:\d+(?:[.,]\d+)++|{_ALNUM}++(?:[{_APOSTROPHES}]{_ALNUM}++)*+)"
_TOP_DOMAINS = "com|co|id|net|org|info|tv|news|gov|go|edu|ac|mil|int|io|me|my|sg|uk|au|us|eu|ru|am|az|tr|jp"
_PIECE = re.compile(
    rf"""
      https?://(?:www\.)?(?P<host>[^\W_]+(?:[.-][^\W_]+)*+)\S*
    | (?P<email>{_ALNUM}++(?:[._+-]{_ALNUM}++)*+@[^\W_]++(?:[.-][^\W_]++)++)
    | (?P<domain>[^\W_]++(?:[.-][^\W_]++)*?\.(?i:{_TOP_DOMAINS})(?:\.(?i:{_TOP_DOMAINS}))?)(?![.-]?[^\W_])
    | (?P<dotted>{_LETTER}(?:\.{_LETTER}{{1,3}})+(?!{_ALNUM})|{_LETTER}&{_LETTER}(?!{_ALNUM}))
    | (?i:Rp)(?=\d) | {_UNIT}(?:[{_HYPHENS}]{_UNIT})*+
    """,
    re.VERBOSE,
)
# Most chunks that are not one word: sentences without a blank between them ("memastikan.Artikel").
_GLUED = re.compile(r"[A-Za-z]{2,}+(?:[.,][A-Za-z]{2,}+)++")
# Most of the others: one word, of ASCII letters and figures with hyphens, or a number.
_ONE_WORD = re.compile(r"(?!(?i:rp)[0-9])[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+|[0-9]++(?:[.,][0-9]++)++")
_PLAIN_NAME = re.compile(rf"[A-Za-z]{{1,{MAX_LENGTH}}}+(?: [A-Za-z]{{1,{MAX_LENGTH}}}+)*+")
_TOP_DOMAIN_SET = frozenset(_TOP_DOMAINS.split("|"))
_PLAIN = re.compile(r"[^\W_]+")
_PART = re.compile(rf"[^{_HYPHENS}]+")
_LABEL = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")
_NO_APOSTROPHE = re.compile(r"[!-&(-_a-~]*+")  # of what is ASCII
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})
_KEPT = frozenset("-.,&@")
_DROPPED = {code: None for code in range(128) if not (chr(code).isalnum() or chr(code) in _KEPT)}


class Word(NamedTuple):
    """A word as written at `start` … `end`, with the parts it is joined from (none for a simple word)."""

    text: str
    start: int
    end: int
    parts: tuple[Word, ...] = ()


@cache
def chunk_classes() -> bytes:
    """Return CHUNK as a table: of each of the first code points 1 for a letter, 2 for a joiner, 3 both."""
    classes = bytearray(CLASSES_END)
    everything = "".join(map(chr, range(CLASSES_END)))
    for mark, pattern in ((1, _CHUNK_LETTER), (2, _CHUNK_JOINER)):
        for match in re.finditer(pattern, everything):
            classes[match.start()] |= mark
    return bytes(classes)


def written_words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order. Never raises; spans are in range, ordered and disjoint."""
    for chunk in CHUNK.finditer(text):
        yield from words_of_chunk(chunk.group(), chunk.start())


def words_of_chunk(chunk: str, offset: int = 0) -> Iterator[Word]:
    """Yield the words of one match of CHUNK that starts at `offset`."""
    if len(chunk) > MAX_CHUNK:
        for plain in _PLAIN.finditer(chunk):
            yield Word(plain.group(), offset + plain.start(), offset + plain.end())
        return
    if _ONE_WORD.fullmatch(chunk):  # what _PIECE says of it, four times as fast
        parts = _parts(chunk, offset, _PART) if "-" in chunk else ()
        yield Word(chunk, offset, offset + len(chunk), parts)
        return
    for match in _PIECE.finditer(chunk):
        group = match.lastgroup or ""
        start, end = match.span(group) if group else match.span()
        written = chunk[start:end]
        if not group or group in ("host", "domain"):
            inner = _LABEL if group else _PART
            joined = bool(group) or any(hyphen in written for hyphen in _HYPHENS)
            parts = _parts(written, offset + start, inner) if joined else ()
            yield Word(written, offset + start, offset + end, parts)
        else:
            yield Word(written, offset + start, offset + end)


def glued_words(chunk: str) -> list[str]:
    """Return the words of a chunk of plain words with one point or comma between them; none of any other.

    What `words_of_chunk` says of the same chunk, four times as fast.
    """
    if not _GLUED.fullmatch(chunk):
        return []
    words = chunk.replace(",", ".").split(".")
    return words if _TOP_DOMAIN_SET.isdisjoint(map(str.lower, words)) else []


def _parts(written: str, offset: int, pattern: re.Pattern[str]) -> tuple[Word, ...]:
    found = [Word(m.group(), offset + m.start(), offset + m.end()) for m in pattern.finditer(written)]
    return tuple(found) if len(found) > 1 else ()


def fold(written: str) -> str:
    """Return the form by which a written word is compared: see the module's text. May be empty."""
    if written.isascii() and written.isalnum():
        return written.lower()[:MAX_LENGTH]
    plain = (
        written if _NO_APOSTROPHE.fullmatch(written) else _APOSTROPHE.sub("", _POSSESSIVE.sub("", written))
    )
    if len(plain) > 1 and "." in plain and all(len(part) <= 3 for part in plain.split(".")):
        plain = _without_points(plain)
    if plain.isascii():
        kept = plain.lower().translate(_DROPPED)
    else:
        decomposed = unicodedata.normalize("NFKD", plain).casefold().translate(_UNDECOMPOSED)
        kept = "".join(
            "-" if c in _HYPHENS else c for c in decomposed if c.isalnum() or c in _KEPT or c in _HYPHENS
        )
        kept = unicodedata.normalize("NFC", kept)
    return kept[:MAX_LENGTH].strip("-.,&@")


def folded_name(name: str) -> str:
    """Return the words of a name as they are compared, with a space between."""
    if _PLAIN_NAME.fullmatch(name):
        return name.lower()
    return " ".join(fold(part.text) for word in written_words(name) for part in word.parts or (word,))


def _without_points(written: str) -> str:
    letters = written.replace(".", "")
    return letters if letters.isalpha() and len(written.split(".")[0]) == 1 else written

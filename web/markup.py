"""The only place where HTML is made from text: escape first, then mark.

Everything takes spans as (start, end) code points of the text it is given and survives any of them: outside
the text, reversed, overlapping. No engine, no words of ours: labels stay in the templates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from index.article import Span

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
SAFE_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with what to mark in it: hits, numbered from `first`; links are (start, end, address, title)."""

    text: str
    hits: tuple[Span, ...] = ()
    links: tuple[tuple[int, int, str, str], ...] = ()
    first: int = 1


def tidy(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """Return spans in order, within the text, without empty ones, overlapping ones joined."""
    found: list[Span] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """Return `text` as HTML with `<mark>` around each span."""
    pieces = [  # joined as plain text, each escaped: a third of the time that Markup's own joining takes
        f"<mark>{escape(text[start:end])}</mark>" if hit else str(escape(text[start:end]))
        for start, end, hit in _stretches(0, len(text), tidy(spans, len(text)))
    ]
    return Markup("".join(pieces))


def _stretches(start: int, end: int, spans: tuple[Span, ...]) -> Iterator[tuple[int, int, bool]]:
    """Cut `start` … `end` at the borders of spans that are in order: (start, end, is it in a span)."""
    at = start
    for index in range(bisect_right(spans, start, key=_end), len(spans)):
        if spans[index][0] >= end:
            break
        left, right = max(spans[index][0], start), min(spans[index][1], end)
        if at < left:
            yield at, left, False
        yield left, right, True
        at = right
    if at < end:
        yield at, end, False


def _end(span: tuple[int, int] | tuple[int, int, str, str]) -> int:
    return span[1]


def paragraphs(passage: Passage) -> tuple[Markup, ...]:
    """Return each line of a text that is not blank as the HTML of one paragraph.

    Every hit is a `<mark id="hN">`; a link that a hit only partly covers keeps both. Links that overlap an
    earlier one are left out, for no link may stand in another.
    """
    hits = tidy(passage.hits, len(passage.text))
    links = _apart(passage.links, len(passage.text))
    numbers = {span[0]: number for number, span in enumerate(hits, passage.first)}
    return tuple(
        Markup("").join(_linked(passage.text, found.start(), found.end(), links, hits, numbers))
        for found in PARAGRAPH.finditer(passage.text)
    )


def shared_paragraphs(text: str, spans: Iterable[Span]) -> tuple[bool, ...]:
    """Return, for each paragraph, whether at least half of it lies in the spans."""
    tidied = tidy(spans, len(text))
    found = []
    for line in PARAGRAPH.finditer(text):
        inside = sum(end - start for start, end, hit in _stretches(line.start(), line.end(), tidied) if hit)
        found.append(2 * inside >= line.end() - line.start())
    return tuple(found)


def _apart(links: Iterable[tuple[int, int, str, str]], length: int) -> tuple[tuple[int, int, str, str], ...]:
    found: list[tuple[int, int, str, str]] = []
    for start, end, address, title in sorted(links):
        if 0 <= start < end <= length and (not found or start >= found[-1][1]):
            found.append((start, end, address, title))
    return tuple(found)


def _linked(
    text: str,
    start: int,
    end: int,
    links: tuple[tuple[int, int, str, str], ...],
    hits: tuple[Span, ...],
    numbers: dict[int, int],
) -> Iterator[Markup]:
    at = start
    for index in range(bisect_right(links, start, key=_end), len(links)):
        left, right, address, title = links[index]
        if left >= end:
            break
        if left < start or right > end:
            continue
        yield _numbered(text, at, left, hits, numbers)
        inner = _numbered(text, left, right, hits, numbers)
        yield Markup('<a class="actor" href="{}" title="{}">{}</a>').format(address, title, inner)
        at = right
    yield _numbered(text, at, end, hits, numbers)


def _numbered(text: str, start: int, end: int, hits: tuple[Span, ...], numbers: dict[int, int]) -> Markup:
    pieces = []
    for left, right, hit in _stretches(start, end, hits):
        if not hit:
            pieces.append(escape(text[left:right]))
        elif left in numbers:
            number = numbers[left]
            pieces.append(Markup('<mark id="h{}" tabindex="-1">{}</mark>').format(number, text[left:right]))
        else:
            pieces.append(Markup("<mark>{}</mark>").format(text[left:right]))
    return Markup("").join(pieces)


def struck(text: str, spans: Iterable[Span]) -> tuple[Markup, ...]:
    """Return the paragraphs of an original text with `<del>` around what cleaning took out."""
    found = tidy(spans, len(text))
    return tuple(
        Markup("").join(
            Markup("<del>{}</del>").format(text[start:end]) if cut else escape(text[start:end])
            for start, end, cut in _stretches(line.start(), line.end(), found)
        )
        for line in PARAGRAPH.finditer(text)
    )


def safe_address(address: str) -> str:
    """Return an address that a link may have (http, https, with a host), "" for any other."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return address.strip() if parts.scheme in SAFE_SCHEMES and parts.netloc else ""

"""One reader for each input format: a file → raw records, or why not.

A reader never raises for what is in the file; only opening it may raise OSError.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.corpus_fields import InputFields
from index.corpus_lines import Stretch, decoded_lines
from index.corpus_text import Undecodable, decode, read_bytes, unix
from index.replacing import quickly_made


@dataclass(frozen=True, slots=True)
class Limits:
    """How large one input may be: a whole-file format in bytes, an article in characters."""

    file_bytes: int = 256 << 20
    article_characters: int = 1_000_000


@quickly_made
@dataclass(frozen=True, slots=True)
class RawArticle:
    """One record as the archive has it, nothing understood yet.

    `line` is 0 where the file is one article, else the line or record number from 1. `is_html` says that
    `text` is a whole page whose text, title, date and outlet are still to be extracted.
    """

    text: str
    path: str
    line: int = 0
    id: str = ""
    title: str = ""
    published: str = ""
    source: str = ""
    url: str = ""
    is_html: bool = False
    metadata: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that was not indexed: where it is (`line` 0: the whole file) and why."""

    path: str
    line: int
    reason: str


Records = Iterator[RawArticle | Skipped]


def _whole(path: Path, limits: Limits) -> str | Skipped:
    try:
        text = decode(read_bytes(path, limits.file_bytes))
    except Undecodable as reason:
        return Skipped(str(path), 0, str(reason))
    return text if text.strip() else Skipped(str(path), 0, "empty")


def read_text(path: Path, fields: InputFields, limits: Limits) -> Records:
    """Yield the one article of a plain text file."""
    text = _whole(path, limits)
    if isinstance(text, str):
        yield _checked(RawArticle(text.strip("\ufeff"), str(path)), limits)
    else:
        yield text


def read_html(path: Path, fields: InputFields, limits: Limits) -> Records:
    """Yield the one page of an HTML file, extraction left to the reader (it is slow and runs in workers)."""
    text = _whole(path, limits)
    yield RawArticle(text, str(path), is_html=True) if isinstance(text, str) else text


def read_json_lines(
    path: Path, fields: InputFields, limits: Limits, stretch: Stretch | None = None
) -> Records:
    """Yield one record for each line, of a stretch alone where one is given.

    A line that is no JSON object is skipped for itself.
    """
    for number, line in decoded_lines(path, limits.article_characters * 8, stretch):
        if isinstance(line, Undecodable):
            yield Skipped(str(path), number, str(line))
        elif line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Skipped(str(path), number, f"not JSON: {error}")
                continue
            yield _record(path, number, value, fields, limits)


def read_json(path: Path, fields: InputFields, limits: Limits) -> Records:
    """Yield the records of a JSON document: an object, a list of them, or an object that holds one list."""
    text = _whole(path, limits)
    if isinstance(text, Skipped):
        yield text
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Skipped(str(path), 0, f"not JSON: {error}")
        return
    if isinstance(value, dict):
        lists = [
            item for item in value.values() if isinstance(item, list) and item and isinstance(item[0], dict)
        ]
        value = lists[0] if len(lists) == 1 and not fields.sort(value)[0]["body"] else [value]
    if not isinstance(value, list):
        yield Skipped(str(path), 0, "neither a JSON object nor a list of them")
        return
    for number, item in enumerate(value, 1):
        yield _record(path, number, item, fields, limits)


def read_csv(path: Path, fields: InputFields, limits: Limits) -> Records:
    """Yield one record for each row below the header; delimiter comma, semicolon, tab or bar."""
    bad: list[Skipped] = []
    csv.field_size_limit(limits.article_characters * 8)
    lines = _good_lines(path, decoded_lines(path, limits.article_characters * 8), bad)
    first = next(lines, "")
    if not first.strip():
        yield from bad or [Skipped(str(path), 0, "empty")]
        return
    delimiter = max(",;\t|", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter))
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Skipped(str(path), rows.line_num + 1, f"not CSV: {error}")
            continue
        yield from bad
        bad.clear()
        if row is None:
            return
        if any(cell.strip() for cell in row):
            record = dict(zip(header, row, strict=False))
            yield _record(path, rows.line_num + 1, record, fields, limits)


def _good_lines(
    path: Path, lines: Iterator[tuple[int, str | Undecodable]], bad: list[Skipped]
) -> Iterator[str]:
    for number, line in lines:
        if isinstance(line, Undecodable):
            bad.append(Skipped(str(path), number, str(line)))
        else:
            yield line


def _record(
    path: Path, number: int, value: object, fields: InputFields, limits: Limits
) -> RawArticle | Skipped:
    if not isinstance(value, Mapping):
        return Skipped(str(path), number, "not a JSON object")
    ours, rest = fields.sort(value)
    if not ours["body"]:
        return Skipped(str(path), number, "no body")
    raw = RawArticle(
        text=unix(ours["body"]),
        path=str(path),
        line=number,
        id=ours["id"].strip(),
        title=" ".join(ours["title"].split()),
        published=ours["published"].strip(),
        source=ours["source"].strip(),
        url=ours["url"].strip(),
        metadata=rest,
    )
    return _checked(raw, limits)


def _checked(raw: RawArticle, limits: Limits) -> RawArticle | Skipped:
    if len(raw.text) > limits.article_characters:
        reason = f"longer than the limit of {limits.article_characters:,} characters"
        return Skipped(raw.path, raw.line, reason)
    return raw


# The formats of which any stretch of whole lines can be read for itself.
LINES = frozenset({".jsonl", ".ndjson"})
FORMATS: dict[str, Callable[[Path, InputFields, Limits], Records]] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
}

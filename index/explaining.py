"""Show what Kliping reads in a text and why: the records behind `scripts/explain.py`.

Not part of building or searching; an archivist's window on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from index.article import Article
from index.corpus import Corpus
from index.corpus_fields import InputFields
from index.corpus_formats import Limits, RawArticle, Skipped, read_json_lines
from index.executors import ThisMachine
from index.lang.language import Language
from index.record import article_to_record
from index.revision import Observer
from index.understanding import Understanding, scratch_folder


def explain_files(
    paths: Sequence[Path], limits: Limits, latest: date | None = None
) -> Iterator[dict[str, Any]]:
    """Yield what is read in each article of these files, each for itself; `{"error": …}` for one that is not.

    Raises ArchiveError for a path that does not exist.
    """
    yield from _explained(Corpus(paths, limits), 0, (), 1, latest)


def explain_lines(
    path: Path, limits: Limits, observers: Sequence[Observer], workers: int = 0, latest: date | None = None
) -> Iterator[dict[str, Any]]:
    """Yield one explanation for each line of a JSON Lines file, in order, taken together as one archive.

    What the archive decides as a whole (names, years) is decided over the lines of the file. A line without
    an id gets its number; a line that cannot be read gives `{"error": …}`. Raises OSError.
    """
    records = read_json_lines(path, InputFields.load(), limits)
    numbered = (_numbered(record) for record in records)
    yield from _explained(numbered, path.stat().st_size, observers, workers, latest)


def _numbered(record: RawArticle | Skipped) -> RawArticle | Skipped:
    if isinstance(record, RawArticle) and not record.id:
        return replace(record, id=str(record.line))
    return record


def _explained(
    records: Iterable[RawArticle | Skipped],
    size: int,
    observers: Sequence[Observer],
    workers: int,
    latest: date | None,
) -> Iterator[dict[str, Any]]:
    with scratch_folder() as scratch, ThisMachine(workers).open(size, scratch) as executor:
        understanding = Understanding(observers, executor, scratch, latest)
        understanding.scan_records(records)
        for _ in understanding.read():
            pass
        for item in understanding.items():
            if isinstance(item, Article):
                yield article_to_record(item)
            else:
                yield {"path": item.path, "line": item.line, "error": item.reason}


def explain_words(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (word as written, the root it is indexed under) for every word of these lines, in order.

    What the index has no term for (punctuation) is its own root.
    """
    analyzer = Language.load().analyzer
    for line in lines:
        for word in line.split():
            yield word, analyzer.root(word) or word

"""Walk an archive and yield its articles as raw records, skipping what cannot be read and saying why.

Formats by file name: `.txt` one article, `.html`/`.htm` one page, `.jsonl`/`.ndjson` one record a line,
`.json` one record or a list of them, `.csv`/`.tsv` one record a row; each also with `.gz`. Order is the order
of the arguments, then of the sorted path, so a build is deterministic. One bad file, line or record becomes a
`Skipped` and never stops the rest. This module does not interpret a text; `index.reader` does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.corpus_fields import InputFields
from index.corpus_formats import FORMATS, Limits, RawArticle, Skipped
from index.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One input file: its path, its name inside the archive (for stable ids), its format and its bytes."""

    path: Path
    relative: str
    format: str
    size: int


class Corpus:
    """The files of an archive, found once, and the records in them, read one after the other.

    `roots` are folders that relative names may be taken from beside the given paths, so that an article
    that is added by its file's name gets the id that the whole folder gave it. `bytes_total` and `bytes_done`
    measure progress.
    """

    def __init__(self, paths: Sequence[Path], limits: Limits, roots: Sequence[Path] = ()) -> None:
        self._limits = limits
        self._fields = InputFields.load()
        self._seen_ids: dict[int, tuple[str, int]] = {}
        self._seen_contents: dict[int, tuple[str, int]] = {}
        self.files: list[SourceFile] = []
        self.skipped_files: list[Skipped] = []
        for path in paths:
            if not path.exists():
                raise ArchiveError(f"{path}: there is no such file or folder")
            self._walk(path.resolve(), [root.resolve() for root in roots])
        self.bytes_total = sum(file.size for file in self.files)
        self.bytes_done = 0

    def _walk(self, path: Path, roots: Sequence[Path]) -> None:
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        base = path.parent if path.is_file() else path
        for root in roots:
            if path.is_relative_to(root):
                base = root
        for file in found:
            relative = file.relative_to(base)
            if any(part.startswith(".") for part in relative.parts) or file.is_dir():
                continue
            suffixes = [suffix.lower() for suffix in file.suffixes]
            if suffixes and suffixes[-1] == ".gz":
                suffixes.pop()
            if not file.is_file():
                reason = "a link to nothing" if file.is_symlink() else "not a file: a pipe, socket or device"
                self.skipped_files.append(Skipped(str(file), 0, reason))
            elif suffixes and suffixes[-1] in FORMATS:
                self.files.append(SourceFile(file, relative.as_posix(), suffixes[-1], file.stat().st_size))
            else:
                self.skipped_files.append(Skipped(str(file), 0, "not a format that Kliping reads"))

    def __iter__(self) -> Iterator[RawArticle | Skipped]:
        """Yield every record with its final id, and a `Skipped` for each that cannot be used."""
        yield from self.skipped_files
        for file in self.files:
            read, before = FORMATS[file.format], self.bytes_done
            try:
                for record in read(file.path, self._fields, self._limits):
                    if isinstance(record, RawArticle):
                        # How far inside a large file is told by its texts: nearly all of its bytes.
                        self.bytes_done = min(self.bytes_done + len(record.text), before + file.size)
                        yield self._identified(file, record)
                    else:
                        yield record
            except (OSError, EOFError) as error:
                yield Skipped(str(file.path), 0, f"cannot be read: {error}")
            self.bytes_done = before + file.size

    def _identified(self, file: SourceFile, record: RawArticle) -> RawArticle | Skipped:
        content = _number(f"{record.title}\0{record.text}\0{record.published}\0{record.source}\0{record.url}")
        here = (record.path, record.line)
        if content in self._seen_contents:
            return Skipped(*here, f"the same article as {_place(self._seen_contents[content])}")
        article_id = _given_id(record) or _derived_id(file, record)
        if _number(article_id) in self._seen_ids:
            if record.id or record.url:
                first = _place(self._seen_ids[_number(article_id)])
                return Skipped(*here, f"its {'id' if record.id else 'url'} is that of {first}")
            article_id = f"{article_id}-{content:016x}"
        self._seen_contents[content] = self._seen_ids[_number(article_id)] = here
        return replace(record, id=article_id)


def _place(place: tuple[str, int]) -> str:
    path, line = place
    return f"{path}:{line}" if line else path


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _given_id(record: RawArticle) -> str:
    """Return the id the record carries: as given where it can stand in a URL, else a hash of it."""
    if record.id:
        return (
            record.id
            if re.fullmatch(r"[\w.~-]{1,128}", record.id, re.ASCII)
            else f"i{_number(record.id):016x}"
        )
    return f"u{_number(record.url):016x}" if record.url else ""


def _derived_id(file: SourceFile, record: RawArticle) -> str:
    """Return an id from where the record stands, so that an edited file replaces its earlier self.

    A record of a file that holds many is told by its text, not its line: lines move.
    """
    name = re.sub(r"(\.[a-z]+)(\.gz)?$", "", file.relative, flags=re.IGNORECASE).replace("/", ".")
    if not re.fullmatch(r"[\w.~-]{1,100}", name, re.ASCII):
        readable = re.sub(r"[^\w.~-]+", "-", name, flags=re.ASCII).strip("-")[:80]
        name = f"{readable}-{_number(file.relative):016x}"
    return f"{name}.{_number(record.title + record.text):016x}" if record.line else name

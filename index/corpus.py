"""Walk an archive and yield its articles as raw records, skipping what cannot be read and saying why.

Formats by file name: `.txt` one article, `.html`/`.htm` one page, `.jsonl`/`.ndjson` one record a line,
`.json` one record or a list of them, `.csv`/`.tsv` one record a row; each also with `.gz`. Order is the order
of the arguments, then of the sorted path, so a build is deterministic. One bad file, line or record becomes a
`Skipped` and never stops the rest. This module does not interpret a text; `index.reader` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.corpus_fields import InputFields
from index.corpus_formats import FORMATS, LINES, Limits, RawArticle, Skipped, read_json_lines
from index.corpus_lines import Stretch, stretches
from index.errors import ArchiveError
from index.identity import Identities, Repeated, identified


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One input file: its path, its name inside the archive (for stable ids), its format and its bytes.

    `stretch` are the lines that are meant where it is not the whole file.
    """

    path: Path
    relative: str
    format: str
    size: int
    stretch: Stretch | None = None

    def cut(self, count: int) -> list[SourceFile]:
        """Return about `count` stretches of it that can be read apart; it alone where there are none.

        A file that cannot be opened is not cut: whoever reads it says why.
        """
        if count < 2 or self.format not in LINES or self.path.suffix.lower() == ".gz":
            return [self]
        try:
            found = stretches(self.path, count)
        except OSError:
            return [self]
        return [replace(self, size=each.end - each.start, stretch=each) for each in found] or [self]


class Corpus:
    """The files of an archive, found once, and the records in them, read one after the other.

    `roots` are folders that relative names may be taken from beside the given paths, so that an article
    that is added by its file's name gets the id that the whole folder gave it. `bytes_total` and `bytes_done`
    measure progress.
    """

    def __init__(self, paths: Sequence[Path], limits: Limits, roots: Sequence[Path] = ()) -> None:
        self._limits = limits
        self._fields = InputFields.load()
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
        identities: Identities[tuple[str, int]] = Identities()
        yield from self.skipped_files
        for file in self.files:
            before = self.bytes_done
            for record in records_of(file, self._fields, self._limits):
                if isinstance(record, RawArticle):
                    # How far inside a large file is told by its texts: nearly all of its bytes.
                    self.bytes_done = min(self.bytes_done + len(record.text), before + file.size)
                    yield _judged(identities, file, record)
                else:
                    yield record
            self.bytes_done = before + file.size


def records_of(file: SourceFile, fields: InputFields, limits: Limits) -> Iterator[RawArticle | Skipped]:
    """Yield the records of one file as they stand there; one that cannot be opened is skipped."""
    try:
        if file.stretch is None:
            yield from FORMATS[file.format](file.path, fields, limits)
        else:
            yield from read_json_lines(file.path, fields, limits, file.stretch)
    except (OSError, EOFError) as error:
        yield Skipped(str(file.path), 0, f"cannot be read: {error}")


def _judged(
    identities: Identities[tuple[str, int]], file: SourceFile, record: RawArticle
) -> RawArticle | Skipped:
    article, mark = identified(record, file.relative)
    verdict = identities.judge(mark, (record.path, record.line))
    if isinstance(verdict, Repeated):
        return Skipped(record.path, record.line, f"{verdict.what} {place(*verdict.first)}")
    return replace(article, id=article.id + verdict) if verdict else article


def place(path: str, line: int) -> str:
    """Return how a record is named to people."""
    return f"{path}:{line}" if line else path

"""Where Whoosh keeps its files, remembering which it has open.

Whoosh leaves files open when it fails (on a full disk, on damaged bytes): they hold space that is no longer
on any list, until the garbage collector comes by. Whoever catches the failure closes them here. This module
must not know what the files hold.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

# Beyond this many, files that were closed in the ordinary way are forgotten.
MOST_REMEMBERED = 100


class OwnStorage(FileStorage):  # type: ignore[misc]  # whoosh has no types
    """A folder as Whoosh sees it; temporary folders inside share the list of open files."""

    def __init__(self, folder: Path, opened: list[StructFile] | None = None, readonly: bool = False) -> None:
        super().__init__(str(folder), readonly=readonly)
        self._opened: list[StructFile] = [] if opened is None else opened

    def create_file(self, name: str, **options: Any) -> StructFile:
        """Create a file to be written."""
        return self._remember(super().create_file(name, **options))

    def open_file(self, name: str, **options: Any) -> StructFile:
        """Open a file to be read."""
        return self._remember(super().open_file(name, **options))

    def temp_storage(self, name: str | None = None) -> OwnStorage:
        """Return a folder inside this one, made if need be."""
        storage = OwnStorage(Path(self.folder) / (name or "temporary"), self._opened)
        storage.create()
        return storage

    def opened(self) -> tuple[StructFile, ...]:
        """Return the files that may still be open."""
        return tuple(self._opened)

    def close_files(self) -> None:
        """Close every file that is still open; what cannot be flushed is lost, and nobody wants it."""
        for file in self._opened:
            if not file.is_closed:
                with suppress(OSError, ValueError):
                    file.file.close()
        self._opened.clear()

    def _remember(self, file: StructFile) -> StructFile:
        if len(self._opened) > MOST_REMEMBERED:
            self._opened[:] = [opened for opened in self._opened if not opened.is_closed]
        self._opened.append(file)
        return file

"""The folder protocol: whole index generations side by side, one of them live, swapped as one step.

    <root>/20261120T134501123456-4f2a/   files of an engine + manifest.json, written last
    <root>/current                       name of the live generation; replaced atomically
    <root>/lock, <root>/writer           held by the one writer; who that is

Whatever changes an index makes a new generation, so that a reader sees the old state or the new one and
never something between, and a kill -9, a full disk or a power cut at any moment leaves what was live. An
engine's files never change once written, so a generation that adds a little to the last one shares its
files by hard links. This module must not know what the files hold, nor any engine.

An index folder is trusted input: whoever can write there can run code in its readers.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexCorrupt, IndexLocked, IndexMissing, StorageError
from index.generation_files import (
    MANIFEST_FILE,
    link_files,
    read_manifest,
    replace_durably,
    sync_folder,
    verify_files,
    write_manifest,
)
from index.store import Manifest

POINTER_FILE = "current"
LOCK_FILE = "lock"
WRITER_FILE = "writer"
NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{4}")


@dataclass(frozen=True, slots=True)
class Generation:
    """One published generation: where its files are and what it says of itself."""

    folder: Path
    manifest: Manifest


class Generations:
    """All generations of one index; any number of readers, one writer at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def pointer(self) -> str | None:
        """Return the name of the live generation, None before the first; cheap, for polling.

        Raises IndexCorrupt where the pointer file holds no such name, StorageError where it cannot be read.
        """
        file = self.root / POINTER_FILE
        try:
            name = file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise IndexCorrupt(f"{file}: not the name of a generation: rebuild the index") from error
        except OSError as error:
            raise _storage_error(error) from error
        if not NAME.fullmatch(name):
            raise IndexCorrupt(f"{file}: {name[:80]!r} is not the name of a generation: rebuild the index")
        return name

    def live(self) -> Generation | None:
        """Return the live generation, None before the first build; raises IndexCorrupt."""
        name = self.pointer()
        return None if name is None else self.open(name)

    def open(self, name: str) -> Generation:
        """Return a generation by name, its manifest checked; raises IndexCorrupt."""
        folder = self.root / name
        return Generation(folder, read_manifest(folder))

    @contextmanager
    def begin(self, *, from_live: bool = False) -> Iterator[Draft]:
        """Hold the writer's lock and an own folder beside the live one, removed again unless published.

        With `from_live` the folder starts with the live generation's files, shared, never copied where
        the file system can link. Raises IndexLocked at once where another writer is at work, IndexMissing
        where `from_live` finds nothing, StorageError for anything else that fails here.
        """
        with self._locked():
            base = self.live() if from_live else None
            if from_live and base is None:
                raise IndexMissing(f"{self.root}: there is no index yet to be changed: build one first")
            self._remove_leftovers()
            folder = self.root / self._new_name()
            draft = Draft(self, folder, base)
            try:
                with storage_errors():
                    folder.mkdir()
                    if base is not None:
                        link_files(base.folder, folder)
                yield draft
            finally:
                self._drop_unless_live(folder)

    def rollback(self, check: Callable[[Generation], None] = lambda generation: None) -> Generation:
        """Make the generation before the live one live again, its files checked byte by byte and by `check`.

        Where the pointer is broken, the newest complete generation is taken.
        Raises IndexMissing where there is none, IndexCorrupt where it is damaged, IndexLocked.
        """
        with self._locked(), storage_errors():
            name = self._previous()
            if name is None:
                raise IndexMissing(f"{self.root}: there is no generation before the live one")
            generation = self.open(name)
            check(generation)
            verify_files(generation.folder)
            self.point_to(generation.folder.name)
            return generation

    def names(self) -> list[str]:
        """Return the names of all complete generations, oldest first."""
        return sorted(folder.name for folder in self._folders() if (folder / MANIFEST_FILE).exists())

    def point_to(self, name: str) -> None:
        """Make a generation the live one: the one step that readers see."""
        replace_durably(self.root / POINTER_FILE, name + "\n")

    def keep_only(self, *names: str) -> None:
        """Remove every other generation. Readers that have one open keep its files until they close them."""
        for folder in self._folders():
            if folder.name not in names:
                shutil.rmtree(folder, ignore_errors=True)

    def live_or_newest(self) -> str | None:
        """Return the name of the live generation; where the pointer is broken, of the newest complete one."""
        try:
            return self.pointer()
        except IndexCorrupt:
            return max(self.names(), default=None)

    def _previous(self) -> str | None:
        try:
            live = self.pointer()
        except IndexCorrupt:
            return self.live_or_newest()
        return max((name for name in self.names() if live is not None and name < live), default=None)

    def _drop_unless_live(self, folder: Path) -> None:
        """Remove what was not published; publishing may even fail with the pointer swapped already."""
        with suppress(StorageError):  # a pointer that cannot be read may name it
            if self.pointer() != folder.name:
                shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> list[Path]:
        if not self.root.is_dir():
            return []
        return [path for path in self.root.iterdir() if NAME.fullmatch(path.name)]

    def _remove_leftovers(self) -> None:
        """Remove what builds that died have left; the lock says that none of them is alive."""
        complete = self.names()
        self.keep_only(*complete)
        for temporary in self.root.glob("*.new"):
            temporary.unlink(missing_ok=True)

    def _new_name(self) -> str:
        now = datetime.now(UTC)
        latest = max((folder.name for folder in self._folders()), default="")[:21]
        if latest >= f"{now:%Y%m%dT%H%M%S%f}":  # the clock was set back: stay after what is there
            now = datetime.strptime(latest, "%Y%m%dT%H%M%S%f") + timedelta(microseconds=1)
        return f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        writer = self.root / WRITER_FILE
        lock = FileLock(self.root / LOCK_FILE, timeout=0)
        with storage_errors():
            self.root.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire()
            except Timeout as error:
                raise IndexLocked(f"{self.root}: another writer is at work{_named(writer)}") from error
        try:
            # Only told to people: the lock itself is the operating system's, gone with its process.
            with suppress(OSError):
                now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
                text = f"process {os.getpid()} on {socket.gethostname()} since {now}"
                writer.write_text(text, encoding="utf-8")
            yield
        finally:
            with suppress(OSError):
                writer.unlink(missing_ok=True)
            lock.release()


class Draft:
    """A generation in the making: write files into `folder`, then `publish`."""

    def __init__(self, generations: Generations, folder: Path, base: Generation | None) -> None:
        self._generations = generations
        self.folder = folder
        self.base = base

    @property
    def name(self) -> str:
        """The name that this generation will have."""
        return self.folder.name

    def publish(self, manifest: Manifest) -> Manifest:
        """Make the files durable, write the manifest, swap the pointer; the one before stays for a rollback.

        Returns the manifest under this generation's name. Raises StorageError with the pointer unchanged.
        """
        manifest = replace(manifest, generation=self.name)
        with storage_errors():
            before = self._generations.live_or_newest()  # this one has no manifest yet
            write_manifest(self.folder, manifest, self.base.folder if self.base else None)
            sync_folder(self.folder)
            sync_folder(self._generations.root)
            self._generations.point_to(self.name)
        self._generations.keep_only(self.name, before or self.name)
        return manifest


def _named(writer: Path) -> str:
    try:
        return f" ({writer.read_text(encoding='utf-8').strip()})"
    except (OSError, UnicodeDecodeError):
        return ""


def _storage_error(error: OSError) -> StorageError:
    return StorageError(f"{error.filename or 'the index'}: {error.strerror or error}")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Map what the operating system refuses to StorageError."""
    try:
        yield
    except OSError as error:
        raise _storage_error(error) from error

"""The files of one index generation: its manifest, their checksums, and writing that survives a crash.

`manifest.json` is written last and states every other file with its size and CRC-32, and its own checksum.
Sizes are compared whenever a generation is opened (one `stat` a file), checksums before one is made live
again. This module must not decide which generation is live, nor know what the files hold.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.errors import IndexCorrupt, IndexOutdated
from index.store import Manifest

MANIFEST_FILE = "manifest.json"
READ_BYTES = 1 << 20


def write_manifest(folder: Path, manifest: Manifest, base: Path | None = None) -> None:
    """Sync every file of the folder, then state them all, with sizes and checksums, in its manifest.

    Checksums of files that are shared with the folder `base` are taken from its manifest.
    """
    known = _read_document(base)["files"] if base else {}
    files: dict[str, list[int]] = {}
    for path in _data_files(folder):
        _sync(path)
        shared = base is not None and path.name in known and path.samefile(base / path.name)
        files[path.name] = known[path.name] if shared else [path.stat().st_size, checksum(path)]
    document: dict[str, Any] = {"manifest": asdict(manifest), "files": files}
    document["crc32"] = _document_checksum(document)
    replace_durably(folder / MANIFEST_FILE, json.dumps(document, indent=1) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Return what a generation says of itself, its files present in their full size; raises IndexCorrupt."""
    document = _read_document(folder)
    for name, (size, _) in document["files"].items():
        try:
            found = (folder / name).stat().st_size
        except OSError as error:
            raise _damaged(folder / name, error.strerror) from error
        if found != size:
            raise _damaged(folder / name, f"{found} bytes instead of {size}")
    try:
        fields = document["manifest"]
        return Manifest(**{**fields, "archive": tuple(fields["archive"])})
    except (TypeError, KeyError) as error:
        raise IndexOutdated(f"{folder}: written by another version of Kliping: rebuild the index") from error


def verify_files(folder: Path, but: str = "") -> None:
    """Read every file of a generation and compare its checksum; raises IndexCorrupt.

    Files whose names end with `but` are left out: those that verify themselves where they are used.
    """
    for name, (_, expected) in _read_document(folder)["files"].items():
        if but and name.endswith(but):
            continue
        try:
            found = checksum(folder / name)
        except OSError as error:
            raise _damaged(folder / name, error.strerror) from error
        if found != expected:
            raise _damaged(folder / name, "the checksum does not agree")


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file."""
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(READ_BYTES):
            value = zlib.crc32(chunk, value)
    return value


def replace_durably(path: Path, text: str) -> None:
    """Write a file so that it is, after any crash, the old one or the new one, whole."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as file:
        file.write(text.encode("utf-8", "surrogatepass"))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def _read_document(folder: Path) -> dict[str, Any]:
    file = folder / MANIFEST_FILE
    try:
        document = json.loads(file.read_bytes())
        if document["crc32"] != _document_checksum(document):
            raise ValueError("the checksum does not agree")
    except OSError as error:
        raise _damaged(file, error.strerror) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _damaged(file, f"{error}") from error
    return dict(document)


def _document_checksum(document: dict[str, Any]) -> int:
    rest = {key: value for key, value in document.items() if key != "crc32"}
    return zlib.crc32(json.dumps(rest, sort_keys=True).encode())


def _data_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name != MANIFEST_FILE)


def link_files(base: Path, folder: Path) -> None:
    """Give `folder` every file of `base` by hard link, by copy where the file system has no links."""
    for path in _data_files(base):
        try:
            os.link(path, folder / path.name)
        except OSError:  # a file system without hard links
            shutil.copy2(path, folder / path.name)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    if os.name == "nt":
        return  # Windows cannot open a folder to sync it
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damaged(path: Path, reason: str | None) -> IndexCorrupt:
    return IndexCorrupt(f"{path}: damaged ({reason}): go back to the generation before or rebuild the index")

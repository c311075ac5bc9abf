"""The errors Kliping raises on purpose, and nothing else.

    KlipingError
    ├── ConfigurationError    a setting cannot be used: names file, key and reason
    ├── ArchiveError          the archive as a whole cannot be read (one bad file is `Skipped`)
    ├── WorkerLost            a process that a build ran in is gone
    └── StorageError          the index cannot be read or written
        ├── IndexMissing      nothing has been built yet
        ├── IndexCorrupt      a checksum, count or manifest does not agree
        ├── IndexLocked       another writer is at work
        ├── IndexUnavailable  the cluster that holds it does not answer now
        └── IndexOutdated     built by another version: rebuild

`index.lang` knows nothing of this tree: a data file that breaks its own rules raises its `LanguageDataError`.
Errors of libraries are mapped to these where they arise; a bad query is a `Problem`, never an exception.
"""

from __future__ import annotations


class KlipingError(Exception):
    """Base of every error that Kliping raises on purpose; its text is fit for a user."""


class ConfigurationError(KlipingError):
    """A setting cannot be used; the text names the file, the key and the reason."""


class ArchiveError(KlipingError):
    """The archive as a whole cannot be read."""


class WorkerLost(KlipingError):
    """A worker process of a build died, or the machine it was on."""


class StorageError(KlipingError):
    """The index cannot be read or written."""


class IndexMissing(StorageError):
    """No index has been built in this folder yet."""


class IndexCorrupt(StorageError):
    """A checksum, a count or the manifest does not agree with the files."""


class IndexLocked(StorageError):
    """Another process is writing this index."""


class IndexUnavailable(StorageError):
    """The cluster that holds the index cannot be reached or does not answer now; another moment may do."""


class IndexOutdated(StorageError):
    """The index was built by another version of the schema or of the language data."""

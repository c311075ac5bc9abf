"""Articles into a Whoosh index: the write seam over whole generations.

    rebuild / update ──► own folder (empty, or the live files by hard link) ──► WhooshBatch ──► publish

Readers need nothing of this module but the files it leaves. It must not search.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from index.generations import Generations
from index.lang.language import Language
from index.store import Manifest, check_schema
from index.whoosh_batch import WhooshBatch
from index.whoosh_schema import fingerprint


class WhooshStore:
    """Keeps articles in Whoosh generations under `root`; one writer, any number of readers elsewhere."""

    def __init__(self, root: Path, language: Language) -> None:
        self._generations = Generations(root)
        self._language = language
        self.schema = fingerprint(language.fingerprint)

    def rebuild(self) -> WhooshBatch:
        """Open a batch that starts from nothing; raises IndexLocked where another writer is at work."""
        return self._open(from_live=False)

    def update(self) -> WhooshBatch:
        """Open a batch that starts from what is live; raises IndexLocked, IndexMissing, IndexOutdated."""
        return self._open(from_live=True)

    def rollback(self) -> Manifest:
        """Show the previous generation again; raises IndexMissing where there is none, IndexOutdated."""
        return self._generations.rollback(
            lambda found: check_schema(found.manifest, self.schema, found.folder)
        ).manifest

    def manifest(self) -> Manifest | None:
        """Return what is live, None before the first build; raises IndexCorrupt."""
        live = self._generations.live()
        return live.manifest if live else None

    def _open(self, *, from_live: bool) -> WhooshBatch:
        with ExitStack() as stack:
            draft = stack.enter_context(self._generations.begin(from_live=from_live))
            if draft.base:
                check_schema(draft.base.manifest, self.schema, draft.base.folder)
            return WhooshBatch(draft, self._language, self.schema, stack)

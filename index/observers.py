"""The decisions that a build takes over the whole archive, in the order in which they are applied.

Names that a build decided on are written beside the index as `names.tsv`, with reasons, for an editor to
read; what the editor decides instead stands in a table of overrides and has the last word in every build.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.actors_cues import Cues
from index.boilerplate_learnt import LearntBoilerplate
from index.copies_archive import CopyObserver
from index.dates import Dater
from index.dates_archive import ArchiveYears
from index.gazetteer import Gazetteer
from index.names import NameRevision
from index.names_archive import NameObserver
from index.names_table import read_decisions, read_overrides, write_decisions
from index.revision import Observer, Settled

NAMES_FILE = "names.tsv"


@dataclass(frozen=True, slots=True)
class ArchiveDecisions:
    """The observers of an index in `folder` (None: of no index), under an editor's table of overrides.

    No article came out after `latest`.
    """

    folder: Path | None = None
    overrides: Path | None = None
    latest: date | None = None

    def observers(self, *, adding: bool = False) -> tuple[Observer, ...]:
        """Return fresh observers for one build; raises LanguageDataError for a table that breaks its rules.

        When articles are added, what was decided for the whole archive holds for the few new ones too.
        """
        decisions = read_overrides()
        if adding and self.folder is not None and (self.folder / NAMES_FILE).exists():
            decisions = read_decisions(self.folder / NAMES_FILE) + decisions
        if self.overrides is not None:
            decisions += read_overrides(self.overrides)
        names = NameObserver(Gazetteer.load(), Cues.load(), decisions)
        copies = CopyObserver()
        return LearntBoilerplate(), ArchiveYears(Dater.load(self.latest)), names, copies

    def keep(self, settled: Sequence[Settled]) -> None:
        """Write what a published build decided on names beside its index."""
        for one in settled:
            if isinstance(one, NameRevision) and self.folder is not None:
                self.folder.mkdir(parents=True, exist_ok=True)  # an index on a cluster has not made it
                self.folder.mkdir(parents=True, exist_ok=True)
                write_decisions(self.folder / NAMES_FILE, one.decisions)

"""Decide over articles at hand as a build does over an archive: for evaluation, and to try an observer.

    readings, divided into parts ──► evidence of each ──► settled ──► what concerns each part

It must not read files of an archive; `index.understanding` does that.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from index.reading import Reading
from index.revision import Observer, Revision

# Rows that are in memory at once, in bytes: a gold set fits.
BUDGET_BYTES = 1 << 24


def decided(
    observer: Observer, parts: Iterable[Iterable[Reading]], budget: int = BUDGET_BYTES
) -> tuple[Revision, ...]:
    """Return what an observer decides for each part; raises OSError."""
    with TemporaryDirectory(prefix="kliping-", ignore_cleanup_errors=True) as name:
        shown = []
        for number, readings in enumerate(parts):
            evidence = observer.evidence()
            for reading in readings:
                evidence.observe(reading)
            shown.append(Path(name) / f"shown-{number}")
            shown[-1].mkdir()
            evidence.write(shown[-1])
        (Path(name) / "settled").mkdir()
        settled = observer.settle(shown, Path(name) / "settled", budget)
        return tuple(settled.revision(number) for number in range(len(shown)))

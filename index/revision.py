"""What can only be known once the whole archive was read: decisions over all of it, in bounded memory.

    Observer.evidence ──► Evidence.observe(reading) …, write      one for each part, in any process
    Observer.settle(what all parts wrote) ──► Settled             in one process, from disk
    Settled.revision(part) ──► Revision.revise_all(readings) …    for each part, in any process

One decision per name, copies, restored years and boilerplate learnt from repetition work this way. Into
whatever parts an archive is divided, what is settled is the same: evidence adds up, and where the order
counts it is that of the archive. Observers and what they settle are pickled and sent to workers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from index.reading import Reading


class Evidence(Protocol):
    """What one part of the archive shows; it may grow with the part, never with the archive."""

    def observe(self, reading: Reading) -> None:
        """Take note of one article as it was read."""

    def write(self, folder: Path) -> None:
        """Write down what was seen, in this folder of its own; raises OSError."""


class Revision(Protocol):
    """What was decided, as far as it concerns one part; pure."""

    def revise(self, reading: Reading) -> Reading:
        """Return the article as it is to be stored."""

    def revise_all(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        """Return articles as they are to be stored: what `revise` returns of each."""


class OneByOne:
    """Revises several articles one by one, for whom it would be no faster together."""

    __slots__ = ()

    def revise(self, reading: Reading) -> Reading:
        """See Revision."""
        raise NotImplementedError

    def revise_all(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        """See Revision."""
        return [self.revise(reading) for reading in readings]


class Settled(Protocol):
    """What was decided over the archive."""

    def revision(self, part: int) -> Revision:
        """Return what concerns a part, by its number in the archive."""


class Observer(Protocol):
    """One kind of decision over the archive."""

    def evidence(self) -> Evidence:
        """Return the evidence of a part nothing of which was seen yet."""

    def settle(self, shown: Sequence[Path], folder: Path, budget: int) -> Settled:
        """Decide by what every part wrote, in their order.

        Holds about `budget` bytes of evidence in memory at a time; what workers need later lies in `folder`,
        an empty one, until the build ends. Raises OSError.
        """

"""The decisions that a build takes over the whole archive, in the order in which they are applied."""

from __future__ import annotations

from index.copies import CopyObserver
from index.lang.sentences import SentenceSplitter
from index.revision import Observer


def make_observers() -> tuple[Observer, ...]:
    """Return fresh observers for one build."""
    return (CopyObserver(SentenceSplitter.load()),)

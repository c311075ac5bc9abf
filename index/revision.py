"""What can only be known once the whole archive was read: the second pass of a build.

A build reads every article once (in parallel), shows each to every `Observer` in archive order, asks each
observer to settle, and then applies the `Revision`s to every article before it is stored. One decision per
name, copies, and boilerplate learnt from repetition work this way. An observer keeps what it has seen within
a bounded budget; it must not keep articles.
"""

from __future__ import annotations

from typing import Protocol

from index.article import Article


class Revision(Protocol):
    """A settled decision about the archive; pure, picklable, so that workers can apply it."""

    def revise(self, article: Article) -> Article:
        """Return the article as it is to be stored."""


class Observer(Protocol):
    """Gathers evidence article by article; the order of articles does not change what it settles."""

    def observe(self, article: Article) -> None:
        """Take note of one article as the first pass read it."""

    def settle(self) -> Revision:
        """Decide; called once, after the last article."""

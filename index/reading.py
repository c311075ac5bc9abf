"""What the first pass of a build knows of one article: the article, and what only the archive needs of it.

A reading travels from the reader over observers and revisions to the index; what is stored is the article.
It must not know how it was read or what is decided with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from index.article import Article
from index.fingerprints import NO_PRINTS, Prints
from index.replacing import quickly_made


@quickly_made
@dataclass(frozen=True, slots=True)
class Reading:
    """An article as read; `prints` are the fingerprints of the sentences of its body.

    `small` are the codes (uint64) of the distinct small words of the body (`index.splitting`) where they are
    known; for whoever
    observes the reading, never written to disk.
    """

    article: Article
    prints: Prints = field(default=NO_PRINTS, compare=False)
    small: bytes | None = field(default=None, compare=False)

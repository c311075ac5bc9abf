"""A stored article as a hit needs it: its texts at once, all the rest when somebody asks for it.

Making a whole article of a record takes longer than marking it, and whoever only cuts snippets needs none.
What was asked for last is held. This module must not know where records come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from index.article import Article
from index.record import Record

# Bytes of records that are held: some hundred articles of a newspaper. What is made of them takes three times
# as much.
MOST_BYTES = 1 << 21


class StoredArticle:
    """The record of an article. What is missing in it raises what a dictionary raises."""

    __slots__ = ("_article", "_make", "body", "id", "others", "title")

    def __init__(self, record: Record, make: Callable[[Record], Article]) -> None:
        """Take a record (`index.record`) and what makes an article of it."""
        get: Callable[..., Any] = record.get
        self.id: str = get("id", "")
        self.title: str = get("title", "")
        self.body: str = get("body", "")
        copies = get("copies")
        self.others: int = len(copies.get("others", ())) if copies else 0
        self._article: Record | Article = record
        self._make = make

    @property
    def article(self) -> Article:
        """The whole article, made when it is first asked for; a race of two threads makes it twice."""
        held = self._article
        if not isinstance(held, Article):
            held = self._article = self._make(held)
        return held


# What an engine gives to be shown; one that has whole articles anyway gives those.
Stored = Article | StoredArticle


def whole(stored: Stored) -> Article:
    """Return all of a stored article."""
    return stored if isinstance(stored, Article) else stored.article


def copies_known(stored: Stored) -> int:
    """Return how many others an article is known to share most of its text with."""
    return len(stored.copies.others) if isinstance(stored, Article) else stored.others


class Held:
    """Stored articles by id, those asked for last: a reader pages, filters and opens what was just found.

    Of one generation, in which nothing changes. The older half goes when half of what may be held is new; a
    race of two threads reads a record twice or lets some go too early.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Take how many bytes of records are held."""
        self._half = most_bytes // 2
        self._bytes = 0
        self._newer: dict[str, tuple[StoredArticle, int]] = {}
        self._older: dict[str, tuple[StoredArticle, int]] = {}

    @property
    def halves(self) -> tuple[Mapping[str, tuple[StoredArticle, int]], ...]:
        """What is held, with the bytes of each: the newer half, and the older."""
        return self._newer, self._older

    def get(self, name: str) -> StoredArticle | None:
        """Return the article of this id where it is held."""
        held = self._newer.get(name)
        if held is None:
            held = self._older.get(name)
            if held is None:
                return None
            self.keep(name, *held)
        return held[0]

    def keep(self, name: str, stored: StoredArticle, size: int) -> None:
        """Hold an article whose record has so many bytes, unless it is as large as many."""
        if size > self._half // 4:
            return
        if self._bytes + size > self._half:
            self._older, self._newer, self._bytes = self._newer, {}, 0
        self._newer[name] = stored, size
        self._bytes += size

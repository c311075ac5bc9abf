"""A stored article as a hit needs it: its texts at once, all the rest when somebody asks for it.

Making a whole article of a record takes longer than marking it, and whoever only cuts snippets needs none.
This module must not know where records come from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from index.article import Article
from index.record import Record


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

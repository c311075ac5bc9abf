"""What the archive has beside an article: those that share its paragraphs, those it links to, those like it.

It must not know what is shown of them.
"""

from __future__ import annotations

from index.article import Article
from searcher.directory import folded
from searcher.engine import Plan, Snapshot
from searcher.syntax import Phrase

# So many related headlines are looked up, each a search of some milliseconds at most; pages have a handful.
MOST_HEADLINES = 30
# Longer headlines may hold a shorter one; the one that is it scores best, being shortest.
CANDIDATES = 5


def others_of(article: Article, snapshot: Snapshot) -> tuple[Article, ...]:
    """Return the articles that share most with one, as they were when its copies were settled."""
    return snapshot.articles(article.copies.others)


def related_of(article: Article, snapshot: Snapshot) -> tuple[tuple[str, Article], ...]:
    """Return the related headlines that cleaning cut out and the archive has, each with its article."""
    headlines = dict.fromkeys(headline for cut in article.cuts for headline in cut.headlines)
    found = ((headline, _titled(headline, snapshot)) for headline in list(headlines)[:MOST_HEADLINES])
    return tuple((headline, other) for headline, other in found if other and other.id != article.id)


def _titled(headline: str, snapshot: Snapshot) -> Article | None:
    """Return the article with this headline; case, accents and punctuation do not matter."""
    phrase = Phrase(tuple(headline.split()), "title")
    names = [name for name, _ in snapshot.find(Plan(phrase, limit=CANDIDATES)).hits]
    wanted = folded(headline)
    same = (article for article in snapshot.articles(names) if folded(article.title) == wanted)
    return next(same, None)

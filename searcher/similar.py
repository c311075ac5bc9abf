"""Articles like one: those that share most of the words it repeats.

It must not know what is shown of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from index.article import Article
from index.lang.analyze import Analyzer
from searcher.engine import Plan, Snapshot
from searcher.syntax import And, AtLeast, Not, Value, Word

# The words that stand for an article: more cost time and bring in what it says by the way.
MOST_WORDS = 16
SHORTEST_WORD = 3
# A headline's word counts as so many mentions in the text.
HEADLINE = 3


def similar_to(
    article: Article,
    limit: int,
    snapshot: Snapshot,
    analyzer: Analyzer,
    word_weight: Callable[[str], float],
) -> tuple[tuple[Article, float], ...]:
    """Return at most `limit` other articles with their scores, the likest first."""
    words = _telling_words(article, analyzer, word_weight)
    if not words or limit < 1:
        return ()
    enough = AtLeast(words, max(1, len(words) // 3))
    found = snapshot.find(Plan(And((enough, Not(Value("id", article.id)))), limit=limit)).hits
    articles = {other.id: other for other in snapshot.articles([name for name, _ in found])}
    return tuple((articles[name], score) for name, score in found if name in articles)


def _telling_words(
    article: Article, analyzer: Analyzer, word_weight: Callable[[str], float]
) -> tuple[Word, ...]:
    """Return the content words that an article repeats most, one for each root, headline words first."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, weight in ((article.title, HEADLINE), (article.body, 1)):
        columns = analyzer.columns(text)
        for root, start, end in zip(columns.roots, columns.starts, columns.ends, strict=True):
            word = text[start:end]
            if len(root) >= SHORTEST_WORD and not root.isdigit() and word_weight(word) == 1.0:
                counts[root] += weight
                written.setdefault(root, word)
    best = sorted(counts, key=lambda root: (-counts[root], root))[:MOST_WORDS]
    return tuple(Word(written[root]) for root in best)

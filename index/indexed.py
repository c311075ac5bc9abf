"""What of an article is indexed in which field of `index.fields`: one answer for every store.

It must not analyse the texts nor know an engine.
"""

from __future__ import annotations

from index.article import ACTOR_KINDS, Article


def texts_of(article: Article) -> dict[str, str]:
    """Return the text of each text field; `related` has one cut headline a line.

    A headline made of the first sentence is in the body already and not indexed again: its words would
    count double, in a short field that weighs more (docs/ranking.md has the figures).
    """
    title = article.title if article.title_method == "given" else ""
    return {"title": title, "body": article.body, "related": related_text(article)}


def related_text(article: Article) -> str:
    """Return the headlines that cleaning cut out of an article, one a line."""
    return "\n".join(headline for cut in article.cuts for headline in cut.headlines)


def keys_of(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the ids of each facet field, each id once, in order of first mention."""
    keys: dict[str, tuple[str, ...]] = {}
    for kind in ACTOR_KINDS:
        keys[kind] = tuple(dict.fromkeys(actor.id for actor in article.actors if actor.kind == kind))
    keys["source"] = (article.source.id,) if article.source else ()
    return keys

"""What of an article is indexed in which field of `index.fields`: one answer for every store.

It must not analyse the texts nor know an engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from index.article import ACTOR_KINDS, Article, Span
from index.fields import COPIES_FIELD
from index.lang.words import PASSAGE_BREAK


def texts_of(article: Article) -> dict[str, str]:
    """Return the text of each text field.

    Between two quotes and between two cut headlines stands PASSAGE_BREAK: no phrase is found across it.
    A headline made of the first sentence is in the body already and not indexed again: its words would
    count double, in a short field that weighs more (docs/ranking.md has the figures).
    """
    title = article.title if article.title_method == "given" else ""
    return {
        "title": title,
        "body": article.body,
        "related": _apart(related_headlines(article)),
        "quote": _apart(article.body[start:end] for start, end in quoted_spans(article)),
    }


def related_headlines(article: Article) -> tuple[str, ...]:
    """Return the headlines that cleaning cut out of an article."""
    return tuple(headline for cut in article.cuts for headline in cut.headlines)


def _apart(passages: Iterable[str]) -> str:
    return f"\n{PASSAGE_BREAK}\n".join(passages)


def quoted_spans(article: Article) -> tuple[Span, ...]:
    """Return where somebody's words stand in the body."""
    return tuple((quote.start, quote.end) for quote in article.quotes)


def keys_of(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the keys of each field of `KEY_FIELDS`, each once, in order of first mention."""
    actors: dict[str, list[str]] = {kind: [] for kind in ACTOR_KINDS}
    for actor in article.actors:
        actors[actor.kind].append(actor.id)
    keys: dict[str, Sequence[str]] = {**actors, "id": (article.id,)}
    keys["source"] = (article.source.id,) if article.source else ()
    keys["attribution"] = [source.id for source in article.attributions]
    keys["speaker"] = [quote.speaker_id for quote in article.quotes if quote.speaker_id]
    mentioned = [key for day in article.mentioned_dates for key in period_keys(day)]
    mentioned += [key for period in article.mentioned_periods for key in (period[:4], period)]
    keys["mentioned"] = mentioned
    keys[COPIES_FIELD] = (article.copies.group,) if article.copies.group else ()
    return {field: tuple(dict.fromkeys(found)) if found else () for field, found in keys.items()}


def names_of(article: Article) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what the keys of a field are called, its name first: of actors, its source and quoted ones."""
    names: dict[str, dict[str, tuple[str, ...]]] = {kind: {} for kind in ACTOR_KINDS}
    for actor in article.actors:
        names[actor.kind][actor.id] = (actor.name, *actor.aliases)
    names["source"] = {article.source.id: (article.source.name,)} if article.source else {}
    names["attribution"] = {source.id: (source.name,) for source in article.attributions}
    return names


def period_keys(day: date) -> tuple[str, str, str]:
    """Return the keys of the year, the month and the day: a day is found by each of them."""
    written = day.isoformat()
    return written[:4], written[:7], written

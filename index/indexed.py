"""What of an article is indexed in which field of `index.fields`: one answer for every store.

It must not analyse the texts nor know an engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from index.article import Article, Span
from index.fields import COPIES_FIELD, KEY_FIELDS
from index.lang.words import PASSAGE_BREAK


def texts_of(article: Article) -> dict[str, str]:
    """Return the text of each text field.

    Between two quotes and between two cut headlines stands PASSAGE_BREAK: no phrase is found across it.
    A headline made of the first sentence is in the body already and not indexed again: its words would
    count double, in a short field that weighs more (docs/ranking.md has the figures).
    """
    return {
        "title": article.title if article.title_method == "given" else "",
        "body": article.body,
        "related": _apart(related_headlines(article)) if article.cuts else "",
        "quote": _apart([article.body[quote.start : quote.end] for quote in article.quotes]),
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
    keys: dict[str, tuple[str, ...]] = {field.name: () for field in KEY_FIELDS}
    keys |= {field: tuple(names) for field, names in names_of(article).items()}
    return keys | plain_keys_of(article)


def plain_keys_of(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the keys of the fields that `names_of` does not tell, of those that have any."""
    keys: dict[str, tuple[str, ...]] = {"id": (article.id,)}
    if article.quotes:
        speakers = dict.fromkeys([quote.speaker_id for quote in article.quotes if quote.speaker_id])
        if speakers:
            keys["speaker"] = tuple(speakers)
    if article.mentioned_dates or article.mentioned_periods:
        mentioned = [key for day in article.mentioned_dates for key in period_keys(day)]
        mentioned += [key for period in article.mentioned_periods for key in (period[:4], period)]
        keys["mentioned"] = tuple(dict.fromkeys(mentioned))
    if article.copies.group:
        keys[COPIES_FIELD] = (article.copies.group,)
    return keys


def names_of(article: Article) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the keys of fields whose keys have names, and what each is called, its name first.

    These are actors, the article's source and those it quotes; a field that has none is left out.
    """
    names: dict[str, dict[str, tuple[str, ...]]] = {}
    for actor in article.actors:
        called = (actor.name, *actor.aliases) if actor.aliases else (actor.name,)
        of_kind = names.get(actor.kind)
        if of_kind is None:
            names[actor.kind] = {actor.id: called}
        else:
            of_kind[actor.id] = called
    if article.source:
        names["source"] = {article.source.id: (article.source.name,)}
    if article.attributions:
        names["attribution"] = {source.id: (source.name,) for source in article.attributions}
    return names


def period_keys(day: date) -> tuple[str, str, str]:
    """Return the keys of the year, the month and the day: a day is found by each of them."""
    written = day.isoformat()
    return written[:4], written[:7], written

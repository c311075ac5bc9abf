"""An article as a record of JSON values, and back without loss.

The record is what the index stores, what `scripts/explain.py` prints and what the API gives of an article,
so its names and shapes are public: change them only by adding. This module must not read or write files.

    id, title, title_method, body, url, path, line, dateline_place
    published       {value: "2020-09-27"|null, precision, method, confidence, evidence,
                     span: [start, end]|null}
    source          {id, name}|null
    actors          [{id, name, kind, aliases: […], mentions: [[start, end], …]}]
    cuts            [{text, reason, start, headlines: […], links: […]}]
    quotes          [{start, end, speaker_id, speaker}]
    attributions    [{id, name}]
    mentioned_dates ["2020-09-27"]
    mentioned_periods ["2020-09", "1991"]
    metadata        [[name, value]]
    copies          {group, shared: [[start, end], …], others: [id, …], recycled: [[start, end], …]}
    attributes      [[actor id, start, end]]; spans where a country is named only as whose something is
    roles           [{actor_id, text, start, end}]
    mentions        [[actor id, start, end]]; only where grouping them by actor would lose their order

Offsets are code points in `body`, half open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from index.article import (
    NO_COPIES,
    UNDATED,
    Actor,
    Article,
    Copies,
    Cut,
    Dating,
    Mention,
    Quote,
    Role,
    Source,
)

Record = dict[str, Any]
Made = TypeVar("Made")


def article_to_record(article: Article) -> Record:
    """Return the record of an article, its keys in reading order."""
    spans = _spans_by_actor(article)
    record: Record = {
        "id": article.id,
        "title": article.title,
        "title_method": article.title_method,
        "body": article.body,
        "published": _dating_to_record(article.published),
        "source": _source_to_record(article.source) if article.source else None,
        "url": article.url,
        "path": article.path,
        "line": article.line,
        "dateline_place": article.dateline_place,
        "actors": [_actor_to_record(actor, spans[actor.id]) for actor in article.actors],
        "cuts": [_cut_to_record(cut) for cut in article.cuts],
        "quotes": [_quote_to_record(quote) for quote in article.quotes],
        "attributions": [_source_to_record(source) for source in article.attributions],
        "mentioned_dates": [day.isoformat() for day in article.mentioned_dates],
        "mentioned_periods": list(article.mentioned_periods),
        "metadata": [list(pair) for pair in article.metadata],
        "copies": _copies_to_record(article.copies),
        "roles": [_role_to_record(role) for role in article.roles],
        "attributes": [_mention_to_record(mention) for mention in article.attributes],
    }
    if not _regrouped(article):
        record["mentions"] = [_mention_to_record(mention) for mention in article.mentions]
    return record


def stored_record(article: Article) -> Record:
    """Return the record of an article without what is empty: a third of the time of reading it back.

    What is empty is not made to be thrown away; that halves the time of writing it.
    """
    record: Record = {name: value for name, value in zip(PLAIN, _plain_of(article), strict=True) if value}
    record["published"] = _filled(_dating_to_record(article.published))
    if article.source:
        record["source"] = _filled(_source_to_record(article.source))
    if article.actors:
        spans = _spans_by_actor(article)
        record["actors"] = [_filled(_actor_to_record(actor, spans[actor.id])) for actor in article.actors]
    for name, make in OTHERS.items():
        if several := getattr(article, name):
            record[name] = [make(each) for each in several]
    if article.copies != NO_COPIES:
        record["copies"] = _filled(_copies_to_record(article.copies))
    if article.mentions and not _regrouped(article):
        record["mentions"] = [_mention_to_record(mention) for mention in article.mentions]
    return record


def article_from_record(record: Record) -> Article:
    """Return the article of a record that `article_to_record` or `stored_record` made."""
    get = record.get
    actors: list[Record] = get("actors") or []
    flat, source, published, copies = get("mentions"), get("source"), get("published"), get("copies")
    return Article(
        id=get("id", ""),
        title=get("title", ""),
        body=get("body", ""),
        title_method=record["title_method"],
        published=_dating_from_record(published) if published is not None else UNDATED,
        source=_source_from_record(source) if source is not None else None,
        url=get("url", ""),
        path=get("path", ""),
        line=get("line", 0),
        dateline_place=get("dateline_place", ""),
        actors=_each(_actor_from_record, actors),
        mentions=_grouped_mentions(actors) if flat is None else _each(_mention_from_record, flat),
        attributes=_each(_mention_from_record, get("attributes")),
        roles=_each(_role_from_record, get("roles")),
        cuts=_each(_cut_from_record, get("cuts")),
        quotes=_each(_quote_from_record, get("quotes")),
        attributions=_each(_source_from_record, get("attributions")),
        mentioned_dates=_each(date.fromisoformat, get("mentioned_dates")),
        mentioned_periods=tuple(get("mentioned_periods") or ()),
        metadata=_each(_pair_from_record, get("metadata")),
        copies=_copies_from_record(copies) if copies else NO_COPIES,
    )


def _each(make: Callable[[Any], Made], records: Sequence[Any] | None) -> tuple[Made, ...]:
    """Return what is made of each record; most articles have none of most kinds."""
    return tuple([make(record) for record in records]) if records else ()


def _filled(record: Record) -> Record:
    return {name: value for name, value in record.items() if value}


def _regrouped(article: Article) -> bool:
    """Return whether `_grouped_mentions` gives the mentions back: all of known actors, in their order."""
    ranks = {actor.id: rank for rank, actor in enumerate(article.actors)}
    found = [(each.start, each.end, ranks.get(each.actor_id, -1)) for each in article.mentions]
    known = len(ranks) == len(article.actors) and all(rank >= 0 for _, _, rank in found)
    return known and found == sorted(found)


def _spans_by_actor(article: Article) -> dict[str, list[list[int]]]:
    spans: dict[str, list[list[int]]] = {actor.id: [] for actor in article.actors}
    for mention in article.mentions:
        spans.setdefault(mention.actor_id, []).append([mention.start, mention.end])
    return spans


def _mention_to_record(mention: Mention) -> list[Any]:
    return [mention.actor_id, mention.start, mention.end]


def _actor_to_record(actor: Actor, spans: list[list[int]]) -> Record:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
        "mentions": spans,
    }


def _actor_from_record(record: Record) -> Actor:
    get = record.get
    return Actor(get("id", ""), get("name", ""), record["kind"], tuple(get("aliases") or ()))


def _grouped_mentions(actors: list[Record]) -> tuple[Mention, ...]:
    """Return the mentions of all actors in order of appearance."""
    mentions = [
        Mention(actor.get("id", ""), start, end)
        for actor in actors
        for start, end in actor.get("mentions", ())
    ]
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end))) if mentions else ()


def _mention_from_record(mention: tuple[str, int, int]) -> Mention:
    return Mention(*mention)


def _pair_from_record(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[0], pair[1]


def _dating_to_record(dating: Dating) -> Record:
    return {
        "value": dating.value.isoformat() if dating.value else None,
        "precision": dating.precision,
        "method": dating.method,
        "confidence": dating.confidence,
        "evidence": dating.evidence,
        "span": list(dating.span) if dating.span else None,
    }


def _dating_from_record(record: Record) -> Dating:
    get = record.get
    value, span = get("value"), get("span")
    return Dating(
        value=date.fromisoformat(value) if value else None,
        precision=get("precision", ""),
        method=get("method", ""),
        confidence=get("confidence", ""),
        evidence=get("evidence", ""),
        span=(span[0], span[1]) if span else None,
    )


def _source_from_record(record: Record) -> Source:
    return Source(record.get("id", ""), record.get("name", ""))


def _source_to_record(source: Source) -> Record:
    return {"id": source.id, "name": source.name}


def _cut_to_record(cut: Cut) -> Record:
    return {
        "text": cut.text,
        "reason": cut.reason,
        "start": cut.start,
        "headlines": list(cut.headlines),
        "links": list(cut.links),
    }


def _cut_from_record(record: Record) -> Cut:
    get = record.get
    headlines, links = tuple(get("headlines") or ()), tuple(get("links") or ())
    return Cut(get("text", ""), get("reason", ""), get("start", 0), headlines, links)


def _role_from_record(record: Record) -> Role:
    get = record.get
    return Role(get("actor_id", ""), get("text", ""), get("start", 0), get("end", 0))


def _quote_from_record(record: Record) -> Quote:
    get = record.get
    return Quote(get("start", 0), get("end", 0), get("speaker_id", ""), get("speaker", ""))


def _role_to_record(role: Role) -> Record:
    return {"actor_id": role.actor_id, "text": role.text, "start": role.start, "end": role.end}


def _quote_to_record(quote: Quote) -> Record:
    return {"start": quote.start, "end": quote.end, "speaker_id": quote.speaker_id, "speaker": quote.speaker}


def _copies_to_record(copies: Copies) -> Record:
    shared, recycled = ([list(span) for span in spans] for spans in (copies.shared, copies.recycled))
    return {"group": copies.group, "shared": shared, "others": list(copies.others), "recycled": recycled}


def _copies_from_record(record: Record) -> Copies:
    shared, recycled = (
        tuple((start, end) for start, end in record.get(name, ())) for name in ("shared", "recycled")
    )
    return Copies(record.get("group", ""), shared, tuple(record.get("others", ())), recycled)


# What is recorded as it is, and how each is of what there are several of.
PLAIN = (
    "id",
    "title",
    "title_method",
    "body",
    "url",
    "path",
    "line",
    "dateline_place",
    "mentioned_periods",
    "metadata",
)
_plain_of = attrgetter(*PLAIN)
OTHERS: dict[str, Callable[[Any], Any]] = {
    "cuts": lambda cut: _filled(_cut_to_record(cut)),
    "quotes": lambda quote: _filled(_quote_to_record(quote)),
    "attributions": lambda source: _filled(_source_to_record(source)),
    "mentioned_dates": date.isoformat,
    "roles": lambda role: _filled(_role_to_record(role)),
    "attributes": _mention_to_record,
}

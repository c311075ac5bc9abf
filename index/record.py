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
    copies          {group, shared: [[start, end], …], others: [id, …]}
    attributes      [[actor id, start, end]]; spans where a country is named only as whose something is
    roles           [{actor_id, text, start, end}]
    mentions        [[actor id, start, end]]; only where grouping them by actor would lose their order

Offsets are code points in `body`, half open.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from index.article import Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source

Record = dict[str, Any]


def article_to_record(article: Article) -> Record:
    """Return the record of an article, its keys in reading order."""
    actors = [_actor_to_record(actor, article.mentions) for actor in article.actors]
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
        "actors": actors,
        "cuts": [_cut_to_record(cut) for cut in article.cuts],
        "quotes": [_quote_to_record(quote) for quote in article.quotes],
        "attributions": [_source_to_record(source) for source in article.attributions],
        "mentioned_dates": [day.isoformat() for day in article.mentioned_dates],
        "mentioned_periods": list(article.mentioned_periods),
        "metadata": [list(pair) for pair in article.metadata],
        "copies": _copies_to_record(article.copies),
        "roles": [_role_to_record(role) for role in article.roles],
        "attributes": [[mention.actor_id, mention.start, mention.end] for mention in article.attributes],
    }
    if _grouped_mentions(actors) != article.mentions:
        record["mentions"] = [[mention.actor_id, mention.start, mention.end] for mention in article.mentions]
    return record


def article_from_record(record: Record) -> Article:
    """Return the article of a record that `article_to_record` made."""
    actors = record["actors"]
    flat = record.get("mentions")
    return Article(
        id=record["id"],
        title=record["title"],
        body=record["body"],
        title_method=record["title_method"],
        published=_dating_from_record(record["published"]),
        source=Source(**record["source"]) if record["source"] else None,
        url=record["url"],
        path=record["path"],
        line=record["line"],
        dateline_place=record["dateline_place"],
        actors=tuple(_actor_from_record(actor) for actor in actors),
        mentions=_grouped_mentions(actors) if flat is None else tuple(Mention(*mention) for mention in flat),
        attributes=tuple(Mention(*mention) for mention in record["attributes"]),
        roles=tuple(Role(**role) for role in record["roles"]),
        cuts=tuple(_cut_from_record(cut) for cut in record["cuts"]),
        quotes=tuple(Quote(**quote) for quote in record["quotes"]),
        attributions=tuple(Source(**source) for source in record["attributions"]),
        mentioned_dates=tuple(date.fromisoformat(day) for day in record["mentioned_dates"]),
        mentioned_periods=tuple(record.get("mentioned_periods", ())),
        metadata=tuple((name, value) for name, value in record["metadata"]),
        copies=_copies_from_record(record["copies"]),
    )


def _actor_to_record(actor: Actor, mentions: tuple[Mention, ...]) -> Record:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
        "mentions": [[mention.start, mention.end] for mention in mentions if mention.actor_id == actor.id],
    }


def _actor_from_record(record: Record) -> Actor:
    return Actor(record["id"], record["name"], record["kind"], tuple(record["aliases"]))


def _grouped_mentions(actors: list[Record]) -> tuple[Mention, ...]:
    """Return the mentions of all actors in order of appearance."""
    mentions = (Mention(actor["id"], start, end) for actor in actors for start, end in actor["mentions"])
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


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
    return Dating(
        value=date.fromisoformat(record["value"]) if record["value"] else None,
        precision=record["precision"],
        method=record["method"],
        confidence=record["confidence"],
        evidence=record["evidence"],
        span=(record["span"][0], record["span"][1]) if record["span"] else None,
    )


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
    return Cut(
        record["text"], record["reason"], record["start"], tuple(record["headlines"]), tuple(record["links"])
    )


def _role_to_record(role: Role) -> Record:
    return {"actor_id": role.actor_id, "text": role.text, "start": role.start, "end": role.end}


def _quote_to_record(quote: Quote) -> Record:
    return {"start": quote.start, "end": quote.end, "speaker_id": quote.speaker_id, "speaker": quote.speaker}


def _copies_to_record(copies: Copies) -> Record:
    shared = [list(span) for span in copies.shared]
    return {"group": copies.group, "shared": shared, "others": list(copies.others)}


def _copies_from_record(record: Record) -> Copies:
    shared = tuple((start, end) for start, end in record["shared"])
    return Copies(record["group"], shared, tuple(record["others"]))

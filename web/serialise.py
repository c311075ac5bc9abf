"""Our types as JSON values, in the shapes that docs/api.md promises. Makes no search and no response."""

from __future__ import annotations

from typing import Any

from index.article import Actor, Article, Cut, Dating, Quote, Source
from searcher.page import (
    Facet,
    FacetValue,
    Hit,
    Page,
    Problem,
    Reading,
    Snippet,
    Status,
    Suggestion,
    Timeline,
)
from searcher.query import Query
from web.language import Voice
from web.links import API_SEARCH, Links
from web.markup import marked, safe_address
from web.params import write_cursor
from web.results import neighbours, settled
from web.variants import Variants

Json = dict[str, Any]
Related = tuple[tuple[str, Article], ...]


def page_json(page: Page, voice: Voice, links: Links, highlight: str, milliseconds: float) -> Json:
    """Return a page of results, its messages as `voice` speaks; `highlight`: `html`, `offsets`, `none`."""
    query = settled(page)
    previous, following = neighbours(page)
    variants = Variants(links, API_SEARCH, query)
    return {
        "query": {
            "raw": query.text,
            "understood": page.understood,
            "expanded": [
                {"from": item.written, "to": item.added, "off": links.api(query, expand=False)}
                for item in page.expanded
            ],
            "did_you_mean": page.did_you_mean,
            "problems": [problem_json(problem, voice) for problem in page.problems],
        },
        "total": page.total,
        "groups": page.groups,
        "took_ms": round(milliseconds, 1),
        "index": {"generation": page.generation, "articles": page.articles},
        "page": {
            "number": query.page,
            "size": query.size,
            "next": links.api(query, page=following) if following else None,
            "previous": links.api(query, page=previous) if previous else None,
            "cursor": write_cursor(following) if following else None,
        },
        "results": [hit_json(hit, links, highlight) for hit in page.hits],
        "facets": {facet.field: facet_json(facet, variants) for facet in page.facets},
        "timeline": timeline_json(page.timeline, variants),
    }


def problem_json(problem: Problem, voice: Voice) -> Json:
    """Return what was repaired in a query, and say it."""
    text = voice(f"said.{problem.said}", value=problem.value)
    return {"kind": problem.kind, "text": text, "position": list(problem.position)}


def hit_json(hit: Hit, links: Links, highlight: str) -> Json:
    """Return one result."""
    article = hit.article
    return {
        "id": article.id,
        "title": article.title,
        "title_method": article.title_method,
        "title_hits": [list(span) for span in hit.title_hits],
        "url": links.article(article.id),
        "source_url": safe_address(article.url) or None,
        "score": round(hit.score, 6),
        "published": dating_json(article.published),
        "source": source_json(article.source),
        "actors": [actor_json(actor) for actor in article.actors],
        "snippets": [snippet_json(snippet, highlight) for snippet in hit.snippets if highlight != "none"],
        "matched": {word: list(forms) for word, forms in hit.matched},
        "copies": hit.copies,
        "copy_group": article.copies.group or None,
    }


def snippet_json(snippet: Snippet, highlight: str) -> Json:
    """Return a snippet: `hits` are spans in its text, `start` where the text stands in the field."""
    shown: Json = {"html": str(marked(snippet.text, snippet.hits))}
    if highlight == "offsets":
        shown = {"text": snippet.text}
    return {
        "field": snippet.field,
        **shown,
        "start": snippet.start,
        "hits": [list(span) for span in snippet.hits],
    }


def dating_json(dating: Dating) -> Json:
    """Return a publication date with its evidence."""
    return {
        "value": dating.value.isoformat() if dating.value else None,
        "precision": dating.precision,
        "method": dating.method,
        "confidence": dating.confidence,
        "evidence": dating.evidence,
    }


def source_json(source: Source | None) -> Json | None:
    """Return an outlet."""
    return {"id": source.id, "name": source.name} if source else None


def actor_json(actor: Actor) -> Json:
    """Return an actor without aliases."""
    return {"id": actor.id, "name": actor.name, "kind": actor.kind}


def facet_json(facet: Facet, variants: Variants) -> Json:
    """Return a facet; each value with the URLs that want it (or no longer) and exclude it (or no longer)."""
    values = [_value_json(facet.field, value, variants) for value in facet.values]
    return {"values": values, "others": facet.others}


def _value_json(field: str, value: FacetValue, variants: Variants) -> Json:
    return {
        "id": value.key,
        "label": value.label,
        "count": value.count,
        "of": value.of,
        "selected": value.selected,
        "excluded": value.excluded,
        "aliases": list(value.aliases),
        "toggle": variants.toggle(field, value.key),
        "exclude": variants.exclude(field, value.key),
    }


def timeline_json(timeline: Timeline, variants: Variants) -> Json:
    """Return the timeline; each bucket with the URL that narrows to it."""
    return {
        "interval": timeline.interval,
        "undated": timeline.undated,
        "buckets": [
            {
                "key": bucket.key,
                "count": bucket.count,
                "of": bucket.of,
                "url": variants.narrow(bucket.key),
            }
            for bucket in timeline.buckets
        ],
    }


def reading_json(reading: Reading, links: Links, related: Related = ()) -> Json:
    """Return one whole article, where a query matches it, and the articles its cut headlines name."""
    article = reading.article
    return {
        **_head(article, links),
        "body": article.body,
        "actors": [_mentioned(actor, article) for actor in article.actors],
        "cuts": [_cut_json(cut) for cut in article.cuts],
        "quotes": [_quote_json(quote) for quote in article.quotes],
        "attributions": [source_json(source) for source in article.attributions],
        "mentioned_dates": [day.isoformat() for day in article.mentioned_dates],
        "mentioned_periods": list(article.mentioned_periods),
        "related": [
            {"headline": headline, "id": other.id, "url": links.article(other.id)}
            for headline, other in related
        ],
        "copies": {
            "group": article.copies.group or None,
            "shared": [list(span) for span in article.copies.shared],
            "others": list(article.copies.others),
            "recycled": [list(span) for span in article.copies.recycled],
        },
        "metadata": [{"name": name, "value": value} for name, value in article.metadata],
        "hits": {
            "title": [list(span) for span in reading.title_hits],
            "body": [list(span) for span in reading.body_hits],
        },
    }


def _head(article: Article, links: Links) -> Json:
    span = article.published.span
    return {
        "id": article.id,
        "title": article.title,
        "title_method": article.title_method,
        "url": links.article(article.id),
        "source_url": safe_address(article.url) or None,
        "published": {**dating_json(article.published), "span": list(span) if span else None},
        "source": source_json(article.source),
        "dateline_place": article.dateline_place or None,
    }


def _mentioned(actor: Actor, article: Article) -> Json:
    spans = [[mention.start, mention.end] for mention in article.mentions if mention.actor_id == actor.id]
    whose = [[mention.start, mention.end] for mention in article.attributes if mention.actor_id == actor.id]
    roles = [
        {"text": role.text, "start": role.start, "end": role.end}
        for role in article.roles
        if role.actor_id == actor.id
    ]
    aliases = list(actor.aliases)
    return {**actor_json(actor), "aliases": aliases, "mentions": spans, "attributes": whose, "roles": roles}


def _cut_json(cut: Cut) -> Json:
    return {
        "text": cut.text,
        "reason": cut.reason,
        "start": cut.start,
        "headlines": list(cut.headlines),
        "links": [link for link in cut.links if safe_address(link)],
    }


def _quote_json(quote: Quote) -> Json:
    return {
        "start": quote.start,
        "end": quote.end,
        "speaker_id": quote.speaker_id or None,
        "speaker": quote.speaker or None,
    }


def full_actor_json(actor: Actor, links: Links, total: int) -> Json:
    """Return an actor with aliases and the search for the articles that name it."""
    search = links.api(Query(actors=(actor.id,), size=links.size))
    return {**actor_json(actor), "aliases": list(actor.aliases), "articles": total, "search": search}


def suggestion_json(suggestion: Suggestion, links: Links) -> Json:
    """Return a completion and the page it leads to."""
    target = Query(text=suggestion.text, size=links.size)
    if suggestion.kind == "actor" and suggestion.key:
        target = Query(actors=(suggestion.key,), size=links.size)
    url = links.search(target)
    if suggestion.kind == "headline" and suggestion.key:
        url = links.article(suggestion.key)
    return {
        "kind": suggestion.kind,
        "text": suggestion.text,
        "key": suggestion.key or None,
        "count": suggestion.count,
        "url": url,
    }


def status_json(status: Status) -> Json:
    """Return what is being searched."""
    return {
        "generation": status.generation,
        "articles": status.articles,
        "built": status.built,
        "engine": status.engine,
        "native_queries": status.native_queries,
        "kernel": status.kernel,
    }

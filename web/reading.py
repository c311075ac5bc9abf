"""What the reading page prints: paragraphs with hits and actors, what was cut and why, how to cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from index.article import Actor, Article, Cut, Span, original_text
from index.fields import BY_NAME
from searcher.page import Beside, Reading
from web.language import Voice
from web.links import Links
from web.markup import Passage, marked, paragraphs, safe_address, shared_paragraphs, struck, tidy

MOST_STEPS = 40
NOTHING_BESIDE = Beside()
QUOTATION_MARKS = "\"“”„‟'‘’ "


@dataclass(frozen=True, slots=True)
class CutView:
    """One thing that cleaning took out: why, its text or related headlines, and safe addresses.

    `targets` are, for each line, where the archive has the article of that headline, else "".
    """

    reason: str
    lines: tuple[str, ...]
    targets: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor of the article, what it says he is, and the search for all articles that name him."""

    name: str
    kind: str
    url: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Somebody's words; `speaker` and `url` are "" where the text leaves them open."""

    text: str
    speaker: str
    url: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One article to print; `steps` are the numbers of the hits that have an anchor link.

    `shared` says of each paragraph whether other articles have it too: `others` share most, and `similar`
    are like it in what they are about.
    """

    title: Markup
    paragraphs: tuple[Markup, ...]
    shared: tuple[bool, ...]
    others: tuple[Article, ...]
    similar: tuple[Article, ...]
    steps: tuple[int, ...]
    hits: int
    actors: tuple[ActorView, ...]
    cuts: tuple[CutView, ...]
    quotes: tuple[QuoteView, ...]
    sources: tuple[tuple[str, str], ...]
    days: tuple[tuple[str, str], ...]
    citation: str
    address: str


def reading_view(
    reading: Reading, original: bool, voice: Voice, links: Links, beside: Beside = NOTHING_BESIDE
) -> ReadingView:
    """Return what to print of an article; `original` shows the text as it was scraped, cuts struck out."""
    article = reading.article
    targets = {headline: links.article(other.id) for headline, other in beside.related}
    hits = () if original else tidy(reading.body_hits, len(article.body))
    if original:
        body = struck(original_text(article), cut_spans(article))
    else:
        body = paragraphs(Passage(article.body, hits, _actor_links(article, voice, links)))
    return ReadingView(
        title=marked(article.title, reading.title_hits),
        paragraphs=body,
        shared=() if original else shared_paragraphs(article.body, article.copies.shared),
        others=beside.others,
        similar=tuple(hit.article for hit in beside.similar),
        steps=tuple(range(1, min(len(hits), MOST_STEPS) + 1)),
        hits=len(hits),
        actors=tuple(_actor_view(actor, article, voice, links) for actor in article.actors),
        cuts=tuple(_cut_view(cut, targets, voice) for cut in article.cuts),
        quotes=_quotes(article, links),
        sources=tuple((source.name, links.leaning_on(source.id)) for source in article.attributions),
        days=_days(article, voice, links),
        citation=citation(article, voice),
        address=safe_address(article.url),
    )


def cut_spans(article: Article) -> tuple[Span, ...]:
    """Return where each cut stands in the original text."""
    spans, moved = [], 0
    for cut in sorted(article.cuts, key=lambda cut: cut.start):
        spans.append((cut.start + moved, cut.start + moved + len(cut.text)))
        moved += len(cut.text)
    return tuple(spans)


def _actor_links(article: Article, voice: Voice, links: Links) -> tuple[tuple[int, int, str, str], ...]:
    actors = {actor.id: actor for actor in article.actors}
    return tuple(
        (mention.start, mention.end, links.actor(mention.actor_id), _actor_title(found, voice))
        for mention in article.named
        if (found := actors.get(mention.actor_id))
    )


def _actor_title(actor: Actor, voice: Voice) -> str:
    return f"{voice(f'kind.{actor.kind}')}: {actor.name}"


def _actor_view(actor: Actor, article: Article, voice: Voice, links: Links) -> ActorView:
    roles = tuple(dict.fromkeys(role.text for role in article.roles if role.actor_id == actor.id))
    return ActorView(actor.name, voice(f"kind.{actor.kind}"), links.actor(actor.id), roles)


def _cut_view(cut: Cut, targets: Mapping[str, str], voice: Voice) -> CutView:
    lines = cut.headlines or tuple(line.strip() for line in cut.text.splitlines() if line.strip())
    addresses = tuple(address for link in cut.links if (address := safe_address(link)))
    return CutView(
        voice.either(f"cut.{cut.reason}", cut.reason),
        lines,
        tuple(targets.get(line, "") for line in lines),
        addresses,
    )


def _days(article: Article, voice: Voice, links: Links) -> tuple[tuple[str, str], ...]:
    """Return the days, months and years that a text speaks of: in words, and the search for all that do."""
    prefix = BY_NAME["mentioned"].prefixes[0]
    keys = sorted({*article.mentioned_periods, *(day.isoformat() for day in article.mentioned_dates)})
    return tuple((voice.period(key), links.search(links.plain(f"{prefix}:{key}"))) for key in keys)


def _quotes(article: Article, links: Links) -> tuple[QuoteView, ...]:
    names = {actor.id: actor.name for actor in article.actors}
    return tuple(
        QuoteView(
            " ".join(article.body[quote.start : quote.end].split()).strip(QUOTATION_MARKS),
            quote.speaker or names.get(quote.speaker_id, ""),
            links.actor(quote.speaker_id) if quote.speaker_id in names else "",
        )
        for quote in article.quotes
        if 0 <= quote.start < quote.end <= len(article.body)
    )


def citation(article: Article, voice: Voice) -> str:
    """Return how to cite an article: title, source, date, address or number."""
    parts = [f"“{article.title}”"]
    if article.source:
        parts.append(article.source.name)
    parts.append(voice.dating(article.published))
    parts.append(safe_address(article.url) or voice("cite.id", id=article.id))
    return ", ".join(parts) + "."

"""What the results page prints of results: timeline, orders, pages, snippets. No HTML, no search.

Everything arrives with its label, its count and its URL, so that templates only print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from index.article import Actor
from searcher.page import Hit, Page, Snippet, Timeline
from searcher.query import Interval, Order, Query
from web.language import Voice
from web.links import SEARCH, Links
from web.results import last_page, narrowed, neighbours, settled
from web.variants import Variants

MOST_YEARS = 8
MOST_PROBLEMS = 8
# A bar that is there must be seen: at least this share of the tallest.
LEAST_BAR = 0.04
BAR_HEIGHT = 100
# So few bars get less room, lest they become walls.
LEAST_BARS, LESS_BARS = 3, 12
INTERVALS = get_args(Interval)
# Ends a headline that was cut, and begins what is left of its sentence.
CUT = "…"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways, and whether it is the present one."""

    key: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: where it stands and how tall it is in a drawing `BAR_HEIGHT` tall, each bar 1 wide."""

    key: str
    label: str
    count: int
    of: int
    url: str
    left: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The timeline as a drawing `width` wide, as a table, and the other intervals."""

    bars: tuple[Bar, ...]
    width: int
    room: str
    first: str
    last: str
    undated: int
    undated_url: str
    intervals: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one can page to; a number 0 stands for a gap."""

    previous: str
    following: str
    numbers: tuple[Choice, ...]


def through(hit: Hit) -> str:
    """Return the written forms by which an article matched, apart from those asked for."""
    asked = {word.casefold() for word, _ in hit.matched}
    forms = (form for _, found in hit.matched for form in found)
    return ", ".join(dict.fromkeys(form for form in forms if form.casefold() not in asked))


def snippets(hit: Hit) -> tuple[Snippet, ...]:
    """Return the snippets worth printing: without the headline where it is the first sentence.

    The rest of a sentence that was too long to be a headline shows nothing that was asked for unless it has
    a hit: it is printed when it has one, or when there is nothing else.
    """
    title = hit.article.title
    if hit.article.title_method == "given" or not hit.snippets or not _begins(hit.snippets[0], title):
        return hit.snippets
    rest, others = _after(hit.snippets[0], title), hit.snippets[1:]
    if not rest.text or (others and not rest.hits and title.endswith(CUT)):
        return others
    return (rest, *others)


def _begins(snippet: Snippet, title: str) -> bool:
    return not snippet.start and snippet.field == "body" and snippet.text.startswith(title.rstrip(f"{CUT} "))


def _after(snippet: Snippet, title: str) -> Snippet:
    """Return what a snippet says after the headline that it begins with; "" where it says nothing more."""
    cut = len(title.rstrip(f"{CUT} "))
    left = snippet.text[cut:]
    cut += len(left) - len(left.lstrip(f" \n\t.{CUT},;:–-"))
    hits = tuple((start - cut, end - cut) for start, end in snippet.hits if start >= cut)
    after = snippet._replace(text=snippet.text[cut:], start=cut, hits=hits)
    if title.endswith(CUT) and after.text:
        # The sign stands where the blank before the word was.
        hits = tuple((start + 1, end + 1) for start, end in hits)
        after = after._replace(text=CUT + after.text, start=cut - 1, hits=hits)
    return after


def alone(page: Page) -> Actor | None:
    """Return the actor whose articles these are, where nothing else was asked for."""
    query = page.query
    if query.text or len(page.selected_actors) != 1 or len(query.actors) != 1:
        return None
    return page.selected_actors[0]


def problems(page: Page, voice: Voice) -> tuple[tuple[str, str], ...]:
    """Return what was repaired in the query: (what kind, what was done), the first few."""
    found = []
    for problem in page.problems[:MOST_PROBLEMS]:
        kind = voice.either(f"problem.{problem.kind}", problem.kind)
        found.append((kind, voice(f"said.{problem.said}", value=problem.value)))
    return tuple(found)


def chart(timeline: Timeline, query: Query, voice: Voice, links: Links) -> Chart:
    """Return the timeline to draw; periods without a match between others keep their room."""
    tallest = max((bucket.count for bucket in timeline.buckets), default=0) or 1
    variants = Variants(links, SEARCH, query)
    bars = []
    for left, bucket in enumerate(timeline.buckets):
        share = max(bucket.count / tallest, LEAST_BAR) if bucket.count else 0.0
        height = round(share * BAR_HEIGHT, 1)
        url = variants.narrow(bucket.key) if bucket.count else ""
        label = voice.period(bucket.key)
        top = round(BAR_HEIGHT - height, 1)
        bars.append(Bar(bucket.key, label, bucket.count, bucket.of, url, left, top, height))
    return Chart(
        bars=tuple(bars),
        width=len(bars),
        room="least" if len(bars) <= LEAST_BARS else "less" if len(bars) <= LESS_BARS else "",
        first=bars[0].label if bars else "",
        last=bars[-1].label if len(bars) > 1 else "",
        undated=timeline.undated,
        undated_url=links.search(query, since=None, until=None, undated="only"),
        intervals=tuple(
            Choice(
                name, voice(f"interval.{name}"), links.search(query, interval=name), name == query.interval
            )
            for name in INTERVALS
        ),
    )


def years(timeline: Timeline, query: Query, links: Links) -> tuple[Choice, ...]:
    """Return the latest years that have matches, as date presets."""
    found = sorted({bucket.key[:4] for bucket in timeline.buckets if bucket.count}, reverse=True)
    if len(found) < 2:
        return ()
    return tuple(Choice(key, key, links.search(narrowed(query, key)), False) for key in found[:MOST_YEARS])


def orders(query: Query, voice: Voice, links: Links) -> tuple[Choice, ...]:
    """Return the orders that results can have; without words only time orders."""
    names = get_args(Order) if query.text else get_args(Order)[1:]
    present = query.order if query.text or query.order != "relevance" else "newest"
    return tuple(
        Choice(name, voice(f"order.{name}"), links.search(query, order=name), name == present)
        for name in names
    )


def pager(page: Page, voice: Voice, links: Links) -> Pager:
    """Return the first, the last and the pages around the present one."""
    query, last = settled(page), last_page(page)
    number = query.page
    near = {1, last, *range(max(1, number - 2), min(last, number + 2) + 1)}
    numbers: list[Choice] = []
    before = 0
    for item in sorted(near):
        if item - before > 1:
            numbers.append(Choice("", "…", "", False))
        numbers.append(Choice(str(item), voice.number(item), links.search(query, page=item), item == number))
        before = item
    previous, following = neighbours(page)
    return Pager(
        links.search(query, page=previous) if previous else "",
        links.search(query, page=following) if following else "",
        tuple(numbers) if last > 1 else (),
    )

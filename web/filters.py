"""What the results page prints of filters: chips, facets, the form. No HTML, no search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.article import ACTOR_KINDS, Actor
from index.fields import BY_NAME
from searcher.page import Facet, FacetValue, Page
from searcher.query import Query
from web.language import Voice
from web.links import SEARCH, Links, excluded, pairs, selection, toggled
from web.params import SELECTED_BY
from web.periods import shortest_first, shortest_last
from web.results import settled
from web.variants import Variants

FACETS_AT_ONCE = 7
# One facet field for each parameter that selects.
SELECTING = ("person", "source", "attribution")
# What a form carries along without a field that shows it.
CARRIED = {"expand", "sort", "size", "facets", "interval"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter and the URL without it."""

    kind: str
    label: str
    remove: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value of a facet as a checkbox named `parameter`, with a link that excludes it."""

    key: str
    label: str
    count: int
    of: int
    selected: bool
    excluded: bool
    also: str
    toggle: str
    exclude: str


@dataclass(frozen=True, slots=True)
class FacetList:
    """One facet: the `values` that are seen at once, the `rest` unfolded, and where all of them are."""

    field: str
    label: str
    parameter: str
    values: tuple[FacetChoice, ...]
    rest: tuple[FacetChoice, ...]
    others: int
    all_url: str


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the search form: partial dates, and selections that no checkbox shows."""

    since: str
    until: str
    hidden: tuple[tuple[str, str], ...]


def facet_label(field: str, voice: Voice) -> str:
    """Return what readers call a facet field."""
    row = BY_NAME[field]
    return row.label_id if voice.language == "id" else row.label_en


def facet_list(
    facet: Facet, query: Query, voice: Voice, links: Links, at_once: int = FACETS_AT_ONCE
) -> FacetList:
    """Return a facet to print; whatever is chosen or excluded is always seen."""
    variants = Variants(links, SEARCH, query)
    values = tuple(_facet_choice(facet.field, value, voice, variants) for value in facet.values)
    chosen = sum(value.selected or value.excluded for value in facet.values)
    at_once = max(at_once, chosen)
    if len(values) <= at_once + 2:
        at_once = len(values)
    return FacetList(
        field=facet.field,
        label=facet_label(facet.field, voice),
        parameter=SELECTED_BY[facet.field],
        values=values[:at_once],
        rest=values[at_once:],
        others=facet.others,
        all_url=links.to(f"/saring/{facet.field}", replace(query, page=1)),
    )


def _facet_choice(field: str, value: FacetValue, voice: Voice, variants: Variants) -> FacetChoice:
    names = [name for name in value.aliases if name != value.label]
    return FacetChoice(
        key=value.key,
        label=value.label,
        count=value.count,
        of=value.of,
        selected=value.selected,
        excluded=value.excluded,
        also=voice("facet.also", names=", ".join(names[:3])) if names else "",
        toggle=variants.toggle(field, value.key),
        exclude=variants.exclude(field, value.key),
    )


def chips(page: Page, voice: Voice, links: Links) -> tuple[Chip, ...]:
    """Return every active filter, in the order of the form."""
    query = settled(page)
    return (*_date_chips(query, voice, links), *_facet_chips(page, query, voice, links))


def _date_chips(query: Query, voice: Voice, links: Links) -> Iterator[Chip]:
    if query.since or query.until:
        first = voice.period(shortest_first(query.since)) if query.since else "…"
        last = voice.period(shortest_last(query.until)) if query.until else "…"
        label = first if first == last else f"{first} – {last}"
        yield Chip(voice("chip.date"), label, links.search(query, since=None, until=None))
    if query.undated:
        label = voice(f"undated.{query.undated}")
        yield Chip(voice("chip.date"), label, links.search(query, undated=None))
    if query.form == "exact":
        yield Chip(voice("chip.form"), voice("form.exact"), links.search(query, form="root"))
    if query.match != "auto":
        yield Chip(voice("chip.match"), voice(f"match.{query.match}"), links.search(query, match="auto"))
    if not query.expand:
        yield Chip(voice("chip.expand"), voice("expand.off"), links.search(query, expand=True))


def _facet_chips(page: Page, query: Query, voice: Voice, links: Links) -> Iterator[Chip]:
    labels = {(facet.field, value.key): value.label for facet in page.facets for value in facet.values}
    actors = {actor.id: actor for actor in (*page.selected_actors, *page.excluded_actors)}
    for field in SELECTING:
        for unwanted, keys in enumerate(selection(query, field)):
            change = excluded if unwanted else toggled
            for key in keys:
                kind, label = _named(field, key, actors, labels, voice)
                yield Chip(kind, label, links.search(change(query, field, key)), bool(unwanted))


def _named(
    field: str, key: str, actors: dict[str, Actor], labels: dict[tuple[str, str], str], voice: Voice
) -> tuple[str, str]:
    if field != "person":
        return voice(f"kind.{field}"), labels.get((field, key), key)
    if key in actors:
        return voice(f"kind.{actors[key].kind}"), actors[key].name
    for kind in ACTOR_KINDS:
        if (kind, key) in labels:
            return voice(f"kind.{kind}"), labels[kind, key]
    return voice("kind.actor"), key


def form(page: Page, links: Links) -> Form:
    """Return what the form must carry besides what its visible fields hold."""
    query = settled(page)
    shown = {(SELECTED_BY[facet.field], value.key) for facet in page.facets for value in facet.values}
    hidden: list[tuple[str, str]] = []
    for field in SELECTING:
        wanted, unwanted = selection(query, field)
        name = SELECTED_BY[field]
        hidden += [(name, key) for key in wanted if (name, key) not in shown]
        hidden += [(f"not_{name}", key) for key in unwanted]
    hidden += [pair for pair in pairs(query, links.size) if pair[0] in CARRIED]
    hidden += [("match", query.match)] if query.match == "any" else []
    hidden += [("lang", links.language)] if links.language else []
    return Form(
        shortest_first(query.since) if query.since else "",
        shortest_last(query.until) if query.until else "",
        tuple(hidden),
    )

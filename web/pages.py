"""The pages: home, results, all values of a facet, reading page, help. Each prints one answer."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, render_template, request

from index.fields import FIELDS
from searcher.page import Facet, Page
from searcher.query import DEFAULT_FACETS, FacetWish, Query
from web import filters, view
from web.answers import cached, fault_texts
from web.language import LANGUAGES
from web.markup import marked
from web.params import FACET_NAMES, Asked
from web.reading import reading_view
from web.repairs import repairs, years_held
from web.results import settled
from web.site import asked, site, visit

blueprint = Blueprint("pages", __name__)

HOME_FACET = 12
HOME_RESULTS = 6
FACET_PAGE = 500
SIMILAR = 5
EVERY_FACET = tuple(FacetWish(name) for name in FACET_NAMES)


@blueprint.get("/")
def home() -> Response:
    """Show the search box, what is in the archive, the newest articles."""
    return cached(site().searcher.status().generation, _home)


def _home() -> Response:
    here = visit()
    wishes = tuple(FacetWish(name, HOME_FACET) for name in FACET_NAMES)
    query = Query(order="newest", size=HOME_RESULTS, facets=wishes)
    page = site().searcher.search(query)
    plain = Query(size=here.links.size)
    facets = [filters.facet_list(facet, plain, here.voice, here.links, HOME_FACET) for facet in page.facets]
    chart = view.chart(page.timeline, plain, here.voice, here.links)
    return _printed("home.html", page=page, query=plain, facets=facets, chart=chart)


@blueprint.get("/cari")
def results() -> Response:
    """Show one page of results."""
    return cached(site().searcher.status().generation, lambda: _results(asked()))


def _results(wanted: Asked) -> Response:
    here = visit()
    page = _searched(wanted.query)
    query = settled(page)
    return _printed(
        "results.html",
        page=page,
        query=query,
        faults=fault_texts(wanted.faults),
        form=filters.form(page, here.links),
        chips=filters.chips(page, here.voice, here.links),
        facets=[filters.facet_list(facet, query, here.voice, here.links) for facet in page.facets],
        chart=view.chart(page.timeline, query, here.voice, here.links),
        years=view.years(page.timeline, query, here.links),
        orders=view.orders(query, here.voice, here.links),
        pager=view.pager(page, here.voice, here.links),
        problems=view.problems(page, here.voice),
        through=view.through,
        who=view.alone(page),
        snippets=view.snippets,
        held=None if page.total else years_held(query, site().searcher),
        repairs=() if page.total else repairs(query, site().searcher, here.voice, here.links),
        canonical=here.links.to("/cari", query),
    )


def _searched(query: Query) -> Page:
    """Search with every facet, unless some were asked for; the URL need not say so."""
    wishes = EVERY_FACET if query.facets == DEFAULT_FACETS else query.facets
    return replace(site().searcher.search(replace(query, facets=wishes)), query=query)


@blueprint.get("/saring/<field>")
def facet(field: str) -> Response:
    """Show all values of one facet under a query, with a search inside."""
    if field not in FACET_NAMES:
        abort(404)
    contains = request.args.get("contains", "").strip()
    return cached(site().searcher.status().generation, lambda: _facet(field, contains))


def _facet(field: str, contains: str) -> Response:
    here = visit()
    wanted = asked(also=("contains",))
    found: Facet = site().searcher.facet(wanted.query, field, contains, FACET_PAGE)
    shown = filters.facet_list(found, wanted.query, here.voice, here.links, FACET_PAGE)
    keep = [pair for pair in _given() if pair[0] not in ("contains", "page")]
    return _printed(
        "facet.html",
        facet=shown,
        query=wanted.query,
        contains=contains,
        keep=keep,
        faults=fault_texts(wanted.faults),
    )


def _given() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if value.strip()]


@blueprint.get("/artikel/<key:article_id>")
def article(article_id: str) -> Response:
    """Show one article; `q` marks what it matches, `asli=1` shows the text as it was scraped."""
    return cached(site().searcher.status().generation, lambda: _article(article_id))


def _article(article_id: str) -> Response:
    here = visit()
    query = asked(also=("asli",)).query
    reading = site().searcher.read(article_id, query.text, query.form)
    if reading is None:
        abort(404)
    original = request.args.get("asli") == "1"
    return _printed(
        "article.html",
        reading=reading,
        article=reading.article,
        shown=reading_view(
            reading, original, here.voice, here.links, site().searcher.beside(article_id, SIMILAR)
        ),
        query=query,
        original=original,
        other_url=here.links.article(article_id, query, asli="" if original else "1"),
    )


@blueprint.get("/tentang")
def about() -> Response:
    """Explain the query language; the fields come from the one table."""
    return cached("", lambda: _printed("about.html", fields=FIELDS, query=Query()))


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers."""
    text = render_template("opensearch.xml", root=request.url_root.rstrip("/"), name=site().settings.name)
    return Response(text, content_type="application/opensearchdescription+xml; charset=utf-8")


def _printed(template: str, **values: object) -> Response:
    here = visit()
    text = render_template(template, t=here.voice, links=here.links, marked=marked, **frame(), **values)
    return Response(text, content_type="text/html; charset=utf-8")


def frame() -> dict[str, object]:
    """Return what the frame of every page prints."""
    here = visit()
    other = next(name for name in LANGUAGES if name != here.voice.language)
    kept = [pair for pair in _given() if pair[0] != "lang"]
    if other != LANGUAGES[0]:
        kept.append(("lang", other))
    return {
        "name": site().settings.name,
        "version": site().fingerprint[:12],
        "other_language": other,
        "other_language_url": f"{quote(request.path)}{'?' if kept else ''}{urlencode(kept)}",
    }

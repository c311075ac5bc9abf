"""The query endpoint for programs: the same parameters as the page, JSON and other formats of one answer.

Strict where the page forgives: a parameter that cannot be used is a 400 that names it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from flask import Blueprint, Response, abort, request, stream_with_context
from werkzeug.exceptions import NotAcceptable

from index.article import ACTOR_KINDS
from searcher.page import Page
from searcher.query import MAX_PAGE_SIZE, Query
from web import exports
from web.answers import JSON, PROBLEM, cached, json_answer, refused
from web.links import API_SEARCH
from web.openapi import description
from web.params import FACET_NAMES, MAX_FACET_SIZE, Asked
from web.results import neighbours, settled
from web.serialise import (
    facet_json,
    full_actor_json,
    hit_json,
    page_json,
    reading_json,
    status_json,
    suggestion_json,
)
from web.site import asked, choice_of, limit_of, site, visit
from web.variants import Variants

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

RIS = "application/x-research-info-systems"
MOST_SUGGESTIONS = 50
USUAL_SUGGESTIONS = 8
USUAL_SIMILAR = 10
SUGGESTIONS = "application/x-suggestions+json"
USUAL_FACET_SIZE = 100


@blueprint.before_request
def acceptable() -> None:
    """Refuse a program that takes no JSON where JSON is all there is."""
    accepted = request.accept_mimetypes
    if accepted and "." not in request.path and not accepted.best_match((JSON, PROBLEM, SUGGESTIONS)):
        raise NotAcceptable


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other sites read what anybody may read."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/search")
def search() -> Response:
    """Return one page of results as JSON."""
    wanted = asked()
    if wanted.faults:
        return refused(wanted.faults)
    return cached(_generation(), lambda: _search(wanted))


def _search(wanted: Asked) -> Response:
    links = visit().links
    began = time.perf_counter()
    page = site().searcher.search(wanted.query)
    answer = json_answer(
        page_json(page, visit().voice, links, wanted.highlight, (time.perf_counter() - began) * 1000)
    )
    previous, following = neighbours(page)
    for number, relation in ((following, "next"), (previous, "prev")):
        if number:
            answer.headers.add("Link", f'<{links.api(settled(page), page=number)}>; rel="{relation}"')
    return answer


@blueprint.get("/search.csv")
def search_csv() -> Response:
    """Return one page of results as CSV, safe to open in a spreadsheet."""
    return _exported("text/csv", "csv", lambda page: exports.csv_lines(page.hits, _root(), visit().links))


@blueprint.get("/search.ris")
def search_ris() -> Response:
    """Return one page of results for a reference manager."""
    return _exported(
        RIS, "ris", lambda page: exports.ris_lines((hit.article for hit in page.hits), _root(), visit().links)
    )


@blueprint.get("/search.atom")
def search_atom() -> Response:
    """Return the newest results as a feed."""
    wanted = asked()
    if wanted.faults:
        return refused(wanted.faults)
    return cached(_generation(), lambda: _atom(wanted))


def _atom(wanted: Asked) -> Response:
    here = visit()
    query = wanted.query if "sort" in request.args else replace(wanted.query, order="newest")
    page = site().searcher.search(query)
    address = (request.url, _root() + here.links.search(settled(page)))
    built = site().searcher.status().built
    feed = exports.atom_feed(page, _root(), address, built, here.voice, here.links)
    return Response(feed, content_type="application/atom+xml; charset=utf-8")


@blueprint.get("/search.ndjson")
def search_ndjson() -> Response:
    """Stream every result, one JSON object a line; `page` and `size` only say where to begin."""
    wanted = asked()
    if wanted.faults:
        return refused(wanted.faults)
    return cached(_generation(), lambda: _ndjson(wanted))


def _ndjson(wanted: Asked) -> Response:
    first = replace(wanted.query, facets=(), size=MAX_PAGE_SIZE, page=1)
    lines = exports.ndjson_lines(_pages(first), visit().links, wanted.highlight)
    return Response(
        stream_with_context(line.encode("utf-8", "replace") for line in lines),
        content_type="application/x-ndjson; charset=utf-8",
    )


def _pages(query: Query) -> Iterator[Page]:
    while True:
        page = site().searcher.search(query)
        yield page
        following = neighbours(page)[1]
        if not following or not page.hits:
            return
        query = replace(query, page=following)


@blueprint.get("/articles/<key:article_id>")
def article(article_id: str) -> Response:
    """Return one whole article; `q` and `form` say what to mark, `format=ris` gives a reference."""
    wanted = asked(also=("format",))
    shape, faults = choice_of("format", ("json", "ris"))
    if wanted.faults or faults:
        return refused((*wanted.faults, *faults))
    return cached(_generation(), lambda: _article(article_id, wanted, shape))


@blueprint.get("/articles/<key:article_id>/similar")
def similar(article_id: str) -> Response:
    """Return articles like one, the likest first, at most `limit`."""
    wanted = asked(also=("limit",))
    limit, faults = limit_of(USUAL_SIMILAR, MAX_PAGE_SIZE)
    if wanted.faults or faults:
        return refused((*wanted.faults, *faults))
    return cached(_generation(), lambda: _similar(article_id, limit))


def _similar(article_id: str, limit: int) -> Response:
    if site().searcher.read(article_id) is None:
        abort(404)
    links = visit().links
    found = site().searcher.similar(article_id, limit)
    return json_answer({"id": article_id, "results": [hit_json(hit, links, "none") for hit in found]})


def _article(article_id: str, wanted: Asked, shape: str) -> Response:
    reading = site().searcher.read(article_id, wanted.query.text, wanted.query.form)
    if reading is None:
        abort(404)
    if shape == "ris":
        text = exports.ris_lines((reading.article,), _root(), visit().links)
        return Response(text.encode("utf-8", "replace"), content_type=f"{RIS}; charset=utf-8")
    related = site().searcher.beside(article_id, 0).related
    return json_answer(reading_json(reading, visit().links, related))


@blueprint.get("/actors")
def actors() -> Response:
    """Return actors, the most frequent first; those with a name of which words begin as `q` does."""
    wanted = asked(also=("limit", "kind"))
    kind, faults = choice_of("kind", ("", *ACTOR_KINDS))
    limit, more = limit_of(USUAL_FACET_SIZE, MAX_FACET_SIZE)
    if wanted.faults or faults or more:
        return refused((*wanted.faults, *faults, *more))
    return cached(_generation(), lambda: _actors(wanted.query.text, kind, limit))


def _actors(text: str, kind: str, limit: int) -> Response:
    found = site().searcher.actors(text, kind, limit)
    return json_answer({"actors": [full_actor_json(item, visit().links, count) for item, count in found]})


@blueprint.get("/actors/<key:actor_id>")
def actor(actor_id: str) -> Response:
    """Return one actor with its aliases and in how many articles it is named."""
    return cached(_generation(), lambda: _actor(actor_id))


def _actor(actor_id: str) -> Response:
    found = site().searcher.actor(actor_id)
    if found is None:
        abort(404)
    total = site().searcher.search(Query(actors=(actor_id,), size=1, facets=())).total
    return json_answer(full_actor_json(found, visit().links, total))


@blueprint.get("/facets/<name>")
def facet(name: str) -> Response:
    """Return the values of one facet under a query, those whose name holds `contains`."""
    if name not in FACET_NAMES:
        abort(404)
    wanted = asked(also=("contains", "limit"))
    limit, faults = limit_of(USUAL_FACET_SIZE, MAX_FACET_SIZE)
    if wanted.faults or faults:
        return refused((*wanted.faults, *faults))
    return cached(_generation(), lambda: _facet(name, wanted, limit))


def _facet(name: str, wanted: Asked, limit: int) -> Response:
    contains = request.args.get("contains", "").strip()
    found = site().searcher.facet(wanted.query, name, contains, limit)
    variants = Variants(visit().links, API_SEARCH, wanted.query)
    return json_answer({"field": name, **facet_json(found, variants)})


@blueprint.get("/suggest")
def suggest() -> Response:
    """Return completions of `q`; `format=opensearch` as browsers ask for them (OpenSearch Suggestions)."""
    wanted = asked(also=("limit", "format"))
    limit, faults = limit_of(USUAL_SUGGESTIONS, MOST_SUGGESTIONS)
    shape, more = choice_of("format", ("json", "opensearch"))
    if wanted.faults or faults or more:
        return refused((*wanted.faults, *faults, *more))
    return cached(_generation(), lambda: _suggest(wanted.query.text, limit, shape))


def _suggest(text: str, limit: int, shape: str) -> Response:
    found = site().searcher.suggest(text, limit)
    shown = [suggestion_json(item, visit().links) for item in found]
    if shape == "json":
        return json_answer({"query": text, "suggestions": shown})
    addresses = [urljoin(request.url_root, item["url"]) for item in shown]
    completions = [item["text"] for item in shown]
    return json_answer([text, completions, [""] * len(shown), addresses], mimetype=SUGGESTIONS)


@blueprint.get("/status")
def status() -> Response:
    """Return what is being searched."""
    answer = json_answer(status_json(site().searcher.status()))
    answer.headers["Cache-Control"] = "no-store"  # how often the engine had to help itself changes
    return answer


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the description of this interface."""
    return cached("", lambda: json_answer(description(site().settings.name)))


def _exported(mimetype: str, suffix: str, write: exports.Writer) -> Response:
    wanted = asked()
    if wanted.faults:
        return refused(wanted.faults)

    def make() -> Response:
        text = write(site().searcher.search(wanted.query)).encode("utf-8", "replace")
        answer = Response(text, content_type=f"{mimetype}; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="kliping.{suffix}"'
        return answer

    return cached(_generation(), make)


def _generation() -> str:
    return site().searcher.status().generation


def _root() -> str:
    return request.url_root.rstrip("/")

"""What one application holds, and what one request needs of it: `site()` and `visit()`.

Constructed once in `create_app`, never global: flask hands it out by application and by request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Semaphore

from flask import current_app, g, request

from index.config import Settings
from searcher.query import Language
from searcher.searcher import Searcher
from web.kept import KeptAnswers
from web.language import LANGUAGES, Catalogue, Voice, choose_language
from web.links import Links
from web.params import Asked, Fault, Refused, read_count, read_query

EXTENSION = "kliping"


@dataclass(frozen=True, slots=True)
class Site:
    """One application; `fingerprint` changes with every file that shapes an answer; `kept` were given.

    `making` lets so many new answers be made at once.
    """

    searcher: Searcher
    settings: Settings
    catalogue: Catalogue
    fingerprint: str
    kept: KeptAnswers
    making: Semaphore


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: whom it speaks to and how it writes links."""

    voice: Voice
    links: Links


def site() -> Site:
    """Return the application's own parts."""
    found: Site = current_app.extensions[EXTENSION]
    return found


def visit() -> Visit:
    """Return the language and the links of this request."""
    if "visit" not in g:
        wanted = request.args.get("lang", "")
        language = choose_language(wanted)
        links = Links(page_size(), language if language != LANGUAGES[0] else "")
        g.visit = Visit(Voice(language, site().catalogue), links)
    found: Visit = g.visit
    return found


def page_size() -> int:
    """Return how many results a page has unless asked for another number."""
    return min(max(site().settings.default_page_size, 1), 100)


def asked(also: Iterable[str] = ()) -> Asked:
    """Return what this request asks for."""
    found = read_query(request.args.items(multi=True), page_size(), also)
    language: Language = "en" if visit().voice.language == "en" else "id"
    return replace(found, query=replace(found.query, language=language))


def choice_of(name: str, known: tuple[str, ...]) -> tuple[str, list[Fault]]:
    """Return what a parameter says, the first known word by default, and what is wrong with it."""
    given = request.args.get(name, known[0])
    if given in known:
        return given, []
    return known[0], [Fault(name, given, "fault.choice", {"choices": ", ".join(filter(None, known))})]


def limit_of(usual: int, most: int) -> tuple[int, list[Fault]]:
    """Return the `limit` that is asked for, the usual one by default, and what is wrong with it."""
    given = request.args.get("limit", "").strip()
    if not given:
        return usual, []
    try:
        return read_count(given, most), []
    except Refused as refused:
        return usual, [Fault("limit", given, refused.key, refused.values)]

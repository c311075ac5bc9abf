"""The application factory: routes, headers, errors. All it needs is handed in; it reads no settings."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from threading import Semaphore

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, RequestURITooLarge
from werkzeug.routing import BaseConverter

from index.config import Settings
from index.errors import IndexCorrupt, IndexMissing, IndexOutdated, StorageError
from searcher.query import Query
from searcher.searcher import Searcher
from web import api, pages
from web.answers import RETRY_SECONDS, json_answer, problem
from web.kept import KeptAnswers
from web.language import read_catalogue
from web.site import EXTENSION, Site, site, visit

FOLDER = Path(__file__).parent
MAX_ADDRESS_BYTES = 8_000
YEAR_SECONDS = 31_536_000
# The embedded engine keeps a processor busy, and Python one thread: four answers made at once would all be
# late, and those that are kept behind them. Two, so that a quick one passes a slow one. A cluster is waited
# for: there as many as there are threads.
MADE_AT_ONCE = 2
SHAPING = {".py", ".html", ".xml", ".toml", ".css", ".js", ".svg"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class KeyConverter(BaseConverter):
    """An id of any characters, slashes too: archives bring their own ids."""

    regex = ".+"
    part_isolating = False


def create_app(searcher: Searcher, settings: Settings) -> Flask:
    """Return the WSGI application that serves one searcher."""
    app = Flask("web", root_path=str(FOLDER), static_folder="static", template_folder="templates")
    making = Semaphore(MADE_AT_ONCE if settings.cluster() is None else max(settings.threads, 1))
    app.extensions[EXTENSION] = Site(
        searcher, settings, read_catalogue(), fingerprint(), KeptAnswers(), making
    )
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_SECONDS
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["key"] = KeyConverter
    app.url_map.merge_slashes = False
    app.before_request(refuse_long_addresses)
    app.after_request(harden)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(StorageError, no_index)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    app.add_url_rule("/healthz", view_func=healthz, methods=["GET"])
    return app


def fingerprint() -> str:
    """Return what changes with any file that shapes an answer: cached answers end with their program."""
    digest = hashlib.sha256()
    for file in sorted(path for path in FOLDER.rglob("*") if path.suffix in SHAPING):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def refuse_long_addresses() -> None:
    """Refuse an address longer than anything a form of ours can make."""
    written = request.environ.get("RAW_URI", "") or request.full_path
    if len(written.encode("utf-8", "replace")) > MAX_ADDRESS_BYTES:
        raise RequestURITooLarge


def harden(response: Response) -> Response:
    """Add the headers that every answer has."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def healthz() -> Response:
    """Say whether there is an index that answers a search, for whoever watches the server."""
    searcher = site().searcher
    searcher.search(Query(size=1, facets=()))
    status = searcher.status()
    answer = json_answer({"status": "ok", "generation": status.generation, "articles": status.articles})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def no_index(error: StorageError) -> Response:
    """Answer 503 while nothing can be searched: not built yet, built for another version, out of reach.

    Readers cannot mend it; whoever runs the server finds the reason in its log.
    """
    if isinstance(error, IndexMissing):
        return _failed(503, visit().voice("error.503.missing"))
    logging.getLogger(__name__).warning("%s", error)
    rebuild = isinstance(error, (IndexOutdated, IndexCorrupt))
    return _failed(503, visit().voice(f"error.503.{'unusable' if rebuild else 'unavailable'}"))


def http_error(error: HTTPException) -> Response:
    """Answer an HTTP error: a problem for programs, a page for readers."""
    status = error.code or 500
    answer = _failed(status, visit().voice.either(f"error.{status}.text", visit().voice("error.other.text")))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _failed(status: int, detail: str) -> Response:
    voice = visit().voice
    title = voice.either(f"error.{status}.title", voice("error.other.title"))
    if request.path.startswith("/api/") or request.path == "/healthz":
        answer = problem(status, title, detail)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer
    text = render_template(
        "error.html", t=voice, links=visit().links, status=status, title=title, detail=detail, **pages.frame()
    )
    answer = Response(text, status=status, content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    if status == 503:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer

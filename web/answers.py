"""Answers as HTTP wants them: ETag and 304, JSON, RFC 9457 problems. Knows nothing of what is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, request

from web.params import Fault
from web.site import site, visit

JSON = "application/json"
PROBLEM = "application/problem+json"
RETRY_SECONDS = 5


def entity_tag(generation: str) -> str:
    """Return the tag of an answer made from one generation, one request and one version of the program.

    The path and all parameters take part as they came: two spellings of one query may have two tags.
    """
    known = (generation, site().fingerprint, visit().voice.language, request.path)
    given = sorted(request.args.items(multi=True))
    return hashlib.sha256(repr((known, given)).encode("utf-8", "backslashreplace")).hexdigest()[:24]


def cached(generation: str, make: Callable[[], Response]) -> Response:
    """Return 304 where the reader has this answer already, else make it; the tag is weak: timings differ."""
    tag = entity_tag(generation)
    known = request.if_none_match.contains_weak(tag)
    answer = Response(status=304) if known else make()
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def json_answer(value: Any, status: int = 200, mimetype: str = JSON) -> Response:
    """Return `value` as UTF-8 JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace") + b"\n", status=status, content_type=mimetype)


def problem(status: int, title: str, detail: str, errors: Iterable[dict[str, str]] = ()) -> Response:
    """Return an RFC 9457 problem; `errors` name the parameters."""
    value: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    named = list(errors)
    if named:
        value["errors"] = named
    answer = json_answer(value, status, PROBLEM)
    answer.headers["Cache-Control"] = "no-store"
    if status == 503:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def fault_texts(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """Return faults in the reader's language, as problems list them."""
    voice = visit().voice
    return [
        {"parameter": fault.parameter, "value": fault.value, "message": voice(fault.key, **fault.values)}
        for fault in faults
    ]


def refused(faults: Iterable[Fault]) -> Response:
    """Return 400 with every parameter that could not be used."""
    voice = visit().voice
    return problem(400, voice("error.400.title"), voice("error.400.text"), fault_texts(faults))

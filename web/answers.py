"""Answers as HTTP wants them: ETag and 304, JSON, RFC 9457 problems. Knows nothing of what is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from flask import Response, request

from web.kept import Kept
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
    """Return 304 where the reader has this answer already, else one that is kept, else make it.

    The tag is weak: timings differ. Readers may keep the answer too, but ask each time if it still holds.
    """
    tag = entity_tag(generation)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        answer = _kept_or_made((tag, request.root_url), generation, make)
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _kept_or_made(key: tuple[str, str], generation: str, make: Callable[[], Response]) -> Response:
    """Return an answer from before, else a new one; that is kept unless another generation came meanwhile.

    Some answers name the host they were asked for by, so that it takes part in the key.
    """
    found = _kept(key)
    if found is not None:
        return found
    with site().making:
        found = _kept(key)  # another reader may have asked for the same meanwhile
        if found is None:
            found = make()
            if found.status_code == 200 and found.is_sequence and _still(generation):
                site().kept.keep(key, Kept(found.get_data(), tuple(found.headers.items())))
    return found


def _kept(key: tuple[str, str]) -> Response | None:
    kept = site().kept.get(key)
    return None if kept is None else Response(kept.body, headers=list(kept.headers))


def _still(generation: str) -> bool:
    """Return whether a generation is still the live one; "" is what no generation changes."""
    return not generation or generation == site().searcher.status().generation


def json_answer(value: Any, status: int = 200, mimetype: str = JSON) -> Response:
    """Return `value` as UTF-8 JSON; half a surrogate pair, which nothing shows, becomes a question mark."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:
        written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        text = written.encode("utf-8", "replace") + b"\n"
    return Response(text, status=status, content_type=mimetype)


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

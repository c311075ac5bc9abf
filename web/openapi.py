"""The OpenAPI description of the endpoint, derived from the table of parameters so that it cannot drift."""

from __future__ import annotations

from typing import Any

from index.article import ACTOR_KINDS
from web.params import FACET_NAMES, PARAMETERS, Parameter

Json = dict[str, Any]
PROBLEM_STATUSES = {
    "400": "A parameter cannot be used; `errors` names each",
    "404": "There is no such thing",
    "406": "Only JSON is offered here",
    "414": "The address is too long",
    "503": "There is no index yet; try again after `Retry-After` seconds",
}
MEDIA = {
    "": "application/json",
    ".csv": "text/csv",
    ".ndjson": "application/x-ndjson",
    ".ris": "application/x-research-info-systems",
    ".atom": "application/atom+xml",
}


def description(name: str) -> Json:
    """Return the whole description as a JSON value."""
    every = [_parameter(parameter) for parameter in PARAMETERS]
    words = [item for item in every if item["name"] in ("q", "form", "lang")]
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}}
    contains = {"name": "contains", "in": "query", "schema": {"type": "string"}}
    shape = {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["json", "ris"]}}
    fields = {"type": "string", "enum": list(FACET_NAMES)}
    paths = {
        f"/api/v1/search{suffix}": _get(f"Search ({media})", every, media) for suffix, media in MEDIA.items()
    }
    paths["/api/v1/articles/{id}"] = _get("One article", [_path("id"), shape, *words])
    paths["/api/v1/articles/{id}/similar"] = _get("Articles like one", [_path("id"), limit])
    kind = {"name": "kind", "in": "query", "schema": {"type": "string", "enum": list(ACTOR_KINDS)}}
    paths["/api/v1/actors"] = _get("Actors", [kind, limit, *words])
    paths["/api/v1/actors/{id}"] = _get("One actor", [_path("id")])
    paths["/api/v1/facets/{name}"] = _get(
        "All values of a facet", [_path("name", fields), contains, limit, *every]
    )
    suggested = {
        "name": "format",
        "in": "query",
        "schema": {"type": "string", "enum": ["json", "opensearch"]},
    }
    paths["/api/v1/suggest"] = _get("Completions", [limit, suggested, *words])
    paths["/api/v1/status"] = _get("What is being searched", [])
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{name} API", "version": "1"},
        "paths": paths,
        "components": {"schemas": {"Problem": _problem_schema()}},
    }


def _get(summary: str, parameters: list[Json], media: str = MEDIA[""]) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses: Json = {
        status: {"description": text, "content": problem} for status, text in PROBLEM_STATUSES.items()
    }
    schema = {"type": "object"} if media == MEDIA[""] else {"type": "string"}
    responses["200"] = {"description": summary, "content": {media: {"schema": schema}}}
    responses["304"] = {"description": "Unchanged since the answer that `If-None-Match` names"}
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _path(name: str, schema: Json | None = None) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema or {"type": "string"}}


def _parameter(parameter: Parameter) -> Json:
    schema: Json = {"type": "string"}
    if parameter.choices:
        usual = {"default": parameter.choices[0]} if parameter.usual else {}
        schema = {"type": "string", "enum": list(parameter.choices)} | usual
    if parameter.limits:
        schema = {"type": "integer", "minimum": parameter.limits[0], "maximum": parameter.limits[1]}
    if parameter.repeatable:
        schema = {"type": "array", "items": schema}
    found: Json = {"name": parameter.name, "in": "query", "schema": schema}
    return found | ({"example": parameter.example} if parameter.example else {})


def _problem_schema() -> Json:
    text = {"type": "string"}
    error = {"type": "object", "properties": {"parameter": text, "value": text, "message": text}}
    properties = {
        "type": text,
        "title": text,
        "status": {"type": "integer"},
        "detail": text,
        "errors": {"type": "array", "items": error},
    }
    return {"type": "object", "properties": properties}

"""One set of parameter names for the browser and for programs: request → `Query`, with what was wrong.

The API answers 400 for any `Fault`; the page leaves the parameter out and says so. The way back, `Query` →
URL, is in `web.links`. No search logic here: `q` is passed on as typed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from typing import Any

from index.article import ACTOR_KINDS
from index.fields import FACET_FIELDS
from searcher.query import DEFAULT_FACETS, MAX_PAGE_SIZE, FacetWish, Query
from web.periods import period

MAX_PAGE_NUMBER = 10_000_000
MAX_FACET_SIZE = 1_000
NUMBER = re.compile(r"[0-9]{1,9}")
UNDATED = ("include", "only", "exclude")
HIGHLIGHTS = ("html", "offsets", "none")
# More values of one filter than anybody selects; each stands in every link of the page, so that the page
# would grow with their square.
MOST_VALUES = 50
FACET_NAMES = tuple(field.name for field in FACET_FIELDS)
# Which parameter selects from a facet; `not_` before it excludes.
SELECTED_BY = {name: "actor" if name in ACTOR_KINDS else name for name in FACET_NAMES}


class Refused(ValueError):
    """A value that cannot be used: a key of the catalogue and the values it names."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter; `key` and `values` say it in the catalogue's words."""

    parameter: str
    value: str
    key: str
    values: Mapping[str, object] = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its attribute of `Query` ("" for what only the answer's form depends on).

    `choices` are its words, the first is the default unless `usual` is false; `repeatable` ones make a tuple.
    """

    name: str
    attribute: str
    read: Callable[[str], Any]
    repeatable: bool = False
    usual: bool = True
    choices: tuple[str, ...] = ()
    limits: tuple[int, int] | None = None
    example: str = ""


def _text(value: str) -> str:
    return value


def _chosen(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise Refused("fault.choice", choices=", ".join(choices))
        return value

    return read


def _flag(value: str) -> bool:
    return _chosen("1", "0")(value) == "1"


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not NUMBER.fullmatch(value) or not least <= int(value) <= most:
            raise Refused("fault.number", least=least, most=most)
        return int(value)

    return read


def read_count(value: str, most: int) -> int:
    """Return a whole number from 1 to `most`; raises Refused for anything else."""
    return _number(1, most)(value)


def _first_day(value: str) -> date:
    return _period(value)[0]


def _last_day(value: str) -> date:
    return _period(value)[1]


def _period(value: str) -> tuple[date, date]:
    try:
        return period(value)
    except ValueError:
        raise Refused("fault.date") from None


def read_wishes(value: str) -> tuple[FacetWish, ...]:
    """Read `person:20,source` into facet wishes; `none` asks for no facet."""
    if value == "none":
        return ()
    wishes: dict[str, FacetWish] = {}
    for part in value.split(","):
        name, _, size = part.strip().partition(":")
        if name not in FACET_NAMES:
            raise Refused("fault.choice", choices=", ".join((*FACET_NAMES, "none")))
        wishes[name] = FacetWish(name, _number(1, MAX_FACET_SIZE)(size)) if size else FacetWish(name)
    return tuple(wishes.values())


def read_cursor(value: str) -> int:
    """Return the page number that a cursor stands for."""
    try:
        number = base64.urlsafe_b64decode(value.encode("ascii") + b"==").decode("ascii")
    except (binascii.Error, UnicodeError):
        raise Refused("fault.cursor") from None
    kind, _, digits = number.partition(":")
    if kind != "page":
        raise Refused("fault.cursor")
    return _number(1, MAX_PAGE_NUMBER)(digits)


def write_cursor(page: int) -> str:
    """Return the cursor of a page number."""
    return base64.urlsafe_b64encode(f"page:{page}".encode("ascii")).decode("ascii").rstrip("=")


def _choice(name: str, target: str, *choices: str) -> Parameter:
    return Parameter(name, target, _chosen(*choices), choices=choices)


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("q", "text", _text, example='"darurat militer" -latihan'),
    _choice("form", "form", "root", "exact"),
    _choice("match", "match", "auto", "all", "any"),
    Parameter("expand", "expand", _flag, choices=("1", "0")),
    Parameter("from", "since", _first_day, example="2020-09"),
    Parameter("to", "until", _last_day, example="27/9/2020"),
    Parameter("undated", "undated", _chosen(*UNDATED), choices=UNDATED, usual=False),
    Parameter("actor", "actors", _text, repeatable=True),
    Parameter("not_actor", "not_actors", _text, repeatable=True),
    _choice("actor_op", "actor_op", "or", "and"),
    Parameter("source", "sources", _text, repeatable=True),
    Parameter("not_source", "not_sources", _text, repeatable=True),
    Parameter("attribution", "attributions", _text, repeatable=True),
    Parameter("not_attribution", "not_attributions", _text, repeatable=True),
    _choice("sort", "order", "relevance", "newest", "oldest"),
    Parameter("group", "group", _flag, choices=("0", "1")),
    Parameter("page", "page", _number(1, MAX_PAGE_NUMBER), limits=(1, MAX_PAGE_NUMBER)),
    Parameter("size", "size", _number(1, MAX_PAGE_SIZE), limits=(1, MAX_PAGE_SIZE)),
    Parameter("cursor", "page", read_cursor),
    Parameter("facets", "facets", read_wishes, example="person:20,source"),
    _choice("interval", "interval", "auto", "day", "month", "year"),
    _choice("highlight", "", *HIGHLIGHTS),
    _choice("lang", "", "id", "en"),
)
BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, read: the query, how to show its highlights, and what could not be used."""

    query: Query
    highlight: str = "html"
    faults: tuple[Fault, ...] = ()


def read_query(given: Iterable[tuple[str, str]], size: int, also: Iterable[str] = ()) -> Asked:
    """Read (name, value) pairs into a query of `size` results; empty values are as good as not given.

    `also` are parameters that the caller reads itself. Never raises: what cannot be used becomes a fault.
    """
    values: dict[str, Any] = {"size": size, "facets": DEFAULT_FACETS}
    faults: list[Fault] = []
    seen: Counter[str] = Counter()
    highlight = HIGHLIGHTS[0]
    for name, value in given:
        value = value.strip()
        if not value or name in also:
            continue
        parameter = BY_NAME.get(name)
        if parameter is None:
            faults.append(Fault(name, value, "fault.unknown"))
        elif too_often := _too_often(parameter, seen[name]):
            faults.append(Fault(name, value, *too_often))
        else:
            seen[name] += 1
            read = _read(parameter, value, faults)
            if name == "highlight":
                highlight = read or highlight
            elif parameter.repeatable:
                values[parameter.attribute] = _with(values.get(parameter.attribute, ()), read)
            elif parameter.attribute and read is not None:
                values[parameter.attribute] = read
    return Asked(_ordered(Query(**values), faults), highlight, tuple(faults))


def _too_often(parameter: Parameter, times: int) -> tuple[str, dict[str, str]] | None:
    """Return why a parameter that was given so often already may not be given again, None where it may."""
    if not parameter.repeatable:
        return ("fault.twice", {}) if times else None
    return ("fault.many", {"most": str(MOST_VALUES)}) if times >= MOST_VALUES else None


def _with(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return values if value in values else (*values, value)


def _read(parameter: Parameter, value: str, faults: list[Fault]) -> Any:
    try:
        return parameter.read(value)
    except Refused as refused:
        faults.append(Fault(parameter.name, value, refused.key, refused.values))
        return None


def _ordered(query: Query, faults: list[Fault]) -> Query:
    """Put `from` and `to` the right way round, and say so."""
    if query.since and query.until and query.since > query.until:
        faults.append(Fault("from", query.since.isoformat(), "fault.order"))
        return replace(query, since=query.until, until=query.since)
    return query

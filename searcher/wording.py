"""Say in one Indonesian line what was understood of a query: words, filters, days.

For readers, so it names actors by name and days as newspapers write them. It must not decide anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from index.fields import BY_NAME
from searcher.dates import MONTHS
from searcher.engine import Plan
from searcher.syntax import (
    And,
    AtLeast,
    Dates,
    Fuzzy,
    Maybe,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Value,
    Weighted,
    Word,
)

EVERYTHING = "semua artikel"


def describe(tree: Node | None, plan: Plan, names: Mapping[tuple[str, str], str]) -> str:
    """Return the line; `names` are those of (field, id), the id itself stands for what is not in it."""
    parts = [_node(tree, names, outer=True) if tree is not None else ""]
    for selection in plan.selections:
        label = BY_NAME[selection.field].label_id.lower()
        called = [names.get((selection.field, key), key) for key in selection.wanted]
        joint = " dan " if selection.every else " atau "
        parts.append(f"{label}: {joint.join(called)}" if called else "")
        parts += [f"bukan {label}: {names.get((selection.field, key), key)}" for key in selection.unwanted]
    if plan.since or plan.until:
        parts.append(f"terbit {_days(plan.since, plan.until)}")
    parts.append("tanpa tanggal" if plan.undated == "only" else "")
    return " · ".join(part for part in parts if part) or EVERYTHING


def _node(node: Node, names: Mapping[tuple[str, str], str], outer: bool = False) -> str:
    match node:
        case And(()):
            return EVERYTHING
        case And(children):
            return _joined(children, " dan ", names, outer)
        case Or(children):
            return _joined(children, " atau ", names, outer)
        case AtLeast(children, minimum):
            return f"sedikitnya {minimum} dari {_joined(children, ', ', names, False)}"
        case Not(child):
            return f"bukan {_node(child, names)}"
        case Maybe(required, _):
            return _node(required, names, outer)
        case Weighted(child, _):
            return _node(child, names, outer)
        case _:
            return _leaf(node, names)


def _joined(children: Iterable[Node], joint: str, names: Mapping[tuple[str, str], str], outer: bool) -> str:
    text = joint.join(dict.fromkeys(_node(child, names) for child in children))
    return text if outer else f"({text})"


def _leaf(node: Node, names: Mapping[tuple[str, str], str]) -> str:
    match node:
        case Word(text, field, exact):
            return _prefixed(field, f"persis “{text}”" if exact else text)
        case Phrase(words, field, slop):
            near = "" if slop is None else f" dalam jarak {slop} kata"
            return _prefixed(field, f"“{' '.join(words)}”{near}")
        case Prefix(text, field):
            return _prefixed(field, f"{text}…")
        case Fuzzy(text, field):
            return _prefixed(field, f"mirip {text}")
        case Value(field, key):
            return _prefixed(field, names.get((field, key), key))
        case Dates(since, until):
            return f"terbit {_days(since, until)}"
        case _:
            return "tidak ada"


def _prefixed(field: str, text: str) -> str:
    return f"{BY_NAME[field].label_id.lower()}: {text}" if field in BY_NAME else text


def _days(since: date | None, until: date | None) -> str:
    if since and until:
        return _day(since) if since == until else f"{_day(since)} – {_day(until)}"
    return f"sejak {_day(since)}" if since else f"sampai {_day(until)}" if until else "kapan saja"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"

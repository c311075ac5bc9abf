"""Say in one line, Indonesian or English, what was understood of a query: words, filters, days.

For readers, so it names actors by name and days as newspapers write them. It must not decide anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from index.fields import BY_NAME
from index.replacing import quickly_made
from searcher.dates import MONTHS
from searcher.engine import Plan
from searcher.query import Language
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

MONTHS_IN_ENGLISH = "January February March April May June July August September October November December"


@dataclass(frozen=True, slots=True)
class _Speech:
    """What the line is made of, in one language; `{}` is where what it is about stands."""

    everything: str
    nothing: str
    every: str
    either: str
    unlike: str
    at_least: str
    exactly: str
    within: str
    similar: str
    published: str
    undated: str
    since: str
    until: str
    whenever: str
    months: tuple[str, ...]


SPEECH: dict[Language, _Speech] = {
    "id": _Speech(
        everything="semua artikel",
        nothing="tidak ada",
        every=" dan ",
        either=" atau ",
        unlike="bukan {}",
        at_least="sedikitnya {} dari {}",
        exactly="persis “{}”",
        within="{} dalam jarak {} kata",
        similar="mirip {}",
        published="terbit {}",
        undated="tanpa tanggal",
        since="sejak {}",
        until="sampai {}",
        whenever="kapan saja",
        months=tuple(month.capitalize() for month in MONTHS),
    ),
    "en": _Speech(
        everything="all articles",
        nothing="nothing",
        every=" and ",
        either=" or ",
        unlike="not {}",
        at_least="at least {} of {}",
        exactly="exactly “{}”",
        within="{} within {} words",
        similar="like {}",
        published="published {}",
        undated="without a date",
        since="since {}",
        until="until {}",
        whenever="at any time",
        months=tuple(MONTHS_IN_ENGLISH.split()),
    ),
}


def describe(
    tree: Node | None, plan: Plan, called: Callable[[str, str], str], language: Language = "id"
) -> str:
    """Return the line; `called` says what an id of a field is called."""
    return _Wording(called, language, SPEECH[language]).line(tree, plan)


@quickly_made
@dataclass(frozen=True, slots=True)
class _Wording:
    called: Callable[[str, str], str]
    language: Language
    speech: _Speech

    def line(self, tree: Node | None, plan: Plan) -> str:
        speech = self.speech
        parts = ["" if tree is None else self.leaf(tree) if isinstance(tree, Word) else self.node(tree, True)]
        for selection in plan.selections:
            label = self.label(selection.field)
            called = [self.called(selection.field, key) for key in selection.wanted]
            joint = speech.every if selection.every else speech.either
            parts.append(f"{label}: {joint.join(called)}" if called else "")
            parts += [
                speech.unlike.format(f"{label}: {self.called(selection.field, key)}")
                for key in selection.unwanted
            ]
        if plan.since or plan.until:
            parts.append(speech.published.format(self.days(plan.since, plan.until)))
        if plan.undated == "only":
            parts.append(speech.undated)
        return " · ".join(filter(None, parts)) or speech.everything

    def node(self, node: Node, outer: bool = False) -> str:
        speech = self.speech
        match node:
            case And(()):
                return speech.everything
            case And(children):
                return self.joined(children, speech.every, outer)
            case Or(children):
                return self.joined(children, speech.either, outer)
            case AtLeast(children, minimum):
                return speech.at_least.format(minimum, self.joined(children, ", ", False))
            case Not(child):
                return speech.unlike.format(self.node(child))
            case Maybe(required, _):
                return self.node(required, outer)
            case Weighted(child, _):
                return self.node(child, outer)
            case _:
                return self.leaf(node)

    def joined(self, children: Iterable[Node], joint: str, outer: bool) -> str:
        text = joint.join(dict.fromkeys(self.node(child) for child in children))
        return text if outer else f"({text})"

    def leaf(self, node: Node) -> str:
        speech = self.speech
        match node:
            case Word(text, field, exact):
                return self.prefixed(field, speech.exactly.format(text) if exact else text)
            case Phrase(words, field, slop):
                quoted = f"“{' '.join(words)}”"
                return self.prefixed(field, quoted if slop is None else speech.within.format(quoted, slop))
            case Prefix(text, field):
                return self.prefixed(field, f"{text}…")
            case Fuzzy(text, field):
                return self.prefixed(field, speech.similar.format(text))
            case Value(field, key):
                return self.prefixed(field, self.called(field, key))
            case Dates(since, until):
                return speech.published.format(self.days(since, until))
            case _:
                return speech.nothing

    def prefixed(self, field: str, text: str) -> str:
        return f"{self.label(field)}: {text}" if field in BY_NAME else text

    def label(self, field: str) -> str:
        row = BY_NAME[field]
        return (row.label_id if self.language == "id" else row.label_en).lower()

    def days(self, since: date | None, until: date | None) -> str:
        if since and until:
            return self.day(since) if since == until else f"{self.day(since)} – {self.day(until)}"
        if since:
            return self.speech.since.format(self.day(since))
        return self.speech.until.format(self.day(until)) if until else self.speech.whenever

    def day(self, day: date) -> str:
        return f"{day.day} {self.speech.months[day.month - 1]} {day.year}"

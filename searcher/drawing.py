"""Plans drawn at random from what an archive holds: every kind of question, asked in words it has.

What engines are compared by, in property tests and over real archives (`searcher.agreement`). This module
must not ask an engine what it finds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar, get_args

from index.article import Article
from index.fields import FACET_FIELDS, FIELDS
from searcher.engine import Plan, Selection, Snapshot
from searcher.query import FacetWish, Interval, Order, Undated
from searcher.syntax import (
    And,
    AtLeast,
    Dates,
    Fuzzy,
    Maybe,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Value,
    Weighted,
    Word,
)

MOST_WORDS, MOST_TEXTS = 100_000, 200
NOWHERE = "xqzxqz"  # a word and a key that no archive has
TEXT_FIELDS = tuple(field.name for field in FIELDS if field.kind == "text")
ANY_FIELD = ("", "", "", "", *TEXT_FIELDS, "person")  # mostly everywhere, once where there is no text
WISHES = tuple(FacetWish(field.name, 3) for field in FACET_FIELDS)
WEIGHTS = (0.0, 0.3, 0.5, 1.0, 2.0, 3.7)
Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True)
class Material:
    """What questions are made of: words, the most frequent first, texts, keys by field, the days."""

    words: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    keys: dict[str, tuple[str, ...]]
    since: date
    until: date


def material_of(snapshot: Snapshot, chance: random.Random) -> Material:
    """Return what an archive offers; its texts are those of some articles, wherever they stand."""
    articles: list[Article] = []
    for _ in range(MOST_TEXTS):
        plan = Plan(order="newest", offset=chance.randrange(snapshot.manifest().articles or 1), limit=1)
        articles += snapshot.articles([name for name, _ in snapshot.find(plan).hits])
    days = sorted(each.published.value for each in articles if each.published.value)
    keys = {
        "id": {each.id for each in articles},
        "source": {each.source.id for each in articles if each.source},
        "attribution": {source.id for each in articles for source in each.attributions},
        "speaker": {quote.speaker_id for each in articles for quote in each.quotes if quote.speaker_id},
        "copies": {each.copies.group for each in articles if each.copies.group},
        "mentioned": {
            str(day)[:length] for each in articles for day in each.mentioned_dates for length in (4, 7, 10)
        },
    }
    for actor, _ in snapshot.actors():
        keys.setdefault(actor.kind, set()).add(actor.id)
    return Material(
        tuple(form for form, _ in snapshot.words("", MOST_WORDS)),
        tuple(tuple(f"{each.title} {each.body}".split()) for each in articles),
        {field: (*sorted(found), NOWHERE) for field, found in keys.items()},
        days[0] if days else date(2020, 1, 1),
        days[-1] if days else date(2020, 1, 1),
    )


class Drawer:
    """Draws plans; the same `chance` draws the same."""

    def __init__(self, material: Material, chance: random.Random) -> None:
        self._material = material
        self._chance = chance
        self._leaves: tuple[Callable[[], Node], ...] = (
            self._word,
            self._word,
            self._phrase,
            lambda: Prefix(self._beginning(), chance.choice(ANY_FIELD)),
            lambda: Fuzzy(self._misspelt(), chance.choice(ANY_FIELD), chance.randint(0, 2)),
            self._value,
            lambda: Dates(self._day(), self._day()),
            Nothing,
        )

    def plan(self) -> Plan:
        """Return a plan of any kind."""
        chance = self._chance
        return Plan(
            self.tree(chance.choice((1, 1, 2, 3, 8))) if chance.random() < 0.95 else None,
            self._selections(),
            self._day(),
            self._day(),
            chance.choice(get_args(Undated)),
            chance.choice(get_args(Order)),
            chance.choice((0, 0, 1, 5, 200)),
            chance.choice((0, 1, 10, 100)),
            WISHES,
            chance.choice(get_args(Interval)),
            chance.random() < 0.5,
        )

    def tree(self, leaves: int) -> Node:
        """Return a tree of up to so many leaves."""
        chance = self._chance
        if leaves < 2:
            leaf = chance.choice(self._leaves)()
            return Not(leaf) if chance.random() < 0.1 else leaf
        several = tuple(self.tree(part) for part in self._parts(leaves))
        made: tuple[Callable[[], Node], ...] = (
            lambda: And(several),
            lambda: Or(several),
            lambda: AtLeast(several, chance.randint(1, 4)),
            lambda: Maybe(several[0], several[-1]),
            lambda: Weighted(Or(several), chance.choice(WEIGHTS)),
            lambda: And((several[0], Not(several[-1]))),
        )
        return chance.choice(made)()

    def _parts(self, leaves: int) -> list[int]:
        parts = []
        while leaves:
            parts.append(self._chance.randint(1, leaves))
            leaves -= parts[-1]
        return parts

    def _word(self) -> Node:
        return Word(self._form(), self._chance.choice(ANY_FIELD), self._chance.random() < 0.3)

    def _form(self) -> str:
        """Return a word: frequent, rare and those of no article, all often enough."""
        words, chance = self._material.words, self._chance
        if not words or chance.random() < 0.03:
            return NOWHERE
        return words[int((len(words) + 1) ** chance.random()) - 1]

    def _phrase(self) -> Node:
        """Return words that stand together somewhere, near each other, or nowhere."""
        chance = self._chance
        texts = [text for text in self._material.texts if text]
        if texts and chance.random() < 0.7:
            text = chance.choice(texts)
            start = chance.randrange(len(text))
            words = text[start : start + chance.randint(1, 4)]
        else:
            words = tuple(self._form() for _ in range(chance.randint(0, 3)))
        slop = chance.choice((None, None, 0, 1, 3, 9))
        return Phrase(words, chance.choice(ANY_FIELD), slop, chance.random() < 0.5)

    def _beginning(self) -> str:
        form = self._form()
        return form[: self._chance.randint(0, len(form))]

    def _misspelt(self) -> str:
        form = self._form()
        place = self._chance.randrange(len(form) + 1)
        return self._chance.choice(
            (form, form[:place] + form[place + 1 :], form[:place] + "a" + form[place:])
        )

    def _value(self) -> Node:
        field = self._chance.choice(sorted(self._material.keys))
        return Value(field, self._chance.choice(self._material.keys[field]))

    def _day(self) -> date | None:
        """Return a day of the archive or just beside it, rather often none."""
        if self._chance.random() < 0.6:
            return None
        span = (self._material.until - self._material.since).days
        return self._material.since + timedelta(self._chance.randint(-30, span + 30))

    def _selections(self) -> tuple[Selection, ...]:
        chance = self._chance
        fields = chance.sample([field.name for field in FACET_FIELDS], chance.choice((0, 0, 1, 2)))
        return tuple(
            Selection(field, self._some_keys(field), self._some_keys(field), chance.random() < 0.5)
            for field in fields
        )

    def _some_keys(self, field: str) -> tuple[str, ...]:
        keys: Sequence[str] = self._material.keys.get(field, (NOWHERE,))
        return tuple(dict.fromkeys(self._chance.choice(keys) for _ in range(self._chance.randrange(3))))

"""Where a text names somebody: spans of words, with what is known of each from the span itself.

Walks the capitalised words once and cuts them into names: curated ones, organisations by their head ("Badan
…"), places by theirs ("Gunung …"), and the rest. It must not look at the words around a name to decide its
kind; that is `index.actors_kinds`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.actors_cues import Cues
from index.actors_reach import LEGAL_FORMS, Matches, Reach
from index.actors_words import Words
from index.article import ActorKind
from index.gazetteer import Naming

LONGEST_ABBREVIATION = 9


@dataclass(slots=True)
class Span:
    """Words `first` to before `last`, `text[start:end]`, that may name somebody.

    `core` is the number after the name itself, before an abbreviation in brackets (`short`). `kind` is
    None while only the surroundings can tell; `naming` is the curated form it is, if it is one; `headed`
    says that its first word is the head of an organisation or a place; `office` that the words before it
    name an office ("Presiden Rusia …"), so that a person is expected.
    """

    first: int
    last: int
    start: int
    end: int
    core: int
    kind: ActorKind | None = None
    naming: Naming | None = None
    headed: bool = False
    office: bool = False
    short: str = ""


class SpanCutter:
    """Cuts one text into spans. `known` tells whether a lower-case word is an Indonesian word."""

    def __init__(self, words: Words, matches: Matches, cues: Cues, known: Callable[[str], bool]) -> None:
        self.words, self.matches, self.cues, self.known = words, matches, cues, known
        self.reach = Reach(words, matches, cues, known)
        self.spans: list[Span] = []
        self._office_end = -1  # the word after an office, where its holder may be named

    def cut(self) -> list[Span]:
        """Return the spans in order, disjoint."""
        words, number, count = self.words, 0, len(self.words)
        capital, starts, matches, titles = words.capital, words.starts, self.matches, self.cues.titles
        while number < count:
            if capital[number]:
                number = self._step(number)
            elif starts[number] in matches:
                number = self._curated(number)
            else:
                if words.lower[number] in titles:
                    self._office_end = number + 1
                number += 1
        return self.spans

    def _step(self, number: int) -> int:
        """Take what starts at a capitalised word; return the number of the next word to look at."""
        lower = self.words.lower[number]
        match = self.reach.curated(number)
        if match is not None and match[0] > number + 1:
            return self._curated(number)
        if lower in self.cues.titles and match is None:
            return self._office(number)
        after = self._headed(number, lower)
        if after > number:
            return after
        if self.words.starts[number] in self.matches:
            return self._curated(number)
        if lower in self.cues.thing_heads:
            return self.reach.thing(number)
        return self._name(number)

    def _office(self, number: int) -> int:
        role = self.cues.titles[self.words.lower[number]] == "role"
        self._office_end = self.reach.office(number) if role else number + 1
        return self._office_end

    def _headed(self, number: int, lower: str) -> int:
        """Take an organisation or a place that starts with its head, if one does."""
        reach = self.cues.heads.get(lower)
        if reach is not None:
            after = self.reach.organisation(number, reach)
            if after > number:
                return self._add(number, after, "organisation", headed=True)
        if lower in self.cues.places["head"]:
            after = self.reach.place(number)
            if after > number:
                return self._add(number, after, "place", headed=True)
        return number

    def _curated(self, number: int) -> int:
        end, naming = self.matches[self.words.starts[number]]
        after = self.words.number_at(end, number)
        if after <= number:
            return number + 1
        actor = naming.actor
        if actor is None:
            return self._add(number, after, None, naming)
        if actor.kind == "place" and (tail := self.reach.tail(after)) > after:
            return self._add(number, tail, "organisation")
        if actor.kind == "organisation" and (whole := self._of_a_place(number, after)) > after:
            return self._add(number, whole, "organisation", headed=True)
        return self._add(number, after, actor.kind, naming)

    def _of_a_place(self, number: int, after: int) -> int:
        """Take the place into a body that every place has: "Kementerian Pertahanan" + "Azerbaijan"."""
        if self.cues.heads.get(self.words.lower[number]) != "words" or not self.reach.joined(after):
            return after
        match = self.reach.curated(after)
        actor = match[1].actor if match is not None else None
        if match is None or actor is None or actor.kind != "place":
            return after
        return match[0]

    def _name(self, number: int) -> int:
        words = self.words
        everyday = self.known(words.lower[number]) and words.words[number] not in self.cues.given
        if everyday and words.starts_sentence(number):
            return number + 1
        return self._add(number, self.reach.name(number), None)

    def _add(
        self,
        first: int,
        last: int,
        kind: ActorKind | None,
        naming: Naming | None = None,
        headed: bool = False,
    ) -> int:
        """Keep a span; return the number of the word after it."""
        words = self.words
        end = words.ends[last - 1]
        if words.lower[last - 1] in LEGAL_FORMS and words.text[end : end + 1] == ")":
            end += 1
        office = self._office_end == first and words.gap(first).strip() in ("", ",", ".")
        span = Span(first, last, words.starts[first], end, last, kind, naming, headed, office)
        if kind != "person" and last - first > 1:
            self._abbreviation(span)
        self.spans.append(span)
        if office and kind in ("organisation", "place"):
            self._office_end = span.last
        return span.last

    def _abbreviation(self, span: Span) -> None:
        """Take an abbreviation in brackets into the name it stands for: "Badan Anu (BA)"."""
        words, after = self.words, span.last
        if after >= len(words) or words.gap(after) not in (" (", " ( "):
            return
        word, end, text = words.words[after], words.ends[after], words.text
        if not (word.isupper() and 1 < len(word) <= LONGEST_ABBREVIATION):
            return
        closing = text.find(")", end, end + 2)
        if closing >= 0 and not text[end:closing].strip():
            span.last, span.end, span.short = after + 1, closing + 1, word

"""Where a text names somebody: spans of words, with what is known of each from the span itself.

Walks the capitalised words once and cuts them into names: curated ones, organisations by their head ("Badan
…"), places by theirs ("Gunung …"), and the rest. It must not look at the words around a name to decide its
kind; that is `index.actors_kinds`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.actors_cues import Cues
from index.actors_reach import LEGAL_FORMS, Matches, Reach
from index.actors_words import Words
from index.article import ActorKind
from index.gazetteer import Naming

LONGEST_ABBREVIATION = 9
# "TransJakarta" but not "McCain": a capital after three small letters is a brand's.
CAMEL = re.compile(r"[a-z]{3}[A-Z]")
SAME_BODY = frozenset(("group", "inc", "corp", "tbk", "fc", "company", "co", "ltd"))
SHORTENED_FORMS = frozenset(("inc", "corp", "ltd", "cos"))


@dataclass(slots=True)
class Span:
    """Words `first` to before `last`, `text[start:end]`, that may name somebody.

    `core` is the number after the name itself, before an abbreviation in brackets (`short`). `kind` is
    None while only the surroundings can tell; `naming` is the curated form it is, if it is one; `headed`
    says that its first word is the head of an organisation or a place; `office` that the words before it
    name an office ("Presiden Rusia …"), so that a person is expected; `doubtful` that it is a curated name
    which may be an everyday word at the start of a sentence ("Antara"); `guess` that nothing told its kind.
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
    doubtful: bool = False
    guess: bool = False
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
        words, matches, watched, after = self.words, self.matches, self.cues.watched, 0
        seen = enumerate(zip(words.capital, words.lower, words.starts, strict=True))
        worth = [
            number for number, (big, lower, start) in seen if big or lower in watched or start in matches
        ]
        for number in worth:
            if number >= after:
                if words.capital[number]:
                    after = self._step(number)
                elif words.starts[number] in matches:
                    after = self._curated(number)
                else:
                    after = self._small(number)
        return self.spans

    def _small(self, number: int) -> int:
        """Take a word that is written small: it may hold an office, or head the name of a building."""
        lower = self.words.lower[number]
        if lower in self.cues.places["facility"] and self.words.is_capital(number + 1):
            after = self.reach.place(number)
            if after > number + 1 and self.reach.joined(number + 1):
                return self._add(number, after, "place", headed=True)
        if lower in self.cues.titles:
            heads = self.words.at(number + 1) in self.cues.places["head"]
            self._office_end = number + 1 if heads else self.reach.office(number)
            return self._office_end
        return number + 1

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
        if self.words.starts[number] in self.matches and not self._given_to_a_person(number):
            return self._curated(number)
        if lower in self.cues.thing_heads:
            return self.reach.thing(number)
        return self._name(number)

    def _given_to_a_person(self, number: int) -> bool:
        """Return whether a place's name is somebody's here: "Jordan" or "Darmo" before an unknown name."""
        words, after, cues = self.words, number + 1, self.cues
        if not self.reach.joined(after) or not words.capital[after] or self.known(words.lower[after]):
            return False
        if words.starts[after] in self.matches or words.words[after].isupper():
            return False
        if words.words[number] in cues.given:
            return True
        return self._office_end != number and words.before(number) in cues.says_before

    def _office(self, number: int) -> int:
        use = self.cues.titles[self.words.lower[number]]
        if use == "local" and self._is_unknown(number + 1):
            self._office_end = number + 1
            self._office_end = self._add(number + 1, number + 2, "place")
            return self._office_end
        role = use in ("role", "local", "trade")
        self._office_end = self.reach.office(number) if role else number + 1
        return self._office_end

    def _is_unknown(self, number: int) -> bool:
        """Return whether a capitalised word follows that is in no list: after "Camat" it is a place."""
        words, cues = self.words, self.cues
        if not self.reach.joined(number) or not words.capital[number] or self.reach.starts_name(number):
            return False
        lower = words.lower[number]
        return lower not in cues.titles and lower not in cues.heads and lower not in cues.places["head"]

    def _headed(self, number: int, lower: str) -> int:
        """Take an organisation or a place that starts with its head, if one does."""
        if lower not in self.cues.starters:
            return number
        part = self.reach.part(number)
        if part > number:
            return self._pass_on(number, part)
        heads, following = self.cues.heads, self.words.at(number + 1)
        pair = f"{lower} {following}"
        reach = heads.get(pair) or (None if pair in self.cues.places["head"] else heads.get(lower))
        if reach is not None:
            after = self.reach.organisation(number, reach, self._office_end == number)
            if after > number:
                return self._add(number, after, "organisation", headed=True)
        if lower in self.cues.places["head"] or pair in self.cues.places["head"]:
            after = self.reach.place(number, self._office_end == number)
            if after > number:
                return self._add(number, after, "place", headed=True)
        alone = reach == "words" and self.words.starts[number] not in self.matches  # "Badan", "Kabinet"
        return self._pass_on(number, number + 1) if alone else number

    def _pass_on(self, number: int, after: int) -> int:
        """Skip words that name nobody but stand between an office and its holder."""
        if self._office_end == number:
            self._office_end = after
        return after

    def _curated(self, number: int) -> int:
        end, naming = self.matches[self.words.starts[number]]
        after = self.words.number_at(end, number)
        if after <= number:
            return number + 1
        actor = naming.actor
        if actor is None:
            return self._add(number, after, None, naming)
        if actor.kind == "place":
            return self._curated_place(number, after, naming)
        if actor.kind == "organisation":
            whole = self._of_a_place(number, after)
            if whole > after:
                return self._add(number, whole, "organisation", headed=True)
            return self._curated_body(number, self.reach.legal_form(after), naming)
        return self._add(number, after, actor.kind, naming)

    def _curated_body(self, number: int, after: int, naming: Naming) -> int:
        """Take the words that make it a longer name: "Anu TV", "Anu Arena"; "Anu Group" is still Anu."""
        arena = self.reach.tail(after, self.cues.places["tail"])
        if arena > after:
            return self._add(number, arena, "place")
        longer = self.reach.tail(after, self.cues.tails)
        same = all(word in SAME_BODY for word in self.words.lower[after:longer])
        return self._add(number, longer, "organisation", naming if same else None)

    def _curated_place(self, number: int, after: int, naming: Naming) -> int:
        if self.reach.joined(number) and self.words.before(number) in self.cues.no_place:
            return after
        body = self.reach.tail(after, self.cues.tails)
        if body > after:
            return self._add(number, body, "organisation")
        larger = self.reach.tail(after, self.cues.places["tail"])
        if larger > after:
            return self._add(number, larger, "place")
        return self._add(number, self.reach.direction(after), "place", naming)

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
        alone = not words.starts_sentence(number) and not self.reach.joined(number + 1)
        if self._everyday(number) and not alone and not self._expected(number):
            return self._pass_on(number, number + 1)
        if CAMEL.search(words.words[number]):
            return self._add(number, number + 1, None)
        after = self.reach.name(number)
        said = words.before(number) in self.cues.says_before
        firm = said or words.words[number] in self.cues.given or self._office_end == number
        while after > number + 1 and self._falls_off(after - 1, firm):
            after -= 1
        return self._add(number, after, None)

    def _falls_off(self, number: int, firm: bool) -> bool:
        """Return whether the last word of a name is none of it: a weekday, or an everyday word."""
        word = self.words.words[number]
        if self._is_tail(number) or word in self.cues.given:
            return False
        return (word in self.cues.nobody and self.known(word.lower())) or (
            not firm and self._everyday(number)
        )

    def _expected(self, number: int) -> bool:
        """Tell if an everyday word may start a name: where one is expected, before an unknown word."""
        words, after, cues = self.words, number + 1, self.cues
        if words.words[number] in cues.nobody or not self.reach.joined(after) or not words.capital[after]:
            return False
        given = words.words[after] in cues.given
        if self._office_end == number or words.before(number) in ("di", "ke"):
            return given or not self.known(words.lower[after])
        listed = words.gap(number).strip() == "," or words.before(number) in cues.says_before
        return given and listed

    def _is_tail(self, number: int) -> bool:
        lower = self.words.lower[number]
        return lower in self.cues.tails or lower in self.cues.places["tail"] or lower in self.cues.thing_tails

    def _everyday(self, number: int) -> bool:
        lower = self.words.lower[number]
        word = self.words.words[number]
        if word in self.cues.given:
            return False
        if word in self.cues.nobody and self.words.starts_sentence(number):
            return True
        return self.known(lower) or (lower.endswith("nya") and self.known(lower[:-3]))

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
        closes = {")": LEGAL_FORMS, ".": SHORTENED_FORMS}.get(words.text[end : end + 1], frozenset[str]())
        end += words.lower[last - 1] in closes
        office = self._office_end == first and words.gap(first).strip() in ("", ",", ".")
        span = Span(first, last, words.starts[first], end, last, kind, naming, headed, office)
        if naming is not None and last - first == 1 and words.starts_sentence(first):
            span.doubtful = words.words[first] in self.cues.everyday
        if kind != "person" and last - first > 1:
            self._abbreviation(span)
        self.spans.append(span)
        if office and (kind in ("organisation", "place") or (kind is None and self._is_tail(last - 1))):
            self._office_end = span.last
        return span.last

    def _abbreviation(self, span: Span) -> None:
        """Take an abbreviation in brackets into the name it stands for: "Badan Anu (BA)"."""
        words, after = self.words, span.last
        if after >= len(words) or words.gap(after) not in (" (", " ( "):
            return
        word, end, text = words.words[after], words.ends[after], words.text
        if not 1 < len(word) <= LONGEST_ABBREVIATION or not (word.isupper() or self._means(after, span)):
            return
        closing = text.find(")", end, end + 2)
        if closing >= 0 and not text[end:closing].strip():
            span.last, span.end, span.short = after + 1, closing + 1, word

    def _means(self, number: int, span: Span) -> bool:
        """Return whether a word is a curated form of whom the span names, or may be short for an open one."""
        match = self.matches.get(self.words.starts[number])
        if span.naming is None or span.naming.actor is None:
            return match is None and span.headed and self.words.capital[number]
        return match is not None and match[1].actor == span.naming.actor

"""Where a text names somebody: spans of words, with what is known of each from the span itself.

Walks the capitalised words once and cuts them into names: curated ones, organisations by their head ("Badan
…"), places by theirs ("Gunung …"), and the rest. It must not look at the words around a name to decide its
kind; that is `index.actors_kinds`.
"""

from __future__ import annotations

from collections.abc import Callable

from index.actors_cues import Cues
from index.actors_reach import LEGAL_FORMS, Matches, Reach
from index.actors_span import Span
from index.actors_traits import (
    CAMEL,
    CAPITAL,
    EVERYDAY,
    FACILITY,
    GIVEN,
    HEAD,
    KNOWN,
    LOCAL,
    MATCHED,
    NOBODY,
    OFFICE,
    PLACE_HEAD,
    PLACE_TAIL,
    SAYS_BEFORE,
    STARTER,
    TAIL,
    THING_HEAD,
    THING_TAIL,
    TITLE,
    UPPER,
    WATCHED,
)
from index.actors_words import Words
from index.article import ActorKind
from index.gazetteer import Naming

LONGEST_ABBREVIATION = 9
LISTED = GIVEN | MATCHED | TITLE | HEAD | PLACE_HEAD
ENDING = TAIL | PLACE_TAIL | THING_TAIL
SAME_BODY = frozenset(("group", "inc", "corp", "tbk", "fc", "company", "co", "ltd"))
# What a sign behind a name belongs to: "(Persero)", "Inc."
CLOSES = {")": LEGAL_FORMS, ".": frozenset(("inc", "corp", "ltd", "cos"))}


class SpanCutter:
    """Cuts one text into spans. `known` tells whether a lower-case word is an Indonesian word."""

    def __init__(self, words: Words, matches: Matches, cues: Cues, known: Callable[[str], bool]) -> None:
        self.words, self.matches, self.cues, self.known = words, matches, cues, known
        self.traits, self.lower, self.gaps = words.traits, words.lower, words.gaps
        self.reach = Reach(words, matches, cues, known)
        self.spans: list[Span] = []
        self._office_end = -1  # the word after an office, where its holder may be named

    def cut(self) -> list[Span]:
        """Return the spans in order, disjoint."""
        after = 0
        for number in self.words.marked:
            traits = self.traits[number]
            if traits & (CAPITAL | WATCHED | MATCHED) and number >= after:
                if traits & CAPITAL:
                    after = self._step(number, traits)
                elif traits & MATCHED:
                    after = self._curated(number)
                else:
                    after = self._small(number, traits)
        return self.spans

    def _small(self, number: int, traits: int) -> int:
        """Take a word that is written small: it may hold an office, or head the name of a building."""
        if traits & FACILITY and self.traits[number + 1] & CAPITAL:
            after = self.reach.place(number)
            if after > number + 1 and self.gaps[number + 1] == " ":
                return self._add(number, after, "place", headed=True)
        if traits & TITLE:
            heads = self.traits[number + 1] & PLACE_HEAD
            self._office_end = number + 1 if heads else self.reach.office(number)
            return self._office_end
        return number + 1

    def _step(self, number: int, traits: int) -> int:
        """Take what starts at a capitalised word; return the number of the next word to look at."""
        match = self.reach.curated(number) if traits & MATCHED else None
        if match is not None and match[0] > number + 1:
            return self._curated(number)
        if traits & TITLE and match is None:
            return self._office(number)
        if traits & STARTER:
            after = self._headed(number, self.lower[number])
            if after > number:
                return after
        if traits & MATCHED and not self._given_to_a_person(number):
            return self._curated(number)
        if traits & THING_HEAD:
            return self.reach.thing(number)
        return self._name(number)

    def _given_to_a_person(self, number: int) -> bool:
        """Return whether a place's name is somebody's here: "Jordan" or "Darmo" before an unknown name."""
        after = number + 1
        if self.gaps[after] != " " or self.traits[after] & (CAPITAL | KNOWN | MATCHED | UPPER) != CAPITAL:
            return False
        if self.traits[number] & GIVEN:
            return True
        return self._office_end != number and self.traits[number - 1] & SAYS_BEFORE != 0

    def _office(self, number: int) -> int:
        traits = self.traits[number]
        if traits & LOCAL and self._is_unknown(number + 1):
            self._office_end = number + 1
            self._office_end = self._add(number + 1, number + 2, "place")
            return self._office_end
        self._office_end = self.reach.office(number) if traits & OFFICE else number + 1
        return self._office_end

    def _is_unknown(self, number: int) -> bool:
        """Return whether a capitalised word follows that is in no list: after "Camat" it is a place."""
        return self.gaps[number] == " " and self.traits[number] & (CAPITAL | LISTED) == CAPITAL

    def _headed(self, number: int, lower: str) -> int:
        """Take an organisation or a place that starts with its head, if one does."""
        part = self.reach.part(number)
        if part > number:
            return self._pass_on(number, part)
        heads, following = self.cues.heads, self.lower[number + 1]
        pair = f"{lower} {following}"
        reach = heads.get(pair) or (None if pair in self.cues.places["head"] else heads.get(lower))
        if reach is not None:
            after = self.reach.organisation(number, reach, self._office_end == number)
            if after > number:
                return self._add(number, after, "organisation", headed=True)
        if self.traits[number] & PLACE_HEAD or pair in self.cues.places["head"]:
            after = self.reach.place(number, self._office_end == number)
            if after > number:
                return self._add(number, after, "place", headed=True)
        alone = reach == "words" and number not in self.matches  # "Badan", "Kabinet"
        return self._pass_on(number, number + 1) if alone else number

    def _pass_on(self, number: int, after: int) -> int:
        """Skip words that name nobody but stand between an office and its holder."""
        if self._office_end == number:
            self._office_end = after
        return after

    def _curated(self, number: int) -> int:
        after, naming = self.matches[number]
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
        arena = self.reach.tail(after, PLACE_TAIL)
        if arena > after:
            return self._add(number, arena, "place")
        longer = self.reach.tail(after, TAIL)
        same = all(word in SAME_BODY for word in self.lower[after:longer])
        return self._add(number, longer, "organisation", naming if same else None)

    def _curated_place(self, number: int, after: int, naming: Naming) -> int:
        if self.gaps[number] == " " and self.lower[number - 1] in self.cues.no_place:
            return after
        body = self.reach.tail(after, TAIL)
        if body > after:
            return self._add(number, body, "organisation")
        larger = self.reach.tail(after, PLACE_TAIL)
        if larger > after:
            return self._add(number, larger, "place")
        return self._add(number, self.reach.direction(after), "place", naming)

    def _of_a_place(self, number: int, after: int) -> int:
        """Take the place into a body that every place has: "Kementerian Pertahanan" + "Azerbaijan"."""
        if self.gaps[after] != " " or self.cues.heads.get(self.lower[number]) != "words":
            return after
        match = self.reach.curated(after)
        actor = match[1].actor if match is not None else None
        if match is None or actor is None or actor.kind != "place":
            return after
        return match[0]

    def _name(self, number: int) -> int:
        traits = self.traits[number]
        if self._everyday(number, traits):
            alone = self.gaps[number + 1] != " " and not self.words.starts_sentence(number)
            if not alone and not self._expected(number):
                return self._pass_on(number, number + 1)
        if traits & CAMEL:
            return self._add(number, number + 1, None)
        after = self.reach.name(number)
        if after > number + 1:
            said = self.traits[number - 1] & SAYS_BEFORE
            firm = bool(said or traits & GIVEN or self._office_end == number)
            while after > number + 1 and self._falls_off(after - 1, firm):
                after -= 1
        return self._add(number, after, None)

    def _falls_off(self, number: int, firm: bool) -> bool:
        """Return whether the last word of a name is none of it: a weekday, or an everyday word."""
        traits = self.traits[number]
        if traits & (ENDING | GIVEN):
            return False
        if traits & NOBODY and self.known(self.lower[number]):
            return True
        return not firm and self._everyday(number, traits)

    def _expected(self, number: int) -> bool:
        """Tell if an everyday word may start a name: where one is expected, before an unknown word."""
        following = self.traits[number + 1]
        if self.gaps[number + 1] != " " or not following & CAPITAL or self.traits[number] & NOBODY:
            return False
        if self._office_end == number or self.lower[number - 1] in ("di", "ke"):
            return following & GIVEN != 0 or not following & KNOWN
        if not following & GIVEN:
            return False
        return self.traits[number - 1] & SAYS_BEFORE != 0 or self.gaps[number].strip() == ","

    def _everyday(self, number: int, traits: int) -> bool:
        if traits & (EVERYDAY | GIVEN):
            return not traits & GIVEN
        if traits & NOBODY and self.words.starts_sentence(number):
            return True
        return not traits & CAPITAL and self.known(self.lower[number])

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
        end += self.lower[last - 1] in CLOSES.get(words.text[end : end + 1], ())
        office = self._office_end == first and self.gaps[first].strip() in ("", ",", ".")
        span = Span(first, last, words.starts[first], end, last, kind, naming, headed, office)
        if naming is not None and last - first == 1 and words.starts_sentence(first):
            span.doubtful = words.words[first] in self.cues.everyday
        if kind != "person" and last - first > 1 and self.gaps[last] in (" (", " ( "):
            self._abbreviation(span)
        self.spans.append(span)
        if office and (
            kind in ("organisation", "place") or (kind is None and self.traits[last - 1] & ENDING)
        ):
            self._office_end = span.last
        return span.last

    def _abbreviation(self, span: Span) -> None:
        """Take an abbreviation in brackets into the name it stands for: "Badan Anu (BA)"."""
        words, after = self.words, span.last
        word, end, text = words.words[after], words.ends[after], words.text
        if not 1 < len(word) <= LONGEST_ABBREVIATION or not (word.isupper() or self._means(after, span)):
            return
        closing = text.find(")", end, end + 2)
        if closing >= 0 and not text[end:closing].strip():
            span.last, span.end, span.short = after + 1, closing + 1, word

    def _means(self, number: int, span: Span) -> bool:
        """Return whether a word is a curated form of whom the span names, or may be short for an open one."""
        match = self.matches.get(number)
        if span.naming is None or span.naming.actor is None:
            return match is None and span.headed and self.words.is_capital(number)
        return match is not None and match[1].actor == span.naming.actor

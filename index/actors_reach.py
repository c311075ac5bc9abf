"""How far a name goes: where an organisation, a place, an office or a person's name ends.

Every method takes the number of the first word and returns the number after the last, the first itself where
nothing starts there. It must not decide who is meant.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping

from index.actors_cues import Cues
from index.actors_traits import (
    CAPITAL,
    DEGREE,
    GIVEN,
    HEAD,
    HONORIFIC,
    KNOWN,
    LOCAL,
    MATCHED,
    PLACE_HEAD,
    ROLE,
    ROMAN,
    TITLE,
    UPPER,
)
from index.actors_words import Words
from index.gazetteer import Naming

LONGEST_NAME = 7
LONGEST_BODY = 10
BODY_GAPS = frozenset((" ", "-", "/", " / ", " & ", "'s "))
BODY_LINKS = frozenset(("dan", "serta"))
PLACE_GAPS = frozenset((" ", "-", "/"))
LEGAL_FORMS = frozenset(("persero", "tbk"))
REGIONS = frozenset(("kota", "kabupaten", "provinsi", "daerah", "republik", "kerajaan"))
VILLAGES = frozenset(("desa", "dusun", "kelurahan", "kecamatan", "kampung", "nagari"))
REGION_HEADS = frozenset(("kecamatan", "kabupaten", "kelurahan", "provinsi", "kota", "desa", "dusun"))
# Small words that join the parts of foreign names but are everyday words too: never inside an open name.
EVERYDAY_JOINS = frozenset(("di", "y", "e", "an", "ad", "ar", "as", "at", "ten", "do", "st", "le", "la"))

ENDS_NAME = ROLE | LOCAL | HONORIFIC | HEAD | PLACE_HEAD
LONGEST_SHORTENED = 4  # "Moch. Zaini", "Abd. Rahman"
NUMBER_SIGNS = frozenset(("no", "nomor", "km", "rt", "rw", "blok", "rp"))

# The curated forms of a text by the number of the word each starts at, with the number after its last word.
Matches = dict[int, tuple[int, Naming]]


def numbered(words: Words, found: Mapping[int, tuple[int, Naming]]) -> Matches:
    """Return found forms (start → end, naming) by number, and mark the words that they start at."""
    matches: Matches = {}
    for start, (end, naming) in found.items():
        number = bisect_left(words.starts, start)
        if number < words.count and words.starts[number] == start:
            matches[number] = (bisect_right(words.ends, end, number), naming)
            words.traits[number] |= MATCHED
    words.marked = sorted(matches.keys() | words.marked)
    return matches


class Reach:
    """Measures names in one text. `known` tells whether a lower-case word is an Indonesian word."""

    def __init__(self, words: Words, matches: Matches, cues: Cues, known: Callable[[str], bool]) -> None:
        self.words, self.matches, self.cues, self.known = words, matches, cues, known
        self.traits, self.lower, self.gaps = words.traits, words.lower, words.gaps

    def curated(self, number: int) -> tuple[int, Naming] | None:
        """Return the curated form that starts at a word and by itself means somebody, and where it ends."""
        match = self.matches.get(number)
        if match is None or match[1].actor is None:
            return None
        return match if match[0] > number else None  # "Kompas" is only part of the word "Kompas.com"

    def starts_name(self, number: int) -> bool:
        """Return whether a curated or a given name starts here."""
        return self.traits[number] & (MATCHED | GIVEN) != 0

    def office(self, number: int) -> int:
        """An office with its field: "Menteri Luar Negeri", "Direktur Utama"."""
        gaps, lower = self.gaps, self.lower
        after = number + 1
        if gaps[after] == " " and f"{lower[number]} {lower[after]}" in self.cues.titles:
            after += 1
        while gaps[after] == " " and self._field_word(after):
            after += 1
            ahead = after + 1
            if lower[after] == "dan" and gaps[ahead] == " " and self._field_word(ahead):
                after = ahead + 1
        return after

    def _field_word(self, number: int) -> bool:
        if self.traits[number] & (KNOWN | MATCHED | GIVEN | HEAD) != KNOWN:
            return False
        return not self._names_a_village(number)

    def _names_a_village(self, number: int) -> bool:
        """Return whether "Kepala Desa" goes on to the name of the village."""
        after = number + 1
        if self.lower[number] not in VILLAGES or self.gaps[after] != " ":
            return False
        return self.traits[after] & (CAPITAL | GIVEN) == CAPITAL

    def tail(self, number: int, tails: int) -> int:
        """Words like "Airlines" or "City" that end a longer name than the one before them.

        `tails` is the bit of the words that do.
        """
        after, wanted = number, tails | CAPITAL
        while self.traits[after] & wanted == wanted and self.gaps[after] == " ":
            after += 1
        return after

    def organisation(self, number: int, reach: str, of_office: bool = False) -> int:
        """An organisation from its head on: "Dinas Pendidikan Kota Anu", "PT Anu Jaya Tbk".

        After an office (`of_office`) a given name is its holder's and not the organisation's.
        """
        after, ended = number + 1, False
        while not ended and after - number < LONGEST_BODY and after < len(self.words):
            if of_office and after > number + 1 and self._starts_person(after):
                break
            following, ended = self._organisation_word(number, after, reach)
            if following == after:
                break
            after = following
        letter = after == number + 2 and len(self.words.words[number + 1]) == 1  # "Grup C" is a draw's
        return number if after == number + 1 or letter else self.legal_form(after)

    def _starts_person(self, number: int) -> bool:
        """Return whether a given name stands here that is not just the last word of a place or a body."""
        if not self.traits[number] & GIVEN:
            return False
        alone = self.gaps[number + 1] != " " or not self.traits[number + 1] & CAPITAL
        return not (alone and self.known(self.lower[number]))

    def _organisation_word(self, number: int, after: int, reach: str) -> tuple[int, bool]:
        """Return where an organisation goes on after one more word, and whether it ends there."""
        traits, lower = self.traits[after], self.lower[after]
        if self.gaps[after] not in BODY_GAPS:
            return after, True
        if not traits & CAPITAL:
            return self._small_word(after, reach), False
        match = self.curated(after)
        if match is not None:
            return self._curated_part(after, match, reach)
        if lower in REGIONS:
            return after + 1, False
        if reach == "names":
            ends = lower in NUMBER_SIGNS or traits & (TITLE | KNOWN) == TITLE
            return (after if ends else after + 1), ends
        if reach == "place":
            second = after == number + 2 and not traits & TITLE and self._word_of_body(after)
            return (after + 1 if after == number + 1 or second else after), False
        return (after + 1 if self._goes_on_in_body(number, after) else after), False

    def _goes_on_in_body(self, number: int, after: int) -> bool:
        traits = self.traits[after]
        if traits & ROLE or (traits & HEAD and after > number + 1):
            return False
        if self._word_of_body(after) or (after == number + 1 and traits & KNOWN):
            return True
        return self.gaps[after + 1] == " (" and self.traits[after + 1] & UPPER != 0

    def _small_word(self, after: int, reach: str) -> int:
        word = self.lower[after]
        if word.isdigit():
            return after + 1 if reach == "names" else after
        if reach == "place" or word not in BODY_LINKS or self.gaps[after + 1] != " ":
            return after
        if self.traits[after + 1] & HEAD or not self._word_of_body(after + 1):
            return after
        return after + 2

    @staticmethod
    def _curated_part(after: int, match: tuple[int, Naming], reach: str) -> tuple[int, bool]:
        ends, naming = match
        kind = naming.actor.kind if naming.actor else None
        if reach != "names" and (kind == "person" or (reach == "unit" and kind == "organisation")):
            return after, True
        return ends, False

    def _word_of_body(self, number: int) -> bool:
        """Return whether a word may stand inside the name of an authority ("Pendidikan", "II")."""
        traits = self.traits[number]
        if not traits & CAPITAL:
            return False
        if traits & ROMAN or (traits & UPPER and 1 < len(self.lower[number]) < 7):
            return True
        return traits & (GIVEN | HONORIFIC | DEGREE | KNOWN) == KNOWN

    def legal_form(self, after: int) -> int:
        """ "(Persero)" and "Tbk" belong to the name of a company."""
        while self.lower[after] in LEGAL_FORMS and self.gaps[after].strip() in ("", "("):
            after += 1
        return after

    def place(self, number: int, of_office: bool = False) -> int:
        """A place from its head on: "Jalan Melati Raya 7", "Gunung Anu"; `of_office` as in `organisation`."""
        after = number + 1
        while after - number < LONGEST_NAME and self._place_goes_on(number, after):
            if of_office and after > number + 1 and self._starts_person(after):
                break
            match = self.curated(after)
            after = match[0] if match is not None else after + 1
        only_heads = all(traits & PLACE_HEAD for traits in self.traits[number:after])
        pair = f"{self.lower[number]} {self.lower[number + 1]}"
        if only_heads or (after == number + 2 and pair in self.cues.places["head"]):
            return number
        return after

    def _place_goes_on(self, number: int, after: int) -> bool:
        gap, lower = self.gaps[after], self.lower[after]
        if gap not in PLACE_GAPS and not (gap == ". " and after == number + 1):
            return False
        if not self.traits[after] & CAPITAL:
            if gap == "-" or (lower in self.cues.joins and lower not in EVERYDAY_JOINS):
                return gap == "-" or self.traits[after + 1] & CAPITAL != 0
            ends = self.words.ends[after]
            return lower.isdigit() and gap == " " and self.words.text[ends : ends + 1] not in ("-", ":", ".")
        return (lower not in REGION_HEADS or after == number + 1) and lower not in NUMBER_SIGNS

    def part(self, number: int) -> int:
        """A part of a body, which is no actor by itself: "Fraksi", "Dewan Pimpinan Pusat", "Komisi III"."""
        heads, lower, gaps = self.cues.heads, self.lower, self.gaps
        after = number
        if heads.get(lower[number]) == "part":
            after = number + 1
        elif gaps[number + 1] == " " and heads.get(f"{lower[number]} {lower[number + 1]}") == "part":
            after = number + 2
        while after > number and gaps[after] == " " and self._field_word(after):
            after += 1
        return after

    def direction(self, after: int) -> int:
        """The direction after a place: "Gaza utara"."""
        parts = self.cues.places["part"]
        return after + 1 if self.gaps[after] == " " and self.lower[after] in parts else after

    def thing(self, number: int) -> int:
        """The name of something that does not act: "Piala Dunia", "Undang-Undang Penyiaran"."""
        after = number + 1
        while after - number < LONGEST_NAME and self.gaps[after] == " ":
            if self.traits[after] & (CAPITAL | MATCHED | GIVEN | TITLE) != CAPITAL:
                break
            after += 1
        return after

    def name(self, number: int) -> int:
        """A name without a head: capitalised words, with what joins the parts of foreign names."""
        after = number + 1
        while after - number < LONGEST_NAME:
            following = self._name_goes_on(after)
            if following == after:
                break
            after = following
        return after

    def _name_goes_on(self, after: int) -> int:
        gap, traits = self.gaps[after], self.traits[after]
        if gap == "-":
            return after if traits & MATCHED else after + 1
        if gap != " " and not (gap in (". ", ".") and self._takes_dot(after - 1)):
            return after
        if not traits & CAPITAL:
            return self._join(after)
        return after if self._ends_name(after) else after + 1

    def _takes_dot(self, number: int) -> bool:
        """Return whether a dot after this word is an abbreviation's, not a sentence's."""
        traits, length = self.traits[number], len(self.lower[number])
        return length == 1 or traits & DEGREE != 0 or (traits & GIVEN != 0 and length <= LONGEST_SHORTENED)

    def _join(self, after: int) -> int:
        lower = self.lower[after]
        if lower not in self.cues.joins or lower in EVERYDAY_JOINS or not self.traits[after + 1] & CAPITAL:
            return after
        return after + 2 if self.gaps[after + 1] in (" ", "-") else after

    def _ends_name(self, after: int) -> bool:
        traits = self.traits[after]
        if traits & GIVEN or (traits & UPPER and len(self.lower[after]) == 2):
            return False
        if traits & ENDS_NAME:
            return True
        match = self.curated(after) if traits & MATCHED else None
        if match is None or match[1].actor is None:
            return False
        return match[1].actor.kind != "person" or match[0] > after + 1

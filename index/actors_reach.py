"""How far a name goes: where an organisation, a place, an office or a person's name ends.

Every method takes the number of the first word and returns the number after the last, the first itself where
nothing starts there. It must not decide who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.actors_cues import Cues
from index.actors_words import Words
from index.gazetteer import Naming

LONGEST_NAME = 7
LONGEST_BODY = 10
ROMAN = re.compile(r"x{0,3}(?:i[xv]|v?i{0,3})(?<=.)")
BODY_GAPS = frozenset((" ", "-", "/", " / ", " & ", "'s "))
PLACE_GAPS = frozenset((" ", "-", "/"))
LEGAL_FORMS = frozenset(("persero", "tbk"))
REGIONS = frozenset(("kota", "kabupaten", "provinsi", "daerah", "republik", "kerajaan"))
VILLAGES = frozenset(("desa", "dusun", "kelurahan", "kecamatan", "kampung", "nagari"))
REGION_HEADS = frozenset(("kecamatan", "kabupaten", "kelurahan", "provinsi", "kota", "desa", "dusun"))
# Small words that join the parts of foreign names but are everyday words too: never inside an open name.
EVERYDAY_JOINS = frozenset(("di", "y", "e", "an", "ad", "ar", "as", "at", "ten", "do", "st", "le", "la"))

ENDING_TITLES = frozenset(("role", "local", "honorific"))
LONGEST_SHORTENED = 4  # "Moch. Zaini", "Abd. Rahman"
NUMBER_SIGNS = frozenset(("no", "nomor", "km", "rt", "rw", "blok", "rp"))

Matches = dict[int, tuple[int, Naming]]


class Reach:
    """Measures names in one text. `known` tells whether a lower-case word is an Indonesian word."""

    def __init__(self, words: Words, matches: Matches, cues: Cues, known: Callable[[str], bool]) -> None:
        self.words, self.matches, self.cues, self.known = words, matches, cues, known

    def joined(self, number: int) -> bool:
        """Return whether a word follows the one before it after one space."""
        words = self.words
        return 0 < number < words.count and words.text[words.ends[number - 1] : words.starts[number]] == " "

    def curated(self, number: int) -> tuple[int, Naming] | None:
        """Return the curated form that starts at a word and by itself means somebody, and where it ends."""
        match = self.matches.get(self.words.starts[number])
        if match is None or match[1].actor is None:
            return None
        after = self.words.number_at(match[0], number)
        return (after, match[1]) if after > number else None  # "Kompas" is only part of the word "Kompas.com"

    def starts_name(self, number: int) -> bool:
        """Return whether a curated or a given name starts here."""
        return self.words.starts[number] in self.matches or self.words.words[number] in self.cues.given

    def office(self, number: int) -> int:
        """An office with its field: "Menteri Luar Negeri", "Direktur Utama"."""
        words = self.words
        pair = (
            self.joined(number + 1) and f"{words.lower[number]} {words.lower[number + 1]}" in self.cues.titles
        )
        after = number + 2 if pair else number + 1
        while self.joined(after) and self._field_word(after):
            after += 1
            ahead = after + 1
            if words.at(after) == "dan" and self.joined(ahead) and self._field_word(ahead):
                after = ahead + 1
        return after

    def _field_word(self, number: int) -> bool:
        lower = self.words.lower[number]
        if not self.words.capital[number] or self.starts_name(number) or lower in self.cues.heads:
            return False
        return self.known(lower) and not self._names_a_village(number)

    def _names_a_village(self, number: int) -> bool:
        """Return whether "Kepala Desa" goes on to the name of the village."""
        after = number + 1
        if (
            self.words.lower[number] not in VILLAGES
            or not self.joined(after)
            or not self.words.capital[after]
        ):
            return False
        return self.words.words[after] not in self.cues.given

    def tail(self, number: int, tails: frozenset[str]) -> int:
        """Words like "Airlines" or "City" that end a longer name than the one before them."""
        after = number
        while self.joined(after) and self.words.capital[after] and self.words.lower[after] in tails:
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
        words, after = self.words, number + 1
        if words.words[number] not in self.cues.given:
            return False
        return not self.known(words.lower[number]) or (self.joined(after) and words.capital[after])

    def _organisation_word(self, number: int, after: int, reach: str) -> tuple[int, bool]:
        """Return where an organisation goes on after one more word, and whether it ends there."""
        words, lower = self.words, self.words.lower[after]
        if words.gap(after) not in BODY_GAPS:
            return after, True
        if not words.capital[after]:
            return self._small_word(after, reach), False
        match = self.curated(after)
        if match is not None:
            return self._curated_part(after, match, reach)
        if lower in REGIONS:
            return after + 1, False
        if reach == "names":
            ends = lower in NUMBER_SIGNS or (lower in self.cues.titles and not self.known(lower))
            return (after if ends else after + 1), ends
        if reach == "place":
            second = after == number + 2 and self._word_of_body(after) and lower not in self.cues.titles
            return (after + 1 if after == number + 1 or second else after), False
        return (after + 1 if self._goes_on_in_body(number, after) else after), False

    def _goes_on_in_body(self, number: int, after: int) -> bool:
        words, lower = self.words, self.words.lower[after]
        if self.cues.titles.get(lower) == "role" or (lower in self.cues.heads and after > number + 1):
            return False
        if self._word_of_body(after) or (after == number + 1 and self.known(lower)):
            return True
        return words.gap(after + 1) == " (" and words.words[after + 1].isupper()

    def _small_word(self, after: int, reach: str) -> int:
        words = self.words
        if words.words[after].isdigit():
            return after + 1 if reach == "names" else after
        if reach == "place" or words.lower[after] not in ("dan", "serta") or not self.joined(after + 1):
            return after
        if words.lower[after + 1] in self.cues.heads or not self._word_of_body(after + 1):
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
        words = self.words
        if not words.is_capital(number):
            return False
        word, lower = words.words[number], words.lower[number]
        if ROMAN.fullmatch(lower) or (word.isupper() and 1 < len(word) < 7):
            return True
        if word in self.cues.given or self.cues.titles.get(lower) in ("honorific", "degree"):
            return False
        return self.known(lower)

    def legal_form(self, after: int) -> int:
        """ "(Persero)" and "Tbk" belong to the name of a company."""
        words = self.words
        while words.at(after) in LEGAL_FORMS and words.gap(after).strip() in ("", "("):
            after += 1
        return after

    def place(self, number: int, of_office: bool = False) -> int:
        """A place from its head on: "Jalan Melati Raya 7", "Gunung Anu"; `of_office` as in `organisation`."""
        heads = self.cues.places["head"]
        after = number + 1
        while (
            after - number < LONGEST_NAME and after < len(self.words) and self._place_goes_on(number, after)
        ):
            if of_office and after > number + 1 and self._starts_person(after):
                break
            match = self.curated(after)
            after = match[0] if match is not None else after + 1
        lower = self.words.lower[number:after]
        if all(word in heads for word in lower) or " ".join(lower) in heads:
            return number
        return after

    def _place_goes_on(self, number: int, after: int) -> bool:
        words = self.words
        gap, lower = words.gap(after), words.lower[after]
        if gap not in PLACE_GAPS and not (gap == ". " and after == number + 1):
            return False
        if not words.capital[after]:
            if gap == "-" or lower in self.cues.joins - EVERYDAY_JOINS:
                return words.is_capital(after + 1) or gap == "-"
            ends = words.ends[after]
            return (
                words.words[after].isdigit()
                and gap == " "
                and words.text[ends : ends + 1] not in ("-", ":", ".")
            )
        return (lower not in REGION_HEADS or after == number + 1) and lower not in NUMBER_SIGNS

    def part(self, number: int) -> int:
        """A part of a body, which is no actor by itself: "Fraksi", "Dewan Pimpinan Pusat", "Komisi III"."""
        words, heads = self.words, self.cues.heads
        after = number
        if heads.get(words.lower[number]) == "part":
            after = number + 1
        elif (
            self.joined(number + 1)
            and heads.get(f"{words.lower[number]} {words.lower[number + 1]}") == "part"
        ):
            after = number + 2
        while after > number and self.joined(after) and self._field_word(after):
            after += 1
        return after

    def direction(self, after: int) -> int:
        """The direction after a place: "Gaza utara"."""
        parts = self.cues.places["part"]
        return after + 1 if self.joined(after) and self.words.lower[after] in parts else after

    def thing(self, number: int) -> int:
        """The name of something that does not act: "Piala Dunia", "Undang-Undang Penyiaran"."""
        words = self.words
        after = number + 1
        while after - number < LONGEST_NAME and self.joined(after) and words.capital[after]:
            if self.starts_name(after) or words.lower[after] in self.cues.titles:
                break
            after += 1
        return after

    def name(self, number: int) -> int:
        """A name without a head: capitalised words, with what joins the parts of foreign names."""
        after = number + 1
        while after - number < LONGEST_NAME and after < len(self.words):
            following = self._name_goes_on(after)
            if following == after:
                break
            after = following
        return after

    def _name_goes_on(self, after: int) -> int:
        words = self.words
        gap = words.gap(after)
        if gap == "-":
            return after if words.starts[after] in self.matches else after + 1
        if gap != " " and not (gap in (". ", ".") and self._takes_dot(after - 1)):
            return after
        if not words.capital[after]:
            return self._join(after)
        return after if self._ends_name(after) else after + 1

    def _takes_dot(self, number: int) -> bool:
        """Return whether a dot after this word is an abbreviation's, not a sentence's."""
        word, lower = self.words.words[number], self.words.lower[number]
        short = word in self.cues.given and len(word) <= LONGEST_SHORTENED
        return len(word) == 1 or short or self.cues.titles.get(lower) == "degree"

    def _join(self, after: int) -> int:
        words, lower = self.words, self.words.lower[after]
        if lower not in self.cues.joins or lower in EVERYDAY_JOINS or not words.is_capital(after + 1):
            return after
        return after + 2 if words.gap(after + 1) in (" ", "-") else after

    def _ends_name(self, after: int) -> bool:
        words, cues, lower = self.words, self.cues, self.words.lower[after]
        if words.words[after] in cues.given or (len(lower) == 2 and words.words[after].isupper()):
            return False
        if cues.titles.get(lower) in ENDING_TITLES or lower in cues.heads or lower in cues.places["head"]:
            return True
        match = self.curated(after)
        if match is None or match[1].actor is None:
            return False
        return match[1].actor.kind != "person" or match[0] > after + 1

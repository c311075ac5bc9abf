"""The cues, the curated names and what each word says, as the bits and arrays of `index/compiled/names.h`.

There no word is known: whatever a rule of `index.actors_spans`, `index.actors_reach` or `index.actors_kinds`
asks of a word beyond its traits is one bit here, set by the very tables that they ask. It must not decide
anything.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.actors_cues import Cues
from index.actors_kinds import JOINING, PLACE_NOUNS, PLAIN_PLACES, POINTERS, SIDED, SUCH_A
from index.actors_places import EXAMPLES, PEOPLES
from index.actors_reach import (
    BODY_LINKS,
    EVERYDAY_JOINS,
    LEGAL_FORMS,
    NUMBER_SIGNS,
    REGION_HEADS,
    REGIONS,
    VILLAGES,
)
from index.actors_spans import CLOSES, SAME_BODY
from index.actors_traits import GLUED, Traits
from index.article import ACTOR_KINDS, Actor
from index.fingerprints import code_of
from index.gazetteer import Gazetteer
from index.roles import INSIDE, OFFICES
from index.roles import WORD as ROLE_WORD
from index.splitting import small_words

# In the order of their bits in names.h: the words that a rule asks for, by lower case.
WORD_LISTS = (
    "BODY_BEFORE",
    "THING_BEFORE",
    "PERSON_BEFORE",
    "NO_PLACE",
    "JOIN",
    "PREPOSITION",
    "SIDE",
    "PART",
    "LEGAL_FORM",
    "REGION",
    "REGION_HEAD",
    "VILLAGE",
    "NUMBER_SIGN",
    "PLACE_NOUN",
    "PLAIN_PLACE",
    "SIDED",
    "POINTER",
    "SAME_BODY",
    "DIGITS",
    "DOTTED",
    "BODY_LINK",
    "AND",
    "TOWARDS",
    "INTO",
    "SUCH",
    "CLOSED_BY_DOT",
    "EVERYDAY_NAME",
    "SIGNED",
    "LINK",
    "IN_ROLE",
    "IN_OFFICE",
)
BITS = {name: 1 << number for number, name in enumerate(WORD_LISTS)}
REACHES = ("", "words", "place", "names", "unit", "part")
PAIR_TITLE, PAIR_PLACE_HEAD = 8, 16
NOTHING = (0, 0, 0)
NONE: tuple[str, ...] = ()
LONGEST_TOLD = 255  # a length is a byte


class WordBits(NamedTuple):
    """What is told of a word.

    `pair` is its number in pairs of words, `reach` what it is as a head, `length` that of its lower case;
    `code` is 0 for ASCII, which C knows itself; `small` are its small words, `parts` those it was glued from.
    """

    traits: int
    cues: int
    pair: int
    reach: int
    length: int
    code: int
    small: tuple[str, ...]
    parts: tuple[str, ...]


class NameTables(NamedTuple):
    """See name_tables of names.h; the items say how wide a number is."""

    letters: bytes
    letter_ends: array[int]
    inner: array[int]
    actors: array[int]
    guarded_ends: array[int]
    guarded: array[int]
    kinds: bytes
    pair_keys: array[int]
    pair_values: bytes


class NameBits:
    """Tells what a compiled splitter has to know of every word; see WordBits and NameTables."""

    def __init__(self, cues: Cues, gazetteer: Gazetteer, traits: Traits) -> None:
        self.traits = traits
        self._pairs = _pair_values(cues)
        self._in_pairs = _numbered(word for pair in self._pairs for word in pair)
        self._by_lower = _by_lower(cues, self._in_pairs)
        self._by_written = dict.fromkeys(cues.everyday, BITS["EVERYDAY_NAME"])
        for word in JOINING:
            self._by_written[word] = self._by_written.get(word, 0) | BITS["LINK"]
        self._forms = dict(sorted(gazetteer.forms.items()))  # by code points: so are their bytes
        self.actors = _actors(gazetteer)

    def known(self, word: str) -> bool:
        """Return whether a word, in lower case, is an Indonesian one."""
        return self.traits.known(word.lower())

    def learn(self, word: str) -> WordBits:
        """Return all that is to be known of a word."""
        lower = word.lower()
        traits = self.traits[word]
        cues, pair, reach = self._by_lower.get(lower, NOTHING)
        if word.isalpha():
            cues |= self._by_written.get(word, 0)
            small = NONE if not word.islower() else tuple(small_words(word))
        else:
            cues |= self._by_written.get(word, 0) | self._cues_of_signs(word, lower)
            small = tuple(small_words(word))
        code = 0 if word.isascii() else code_of(word)
        parts = self.traits.parts(word) if traits & GLUED else NONE
        length = min(len(lower), LONGEST_TOLD)
        return WordBits(traits, cues, pair, reach, length, code, small, parts)

    def capital(self, word: str) -> int:
        """Return the traits of a word that is a capital and small Latin letters, or capitals, and not listed.

        There is nothing else to tell of it: no cue, no pair, no reach, and it is one word.
        """
        return self.traits.capital(word)

    def listed(self) -> tuple[str, ...]:
        """Return the words of small Latin letters that have, in either case, more than their traits."""
        words = {word.lower() for word in (*self.traits.telling, *self._by_lower, *self._by_written)}
        return tuple(sorted(word for word in words if word.isascii() and word.isalpha()))

    def tables(self) -> NameTables:
        """Return the curated forms and the pairs of words."""
        numbers = {actor.id: number for number, actor in enumerate(self.actors)}
        written = [form.encode() for form in self._forms]
        guarded = [[numbers[actor.id] for actor in naming.guarded] for naming in self._forms.values()]
        number = self._in_pairs
        pairs = sorted((number[one] << 16 | number[two], bits) for (one, two), bits in self._pairs.items())
        return NameTables(
            b"".join(written),
            _ends(written),
            _inner(written),
            array("i", [numbers[one.actor.id] if one.actor else -1 for one in self._forms.values()]),
            _ends(guarded),
            array("i", [actor for actors in guarded for actor in actors]),
            bytes(ACTOR_KINDS.index(actor.kind) + 1 for actor in self.actors),
            array("I", [key for key, _ in pairs]),
            bytes(bits for _, bits in pairs),
        )

    def _cues_of_signs(self, word: str, lower: str) -> int:
        """Return the cues of what is no letter in a word."""
        bits = BITS["DIGITS"] if lower.isdigit() else 0
        if "." in lower:
            bits |= BITS["DOTTED"]
        if word[0].isdigit():
            bits |= BITS["IN_ROLE"]
        for part in ROLE_WORD.findall(lower):  # `index.roles` may see several words here
            bits |= self._by_lower.get(part, NOTHING)[0] & BITS["IN_OFFICE"]
        return bits


def _ends(rows: Iterable[bytes | list[int]]) -> array[int]:
    ends, end = array("I"), 0
    for row in rows:
        end += len(row)
        ends.append(end)
    return ends


def _inner(forms: Sequence[bytes]) -> array[int]:
    """Return of each form, in order, which other is the longest that it begins with, −1 for none."""
    inner, open_ = array("i"), list[int]()
    for number, form in enumerate(forms):
        while open_ and not form.startswith(forms[open_[-1]]):
            open_.pop()
        inner.append(open_[-1] if open_ else -1)
        open_.append(number)
    return inner


def _numbered(words: Iterable[str], first: int = 1) -> dict[str, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words), first)}


def _actors(gazetteer: Gazetteer) -> tuple[Actor, ...]:
    """Return every actor that a form may mean, each once."""
    found: dict[str, Actor] = {}
    for naming in gazetteer.forms.values():
        for actor in (*((naming.actor,) if naming.actor else ()), *naming.guarded):
            found.setdefault(actor.id, actor)
    return tuple(found.values())


def _cues_by_word(cues: Cues) -> dict[str, int]:
    places = cues.places
    offices = [title for title, use in cues.titles.items() if use in OFFICES]
    lists = {
        "BODY_BEFORE": cues.body_before,
        "THING_BEFORE": cues.thing_before,
        "PERSON_BEFORE": cues.person_before,
        "NO_PLACE": cues.no_place,
        "JOIN": cues.joins - EVERYDAY_JOINS,
        "PREPOSITION": places["preposition"],
        "SIDE": places["side"],
        "PART": places["part"],
        "LEGAL_FORM": LEGAL_FORMS,
        "REGION": REGIONS,
        "REGION_HEAD": REGION_HEADS,
        "VILLAGE": VILLAGES,
        "NUMBER_SIGN": NUMBER_SIGNS,
        "PLACE_NOUN": PLACE_NOUNS,
        "PLAIN_PLACE": PLAIN_PLACES,
        "SIDED": SIDED,
        "POINTER": POINTERS,
        "SAME_BODY": SAME_BODY,
        "BODY_LINK": BODY_LINKS,
        "AND": ("dan",),
        "TOWARDS": ("ke",),
        "INTO": ("di", "ke"),
        "SUCH": SUCH_A,
        "CLOSED_BY_DOT": CLOSES["."],
        "SIGNED": (places["preposition"] | places["weak"] | EXAMPLES) - PEOPLES,
        "IN_ROLE": INSIDE,
        "IN_OFFICE": (part for office in offices for part in office.split("-")),
    }
    by_word: dict[str, int] = {}
    for name, words in lists.items():
        for word in words:
            by_word[word] = by_word.get(word, 0) | BITS[name]
    return by_word


def _by_lower(cues: Cues, in_pairs: dict[str, int]) -> dict[str, tuple[int, int, int]]:
    """Return the cues of every listed word, its number in pairs and its reach."""
    bits = _cues_by_word(cues)
    return {
        word: (bits.get(word, 0), in_pairs.get(word, 0), REACHES.index(cues.heads.get(word, "")))
        for word in {**bits, **in_pairs, **cues.heads}
    }


def _pair_values(cues: Cues) -> dict[tuple[str, str], int]:
    """Return what two words are together: titles, heads of organisations (their reach) and of places."""
    found: dict[tuple[str, str], int] = {}
    told = (
        *((title, PAIR_TITLE) for title in cues.titles),
        *((head, REACHES.index(reach)) for head, reach in cues.heads.items()),
        *((head, PAIR_PLACE_HEAD) for head in cues.places["head"]),
    )
    for words, bits in told:
        left, space, right = words.partition(" ")
        if space:
            found[left, right] = found.get((left, right), 0) | bits
    return found

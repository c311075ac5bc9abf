"""Did-you-mean and fuzzy words over a vocabulary with frequencies.

Slips that writers of Indonesian make cost less than others; they are data (`confusions.tsv`), tried first by
looking the variants of a word up. Then come words one edit away and, for long words, two edits away with the
first letter right. The vocabulary is kept packed (about 20 bytes a word), so that a million words fit into
every worker; a hash of four bytes says of nearly all of the thousand words tried that they are not in
it (2 ms a word at 160,000 words, 14 without). Entries may hold spaces: names of several words are suggested
like words. This module must not know queries or articles; whether a suggestion finds more is for whoever asks
to see.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Literal, overload

from index.lang.edits import LAST, Automaton, neighbours, within
from index.lang.marks import Marks
from index.lang.tables import read_table
from index.lang.words import fold

DATA = Path(__file__).parent / "data" / "confusions.tsv"
COLUMNS = ("one", "other", "cost", "where", "note")

LONGEST = 48  # letters; longer entries are neither typed nor corrected
# A shorter word has too many neighbours: "kuda" is not a slip of "muda".
SHORTEST_FOR_ONE, SHORTEST_FOR_TWO = 4, 8
MAX_VARIANTS = 600
# So many letters are tried in a word, the commonest of the vocabulary: a to z, figures, and a few signs.
MOST_LETTERS = 48
MOST = 2**32 - 1
SWAP_COST = 0.7
# Both halves of a word that should be two have this many letters and occur this often.
SHORTEST_PART, COMMON = 3, 10
SECOND_SLIP_COST = 0.3
# A whole edit must be paid with e⁴ ≈ 50 times the frequency. A word that exists is doubted only when what is
# suggested is worth e¹·⁵ ≈ 4 times more, and more the commoner it is, except where the slip is a known one.
PRICE_OF_EDIT = 4.0
MARGIN_OF_KNOWN = 1.5
WEIGHT_OF_KNOWN = 1.5
COST_OF_KNOWN_SLIP = 0.6

Match = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Confusion:
    """Letters `one` written where `other` is meant, at a cost (a changed letter costs 1)."""

    one: str
    other: str
    cost: float
    where: Literal["any", "start", "end"] = "any"


def load_confusions(path: Path = DATA) -> tuple[Confusion, ...]:
    """Read the table, each line in both directions; raises LanguageDataError naming a wrong line."""
    found: list[Confusion] = []
    places: dict[str, Literal["any", "start", "end"]] = {"any": "any", "start": "start", "end": "end"}
    for row in read_table(path, COLUMNS):
        try:
            cost = float(row["cost"])
        except ValueError:
            cost = 0.0
        if not 0 < cost <= 1:
            raise row.error(f"a cost is above 0 and at most 1, not {row['cost']!r}")
        if row["where"] not in places:
            raise row.error(f"where is any, start or end, not {row['where']!r}")
        where = places[row["where"]]
        found += [
            Confusion(row["one"], row["other"], cost, where),
            Confusion(row["other"], row["one"], cost, where),
        ]
    return tuple(found)


class PackedWords(Sequence[str]):
    """Sorted words in one piece of memory: UTF-8 one after the other, and where each begins."""

    def __init__(self, words: Iterable[str]) -> None:
        self._bytes = bytearray()
        self._ends = array("I", [0])
        for word in words:
            self._bytes += word.encode("utf-8", "surrogatepass")
            self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def holding(self, part: str, start: int, stop: int) -> Iterator[int]:
        """Yield the words from `start` to `stop` that hold a part, as places; others may be among them."""
        sought, at, end = part.encode("utf-8", "surrogatepass"), self._ends[start], self._ends[stop]
        while (at := self._bytes.find(sought, at, end)) >= 0:
            place = bisect_right(self._ends, at) - 1
            yield place
            at = self._ends[place + 1]

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return self._bytes[self._ends[index] : self._ends[index + 1]].decode("utf-8", "surrogatepass")


class Speller:
    """Knows words and how often each occurs. Immutable, safe to share between threads, never raises."""

    def __init__(self, words: Iterable[tuple[str, int]], confusions: Sequence[Confusion] = ()) -> None:
        """Take (word or name as written, frequency) pairs in any order; equal words are added up."""
        counted: dict[str, int] = {}
        written: dict[str, str] = {}
        for word, frequency in words:
            key = folded(word)
            if key and len(key) <= LONGEST:
                counted[key] = counted.get(key, 0) + frequency
                if word != key:
                    written.setdefault(key, word)
        keys = sorted(counted)
        self._words = PackedWords(keys)
        self._frequencies = array("I", (min(max(0, counted[key]), MOST) for key in keys))
        self._marks = Marks(keys)
        letters = Counter(letter for key in keys for letter in key)
        self._letters = "".join(letter for letter, _ in letters.most_common(MOST_LETTERS))
        # As they are written, where that is not the key: a dictionary of names takes 200 bytes for each.
        self._written = PackedWords(written.get(key, "") for key in keys)
        self._confusions = tuple(confusions)

    def frequency(self, word: str) -> int:
        """Return how often a word occurs, 0 where it is not known."""
        return self._frequency(folded(word))

    def near(self, word: str, distance: int) -> list[Match]:
        """Return (word, edits, frequency) within `distance` ≤ 3 edits, nearest, then commonest first."""
        key = folded(word)
        if not key or len(key) > LONGEST:
            return []
        found = within(self._words, key, max(0, min(distance, 3)))
        matches = [(self._words[at], edits, self._frequencies[at]) for at, edits in found]
        matches.sort(key=lambda match: (match[1], -match[2], match[0]))
        return [(self._as_written(key), edits, frequency) for key, edits, frequency in matches]

    def suggest(self, word: str) -> str | None:
        """Return what was probably meant, as the vocabulary writes it; None: the word is fine or lost."""
        key = folded(word)
        if len(key) < SHORTEST_FOR_ONE or len(key) > LONGEST or any(letter.isdigit() for letter in key):
            return None
        own = self._frequency(key)
        best, best_score = None, 0.0
        for candidate, cost in self._candidates(key).items():
            frequency = self._frequency(candidate)
            if candidate != key and _credible(candidate, frequency, own, cost):
                score = log(frequency) - PRICE_OF_EDIT * cost
                if best is None or (score, candidate) > (best_score, best):
                    best, best_score = candidate, score
        if best is None:
            return None if own else self._parted(key)
        return self._as_written(best)

    def _as_written(self, key: str) -> str:
        """Return a known key as the vocabulary writes it."""
        return self._written[bisect_left(self._words, key)] or key

    def _parted(self, key: str) -> str | None:
        """Return two common words that were written as one (`sepakbola`), None where there are none."""
        best, most = None, COMMON - 1
        for place in range(SHORTEST_PART, len(key) - SHORTEST_PART + 1):
            first, second = key[:place], key[place:]
            frequency = min(self._frequency(first), self._frequency(second))
            if frequency > most:
                best, most = f"{first} {second}", frequency
        return best

    def _frequency(self, key: str) -> int:
        return self._look_up(key) if key in self._marks else 0

    def _look_up(self, key: str) -> int:
        at = bisect_left(self._words, key)
        return self._frequencies[at] if at < len(self._words) and self._words[at] == key else 0

    def _candidates(self, key: str) -> dict[str, float]:
        """Return known words that may have been meant, with what the slip costs."""
        found: dict[str, float] = {}
        for tried in self._tried(key):
            for word in self._marks.among(tried):
                if self._look_up(word):
                    _cheaper(found, word, tried[word])
        if len(key) >= SHORTEST_FOR_TWO and not found:
            found = dict.fromkeys(self._two_away(key), 2.0)
        return found

    def _tried(self, key: str) -> Iterator[dict[str, float]]:
        """Yield words that may have been meant, with what the slip costs, known or not."""
        yield {key: 0.0}
        yield variants(key, self._confusions)
        places = range(len(key) - 1)
        swapped = (key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in places)
        yield dict.fromkeys(swapped, SWAP_COST)
        yield dict.fromkeys(neighbours(key, self._letters), 1.0)

    def _two_away(self, key: str) -> Iterator[str]:
        """Yield the words two edits away that begin alike: a third of the word is as it should be."""
        start, stop = bisect_left(self._words, key[0]), bisect_left(self._words, key[0] + LAST)
        cuts = [0, len(key) // 3, 2 * len(key) // 3, len(key)]
        parts = [key[first:last] for first, last in pairwise(cuts)]
        automaton = Automaton(key, 2)
        for place in {place for part in parts for place in self._words.holding(part, start, stop)}:
            word = self._words[place]
            if automaton.accepts(word):
                yield word


def folded(text: str) -> str:
    """Return the folded words of an entry with one space between them."""
    return " ".join(filter(None, (fold(word) for word in text.split())))


def variants(key: str, confusions: Sequence[Confusion]) -> dict[str, float]:
    """Return what a word may be a slip of, with costs: one or two confusions, each at one place or at all."""
    found = {key: 0.0}
    fresh = [key]
    for surcharge in (0.0, SECOND_SLIP_COST):
        beginning, fresh = fresh, []
        for word in beginning:
            if len(found) >= MAX_VARIANTS:
                break
            before = found[word]
            for variant, cost in _slips(word, [each for each in confusions if each.one in word]):
                if len(found) >= MAX_VARIANTS:
                    break
                price, known = before + cost + surcharge, found.get(variant)
                if known is None:
                    fresh.append(variant)
                if known is None or price < known:
                    found[variant] = price
    del found[key]
    return found


def _slips(word: str, confusions: Iterable[Confusion]) -> list[tuple[str, float]]:
    """Return what confusions that are somewhere in a word make of it."""
    found: list[tuple[str, float]] = []
    for confusion in confusions:
        one, other = confusion.one, confusion.other
        if confusion.where == "start":
            if word.startswith(one):
                found.append((other + word.removeprefix(one), confusion.cost))
        elif confusion.where == "end":
            if word.endswith(one):
                found.append((word.removesuffix(one) + other, confusion.cost))
        else:
            found += _slips_anywhere(word, confusion)
    return found


def _slips_anywhere(word: str, confusion: Confusion) -> Iterator[tuple[str, float]]:
    if not confusion.one:
        places = range(1, len(word))
        yield from ((word[:at] + confusion.other + word[at:], confusion.cost) for at in places)
        return
    at = word.find(confusion.one)
    places_found = 0
    while at >= 0:
        yield word[:at] + confusion.other + word[at + len(confusion.one) :], confusion.cost
        places_found += 1
        at = word.find(confusion.one, at + 1)
    if places_found > 1:
        yield word.replace(confusion.one, confusion.other), confusion.cost * 1.5


def _cheaper(found: dict[str, float], word: str, cost: float) -> None:
    found[word] = min(cost, found.get(word, cost))


def _credible(candidate: str, frequency: int, own: int, cost: float) -> bool:
    """Whether a candidate can be what was meant by a word that itself occurs `own` times.

    A name may stand in one article only; a word that occurs once is more likely a slip itself.
    """
    if frequency <= own or (frequency == 1 and " " not in candidate):
        return False
    if not own:
        return True
    weight = 1.0 if cost <= COST_OF_KNOWN_SLIP else WEIGHT_OF_KNOWN
    return log(frequency) - PRICE_OF_EDIT * cost > weight * log(own) + MARGIN_OF_KNOWN

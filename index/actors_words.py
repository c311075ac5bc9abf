"""A text as the finder of actors sees it: its words, which are capitalised, and what stands between them.

It must not know what any word means.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Letters and digits, joined by an apostrophe ("Ma'ruf"), with the end of a web address ("Kompas.com").
WORD = re.compile(
    r"[^\W_]+(?:['’`´][^\W\d_]+)*(?:\.(?:com|net|org|id|tv|co\.id|co|go\.id)(?![^\W_]))?", re.IGNORECASE
)
SENTENCE_ENDS = frozenset('.!?:;\n"“”‘•–—|*')
# Two words that lost the space between them: "AcehMuzakir".
GLUE = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
LONGEST_GLUED = 60  # letters; a longer word is no words at all
MAYBE_GLUE = re.compile(r"[a-z][A-Z][a-z]")


def never(left: str, right: str) -> bool:
    """Take no word for two."""
    return False


class Words:
    """The words of one text by number: `words[n]` spans `text[starts[n]:ends[n]]`.

    `glued` tells of two halves whether they are two words that lost their space; by default none are.
    """

    __slots__ = ("capital", "count", "ends", "lower", "starts", "text", "words")

    def __init__(self, text: str, glued: Callable[[str, str], bool] = never) -> None:
        found = [match.span() for match in WORD.finditer(text)]
        if MAYBE_GLUE.search(
            text
        ):  # most texts have none, and this is ten times cheaper than to look closely
            found = [part for start, end in found for part in _parts(text, start, end, glued)]
        self.text = text
        self.count = len(found)
        self.words = [text[start:end] for start, end in found]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]
        self.lower = [word.lower() for word in self.words]
        self.capital = [word[0].isupper() for word in self.words]

    def __len__(self) -> int:
        return self.count

    def gap(self, number: int) -> str:
        """Return what stands between word `number` and the one before it."""
        if not 0 < number < self.count:
            return "\n"
        return self.text[self.ends[number - 1] : self.starts[number]]

    def before(self, number: int, distance: int = 1) -> str:
        """Return the word so many before `number` in lower case, "" where there is none."""
        return self.lower[number - distance] if number >= distance else ""

    def at(self, number: int) -> str:
        """Return a word in lower case, "" beyond the end."""
        return self.lower[number] if number < self.count else ""

    def is_capital(self, number: int) -> bool:
        """Return whether there is such a word and it starts with a capital."""
        return number < self.count and self.capital[number]

    def starts_sentence(self, number: int) -> bool:
        """Return whether a capital here may be there only because a sentence starts."""
        if number == 0:
            return True
        gap = self.gap(number)
        return gap != " " and (not gap or not SENTENCE_ENDS.isdisjoint(gap))

    def number_at(self, end: int, first: int) -> int:
        """Return the number after the last word that ends at or before an offset, searching from `first`."""
        last = first
        while last < len(self.ends) and self.ends[last] <= end:
            last += 1
        return last


def _parts(text: str, start: int, end: int, glued: Callable[[str, str], bool]) -> list[tuple[int, int]]:
    """Return a word as the words it was glued from; an address ("JatimNet.com") is one."""
    if end - start > LONGEST_GLUED or not MAYBE_GLUE.search(text, start, end):
        return [(start, end)]
    word = text[start:end]
    parts, first = [], 0
    for joint in GLUE.finditer(word):
        at = joint.start()
        if "." not in word and glued(word[first:at], word[at:]):
            parts.append((start + first, start + at))
            first = at
    parts.append((start + first, end))
    return parts

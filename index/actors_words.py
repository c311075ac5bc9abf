"""A text as the finder of actors sees it: its words, what each says of itself, and what stands between them.

It must not know what any word means.
"""

from __future__ import annotations

import re
from itertools import accumulate

from index.actors_traits import CAPITAL, GLUED, Traits

# Letters and digits, joined by an apostrophe ("Ma'ruf"), with the end of a web address ("Kompas.com").
WORD = re.compile(
    r"([^\W_]++(?:['’`´][^\W\d_]++)*+(?:\.(?i:com|net|org|id|tv|co\.id|co|go\.id)(?![^\W_]))?+)"
)
SENTENCE_ENDS = frozenset('.!?:;\n"“”‘•–—|*')
# So many places beyond either end can be asked about: nothing stands there.
MARGIN = 3


class Words:
    """The words of one text by number: `words[n]` spans `text[starts[n]:ends[n]]`.

    `lower[n]` is the word in lower case, `gaps[n]` what stands between it and the word before, `traits[n]`
    its bits (`index.actors_traits`). These three reach MARGIN beyond either end (also as negative numbers):
    "", a line break, no bits. One split and a few maps make all of them: .11 ms
    at 300 words where a match object a word took .15.
    """

    __slots__ = ("count", "ends", "gaps", "lower", "starts", "text", "traits", "words")

    def __init__(self, text: str, traits: Traits) -> None:
        traits.make_room()
        pieces = WORD.split(text)
        words = pieces[1::2]
        lower, bits = traits.of_all(words)
        glued = [number for number, bit in enumerate(bits) if bit & GLUED]
        for number in reversed(glued):
            parts = traits.parted[words[number]]
            pieces[2 * number + 1 : 2 * number + 2] = _with_gaps(parts)
            lower[number : number + 1], bits[number : number + 1] = traits.of_all(list(parts))
        offsets = list(accumulate(map(len, pieces)))
        self.text = text
        self.words = pieces[1::2] if glued else words
        self.count = len(self.words)
        self.starts, self.ends = offsets[0:-1:2], offsets[1::2]
        self.lower = lower + [""] * MARGIN
        self.gaps = ["\n", *pieces[2:-1:2], *["\n"] * MARGIN]
        self.traits = bits + [0] * MARGIN

    def __len__(self) -> int:
        return self.count

    def is_capital(self, number: int) -> bool:
        """Return whether there is such a word and it starts with a capital."""
        return self.traits[number] & CAPITAL != 0

    def joined(self, number: int) -> bool:
        """Return whether a word follows the one before it after one space."""
        return self.gaps[number] == " "

    def starts_sentence(self, number: int) -> bool:
        """Return whether a capital here may be there only because a sentence starts."""
        gap = self.gaps[number]
        return gap != " " and (not gap or not SENTENCE_ENDS.isdisjoint(gap))


def _with_gaps(parts: tuple[str, ...]) -> list[str]:
    """Return parts with what stands between them: nothing."""
    return [piece for part in parts for piece in (part, "")][:-1]

"""A text as the finder of actors sees it: its words, what each says of itself, and what stands between them.

It must not know what any word means.
"""

from __future__ import annotations

from array import array
from itertools import accumulate

from index.actors_traits import CAPITAL, GLUED, MARKED, Traits
from index.splitting import SENTENCE_ENDS, PlainSplitter

# So many places beyond either end can be asked about: nothing stands there.
MARGIN = 3


class Vocabulary:
    """What splits texts into words, and the traits it learns them by; holds no state between texts."""

    def __init__(self, traits: Traits) -> None:
        self.traits = traits
        self.split = PlainSplitter(traits.learn).split


class Words:
    """The words of one text by number: `words[n]` spans `text[starts[n]:ends[n]]`.

    `lower[n]` is the word in lower case, `gaps[n]` what stands between it and the word before, `traits[n]`
    its bits (`index.actors_traits`). These three reach MARGIN beyond either end (also as negative numbers):
    "", a line break, no bits. `marked` are the numbers of those whose bits somebody looks for; `small` the
    distinct small words of the text and `codes` a number for each word, as `index.splitting` has them.
    """

    __slots__ = (
        "codes",
        "count",
        "ends",
        "gaps",
        "lower",
        "marked",
        "small",
        "starts",
        "text",
        "traits",
        "words",
    )

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        split = vocabulary.split(text)
        self.text = text
        self.words, self.lower, self.traits, self.gaps = split.words, split.lower, split.traits, split.gaps
        self.starts, self.ends, self.marked = split.starts, split.ends, split.marked
        self.small, self.codes = split.small, split.codes
        glued = [number for number in self.marked if self.traits[number] & GLUED]
        if glued:
            self._part(glued, vocabulary.traits)
        self.count = len(self.words)
        self.gaps[:1] = "\n"
        self.lower += [""] * MARGIN
        self.gaps += ["\n"] * MARGIN if self.count else ["\n"] * (MARGIN - 1)
        self.traits += [0] * MARGIN

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

    def _part(self, glued: list[int], traits: Traits) -> None:
        """Put the words that lost their space in the place of each of these."""
        codes = array("Q", self.codes)
        for number in reversed(glued):
            parts = traits.parts(self.words[number])
            learnt = [traits.learn(part) for part in parts]
            starts = list(accumulate(map(len, parts[:-1]), initial=self.starts[number]))
            here = slice(number, number + 1)
            self.words[here] = parts
            self.lower[here] = [one.lower for one in learnt]
            self.traits[here] = [one.traits for one in learnt]
            self.gaps[here] = [self.gaps[number], *[""] * (len(parts) - 1)]
            self.starts[here], self.ends[here] = starts, [*starts[1:], self.ends[number]]
            codes[here] = array("Q", [one.code for one in learnt])
        self.codes = codes.tobytes()
        self.marked = [number for number, bits in enumerate(self.traits) if bits & MARKED]

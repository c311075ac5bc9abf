"""A word is not among many: said of nearly all that are not, in little memory.

This module must not know what words are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

# A power of two of bits, 16 to 32 for each word: of others one of twenty is taken for one of them.
BITS_FOR_A_WORD = 16


class Marks:
    """A bit for each of some words, by a hash: which words are certainly not among them. Immutable."""

    def __init__(self, words: Sequence[str]) -> None:
        self._last = (1 << (BITS_FOR_A_WORD * len(words)).bit_length()) - 1
        self._bits = bytearray((self._last >> 3) + 1)
        for word in words:
            place = self._place(word)
            self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, word: str) -> bool:
        place = self._place(word)
        return bool(self._bits[place >> 3] >> (place & 7) & 1)

    def among(self, words: Iterable[str]) -> list[str]:
        """Return those of the words that may be among them: all that are, and a few others."""
        bits, last = self._bits, self._last
        return [
            word
            for word in words
            if bits[(place := crc32(word.encode("utf-8", "surrogatepass")) & last) >> 3] >> (place & 7) & 1
        ]

    def _place(self, word: str) -> int:
        return crc32(word.encode("utf-8", "surrogatepass")) & self._last

"""Numbers that tell a sentence again: equal for equal wording, mostly equal for nearly equal wording.

Each sentence of at least MIN_WORDS words gets one hash of its words (case and punctuation aside) and the
hashes of some of its runs of RUN words. Which runs is decided by the hash alone ("mod p" sampling, Manber
1994), so that two articles keep the same ones.

All hashes of a text come out of a running sum (Karp and Rabin 1987): with codes c and an odd base B,
S[n] = Σ c[i]·B^i modulo 2^64, so the codes i to j hash to (S[j] − S[i])·B^−i wherever they stand. The code
of a word is such a sum over its letters, made once for each distinct word (`index.splitting`). A text costs a
few array operations.
What is here is the specification; C does the same where it was built. This module knows no archive.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

# A sentence below this is a phrase that any two articles may share ("Hal itu disampaikan Kepala BMKG").
MIN_WORDS = 8
# One changed word spoils RUN of a sentence's runs: 6 keeps most of a 30-word sentence through two changes,
# and six words in a row hardly meet by chance.
RUN = 6
SAMPLE_BITS = 2
# See `fingerprints`; `index.splitters` says which one.
Fingerprints = Callable[[bytes, Sequence[int], Sequence[int]], "Prints"]
Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
_HASH = 8  # bytes
_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(31)
_MOST = (1 << 64) - 1
_SHIFT = np.uint64(64 - SAMPLE_BITS)


def _powers(base: int, count: int) -> Hashes:
    powers = np.full(count, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


# Enough for nearly every article; a longer one makes its own.
_READY = 8192
_UP, _DOWN = _powers(_BASE, _READY), _powers(pow(_BASE, -1, 1 << 64), _READY)


class PrintArrays(NamedTuple):
    """The fingerprints of sentences, in order, as arrays.

    `spans` int32 (n, 2), offsets in the body; `whole` uint64 (n), the hash of all words of a sentence; `runs`
    uint64 (m), the sampled hashes of runs: those of sentence i are `runs[ends[i - 1]:ends[i]]`, `ends` int32.
    """

    spans: npt.NDArray[np.int32]
    whole: Hashes
    runs: Hashes
    ends: npt.NDArray[np.int32]

    def packed(self) -> Prints:
        """Return them as bytes."""
        return Prints(self.spans.tobytes(), self.whole.tobytes(), self.runs.tobytes(), self.ends.tobytes())


class Prints(NamedTuple):
    """The fingerprints of the sentences of one body: the bytes of the arrays of `PrintArrays`.

    Hardly anybody looks at those of one article, and four arrays cost as much as finding what is in them.
    """

    spans: bytes
    whole: bytes
    runs: bytes
    ends: bytes

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many sentences and runs there are."""
        return len(self.whole) // _HASH, len(self.runs) // _HASH

    def arrays(self) -> PrintArrays:
        """Return them as arrays, which nobody may write to."""
        return PrintArrays(
            np.frombuffer(self.spans, np.int32).reshape(-1, 2),
            np.frombuffer(self.whole, np.uint64),
            np.frombuffer(self.runs, np.uint64),
            np.frombuffer(self.ends, np.int32),
        )

    def within(self, start: int, end: int) -> Prints:
        """Return the fingerprints of the sentences inside `[start:end]`, as if the body were only that."""
        spans, ends = array("i", self.spans), array("i", self.ends)
        # They stand in order: those inside are a stretch of them.
        first = bisect_left(spans[::2], start)
        last = max(first, bisect_right(spans[1::2], end))
        before = ends[first - 1] if first else 0
        after = ends[last - 1] if last else 0
        return Prints(
            array("i", [place - start for place in spans[2 * first : 2 * last]]).tobytes(),
            self.whole[_HASH * first : _HASH * last],
            self.runs[_HASH * before : _HASH * after],
            array("i", [run - before for run in ends[first:last]]).tobytes(),
        )

    @staticmethod
    def joined(several: Sequence[Prints]) -> PrintArrays:
        """Return the fingerprints of several bodies as if they were one; `spans` stay those of each."""
        spans, whole, runs, ends = Prints(*map(b"".join, zip(NO_PRINTS, *several, strict=True))).arrays()
        counts = np.array([each.counts for each in several], np.int64).reshape(-1, 2)
        before = np.cumsum(counts[:, 1]) - counts[:, 1]
        return PrintArrays(spans, whole, runs, ends + np.repeat(before, counts[:, 0]).astype(np.int32))


NO_PRINTS = Prints(b"", b"", b"", b"")


def code_of(word: str) -> int:
    """Return the number below 2^64 that stands for a word, whatever its case."""
    code = 0
    for letter in reversed(word.lower()):
        code = (code * _BASE + ord(letter)) & _MOST
    return ((code ^ (code >> int(_HALF))) * int(_MIX)) & _MOST


def small_codes(words: Iterable[str]) -> bytes:
    """Return the codes (uint64) of small words, of which every text has many of the same."""
    return array("Q", map(_known_code, words)).tobytes()


@lru_cache(maxsize=1 << 18)
def _known_code(word: str) -> int:
    return code_of(word)


def fingerprints(codes: bytes, starts: Sequence[int], sentences: Sequence[int]) -> Prints:
    """Return the fingerprints of a text: the codes (uint64) and starts of its words, its sentences.

    Of each sentence its start and its end, one after the other (`index.places`).
    """
    if len(starts) < MIN_WORDS:
        return NO_PRINTS
    begins = np.array(starts, dtype=np.int64)
    spans = np.array(sentences, dtype=np.int32).reshape(-1, 2)
    first, last = np.searchsorted(begins, spans).T
    long = last - first >= MIN_WORDS
    if not long.any():
        return NO_PRINTS
    first, last = first[long], last[long]
    sums = _Sums(np.frombuffer(codes, np.uint64))
    runs, bounds = _sampled_runs(sums, first, last)
    return PrintArrays(spans[long], _mixed(sums.between(first, last)), runs, bounds).packed()


class _Sums:
    """The running sum of codes, by which any stretch of them is hashed."""

    def __init__(self, codes: Hashes) -> None:
        count = len(codes)
        up, self._down = (_UP, _DOWN) if count < _READY else _long_powers(count + 1)
        self._sums = np.zeros(count + 1, dtype=np.uint64)
        np.cumsum(codes * up[:count], out=self._sums[1:])

    def between(self, first: Places, last: Places) -> Hashes:
        """Return the hashes of the codes from each of `first` to before each of `last`."""
        return (self._sums[last] - self._sums[first]) * self._down[first]

    def runs(self, length: int) -> Hashes:
        """Return the hashes of all runs of a length."""
        count = max(0, len(self._sums) - length)
        return (self._sums[length:] - self._sums[:count]) * self._down[:count]


def _long_powers(count: int) -> tuple[Hashes, Hashes]:
    return _powers(_BASE, count), _powers(pow(_BASE, -1, 1 << 64), count)


def _mixed(hashes: Hashes) -> Hashes:
    """Spread what tells hashes apart over all bits; the sample is drawn by the highest."""
    return (hashes ^ (hashes >> _HALF)) * _MIX


def _sampled_runs(sums: _Sums, first: Places, last: Places) -> tuple[Hashes, npt.NDArray[np.int32]]:
    """Return the hashes of one run in 2 ** SAMPLE_BITS inside sentences, and where those of each end."""
    hashes = _mixed(sums.runs(RUN))
    begins = np.flatnonzero(hashes >> _SHIFT == 0)
    sentence = np.searchsorted(first, begins, side="right") - 1
    inside = (sentence >= 0) & (begins + RUN <= last[sentence])
    ends = np.searchsorted(sentence[inside], np.arange(len(first)), side="right")
    return hashes[begins[inside]], ends.astype(np.int32)

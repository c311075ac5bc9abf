"""Numbers that tell a sentence again: equal for equal wording, mostly equal for nearly equal wording.

Each sentence of at least MIN_WORDS words gets one hash of its normalised words (case, digits' grouping and
punctuation aside) and the hashes of some of its runs of RUN words. Which runs is decided by the hash alone
("mod p" sampling, Manber 1994), so that two articles keep the same ones. This module knows no archive.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.article import Span
from index.lang.sentences import SentenceSplitter

# A sentence below this is a phrase that any two articles may share ("Hal itu disampaikan Kepala BMKG").
MIN_WORDS = 8
# One changed word spoils RUN of a sentence's runs: 6 keeps most of a 30-word sentence through two changes,
# and six words in a row hardly meet by chance.
RUN = 6
SAMPLE_BITS = 2
WORD = re.compile(r"\w+")
Hashes = npt.NDArray[np.uint64]
_POWERS = np.array([pow(0x9E3779B97F4A7C15, power, 1 << 64) for power in range(RUN)], dtype=np.uint64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(64 - SAMPLE_BITS)


@dataclass(frozen=True, slots=True)
class SentencePrint:
    """The fingerprint of one sentence: its span, the hash of all its words, the sampled hashes of runs."""

    span: Span
    whole: int
    runs: Hashes


def sentence_prints(body: str, splitter: SentenceSplitter) -> Iterator[SentencePrint]:
    """Yield the fingerprint of every sentence of a body that is long enough to be told again."""
    for start, end in splitter.spans(body):
        words = WORD.findall(body[start:end].casefold())
        if len(words) >= MIN_WORDS:
            whole = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
            yield SentencePrint((start, end), int.from_bytes(whole, "little"), _sampled_runs(words))


def _sampled_runs(words: list[str]) -> Hashes:
    """Return the hashes of one run in 2 ** SAMPLE_BITS, sorted, each once."""
    codes = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint64)
    count = len(words) - RUN + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(RUN):
        hashes += codes[place : place + count] * _POWERS[place]
    hashes = (hashes ^ (hashes >> np.uint64(31))) * _MIX
    return np.unique(hashes[hashes >> _SHIFT == 0])

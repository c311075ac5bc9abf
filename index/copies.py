"""Copies: which sentences an article shares with others, and which articles are one text printed twice.

First pass: the fingerprints of every sentence are kept as plain numbers (about 500 bytes for 300 words).
Settling sorts them (`index.copies_archive`): no article is compared with every other.
Second pass, here: each article learns which of its sentences stand elsewhere too, and who shares most.

A sentence is shared when another article has the same words, or most of its sampled runs of words. Articles
are copies when they share at least two sentences and half of the shorter one. Chains make one group.

Shared sentences are recycled background where an earlier article had them: not on the first day that any
article carries them, when they are news. Where an article has no date the order is not known, and it counts
as later. An article most of which came earlier is a copy as a whole (a report carried by several outlets):
then there is nothing that the rest could be the background of, and none of it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.article import Article, Copies, Span
from index.fingerprints import Hashes, PrintArrays, Prints
from index.reading import Reading
from index.replacing import replaced

# At least this share of a sentence's sampled runs must stand elsewhere, and at least two of them.
RUN_SHARE = 0.6
# Of a body, in characters: with more than this from earlier articles it is a copy as a whole.
MOST_RECYCLED = 0.5
# The day of an article without a date: after all others, since nothing says that it was before one of them.
NO_DAY = 0x7FFFFFFF

Told = npt.NDArray[np.bool_]
# Bits of a hash by which most are told that nobody else has: 4 MB, of 18,000 articles a twentieth is set.
BEGINNING = 22
_REST = np.uint64(64 - BEGINNING)


def beginnings() -> Told:
    """Return that no hash begins with any bits."""
    return np.zeros(1 << BEGINNING, np.bool_)


def note_beginnings(begun: Told, hashes: Hashes) -> None:
    """Note how these hashes begin."""
    begun[hashes >> _REST] = True


@dataclass(frozen=True, slots=True)
class Repeated:
    """Hashes that several articles have, sorted, and the first day (proleptic Gregorian) of each.

    `begun` bool[2 ** BEGINNING]: whether a hash begins with these bits.
    """

    hashes: Hashes
    days: npt.NDArray[np.uint32]
    begun: Told

    def places(self, wanted: Hashes) -> tuple[npt.NDArray[np.intp], Told]:
        """Return where each of `wanted` is among the hashes, and whether it is there at all."""
        found: Told = self.begun[wanted >> _REST]
        likely = np.flatnonzero(found)  # looking for the others would take most of the time
        places = np.zeros(len(wanted), np.intp)
        if len(likely):
            asked = wanted[likely]
            near = np.minimum(np.searchsorted(self.hashes, asked), len(self.hashes) - 1)
            places[likely], found[likely] = near, self.hashes[near] == asked
        return places, found

    def before(self, days: npt.NDArray[np.int64], places: npt.NDArray[np.intp], found: Told) -> Told:
        """Return which of what `places` has found some article had before the day of each."""
        earlier = found.copy()
        earlier[found] = self.days[places[found]] < days[found]
        return earlier


@dataclass(frozen=True, slots=True)
class CopyRevision:
    """What was settled: repeated sentences and runs, groups and others by article id."""

    sentences: Repeated
    runs: Repeated
    groups: dict[str, str]
    others: dict[str, tuple[str, ...]]

    def revise(self, reading: Reading) -> Reading:
        """Return the article with its shared sentences marked, unchanged where it shares none."""
        return self.revise_all([reading])[0]

    def revise_all(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        """See `index.revision.Revision`: the sentences of all are looked up together."""
        if not readings:
            return readings
        several = [reading.prints for reading in readings]
        prints = Prints.joined(several)
        whole, runs = self.sentences.places(prints.whole), self.runs.places(prints.runs)
        shared = _told(prints, whole[1], runs[1])
        counts = np.array([each.counts for each in several])
        ends = np.cumsum(counts[:, 0])
        sharing = np.unique(np.searchsorted(ends, np.flatnonzero(shared), side="right")).tolist()
        if not sharing:
            return readings
        days = np.array([article_day(reading.article) or NO_DAY + 1 for reading in readings])
        of_sentences, of_runs = np.repeat(days, counts[:, 0]), np.repeat(days, counts[:, 1])
        earlier = _told(prints, self.sentences.before(of_sentences, *whole), self.runs.before(of_runs, *runs))
        revised = list(readings)
        for number in sharing:
            here = slice(ends[number] - counts[number, 0], ends[number])
            revised[number] = self._marked(readings[number], shared[here], earlier[here])
        return revised

    def _marked(self, reading: Reading, shared: Told, earlier: Told) -> Reading:
        """Return an article with what it shares, by which of its sentences are told."""
        article, spans = reading.article, reading.prints.arrays().spans
        marked, recycled = (_joined(article.body, spans[each].tolist()) for each in (shared, earlier))
        if sum(end - start for start, end in recycled) > MOST_RECYCLED * len(article.body):
            recycled = ()
        group, others = self.groups.get(article.id, ""), self.others.get(article.id, ())
        copies = Copies(group, marked, others, recycled)
        return Reading(replaced(article, copies=copies), reading.prints)


def article_day(article: Article) -> int:
    """Return the day of an article (proleptic Gregorian), 0 where that is not known."""
    value = article.published.value
    return value.toordinal() if value else 0


def _told(prints: PrintArrays, whole: Told, runs: Told) -> Told:
    """Return which sentences are told, by which of their hashes and of the hashes of their runs are."""
    repeated = np.concatenate(([0], np.cumsum(runs)))
    ends = prints.ends
    begins = np.concatenate(([0], ends[:-1]))
    found = repeated[ends] - repeated[begins]
    mostly: Told = (found >= 2) & (found >= RUN_SHARE * (ends - begins))
    return whole | mostly


def _joined(body: str, spans: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    """Join spans with nothing but blanks between them, so that a shared paragraph is one span."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and (body[joined[-1][1] : start].isspace() or start == joined[-1][1]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)

"""What one part of an archive shows of its open names: numbers while articles are read, records at the end.

    article ──► numbers of its actors, votes of the words beside its mentions   arrays that grow with the part
    part ──► one record a key: articles, votes, forms, abbreviations, company   `index.record_buckets`

All is counted and sorted once a part, by numpy, and not once an article. A record keeps counts and a fixed
sketch of the company, never articles, and records of several parts add up. This module must not decide.
"""

from __future__ import annotations

import marshal
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from operator import add
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.actors_cues import Cues
from index.actors_open import slug
from index.article import ACTOR_KINDS, Actor, ActorKind, Mention
from index.fingerprints import small_codes
from index.gazetteer import Gazetteer
from index.names_votes import Cued, votes_for
from index.observing import chosen_cued
from index.reading import Reading
from index.record_buckets import FORMAT, Record, write_buckets
from index.sorted_runs import each_once, groups, ranges, write_run
from index.splitting import small_words

MOST_COMPANY = 12  # checksums kept of who is named beside a name: enough to see that two move in one circle
# Where a record has what: behind its key and its votes by kind, and before its forms, that lie flat.
ARTICLES, VOTES = 1, slice(2, 2 + len(ACTOR_KINDS))
SHORTS, COMPANY, FORMS = VOTES.stop, VOTES.stop + 1, VOTES.stop + 2
ONE_FORM = FORMS + 3
HALF, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)

Numbers = NDArray[np.uint64]
Form = tuple[str, str, ActorKind]  # id, name, kind
Shorts = Sequence[tuple[str, int]]


class Seen(NamedTuple):
    """All that some parts know of the names of one key, whatever their kind was taken for in each article.

    `votes` are by kind as ACTOR_KINDS has them; `forms` as first met, each id once; `shorts` counts the
    abbreviations beside it in brackets; `company` is the sketch, kept of people who may have variants: the
    smallest checksums of ids named beside it (uint32, as bytes), whatever the order of articles.
    """

    key: str
    articles: int
    votes: Sequence[int]
    shorts: Shorts
    company: bytes
    forms: Sequence[Form]

    @classmethod
    def of(cls, records: Sequence[Record]) -> Seen:
        """Return what records of one key say together; several are of several parts, in order.

        In a record votes and forms lie flat, which is read and written faster.
        """
        (key, *_), articles, *votes, shorts, company = zip(*[one[:FORMS] for one in records], strict=True)
        forms: dict[str, Form] = {}
        for flat in dict.fromkeys(
            [one[FORMS:] for one in records]
        ):  # nearly always all write it the same way
            values = iter(flat)
            for form in zip(values, values, values, strict=True):
                forms.setdefault(form[0], form)
        return cls(
            key,
            sum(articles),
            list(map(sum, votes)),
            _joint_shorts(shorts) if any(shorts) else (),
            _joint_company(set(company)),
            list(forms.values()),
        )


# One id under one name: that name, its number in the part, the number of its key (-1: it is curated), and
# whether what stands beside its mentions tells its kind. There are ten new ones an article.
_Written = tuple[str, int, int, bool]


class NamesOfPart:
    """Gathers how one part writes each open name (an `index.revision.Evidence`)."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues, cued: Cued | None = None) -> None:
        self._curated, self._given, self._cued = gazetteer.actors, cues.given, cued or chosen_cued(cues)
        self._small = bytearray()  # the codes of the words that each article writes small
        self._written: dict[str, _Written] = {}  # by id, as it was last written
        self._others: dict[tuple[str, str], _Written] = {}  # by id and name, of ids that have several
        self._ids: list[str] = []  # of each form, by its number
        self._keys: dict[str, int] = {}
        self._forms: list[tuple[str, ...]] = []  # of each key: id, name and kind of each id once
        self._asked = array("b")  # of each form: whether its company is asked for
        self._shorts: dict[int, Counter[str]] = defaultdict(Counter)
        # The form of every actor of every article, and how many each article has.
        self._actors, self._sizes = array("I"), array("I")
        # Of each form its key, -1: not open; and its sort among voters, see `_sort`.
        self._key_of, self._sorts = array("i"), array("b")
        self._voters, self._cues = array("I"), bytearray()  # the forms of mentions, and what is beside them

    def observe(self, reading: Reading) -> None:
        """Take note of the open names of one article, and of the words it writes small."""
        article, small, written = reading.article, reading.small, self._written
        self._small += small_codes(small_words(article.body)) if small is None else small
        voting: dict[str, int] = {}
        for actor in article.actors:
            form = written.get(actor.id)
            if form is None or form[0] != actor.name:
                form = self._form(actor)
            _, number, key, votes = form
            self._actors.append(number)
            if votes:
                voting[actor.id] = number
            if actor.aliases and key >= 0:
                self._shorts[key].update(actor.aliases)
        self._sizes.append(len(article.actors))
        if voting:
            self._vote(article.body, article.mentions, voting)

    def _vote(self, body: str, mentions: Sequence[Mention], voting: dict[str, int]) -> None:
        spans = array("i")
        for mention in mentions:
            number = voting.get(mention.actor_id)
            if number is not None:
                self._voters.append(number)
                spans.append(mention.start)
                spans.append(mention.end)
        self._cues.extend(self._cued.beside(body, spans))

    def write(self, folder: Path) -> None:
        """Write names by key, their abbreviations, and the words written small."""
        write_buckets(folder / "names", self._records())
        shorts = {short for counts in self._shorts.values() for short in counts}
        (folder / "shorts").write_bytes(marshal.dumps(sorted(shorts), FORMAT))
        codes = np.sort(np.frombuffer(self._small, np.uint64))
        starts, articles = groups(codes)
        write_run(folder / "small", codes[starts], articles.astype(np.uint32))

    def _form(self, actor: Actor) -> _Written:
        """Return an id under a name that it did not have last, or that is new."""
        last = self._written.get(actor.id)
        if last is not None:
            self._others[actor.id, last[0]] = last
        form = self._others.get((actor.id, actor.name)) if last is not None else None
        form = self._written[actor.id] = form or self._new(actor)
        return form

    def _new(self, actor: Actor) -> _Written:
        """Give an id under a name its number, and its key where the name is open."""
        number, key, sort, asked = len(self._ids), -1, -1, False
        self._ids.append(actor.id)
        if actor.id not in self._curated:
            written = slug(actor.name)
            key = self._keys.setdefault(written, len(self._keys))
            self._note(key, actor)
            # Spellings vary of people who are named by several words. Asked form by form: who is a person
            # in one article and a company in the next must not be known better where both are in one part.
            asked = actor.kind == "person" and ("-" in written or not actor.name.isascii())
            if actor.kind == "person" or actor.id != written:  # else the name itself says what it is
                sort = _sort(actor.kind, actor.name.partition(" ")[0] in self._given)
        self._key_of.append(key)
        self._sorts.append(sort)
        self._asked.append(asked)
        return actor.name, number, key, sort >= 0

    def _note(self, key: int, actor: Actor) -> None:
        """Add a form to those of a key."""
        if key == len(self._forms):
            self._forms.append((actor.id, actor.name, actor.kind))
        elif actor.id not in self._forms[key][::3]:
            self._forms[key] += (actor.id, actor.name, actor.kind)

    def _records(self) -> Iterator[Record]:
        """Return what is known of each key, plainly, as `Seen.of` takes it."""
        key_of, actors = np.array(self._key_of, np.int64), np.array(self._actors, np.int64)
        keys, count = key_of[actors], len(self._keys)
        articles = np.bincount(keys[keys >= 0], minlength=count)
        votes = self._counted(key_of, count).T.tolist()
        shorts: list[Shorts] = [()] * count
        for key, counts in self._shorts.items():
            shorts[key] = tuple(counts.items())
        company = self._company(actors, keys)
        known = zip(self._keys, articles.tolist(), *votes, shorts, company, strict=True)
        return map(add, known, self._forms)

    def _counted(self, key_of: NDArray[np.int64], count: int) -> NDArray[np.int64]:
        """Return the votes by key and kind."""
        voters, cues = np.array(self._voters, np.int64), np.frombuffer(self._cues, np.uint8)
        kinds, counts = _votes()[np.array(self._sorts, np.int64)[voters], cues].T
        places = key_of[voters] * len(ACTOR_KINDS) + kinds
        sums = np.bincount(places, counts, count * len(ACTOR_KINDS))
        return sums.astype(np.int64).reshape(count, len(ACTOR_KINDS))

    def _company(self, actors: NDArray[np.int64], keys: NDArray[np.int64]) -> list[bytes]:
        """Return the company of each key, by the form and the key of every actor."""
        sums = np.array([crc32(one.encode("utf-8", "replace")) for one in self._ids], np.uint64)
        wanted = np.flatnonzero(np.array(self._asked, np.bool_)[actors])
        near = _near(sums[actors], np.array(self._sizes, np.int64), wanted, keys[wanted])
        ends = np.searchsorted(near >> HALF, np.arange(1, len(self._keys) + 1, dtype=np.uint64))
        company = (near & LOW).astype(np.uint32).tobytes()
        size = np.uint32().itemsize
        bounds = np.append(0, ends) * size
        firsts, lasts = bounds[:-1], np.minimum(bounds[:-1] + MOST_COMPANY * size, bounds[1:])
        return [company[first:last] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]


def _sort(kind: ActorKind, given: bool) -> int:
    """Return the number of a sort of voters: of the kind that the finder took them for, and a given name."""
    return 2 * ACTOR_KINDS.index(kind) + given


@cache
def _votes() -> NDArray[np.int64]:
    """Return kind and count of the vote of each sort of voters with each cue beside them, [sort, cue, 2]."""
    return np.array(
        [
            [(ACTOR_KINDS.index(voted), count) for voted, count in votes_for(kind, given)]
            for kind in ACTOR_KINDS
            for given in (False, True)
        ],
        np.int64,
    )


def _near(
    sums: Numbers, sizes: NDArray[np.int64], wanted: NDArray[np.int64], keys: NDArray[np.int64]
) -> Numbers:
    """Return key << 32 | checksum of whoever is beside the actors `wanted`, ascending, each once.

    `sums` are the checksums of all actors of all articles, `sizes` how many each article has, `keys` those of
    the wanted ones. Of an article only the smallest checksums are looked at.
    """
    article = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    ascending = np.sort(article << HALF | sums) & LOW
    starts = np.cumsum(sizes) - sizes
    here = article[wanted].astype(np.int64)
    lengths = np.minimum(sizes, MOST_COMPANY + 1)[here]
    rows = np.repeat(np.arange(len(wanted)), lengths)
    beside = ascending[ranges(starts[here], lengths)]
    others = beside != sums[wanted][rows]
    return each_once(keys.astype(np.uint64)[rows[others]] << HALF | beside[others])


def _joint_shorts(several: Sequence[Shorts]) -> Shorts:
    counts: Counter[str] = Counter()
    for each in several:
        counts.update(dict(each))
    return tuple(counts.items())


def _joint_company(several: set[bytes]) -> bytes:
    several.discard(b"")
    if len(several) < 2:
        return b"".join(several)
    return array("I", sorted({crc for each in several for crc in array("I", each)})[:MOST_COMPANY]).tobytes()

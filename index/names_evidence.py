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
from dataclasses import dataclass
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
from index.names_votes import votes_for
from index.observing import chosen_cued
from index.reading import Reading
from index.record_buckets import FORMAT, Record, write_buckets
from index.sorted_runs import each_once, groups, write_run
from index.splitting import small_words

COMPANY = 12  # checksums kept of who is named beside a name: enough to see that two move in one circle
# A vote in one number: form, kind, how much it counts.
KIND_BITS, COUNT_BITS = 2, 3
FORM_BITS = KIND_BITS + COUNT_BITS
HALF, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)

Numbers = NDArray[np.uint64]
Form = tuple[str, str, ActorKind]  # id, name, kind


class Seen(NamedTuple):
    """All that some parts know of the names of one key, whatever their kind was taken for in each article.

    `votes` are by kind as ACTOR_KINDS has them; `forms` as first met, each id once; `shorts` counts the
    abbreviations beside it in brackets; `company` is the sketch, kept of people who may have variants: the
    smallest checksums of ids named beside it (uint32, as bytes), whatever the order of articles.
    """

    key: str
    articles: int
    votes: Sequence[int]
    forms: Sequence[Form]
    shorts: Sequence[tuple[str, int]] = ()
    company: bytes = b""

    def joined(self, other: Seen) -> Seen:
        """Return this with what later articles show."""
        known = {form[0] for form in self.forms}
        forms = [*self.forms, *(form for form in other.forms if form[0] not in known)]
        shorts = self.shorts or other.shorts
        if self.shorts and other.shorts:
            shorts = list((Counter(dict(self.shorts)) + Counter(dict(other.shorts))).items())
        votes = list(map(add, self.votes, other.votes))
        company = _joint_company(self.company, other.company)
        return Seen(self.key, self.articles + other.articles, votes, forms, shorts, company)


@dataclass(slots=True)
class _Written:
    """One id under one name: its number in the part, that of its key, -1 where it is curated.

    `votes` by cue are the rest of a vote; None for who needs none.
    """

    name: str
    number: int
    key: int
    votes: Sequence[int] | None


class NamesOfPart:
    """Gathers how one part writes each open name (an `index.revision.Evidence`)."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues) -> None:
        self._gazetteer, self._given, self._cued = gazetteer, cues.given, chosen_cued(cues)
        self._small = bytearray()  # the codes of the words that each article writes small
        self._written: dict[str, _Written] = {}  # by id, as it was last written
        self._others: dict[tuple[str, str], _Written] = {}  # by id and name, of ids that have several
        self._ids: list[str] = []  # of each form, by its number
        self._keys: dict[str, int] = {}
        self._forms: list[list[Form]] = []  # of each key, each id once
        self._asked = array("b")  # of each key: whether its company is asked for
        self._shorts: dict[int, Counter[str]] = defaultdict(Counter)
        # The form of every actor of every article, how many each article has, votes of mentions.
        self._actors, self._sizes, self._votes = array("I"), array("I"), array("I")
        self._key_of = array("i")  # of each form; -1: not open

    def observe(self, reading: Reading) -> None:
        """Take note of the open names of one article, and of the words it writes small."""
        article = reading.article
        small = reading.small
        self._small += small_codes(small_words(article.body)) if small is None else small
        voting: dict[str, _Written] = {}
        for actor in article.actors:
            form = self._written.get(actor.id)
            if form is None or form.name != actor.name:
                form = self._form(actor)
            self._actors.append(form.number)
            if form.votes is not None:
                voting[actor.id] = form
            if actor.aliases and form.key >= 0:
                self._shorts[form.key].update(actor.aliases)
        self._sizes.append(len(article.actors))
        if voting:
            self._vote(article.body, article.mentions, voting)

    def _vote(self, body: str, mentions: Sequence[Mention], voting: dict[str, _Written]) -> None:
        forms, spans = [], array("i")
        for mention in mentions:
            form = voting.get(mention.actor_id)
            if form is not None:
                forms.append(form)
                spans.append(mention.start)
                spans.append(mention.end)
        vote = self._votes.append
        for form, cue in zip(forms, self._cued.beside(body, spans), strict=True):
            if form.votes is not None:
                vote(form.number << FORM_BITS | form.votes[cue])

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
            self._others[actor.id, last.name] = last
        form = self._others.get((actor.id, actor.name)) if last is not None else None
        form = self._written[actor.id] = form or self._new(actor)
        return form

    def _new(self, actor: Actor) -> _Written:
        """Give an id under a name its number, and its key where the name is open."""
        number, key, votes = len(self._ids), -1, None
        self._ids.append(actor.id)
        if actor.id not in self._gazetteer.actors:
            written = slug(actor.name)
            key = self._keys.setdefault(written, len(self._keys))
            self._note(key, written, actor)
            if actor.kind == "person" or actor.id != written:  # else the name itself says what it is
                votes = _votes(actor.kind, actor.name.partition(" ")[0] in self._given)
        self._key_of.append(key)
        return _Written(actor.name, number, key, votes)

    def _note(self, key: int, written: str, actor: Actor) -> None:
        """Add a form to those of a key."""
        if key == len(self._forms):
            self._forms.append([])
            self._asked.append(False)
        forms = self._forms[key]
        if not forms or all(form[0] != actor.id for form in forms):
            forms.append((actor.id, actor.name, actor.kind))
        # Spellings vary of people who are named by several words.
        if actor.kind == "person" and ("-" in written or not actor.name.isascii()):
            self._asked[key] = True

    def _records(self) -> Iterator[Record]:
        """Return what is known of each key, plainly, as `Seen` has it."""
        key_of, actors = np.array(self._key_of, np.int64), np.array(self._actors, np.int64)
        keys, count = key_of[actors], len(self._keys)
        articles = np.bincount(keys[keys >= 0], minlength=count)
        votes = _counted(np.array(self._votes, np.int64), key_of, count)
        shorts: list[Sequence[tuple[str, int]]] = [()] * count
        for key, counts in self._shorts.items():
            shorts[key] = list(counts.items())
        company = self._company(actors, keys)
        return zip(self._keys, articles.tolist(), votes.tolist(), self._forms, shorts, company, strict=True)

    def _company(self, actors: NDArray[np.int64], keys: NDArray[np.int64]) -> list[bytes]:
        """Return the company of each key, by the form and the key of every actor."""
        sums = np.array([crc32(one.encode("utf-8", "replace")) for one in self._ids], np.uint64)
        asked = np.append(np.array(self._asked, np.bool_), False)  # -1: no key
        wanted = np.flatnonzero(asked[keys])
        near = _near(sums[actors], np.array(self._sizes, np.int64), wanted, keys[wanted])
        ends = np.searchsorted(near >> HALF, np.arange(1, len(asked), dtype=np.uint64))
        company = (near & LOW).astype(np.uint32).tobytes()
        size = np.uint32().itemsize
        bounds = np.append(0, ends) * size
        firsts, lasts = bounds[:-1], np.minimum(bounds[:-1] + COMPANY * size, bounds[1:])
        return [company[first:last] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]


@cache
def _votes(kind: ActorKind, given: bool) -> tuple[int, ...]:
    """Return the votes by cue for an actor whom the finder took to be of a kind."""
    return tuple(ACTOR_KINDS.index(kind) << COUNT_BITS | count for kind, count in votes_for(kind, given))


def _counted(votes: NDArray[np.int64], key_of: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return the votes by key and kind."""
    forms = votes >> FORM_BITS
    kinds = (votes >> COUNT_BITS) & ((1 << KIND_BITS) - 1)
    places = key_of[forms] * len(ACTOR_KINDS) + kinds
    sums = np.bincount(places, votes & ((1 << COUNT_BITS) - 1), count * len(ACTOR_KINDS))
    return sums.astype(np.int64).reshape(count, len(ACTOR_KINDS))


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
    lengths = np.minimum(sizes, COMPANY + 1)[here]
    rows = np.repeat(np.arange(len(wanted)), lengths)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    beside = ascending[starts[here][rows] + within]
    others = beside != sums[wanted][rows]
    return each_once(keys.astype(np.uint64)[rows[others]] << HALF | beside[others])


def _joint_company(one: bytes, other: bytes) -> bytes:
    if one == other or not other:
        return one
    return array("I", sorted({*array("I", one), *array("I", other)})[:COMPANY]).tobytes()

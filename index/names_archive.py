"""What a whole archive shows of its names, in bounded memory: evidence of parts, merged, judged as it passes.

    part ──► names by key, words written small, each sorted on disk
    merged by key ──► one kind each, everyday words hidden ──► kept ──► abbreviations, variants by sound

Every step is a pass over sorted records (`index.record_runs`), so memory holds what is decided, never all
names. This module must not decide itself; `index.names_decide` does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from index.actors import slug
from index.actors_cues import Cues
from index.article import Actor, ActorKind, Mention
from index.gazetteer import Gazetteer
from index.names import NameRevision, revision
from index.names_decide import NameJudge, Written
from index.names_evidence import NameEvidence, company, is_headed
from index.names_table import Decision, read_overrides
from index.reading import Reading
from index.record_runs import Sorter, merged_records, write_records
from index.splitting import small_words

LAST_WORD = re.compile(r"[^\W\d_]+$")
NEXT_WORD = re.compile(r"[ ,]{1,2}([^\W\d_]+)")
CONTEXT = 24
GAP = 2
SIGN_VOTES = 2  # what the finder takes for a person without a sign counts once
CUE_VOTES = 4  # a word that tells the kind outweighs four guesses
# A kept name is about this large in memory, and may wait in two sorters, by name and by sound.
BYTES_A_NAME = 4000


class NamesOfPart:
    """Gathers how one part writes each open name (an `index.revision.Evidence`)."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues) -> None:
        self.gazetteer, self.cues = gazetteer, cues
        self.evidence: dict[str, NameEvidence] = {}
        self.small: Counter[str] = Counter()  # in how many articles a word is written small

    def observe(self, reading: Reading) -> None:
        """Take note of the open names of one article, and of the words it writes small."""
        article = reading.article
        self.small.update(small_words(article.body) if reading.small is None else reading.small)
        near = company(actor.id for actor in article.actors)
        open_actors = {actor.id: actor for actor in article.actors if actor.id not in self.gazetteer.actors}
        evidence = {actor.id: self._evidence_of(actor) for actor in open_actors.values()}
        for actor in open_actors.values():
            evidence[actor.id].see(actor, near)
        voted = {
            actor.id: (actor, actor.name.partition(" ")[0] in self.cues.given)
            for actor in open_actors.values()
            if not is_headed(actor)
        }
        for mention in article.mentions:
            if mention.actor_id in voted:
                named, given = voted[mention.actor_id]
                kind, votes = self._vote(article.body, mention, named.kind, given)
                evidence[named.id].votes[kind] += votes

    def write(self, folder: Path) -> None:
        """Write names and words by key."""
        write_records(folder / "names", sorted(self.evidence.items(), key=itemgetter(0)))
        write_records(folder / "small", sorted(self.small.items()))

    def _evidence_of(self, actor: Actor) -> NameEvidence:
        key = slug(actor.name)
        evidence = self.evidence.get(key)
        if evidence is None:
            evidence = self.evidence[key] = NameEvidence()
        return evidence

    def _vote(self, body: str, mention: Mention, guess: ActorKind, given: bool) -> tuple[ActorKind, int]:
        """Return the kind that the words beside a mention tell, with how much it counts."""
        left = _word_before(body, mention.start)
        right = NEXT_WORD.match(body, mention.end, mention.end + CONTEXT)
        before = left.lower()
        after = right.group(1).lower() if right else ""
        if before in self.cues.titles or before in self.cues.says_before or after in self.cues.says_after:
            return ("organisation" if guess == "organisation" else "person"), CUE_VOTES
        if before in self.cues.body_before:
            return "organisation", CUE_VOTES
        if guess == "organisation":  # one may well be "di KPK": no place for that
            return guess, SIGN_VOTES
        if left.islower() and before in self.cues.places["preposition"] and not (given and before == "ke"):
            return "place", SIGN_VOTES if before == "ke" else CUE_VOTES  # but "Di Maria" is nowhere
        return guess, SIGN_VOTES if guess == "place" or given else 1


def _word_before(body: str, start: int) -> str:
    """Return the word before a place, "" where none is.

    One or two blanks, stops or commas must stand between, and a line may end there.
    """
    text = body[max(0, start - CONTEXT) : start].removesuffix("\n")
    bare = text.rstrip(" .,")
    if not bare or not 1 <= len(text) - len(bare) <= GAP:
        return ""
    word = bare.rsplit(None, 1)[-1]
    if word.isalpha():  # nearly always: the pattern would look for its end from every letter
        return word
    found = LAST_WORD.search(word)
    return found.group() if found else ""


class NameObserver:
    """Decides on the names of an archive (an `index.revision.Observer`), an editor having the last word."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues, overrides: tuple[Decision, ...] = ()) -> None:
        self.gazetteer, self.cues, self.overrides = gazetteer, cues, overrides

    @classmethod
    def load(cls) -> NameObserver:
        """Return an observer over the data in the package; raises LanguageDataError for wrong data."""
        return cls(Gazetteer.load(), Cues.load(), read_overrides())

    def evidence(self) -> NamesOfPart:
        """Return the evidence of a part nothing of which was seen yet."""
        return NamesOfPart(self.gazetteer, self.cues)

    def settle(self, shown: Sequence[Path], folder: Path, budget: int) -> NameRevision:
        """Decide on every name: its kind, whether it is a name at all, and whom it is the same as."""
        most = max(1, budget // BYTES_A_NAME)
        by_name: Sorter[Written] = Sorter(folder / "names", most)
        by_sound: Sorter[Written] = Sorter(folder / "sounds", most)
        judge = NameJudge(self.gazetteer, self.cues.given, by_name, by_sound)
        named = {one for made in self.overrides for one in (made.id, made.target)}
        known: dict[str, Actor] = {}
        for key, evidence, small in _names(shown, folder):
            judge.hear(key, evidence, small)
            known.update((one, actor) for one, actor in evidence.actors.items() if one in named)
        decisions = judge.decide()
        return revision({**self.gazetteer.actors, **judge.known, **known}, (*decisions, *self.overrides))


def _names(shown: Sequence[Path], scratch: Path) -> Iterator[tuple[str, NameEvidence, int]]:
    """Yield every key once, ascending, with its evidence and how many articles write it small, as a word."""
    names: Iterator[tuple[str, NameEvidence | int]] = _merged(shown, "names", scratch)
    words: Iterator[tuple[str, NameEvidence | int]] = _merged(shown, "small", scratch)
    for key, entries in groupby(merge(names, words, key=itemgetter(0)), itemgetter(0)):
        evidence, small = None, 0
        for _, entry in entries:
            if isinstance(entry, int):
                small += entry
            elif evidence is None:
                evidence = entry
            else:
                evidence.merge(entry)
        if evidence is not None:
            yield key, evidence, small


def _merged(shown: Sequence[Path], name: str, scratch: Path) -> Iterator[Any]:
    return merged_records([part / name for part in shown], scratch / f"merged-{name}")

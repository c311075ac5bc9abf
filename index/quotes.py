"""Who said what: quotations and their speakers.

A quotation is speech when a verb of saying ties it to somebody or it ends like a sentence; a word or two
in marks is irony, a title or a nickname. The speaker is a mention in the clause of the verb, or whoever was
spoken of last when the clause only says "katanya" or "kata petani itu". Where the text leaves it open it
stays open: a wrong name is worse than none. This module finds no actors: the article's mentions are used.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from index.article import Actor, ActorKind, Mention, Quote, Span
from index.lang.patterns import any_of
from index.lang.tables import read_table

DATA = Path(__file__).parent / "data"
# From marks to marks in one paragraph; scraped pages mix straight and curly ones, and type '' for ". Every
# branch begins with a mark, even where the letter before it counts: the engine then skips from mark to mark.
QUOTATION = re.compile(
    r"“([^“”\"\n]+)[”\"]|\"([^\"\n“”]+)[\"”]|„([^„“”\n]+)[“”]|«([^«»\n]+)»|''((?:(?!'')[^\n])+)''"
    r"|'(?<![\w']')([^'\n]{3,}[,.!?…])'(?!\w)|‘([^‘’\n]{3,}[,.!?…])’(?!\w)"
)
ENDS_OF_SPEECH = tuple(",.!?…")
WORD = re.compile(r"\w+")
PRONOUN = r"(?:dia|ia|beliau|mereka)"
PRONOUNS = re.compile(rf"\b{PRONOUN}\b", re.I)
# "kata petani itu", "ujar pemilik warung tersebut": somebody who was named before; "seorang" is a new one.
NAMED_BEFORE = re.compile(
    r"\s+(?!se(?:se)?orang|salah|para|sejumlah|beberapa)[a-z][^,.\n]{0,40}?\b(?:itu|tersebut)\b"
)
# "kata warga Muara bernama Rina": whoever is called so speaks, whatever name stands before.
CALLED = re.compile(r"\b(?:bernama|atas nama)\s+$")
# A quotation with fewer words needs a verb of saying beside it.
MIN_WORDS = 4
ENOUGH_WORDS = re.compile(rf"\W*+(?:\w++\W++){{{MIN_WORDS - 1}}}\w")
# How far behind a verb its subject may end: offices stand between ("kata Wakil Ketua Komisi III DPR dari
# Fraksi …"), longer stretches are another clause.
MAX_CLAUSE = 160
# Verbs of saying are looked for where a word begins as one of them does, with so many letters.
BEGINNING = 3
# How far before a quotation its verb is looked for: longer sentences are none, and hostile ones cost no more.
MAX_LEAD = 2000
# What ends the words that a verb before a quotation may have behind it.
STOPS = '"“”«».!?'
# How far back "dia" may reach for the person it means.
MAX_REACH = 400


class _Clause(NamedTuple):
    """Where the speaker of a quotation is named; `pronoun` where the verb itself says "he" ("katanya").

    `verb` is where the verb of saying stands when it is before the quotation, else -1.
    """

    start: int
    end: int
    pronoun: bool = False
    verb: int = -1

    def is_anaphoric(self, body: str) -> bool:
        """Return whether it only says that the speaker was named before."""
        if self.verb >= 0:
            return PRONOUNS.search(body[self.start : self.verb]) is not None
        return self.pronoun or NAMED_BEFORE.match(body, self.start, self.end) is not None


class _Text(NamedTuple):
    """A body with its sentences, its mentions in order and where each starts, and what each actor is."""

    body: str
    sentences: Sequence[int]
    mentions: Sequence[Mention]
    starts: Sequence[int]
    kinds: Mapping[str, ActorKind]

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence that an offset is in or behind; the whole body where there is none."""
        start = (bisect_right(self.sentences, offset) - 1) & ~1
        return (self.sentences[start], self.sentences[start + 1]) if start >= 0 else (0, len(self.body))

    def beginning(self, start: int, end: int) -> Sequence[Mention]:
        """Return the mentions that begin from `start` to before `end`."""
        first = bisect_left(self.starts, start)
        return self.mentions[first : bisect_left(self.starts, end, first)]

    def inside(self, start: int, end: int) -> tuple[list[Mention], list[Mention]]:
        """Return the mentions of persons, and of organisations, between two offsets."""
        persons, organisations = [], []
        for mention in self.beginning(start, end):
            if mention.end <= end:
                kind = self.kinds[mention.actor_id]
                if kind == "person":
                    persons.append(mention)
                elif kind == "organisation":
                    organisations.append(mention)
        return persons, organisations

    def longest_form(self, actor_id: str) -> str:
        """Return the longest of the forms, in which the body names an actor, the first of equals."""
        forms = [self.body[m.start : m.end] for m in self.mentions if m.actor_id == actor_id]
        return max(forms, key=len, default="")


@dataclass(frozen=True, slots=True)
class _Before:
    """Finds the verb of saying that ties what stands before a quotation to it, at the end of it.

    `pattern` matches from the verb on. It is only tried where a word begins as a verb does (`beginnings`),
    and not at all where the end is neither a comma or colon nor a verb (`endings`): looking everywhere in
    the sentence took a third of finding quotations.
    """

    pattern: re.Pattern[str]
    beginnings: frozenset[str]
    endings: tuple[str, ...]

    @classmethod
    def of(cls, before: Sequence[str], after: Sequence[str]) -> _Before:
        """Make the pattern of verbs that may stand before a quotation and of those behind one."""
        verb, any_verb, inside = any_of(before), any_of([*before, *after]), rf"[^\n{STOPS}]"
        pattern = rf"\b(?:{verb}\s*[,:]?\s*|{any_verb}{inside}{{1,80}}[,:]\s*|menurut{inside}+,\s*)$"
        beginnings = frozenset(form[:BEGINNING] for form in (*before, *after, "menurut"))
        return cls(re.compile(pattern, re.I), beginnings, tuple(before))

    def find(self, lead: str) -> int:
        """Return where the verb stands in the part of a sentence before a quotation, -1 without one."""
        told = lead.rstrip()
        if not told.endswith((",", ":")) and told.isascii() and not told.lower().endswith(self.endings):
            return -1
        for word in WORD.finditer(lead, 1 + max(map(told.rfind, STOPS))):
            written = word[0]
            if written[:BEGINNING].lower() in self.beginnings or not written.isascii():
                match = self.pattern.match(lead, word.start())
                if match is not None:
                    return match.start()
        return -1


@dataclass(frozen=True, slots=True)
class QuoteFinder:
    """Finds quotations; the patterns are made of `data/speech_verbs.tsv` and `data/relation_words.tsv`."""

    after: re.Pattern[str]
    before: _Before
    relation: re.Pattern[str]
    whose: frozenset[str]

    @classmethod
    def load(cls, folder: Path = DATA) -> QuoteFinder:
        """Read the tables; raises LanguageDataError naming the line."""
        places: dict[str, list[str]] = {"after": [], "before": []}
        for row in read_table(folder / "speech_verbs.tsv", ("verb", "place", "note")):
            if row["place"] not in places:
                raise row.error(f"place is after or before, not {row['place']!r}")
            if len(row["verb"]) < BEGINNING:
                raise row.error(f"a verb has {BEGINNING} letters or more, not {row['verb']!r}")
            places[row["place"]].append(row["verb"])
        relations: dict[str, str] = {}
        for row in read_table(folder / "relation_words.tsv", ("word", "use", "note")):
            if row["use"] not in ("whose", "office"):
                raise row.error(f"use is whose or office, not {row['use']!r}")
            relations[row["word"]] = row["use"]
        after = any_of(places["after"])
        return cls(
            re.compile(
                rf"\s*,?\s*(?:demikian\s+(?:\w+an\b|{after})|{after}(?:(?P<nya>nya)\b|\s+(?P<pronoun>{PRONOUN})\b|\b))",
                re.I,
            ),
            _Before.of(places["before"], places["after"]),
            re.compile(rf"\b{any_of(relations)}\b", re.I),
            frozenset(word for word, use in relations.items() if use == "whose"),
        )

    def find(
        self,
        body: str,
        sentences: Sequence[int],
        actors: Iterable[Actor],
        mentions: Sequence[Mention],
        quotations: Sequence[tuple[int, int, int]] | None = None,
    ) -> tuple[Quote, ...]:
        """Return the quotations in an article's body, in order, each with its speaker or none.

        `sentences` has the start and the end of each of the body's sentences, one after the other;
        `mentions` are those of `actors` in it, in order; `quotations` are those of
        `quotations_in`, where they are known.
        """
        if quotations is None:
            quotations = quotations_in(body)
        if not quotations:
            return ()
        starts, kinds = [mention.start for mention in mentions], {actor.id: actor.kind for actor in actors}
        text = _Text(body, sentences, mentions, starts, kinds)
        quotes: list[Quote] = []
        forms = {"": ""}
        for start, end, close in quotations:
            clause = self._clause(text, start - 1, close)
            if clause is None and not _is_speech(body[start:end]):
                continue
            speaker = self._speaker(text, clause, quotes)
            if clause is None and quotes and "\n" not in body[quotes[-1].end : start]:
                speaker = quotes[-1].speaker_id
            if speaker not in forms:
                forms[speaker] = text.longest_form(speaker)
            quotes.append(Quote(start, end, speaker, forms[speaker]))
        return tuple(quotes)

    def _clause(self, text: _Text, opening: int, close: int) -> _Clause | None:
        """Return where the verb of saying has its subject: behind the quotation, else before it."""
        body = text.body
        behind = self.after.match(body, close)
        if behind:
            start = behind.end()
            end = min(max(text.sentence_at(start)[1], start), start + MAX_CLAUSE)
            return _Clause(start, end, behind.lastgroup is not None)
        first = max(text.sentence_at(opening)[0], opening - MAX_LEAD)
        verb = self.before.find(body[first:opening])
        return None if verb < 0 else _Clause(first, opening, verb=first + verb)

    def _speaker(self, text: _Text, clause: _Clause | None, quotes: list[Quote]) -> str:
        """Return the id of who speaks in a clause, "" where it is open."""
        if clause is None:
            return ""
        persons, organisations = text.inside(clause.start, clause.end)
        beside = _beside_verb(text, clause, organisations) if organisations else None
        if beside and not (persons and "," in text.body[beside.end : persons[0].start]):
            return beside.actor_id
        if persons:
            return self._subject(text.body, clause, persons)
        return _spoken_of(text, quotes, clause) if clause.is_anaphoric(text.body) else ""

    def _subject(self, body: str, clause: _Clause, persons: list[Mention]) -> str:
        """Return the first person of a clause, or the next when the first only says whose relation speaks."""
        first = persons[0]
        lead = body[clause.start : first.start]
        named = [m for m in persons[1:] if m.actor_id != first.actor_id]
        called = next((m for m in named if CALLED.search(body[clause.start : m.start])), None)
        if called:
            return called.actor_id
        relation = [None, *self.relation.finditer(lead)][-1]
        if relation is None:
            return first.actor_id
        if named and body[first.end : named[0].start].strip() == ",":
            return named[0].actor_id
        between = WORD.findall(lead[relation.end() :])
        is_title = len(between) == 1 and between[0][0].isupper()
        is_whose = not between and relation[0].lower() in self.whose
        return "" if is_title or is_whose else first.actor_id


def _beside_verb(text: _Text, clause: _Clause, organisations: Iterable[Mention]) -> Mention | None:
    """Return the organisation that stands right beside the verb of saying, with no word between."""
    for mention in organisations:
        gap = (clause.start, mention.start) if clause.verb < 0 else (mention.end, clause.verb)
        if not WORD.search(text.body[gap[0] : gap[1]]):
            return mention
    return None


def _spoken_of(text: _Text, quotes: list[Quote], clause: _Clause) -> str:
    """Return whom "dia" means: the one person of the sentence before, else whoever spoke last."""
    reach = clause.start - MAX_REACH
    quoted = [(quote.start, quote.end) for quote in takewhile(lambda one: one.end > reach, reversed(quotes))]
    earlier = [
        mention
        for mention in text.beginning(reach, clause.start)
        if text.kinds[mention.actor_id] == "person"
        and not any(start <= mention.start < end for start, end in quoted)
    ]
    if not earlier:
        return quotes[-1].speaker_id if quotes else ""
    begin = text.sentence_at(earlier[-1].start)[0]
    together = {mention.actor_id for mention in earlier if mention.start >= begin}
    if quotes and quotes[-1].speaker_id in together:
        return quotes[-1].speaker_id
    return earlier[-1].actor_id if len(together) == 1 else ""


def quotations_in(body: str) -> list[tuple[int, int, int]]:
    """Return (start, end, behind the closing mark) of what stands between quotation marks.

    What is here is the specification; C does the same where it was built (`index.places`).
    """
    found = []
    for match in QUOTATION.finditer(body):
        start, end = match.span(match.lastindex or 1)
        found.append((start, end, match.end()))
    return found


def _is_speech(text: str) -> bool:
    return text.rstrip().endswith(ENDS_OF_SPEECH) and ENOUGH_WORDS.match(text) is not None

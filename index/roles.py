"""What an article says somebody is, with where it says so: "Presiden Azerbaijan, Ilham Aliyev".

Reads the words directly before a person ("Ketua DPR Puan Maharani") and behind a comma ("Ilham Aliyev,
Presiden Azerbaijan,"). It finds no people itself and must not conclude that a role lasts: the article's date
is its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from index.actors_cues import Cues
from index.actors_span import ROLE_BEFORE, ROLE_BEHIND
from index.article import Actor, Mention, Role, Span

LONGEST_ROLE = 120  # characters: beyond that a role is a sentence
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
SIGNS = (",", ")")  # what may stand between an office and its holder, before a blank
BEHIND_NAME = re.compile(r", (?:yang juga |selaku |sebagai )?| \((?=[^\W\d])")
INSIDE = frozenset(
    ("dan", "bicara", "bidang", "urusan", "umum", "untuk", "di", "of", "the", "bagian", "pada")
)
GAPS = frozenset((" ", "/", " (", ") ", "-"))
# A rank or a kinship before a name is no office; "mantan" and "calon" are part of one.
RANKS = frozenset(("honorific", "degree"))
OFFICES = frozenset(("role", "local", "trade"))


class RoleFinder:
    """Finds roles in articles whose people are known; holds no state between articles."""

    def __init__(self, cues: Cues) -> None:
        self.titles = cues.titles

    @classmethod
    def load(cls) -> RoleFinder:
        """Return a finder over the data in the package; raises LanguageDataError for wrong data."""
        return cls(Cues.load())

    def find(
        self,
        body: str,
        actors: Iterable[Actor],
        mentions: Sequence[Mention],
        sides: Mapping[int, int] | None = None,
    ) -> tuple[Role, ...]:
        """Return the roles in order of appearance, at most one before and one behind each mention.

        `sides` says where there may be one at all, by the start of the mention: ROLE_BEFORE, ROLE_BEHIND
        (None: on either side of all of them).
        """
        if sides is not None and not sides:
            return ()
        people = {actor.id for actor in actors if actor.kind == "person"}
        roles: list[Role] = []
        floor = 0
        for number, mention in enumerate(mentions):
            if mention.actor_id not in people:
                continue
            side = ROLE_BEFORE | ROLE_BEHIND if sides is None else sides.get(mention.start, 0)
            if side & ROLE_BEFORE:
                before = self._before(body, mention.start, floor)
                if before is not None:
                    roles.append(Role(mention.actor_id, body[before[0] : before[1]], *before))
            if side & ROLE_BEHIND:
                following = (
                    one.start for one in islice(mentions, number + 1, None) if one.actor_id in people
                )
                behind = self._behind(body, mention.end, next(following, len(body)), mentions)
                if behind is not None:
                    roles.append(Role(mention.actor_id, body[behind[0] : behind[1]], *behind))
            floor = mention.end
        return tuple(roles)

    def _before(self, body: str, name: int, floor: int) -> tuple[int, int] | None:
        """Walk back from where a name starts over capitalised words to the first word of the office."""
        begin = max(floor, name - LONGEST_ROLE)
        if not body.endswith(" ", begin, name):
            return None
        last = name - 1
        if body.endswith(SIGNS, begin, last):
            last -= 1
        start = self._first(body, begin, last)
        if start < 0:
            return None
        told = body[start:last].rstrip()  # "istrinya , Rachma": no blank makes two words of one
        while self.titles.get(told.rpartition(" ")[2].lower()) in RANKS:
            told = told.rpartition(" ")[0]
        if not told or not self._tells(told):
            return None
        last = start + len(told)
        return start, last + (told.count("(") > told.count(")") and body.startswith(")", last, name))

    def _first(self, body: str, begin: int, last: int) -> int:
        """Return where the outermost title of the words before a name starts, -1 where there is none."""
        office, following = -1, -1
        for start, end in _words_back(body, begin, last):
            if following < 0:
                if body[end:last].strip(" )"):
                    break
            elif body[end:following] not in GAPS:
                break
            word = body[start:end]
            title = self.titles.get(word.lower())
            if title is None and not self._belongs(word):
                break
            following = start
            if title in OFFICES:
                office = start
        return office

    def _behind(
        self, body: str, name_end: int, ceiling: int, mentions: Sequence[Mention]
    ) -> tuple[int, int] | None:
        """Walk on from the comma behind a name: "…, Presiden Azerbaijan,"."""
        joint = BEHIND_NAME.match(body, name_end)
        if joint is None:
            return None
        start = joint.end()
        limit = min(ceiling, start + LONGEST_ROLE)
        first = WORD.match(body, start, limit)
        if first is None or self.titles.get(first.group().lower()) not in OFFICES:
            return None
        named = {one.start: one.end for one in mentions if start <= one.start < limit}
        words = body[start : self._last(body, start, limit, named)].split(" ")
        while words and words[-1].lower() in INSIDE:
            words.pop()
        text = " ".join(words)
        return (start, start + len(text)) if text and self._tells(text) else None

    def _last(self, body: str, start: int, limit: int, named: dict[int, int]) -> int:
        """Return where the capitalised words from `start` on end; a mention is taken whole."""
        end = start
        for word in WORD.finditer(body, start, limit):
            if word.start() < end:
                continue
            if word.start() > start and body[end : word.start()] not in GAPS:
                break
            if not self._belongs(word.group()):
                break
            end = min(limit, named.get(word.start(), word.end()))
        return end

    def _belongs(self, word: str) -> bool:
        """Return whether a word may be part of an office; a small one only where the data says so."""
        if word[0].isupper() or word[0].isdigit():
            return True
        lower = word.lower()
        return lower in INSIDE or lower in self.titles

    def _tells(self, text: str) -> bool:
        """Return whether the words say more than that somebody is a resident or a man."""
        first = text.split()[0].lower()
        return self.titles.get(first) in ("role", "local") or " " in text


def _words_back(body: str, begin: int, end: int) -> Iterator[Span]:
    """Yield where the words between two offsets stand, the last first; no word has a blank in it."""
    while end > begin:
        start = max(begin, body.rfind(" ", begin, end) + 1)
        if body[start:end].isalnum():
            yield start, end
        else:
            yield from [word.span() for word in WORD.finditer(body, start, end)][::-1]
        end = start - 1

"""What an article says somebody is, with where it says so: "Presiden Azerbaijan, Ilham Aliyev".

Reads the words directly before a person ("Ketua DPR Puan Maharani") and behind a comma ("Ilham Aliyev,
Presiden Azerbaijan,"). It finds no people itself and must not conclude that a role lasts: the article's date
is its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from index.actors_cues import Cues
from index.actors_span import ROLE_BEFORE, ROLE_BEHIND
from index.article import Actor, Mention, Role

LONGEST_ROLE = 120  # characters: beyond that a role is a sentence
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
BEFORE_NAME = (", ", ") ", " ")  # what may stand between an office and its holder, the longest first
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
        holders = [mention for mention in mentions if mention.actor_id in people]
        roles = []
        for number, mention in enumerate(holders):
            side = ROLE_BEFORE | ROLE_BEHIND if sides is None else sides.get(mention.start)
            if side is None:
                continue
            before = behind = None
            if side & ROLE_BEFORE:
                before = self._before(body, mention, holders[number - 1].end if number else 0)
            if side & ROLE_BEHIND:
                following = holders[number + 1 : number + 2]
                ceiling = following[0].start if following else len(body)
                behind = self._behind(body, mention, ceiling, mentions)
            for span in (before, behind):
                if span is not None:
                    roles.append(Role(mention.actor_id, body[span[0] : span[1]], *span))
        return tuple(roles)

    def _before(self, body: str, mention: Mention, floor: int) -> tuple[int, int] | None:
        """Walk back from a name over capitalised words to the first word of the office."""
        begin = max(floor, mention.start - LONGEST_ROLE)
        head = body[begin : mention.start]
        joint = next((joint for joint in BEFORE_NAME if head.endswith(joint)), "")
        last = len(head) - len(joint)
        if not joint or self._breaks_off(head[:last]):
            return None
        words = list(WORD.finditer(head, 0, last))
        if not words or head[words[-1].end() : last].strip(" )"):
            return None
        start = self._first(head, words)
        while start >= 0 and self.titles.get(head[start:last].rpartition(" ")[2].lower()) in RANKS:
            last = head.rfind(" ", 0, last)
        if start < 0 or last <= start or not self._tells(head[start:last]):
            return None
        last += head[start:last].count("(") > head[start:last].count(")") and head[last : last + 1] == ")"
        offset = mention.start - len(head)
        return offset + start, offset + last

    def _breaks_off(self, head: str) -> bool:
        """Return whether the word before a name plainly is no part of an office, as before most names."""
        word = head[head.rfind(" ") + 1 :]
        return word.isalpha() and word.islower() and not self._belongs(word)

    def _first(self, head: str, words: Sequence[re.Match[str]]) -> int:
        """Return where the outermost title of the words before a name starts, -1 where there is none."""
        start, following = -1, None
        for word in reversed(words):
            if following is not None and head[word.end() : following] not in GAPS:
                break
            if not self._belongs(word.group()):
                break
            if self.titles.get(word.group().lower()) in OFFICES:
                start = word.start()
            following = word.start()
        return start

    def _behind(
        self, body: str, mention: Mention, ceiling: int, mentions: Sequence[Mention]
    ) -> tuple[int, int] | None:
        """Walk on from the comma behind a name: "…, Presiden Azerbaijan,"."""
        joint = BEHIND_NAME.match(body, mention.end)
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
        lower = word.lower()
        return word[0].isupper() or word[0].isdigit() or lower in INSIDE or lower in self.titles

    def _tells(self, text: str) -> bool:
        """Return whether the words say more than that somebody is a resident or a man."""
        first = text.split()[0].lower()
        return self.titles.get(first) in ("role", "local") or " " in text

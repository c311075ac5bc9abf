"""Complete what is being typed: an actor's name, the last word, a headline. Accents and case do not matter.

Every suggestion finds something: it comes from the archive itself. It must not guess at spelling.
"""

from __future__ import annotations

from itertools import chain, islice

from index.article import ACTOR_KINDS
from index.lang.words import fold, written_words
from searcher.directory import Directory, folded
from searcher.engine import Plan, Snapshot
from searcher.page import Suggestion
from searcher.syntax import And, Prefix, Word

MAX_CHARACTERS = 200
# Headlines are looked for from so many letters on: fewer begin a word in nearly every headline.
FEWEST_LETTERS = 3
# Of each kind first so many; what is left of the limit is filled in the same order.
FIRST_OF_EACH = 3


def suggestions(typed: str, limit: int, snapshot: Snapshot, directory: Directory) -> tuple[Suggestion, ...]:
    """Return at most `limit` completions: actors, then words, then headlines, most frequent first."""
    text = typed[-MAX_CHARACTERS:].lstrip()
    if limit < 1 or not folded(text):
        return ()
    kinds = (
        _actors(text, limit, directory),
        _words(text, limit, snapshot),
        _headlines(text, limit, snapshot),
    )
    first = [kind[:FIRST_OF_EACH] for kind in kinds]
    rest = chain.from_iterable(kind[FIRST_OF_EACH:] for kind in kinds)
    wanted = list(islice(chain(chain.from_iterable(first), rest), limit))
    return tuple(sorted(wanted, key=lambda found: ("actor", "word", "headline").index(found.kind)))


def _actors(text: str, limit: int, directory: Directory) -> list[Suggestion]:
    return [
        Suggestion("actor", entry.names[0], entry.id, entry.count)
        for entry in islice(directory.starting(text, ACTOR_KINDS), limit)
    ]


def _words(text: str, limit: int, snapshot: Snapshot) -> list[Suggestion]:
    words = list(written_words(text))
    if not words or words[-1].end != len(text):
        return []
    last = words[-1]
    return [
        Suggestion("word", text[: last.start] + word, "", count)
        for word, count in snapshot.words(fold(last.text), limit)
    ]


def _headlines(text: str, limit: int, snapshot: Snapshot) -> list[Suggestion]:
    words = [word.text for word in written_words(text)]
    if sum(map(len, words)) < FEWEST_LETTERS:
        return []
    tree = And((*(Word(word, "title") for word in words[:-1]), Prefix(words[-1], "title")))
    ids = [name for name, _ in snapshot.find(Plan(tree, limit=limit)).hits]
    return [Suggestion("headline", article.title, article.id, 1) for article in snapshot.articles(ids)]

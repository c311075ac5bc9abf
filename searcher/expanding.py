"""Say words of a query in other words too: abbreviations ↔ long forms, and the other names of an actor.

It must not decide what is required of an article; `searcher.planner` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from index.lang.abbreviations import Abbreviations
from index.lang.abbreviations import Expansion as Other
from searcher.directory import Directory, folded
from searcher.name_index import Entry
from searcher.page import Expansion
from searcher.syntax import And, Node, Not, Or, Phrase, Position, Value, Weighted, Word

# What was added counts about half as much as one written word, however many words it has: a long form scores
# by each of its words, and an article that has both forms must not win by that (docs/ranking.md: MRR .937
# when they count whole, .944 as here and without expansion).
ADDED_WEIGHT = 0.6
# A name of one word is shared by many; of more words than this, it is a title.
LONGEST_NAME, MOST_NAMES = 6, 6


class Expander:
    """Expands the words of one query; `expanded` says what was added, in order, each once."""

    def __init__(self, abbreviations: Abbreviations, directory: Directory | None = None) -> None:
        """Take what abbreviations mean, and the names of the archive; without these names stay words."""
        self._abbreviations = abbreviations
        self._directory = directory
        self._added: dict[Expansion, None] = {}

    @property
    def expanded(self) -> tuple[Expansion, ...]:
        """What has been added so far."""
        return tuple(self._added)

    def node(self, node: Node) -> Node:
        """Return a tree in which words and phrases can also be matched by what they stand for.

        Words side by side are looked at together; nothing under a `Not` is touched, so that an exclusion
        takes out what was written and no more.
        """
        match node:
            case And(children):
                return And(tuple(self.side_by_side(children)))
            case Or(children):
                return Or(tuple(self.node(child) for child in children))
            case Word():
                return node if node.exact else self._run([node])[0]
            case Phrase():
                return self._phrase(node)
            case _:
                return node

    def side_by_side(self, children: Sequence[Node]) -> list[Node]:
        """Return children with every run of plain words of one field expanded together."""
        found: list[Node] = []
        for (plain, _), run in groupby(children, _kind):
            nodes = list(run)
            if plain:
                found += self._run([node for node in nodes if isinstance(node, Word)])
            else:
                found += (node if isinstance(node, Not) else self.node(node) for node in nodes)
        return found

    def _run(self, words: list[Word]) -> list[Node]:
        """Expand whole names of several words first, abbreviations in what stands between them."""
        found: list[Node] = []
        between: list[Word] = []
        place = 0
        while place < len(words):
            stretch, entries = self._name_at(words, place)
            if entries:
                found += [*self._abbreviated(between), self._named(stretch, entries)]
                between = []
            else:
                between += stretch
            place += len(stretch)
        return found + self._abbreviated(between)

    def _name_at(self, words: list[Word], place: int) -> tuple[list[Word], tuple[Entry, ...]]:
        """Return the longest name of several words that begins here and who is called so, else one word."""
        if self._directory is not None and not words[place].field:
            for length in range(min(LONGEST_NAME, len(words) - place), 1, -1):
                stretch = words[place : place + length]
                entries = self._directory.actors_called(folded(" ".join(word.text for word in stretch)))
                if entries:
                    return stretch, entries
        return words[place : place + 1], ()

    def _named(self, words: list[Word], entries: tuple[Entry, ...]) -> Node:
        """Return what a name matches: its words, the actor's other names, articles that name the actor."""
        position = (words[0].position[0], words[-1].position[1])
        written = " ".join(word.text for word in words)
        inner = self._abbreviated(words)
        children: list[Node] = [And(tuple(words))]
        if len(inner) == 1 and isinstance(inner[0], Or):
            children = list(inner[0].children)
        names = {folded(name): name for entry in entries for name in entry.names if " " in folded(name)}
        names.pop(folded(written), None)
        for name in list(names.values())[:MOST_NAMES]:
            text = tuple(folded(name).split())
            self._added[Expansion(written, name)] = None
            phrase = Phrase(text, exact=False, position=position)
            children.append(Weighted(phrase, ADDED_WEIGHT / len(text)))
        children += (Value(entry.field, entry.id, position) for entry in entries)
        return Or(tuple(children))

    def _abbreviated(self, words: list[Word]) -> list[Node]:
        found: list[Node] = []
        place = 0
        for other in self._abbreviations.expansions([word.text for word in words]):
            found += words[place : other.start]
            found.append(self._either(words[other.start : other.end], other))
            place = other.end
        return found + list(words[place:])

    def _either(self, words: list[Word], other: Other) -> Node:
        field = words[0].field
        position = (words[0].position[0], words[-1].position[1])
        written: Node = words[0] if len(words) == 1 else And(tuple(words))
        added = (
            Weighted(self._one(other.written, text, field, position), ADDED_WEIGHT / len(text))
            for text in other.added
        )
        return Or((written, *added))

    def _one(self, written: str, added: tuple[str, ...], field: str, position: Position) -> Node:
        self._added[Expansion(written, " ".join(added))] = None
        if len(added) == 1:
            return Word(added[0], field, position=position)
        return Phrase(added, field, exact=False, position=position)

    def _phrase(self, phrase: Phrase) -> Node:
        others = self._abbreviations.expansions(phrase.words)
        variants: list[Node] = [phrase]
        for other in others:
            for text in other.added:
                self._added[Expansion(other.written, " ".join(text))] = None
                words = (*phrase.words[: other.start], *text, *phrase.words[other.end :])
                changed = Phrase(words, phrase.field, phrase.slop, exact=False, position=phrase.position)
                variants.append(Weighted(changed, ADDED_WEIGHT))
        return Or(tuple(variants)) if len(variants) > 1 else phrase


def _kind(node: Node) -> tuple[bool, str]:
    return (True, node.field) if isinstance(node, Word) and not node.exact else (False, "")

"""What the words beside a name tell of it: offices, heads of organisations, cues of place, verbs of saying.

Reads the tables in `data/`, checks them, and answers by word. It must not look at a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.lang.tables import Row, read_table

DATA = Path(__file__).parent / "data"
TITLE_USES = ("role", "local", "trade", "honorific", "degree")
HEAD_REACHES = ("words", "place", "names", "unit", "part")
PLACE_CUES = ("preposition", "side", "weak", "kind", "head", "part", "tail", "facility")
NAME_CUES = (
    "says_before",
    "says_after",
    "person_before",
    "body_before",
    "joins",
    "tail",
    "thing_head",
    "thing_tail",
    "thing_before",
    "no_place",
)


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues, by lower-case word; the tables' own heads say what each column means."""

    titles: dict[str, str]
    heads: dict[str, str]
    places: dict[str, frozenset[str]]
    says_before: frozenset[str]
    says_after: frozenset[str]
    person_before: frozenset[str]
    body_before: frozenset[str]
    joins: frozenset[str]
    tails: frozenset[str]
    thing_heads: frozenset[str]
    thing_tails: frozenset[str]
    thing_before: frozenset[str]
    no_place: frozenset[str]
    given: frozenset[str]
    nobody: frozenset[str]
    everyday: frozenset[str]
    starters: frozenset[str]  # the first words of all heads of bodies and places
    watched: frozenset[str]  # words written small that may start something

    @classmethod
    @cache
    def load(cls, folder: Path = DATA) -> Cues:
        """Return the cues of a folder, its tables read once in a process.

        Raises LanguageDataError naming file, line and reason.
        """
        titles = _pairs(folder / "titles.tsv", ("word", "use", "note"), TITLE_USES)
        heads = _pairs(folder / "organisation_heads.tsv", ("word", "reach", "note"), HEAD_REACHES)
        places = _pairs(folder / "place_cues.tsv", ("word", "cue", "note"), PLACE_CUES)
        names = _pairs(folder / "name_cues.tsv", ("word", "cue", "note"), NAME_CUES)
        return cls(
            titles={word: use for word, use in reversed(titles)},
            heads={word: reach for word, reach in reversed(heads)},
            places={cue: _words(places, cue) for cue in PLACE_CUES},
            says_before=_words(names, "says_before"),
            says_after=_words(names, "says_after"),
            person_before=_words(names, "person_before"),
            body_before=_words(names, "body_before"),
            joins=_words(names, "joins"),
            tails=_words(names, "tail"),
            thing_heads=_words(names, "thing_head"),
            thing_tails=_words(names, "thing_tail"),
            thing_before=_words(names, "thing_before"),
            no_place=_words(names, "no_place"),
            given=_column(folder / "given_names.tsv", "name"),
            nobody=_column(folder / "no_actors.tsv", "word"),
            starters=frozenset(word.split()[0] for word in (*dict(heads), *_words(places, "head"))),
            watched=_words(places, "facility").union(word for word, _ in titles),
            everyday=_column(folder / "everyday_names.tsv", "word"),
        )


def _words(pairs: Iterable[tuple[str, str]], wanted: str) -> frozenset[str]:
    return frozenset(word for word, cue in pairs if cue == wanted)


def _column(path: Path, name: str) -> frozenset[str]:
    seen: set[str] = set()
    for row in read_table(path, (name, "note")):
        if row[name] in seen:
            raise row.error(f"{row[name]!r} is said twice")
        seen.add(row[name])
    return frozenset(seen)


def _pairs(path: Path, columns: tuple[str, str, str], allowed: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    seen: set[tuple[str, str]] = set()
    for row in read_table(path, columns):
        pair = (row[columns[0]], row[columns[1]])
        _check(row, pair, allowed, seen)
        seen.add(pair)
        pairs.append(pair)
    return pairs


def _check(row: Row, pair: tuple[str, str], allowed: tuple[str, ...], seen: set[tuple[str, str]]) -> None:
    word, cue = pair
    if cue not in allowed:
        raise row.error(f"{cue!r} is none of {', '.join(allowed)}")
    if pair in seen:
        raise row.error(f"{word!r} as {cue} is said twice")
    if word != word.lower():
        raise row.error(f"{word!r} must be written small")

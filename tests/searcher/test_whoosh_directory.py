"""A directory over the segments finds what one that is made in memory finds, whatever was written when."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import ACTOR_KINDS, Actor, Article, Source
from index.lang.language import Language
from index.whoosh_store import WhooshStore
from searcher.directory import ALL, ANY_FIELD, Directory
from searcher.engine import Plan
from searcher.query import FacetWish
from searcher.whoosh_engine import WhooshEngine

WORDS = ("rahma", "Setia", "PT", "Nagorno-Karabakh", "zoë", "Al-Qur'an", "x.com", "putra")
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
# One id has the same names wherever it stands: a build decides on them for the whole archive.
person = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(ACTOR_KINDS))
people = st.lists(person, max_size=4, unique=True)
naming = st.fixed_dictionaries({key: st.lists(names, min_size=1, max_size=3) for key in "abcdefgh"})
parts = st.lists(st.lists(people, min_size=1, max_size=6), min_size=1, max_size=3)
TYPED = ("rahma", "RAHMA setia", "se", "putra", "nagorno", "karabakh pt", "zoe", "a", "x.com", "p", "", "!")


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


def told(directory: Directory) -> list[object]:
    found: list[object] = [list(directory.every(ANY_FIELD)), sorted(directory.written_names())]
    for typed in TYPED:
        for fields in (ANY_FIELD, ("person",), ("place", "source")):
            found.append(list(directory.starting(typed, fields)))
        found.append(directory.actors_called(typed))
        for field in (*ANY_FIELD, "speaker"):
            found += [directory.one(typed, (field,)), directory.any(typed, field)]
            found.append(directory.called(field, typed))
    keys = ("person-a", "place-b", "organisation-c", "a")
    return [*found, *(directory.called("speaker", key) for key in keys), *map(directory.actor, keys)]


def in_memory(snapshot: object) -> Directory:
    wishes = (FacetWish("source", ALL), FacetWish("attribution", ALL))
    sources, quoted = (
        [(Source(value.key, value.label), value.count) for value in facet.values]
        for facet in snapshot.find(Plan(limit=0, facets=wishes)).facets  # type: ignore[attr-defined]
    )
    return Directory(snapshot.actors(), sources, quoted)  # type: ignore[attr-defined]


def article(number: int, people: list[tuple[str, str]], naming: dict[str, list[str]]) -> Article:
    return Article(
        f"n{number}",
        "",
        "Isi.",
        source=Source("a", naming["a"][0]) if number % 2 else None,
        attributions=(Source("b", naming["b"][0]),) if number % 3 else (),
        actors=tuple(
            Actor(f"{kind}-{key}", naming[key][0], kind, tuple(dict.fromkeys(naming[key][1:])))  # type: ignore[arg-type]
            for key, kind in people
        ),
    )


@settings(deadline=None, max_examples=15)
@given(parts, naming, st.booleans())
def test_segments_know_names_as_memory_does(
    tmp_path_factory: pytest.TempPathFactory,
    language: Language,
    parts: list[list[list[tuple[str, str]]]],
    naming: dict[str, list[str]],
    delete: bool,
) -> None:
    folder: Path = tmp_path_factory.mktemp("index")
    store, number = WhooshStore(folder, language), 0
    for part in parts:
        with store.update() if number else store.rebuild() as batch:
            for each in part:
                batch.add(article(number, each, naming))
                number += 1
            if delete and number > 5:
                batch.delete("n1")
            batch.publish()
    engine = WhooshEngine(folder, language, 60)
    with engine.snapshot() as snapshot:
        assert told(Directory.of(snapshot)) == told(in_memory(snapshot))
    engine.close()


def test_merged_segments_know_the_same_names(tmp_path: Path, language: Language) -> None:
    store = WhooshStore(tmp_path, language)
    naming = {key: [f"{key} Rahma", f"Putra {key}"] for key in "abcdefgh"}
    for number in range(12):
        with store.update() if number else store.rebuild() as batch:
            some = [("abcdefgh"[(number + step) % 8], ACTOR_KINDS[step]) for step in range(3)]
            batch.add(article(number, some, naming))
            if number == 11:
                batch.delete("n0")
            batch.publish()
    engine = WhooshEngine(tmp_path, language, 60)
    with engine.snapshot() as snapshot:
        assert len(list(tmp_path.glob("*/*.arrays"))) < 12 * 2
        found = told(Directory.of(snapshot))
        assert found == told(in_memory(snapshot))
        assert found[0]
    engine.close()

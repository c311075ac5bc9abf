"""Names are found by id, name, alias and part, whatever their case."""

import pytest

from index.article import Actor, Source
from searcher.directory import Directory

ACTORS = (
    (Actor("rahma", "Rahma Yulianti", "person", ("Rahma", "Yuli")), 5),
    (Actor("rahma-2", "Rahma Setia", "person"), 2),
    (Actor("setia", "Setia", "place", ("Kota Setia",)), 7),
    (Actor("bps", "Badan Pusat Statistik", "organisation", ("BPS",)), 3),
    (Actor("zoe", "Zoë Nagorno-Setia", "person"), 1),
)
SOURCES = ((Source("kabar", "Harian Kabar"), 4),)
KINDS = ("person", "organisation", "place")


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory(ACTORS, SOURCES)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("rahma", "rahma"),
        ("RAHMA YULIANTI", "rahma"),
        ("yuli", "rahma"),
        ("bps", "bps"),
        ("Kota setia", "setia"),
        ("pusat statistik", "bps"),
        ("zoe nagorno setia", "zoe"),
        ("Setia", "setia"),
        ("kabar", None),
        ("", None),
        ("nobody", None),
        ("!", None),
    ],
)
def test_one_of_several_kinds(directory: Directory, written: str, found: str | None) -> None:
    entry = directory.one(written, KINDS)
    assert (entry.id if entry else None) == found


@pytest.mark.parametrize(
    ("written", "field", "found"),
    [
        ("rahma", "person", ["rahma"]),
        ("Rahma", "person", ["rahma"]),
        ("setia", "person", ["rahma-2", "zoe"]),
        ("setia rahma", "person", ["rahma-2"]),
        ("setia", "place", ["setia"]),
        ("harian kabar", "source", ["kabar"]),
        ("kabar", "source", ["kabar"]),
        ("kabar", "person", []),
        ("", "person", []),
    ],
)
def test_all_that_may_be_meant(directory: Directory, written: str, field: str, found: list[str]) -> None:
    assert [entry.id for entry in directory.any(written, field)] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("rah", ["rahma", "rahma-2"]),
        ("yulian", ["rahma"]),
        ("set", ["setia", "rahma-2", "zoe"]),
        ("pusat sta", ["bps"]),
        ("hari", ["kabar"]),
        ("", []),
        ("xx", []),
    ],
)
def test_names_that_go_on(directory: Directory, typed: str, found: list[str]) -> None:
    assert [entry.id for entry in directory.starting(typed, (*KINDS, "source"))] == found
    assert [entry.id for entry in directory.starting(typed, ("person",))] == [
        key for key in found if key in ("rahma", "rahma-2", "zoe")
    ]


def test_all_of_some_kinds_are_listed_by_how_often_they_are_named(directory: Directory) -> None:
    assert [entry.id for entry in directory.every(KINDS)] == ["setia", "rahma", "bps", "rahma-2", "zoe"]
    assert [entry.id for entry in directory.every(("source",))] == ["kabar"]


def test_an_actor_is_as_it_was(directory: Directory) -> None:
    for actor, _ in ACTORS:
        assert directory.actor(actor.id) == actor
    assert directory.actor("kabar") is None


def test_says_what_ids_are_called(directory: Directory) -> None:
    assert directory.called("person", "rahma") == directory.called("speaker", "rahma") == "Rahma Yulianti"
    assert directory.called("source", "kabar") == "Harian Kabar"
    assert directory.called("person", "kabar") == "kabar"
    assert ("Yuli", 5) in set(directory.written_names())

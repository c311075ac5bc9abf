"""When an engine looks for another generation, and what it does about one that cannot be opened."""

from __future__ import annotations

import logging

import pytest

from index.errors import IndexCorrupt, IndexUnavailable
from searcher.following import Following


class Place:
    """A pointer that can be moved or fail, and what is live of it."""

    def __init__(self) -> None:
        self.named: str | None = "a"
        self.live: str | None = "a"
        self.trouble: Exception | None = None
        self.asked = self.opened = 0

    def pointer(self) -> str | None:
        self.asked += 1
        if isinstance(self.trouble, IndexUnavailable):
            raise self.trouble
        return self.named

    def open(self) -> None:
        self.opened += 1
        if self.trouble is not None:
            raise self.trouble
        self.live = self.named

    def look(self, following: Following) -> None:
        following.look(lambda: self.live, self.pointer, self.open)


def test_what_is_live_is_opened_when_the_pointer_names_another() -> None:
    place, following = Place(), Following(0)
    place.look(following)
    assert place.opened == 0
    place.named = "b"
    place.look(following)
    place.look(following)
    assert (place.opened, place.live) == (1, "b")


def test_nobody_looks_before_it_is_time() -> None:
    place, following = Place(), Following(3600)
    place.look(following)
    place.named = "b"
    place.look(following)
    assert (place.asked, place.live) == (1, "a")
    opened = Following(3600)
    opened.postpone()
    place.look(opened)
    assert place.asked == 1


def test_nobody_looks_while_another_opens() -> None:
    place, following = Place(), Following(0)
    with following.opening:
        place.look(following)
    assert place.asked == 0


def test_a_corrupt_generation_is_not_tried_again_and_a_later_one_is() -> None:
    place, following = Place(), Following(0)
    place.named, place.trouble = "b", IndexCorrupt("torn")
    place.look(following)
    place.look(following)
    assert (place.opened, place.live) == (1, "a")
    place.named, place.trouble = "c", None
    place.look(following)
    assert place.live == "c"


def test_a_place_that_does_not_answer_is_asked_again() -> None:
    place, following = Place(), Following(0)
    place.named, place.trouble = "b", IndexUnavailable("away")
    place.look(following)
    place.trouble = None
    place.look(following)
    assert place.live == "b"


@pytest.mark.parametrize(("looks", "told"), [("xx", 1), ("x-x", 2), ("xy", 2)])
def test_a_trouble_is_told_once_and_when_it_comes_back(
    caplog: pytest.LogCaptureFixture, looks: str, told: int
) -> None:
    place, following = Place(), Following(0)
    for sign in looks:
        place.trouble = None if sign == "-" else IndexUnavailable(sign)
        place.look(following)
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * told


def test_what_is_no_trouble_of_storage_is_not_swallowed_and_leaves_the_lock() -> None:
    place, following = Place(), Following(0)
    place.named, place.trouble = "b", ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        place.look(following)
    assert not following.opening.locked()

"""Objects are the same after they were columns, whoever takes them apart and makes them."""

from dataclasses import dataclass, fields
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import shapes
from index.article import Cut, Dating, Mention
from index.shapes import COMPILED_VERSION, Shape, plain_columns, plain_made

needs_c = pytest.mark.skipif(shapes.compiled is None, reason="no compiled maker of objects here")

WORDS = st.text(max_size=5)
CUTS = st.builds(Cut, WORDS, WORDS, st.integers(-(1 << 70), 1 << 70), st.lists(WORDS).map(tuple))
MENTIONS = st.builds(Mention, WORDS, st.integers(), st.integers())


def loops() -> ModuleType:
    assert shapes.compiled is not None and shapes.compiled.VERSION == COMPILED_VERSION
    return shapes.compiled


@given(st.one_of(st.lists(CUTS), st.lists(MENTIONS)))
def test_objects_come_back(items: list[Any]) -> None:
    kind = type(items[0]) if items else Mention
    shape = Shape(kind)
    columns = shape.columns(items)
    assert columns == [[getattr(item, field.name) for item in items] for field in fields(kind)]
    made = shape.made(len(items), columns)
    assert made == items and all(type(one) is kind for one in made)


@needs_c
@given(st.lists(CUTS))
def test_both_do_the_same(items: list[Cut]) -> None:
    slots = Shape(Cut).slots
    columns = plain_columns(items, slots)
    assert loops().columns(items, slots) == columns
    assert (
        loops().made(Cut, len(items), slots, columns) == plain_made(Cut, len(items), slots, columns) == items
    )


def test_fields_may_be_left_to_others() -> None:
    (dating,) = Shape(Dating, "method", "evidence").made(1, [["url"], ["2020"]])
    assert (dating.method, dating.evidence) == ("url", "2020")
    with pytest.raises(AttributeError):
        assert dating.value


@dataclass(frozen=True, slots=True)
class Other:
    """It has a slot of the same name as another class."""

    text: str


@pytest.mark.parametrize("make", [plain_made, pytest.param("c", marks=needs_c)])
def test_what_does_not_fit_is_refused(make: Any) -> None:
    make = loops().made if make == "c" else make
    slots = Shape(Mention).slots
    for columns in ([["a"], [1]], [["a"], [1], []], [["a"], [1], [2, 3]]):
        with pytest.raises(ValueError):
            make(Mention, 1, slots, columns)
    with pytest.raises(TypeError):
        make(Other, 1, slots, [["a"], [1], [2]])


@needs_c
def test_strange_arguments_are_refused() -> None:
    slots = Shape(Mention).slots
    for arguments in ((Mention, -1, slots, [[], [], []]), (int, 1, slots, [["a"], [1], [2]])):
        with pytest.raises(ValueError):
            loops().made(*arguments)
    with pytest.raises(ValueError):
        loops().columns([1], ("text",))
    with pytest.raises(TypeError):
        loops().columns([Other("a")], slots)


def test_the_one_that_is_forced_is_taken() -> None:
    assert shapes._usable({"KLIPING_KERNEL": "numpy"}) is None

"""An object, or a copy with some fields changed, is what the standard library makes of them."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from index.article import Actor, Article, Mention
from index.replacing import quickly_made, replaced

ARTICLE = Article("a", "Judul", "Isi", line=3, actors=(Actor("budi", "Budi", "person"),))


def test_only_what_is_named_changes() -> None:
    assert replaced(ARTICLE, title="Lain", mentions=()) == replace(ARTICLE, title="Lain", mentions=())
    assert replaced(ARTICLE) == ARTICLE and replaced(ARTICLE) is not ARTICLE
    assert ARTICLE.title == "Judul"
    assert replaced(Mention("budi", 1, 2), actor_id="ani") == Mention("ani", 1, 2)


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="no field judul"):
        replaced(ARTICLE, judul="x")


@dataclass(frozen=True, slots=True)
class Plain:
    name: str
    kind: int = 3
    self_made: tuple[str, ...] = ()
    beside: object = field(default=None, compare=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    kind: int = 3
    self_made: tuple[str, ...] = ()
    beside: object = field(default=None, compare=False)


@pytest.mark.parametrize(
    ("given", "named"), [(("a",), {}), (("a", 1, ("b",), 2), {}), ((), {"name": "a", "kind": 0})]
)
def test_what_is_quickly_made_is_made_alike(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    quick, plain = Quick(*given, **named), Plain(*given, **named)
    assert repr(quick) == repr(plain).replace("Plain", "Quick") and hash(quick) == hash(plain)
    assert type(quick) is Quick and quick == Quick(*given, **named) == replace(quick)
    assert quick == pickle.loads(pickle.dumps(quick)) == copy.deepcopy(quick)
    assert inspect.signature(Quick) == inspect.signature(Plain)


def test_what_is_quickly_made_stays_as_it_is() -> None:
    quick = Quick("a")
    with pytest.raises(FrozenInstanceError):
        quick.name = "b"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Quick("a", odd=1)  # type: ignore[call-arg]


def test_only_what_is_made_of_its_fields_is_quickly_made() -> None:
    @dataclass(frozen=True, slots=True)
    class Counted:
        rest: list[int] = field(default_factory=list)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        name: str = ""

    @dataclass(frozen=True, slots=True)
    class Judged:
        name: str

        def __post_init__(self) -> None:
            raise AssertionError

    @dataclass(frozen=True, slots=True)
    class Hidden:
        _name: str

    @dataclass(frozen=True, slots=True)
    class Derived(Plain):
        more: int = 0

    for kind in (Counted, Named, Judged, Hidden, Derived):
        with pytest.raises(TypeError, match=kind.__name__):
            quickly_made(kind)

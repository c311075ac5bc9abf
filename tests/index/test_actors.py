import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.actors import ActorFinder
from index.actors_open import slug


@pytest.fixture(scope="module")
def finder() -> ActorFinder:
    return ActorFinder.load()


def named(finder: ActorFinder, body: str) -> list[tuple[str, str]]:
    """The mentions of a text as (words, actor id)."""
    found = finder.find("", body)
    return [(body[mention.start : mention.end], mention.actor_id) for mention in found.named]


def test_variants_of_a_name_are_one_person(finder: ActorFinder) -> None:
    one = named(finder, "Presiden Araik Harutyunyan berpidato. Kemudian Harutyunyan pergi.")
    other = named(finder, "Menurut Arayik Harutyunyan, perang usai.")
    assert {actor for _, actor in one + other} == {"arayik-harutyunyan"}


def test_a_ministry_of_a_country_is_a_body_and_not_the_country(finder: ActorFinder) -> None:
    body = "Kementerian Pertahanan Azerbaijan membalas serangan."
    assert named(finder, body) == [("Kementerian Pertahanan Azerbaijan", "kementerian-pertahanan-azerbaijan")]
    assert finder.find("", body).actors[0].kind == "organisation"


def test_a_country_as_an_attribute_is_the_country(finder: ActorFinder) -> None:
    assert named(finder, "Sejumlah pasukan Armenia mundur.") == [("Armenia", "armenia")]


def test_a_headline_names_too(finder: ActorFinder) -> None:
    assert [actor.id for actor in finder.find("Putin Bertemu Pashinyan", "").actors] == [
        "vladimir-putin",
        "nikol-pashinyan",
    ]


@settings(deadline=None)
@given(st.text(), st.text(alphabet="ABab .,-()'\n1é“”"))
def test_any_text_is_answered_with_ordered_disjoint_spans(finder: ActorFinder, title: str, body: str) -> None:
    found = finder.find(title, body)
    ids = [actor.id for actor in found.actors]
    assert len(ids) == len(set(ids))
    end = 0
    for mention in found.named:
        assert end <= mention.start < mention.end <= len(body)
        assert mention.actor_id in ids
        end = mention.end


def test_an_id_is_plain() -> None:
    assert slug("Ma'ruf Amin") == "ma-ruf-amin"
    assert slug("Türkiye") == "turkiye"


def test_words_that_lost_their_space_are_two(finder: ActorFinder) -> None:
    assert named(finder, "Gubernur AcehMuzalkir Zarombak hadir.") == [
        ("Aceh", "aceh"),
        ("Muzalkir Zarombak", "muzalkir-zarombak"),
    ]
    assert named(finder, "Ia naik TransJakarta.") == [("TransJakarta", "transjakarta")]


def test_a_title_in_capitals_names_whom_the_gazetteer_knows(finder: ActorFinder) -> None:
    assert [actor.id for actor in finder.find("PUTIN TIBA DI INDONESIA", "Hujan.").actors] == [
        "vladimir-putin",
        "indonesia",
    ]


def test_a_first_name_may_be_spelt_otherwise(finder: ActorFinder) -> None:
    assert named(finder, "Kata Wolodimir Zelenskyy, perang usai.") == [
        ("Wolodimir Zelenskyy", "volodymyr-zelensky")
    ]
    assert named(finder, "Kata Siti Zelenskyy, perang usai.") == [("Siti Zelenskyy", "siti-zelenskyy")]


def test_who_is_quoted_has_the_whole_name(finder: ActorFinder) -> None:
    assert named(finder, "Menurut Yoselin Bakau, jalan itu rusak.") == [("Yoselin Bakau", "yoselin-bakau")]

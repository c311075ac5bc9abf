"""Which terms of an article are background."""

import pytest

from index.article import Article, Copies, Span
from index.background import background_of
from index.lang.language import Language

BODY = "Kapal karam di selat. Nelayan menolong. Kapal nelayan berlayar, ombak besar!"


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


def background(language: Language, *spans: Span) -> tuple[set[str], set[str]]:
    found = background_of(Article("a", "", BODY, copies=Copies(recycled=spans)), language.analyzer)
    assert all(len(set(terms)) == len(terms) for terms in found.values())
    return set(found["background"]), set(found["background_exact"])


def test_terms_that_stand_in_recycled_passages_alone(language: Language) -> None:
    roots, forms = background(language, (0, 21), (40, len(BODY)))
    assert roots == {"kapal", "karam", "di", "selat", "layar", "ombak", "besar"}
    assert forms == {"kapal", "karam", "di", "selat", "berlayar", "ombak", "besar"}


def test_a_root_and_its_form_are_weighed_each_for_itself(language: Language) -> None:
    article = Article("a", "", "Mereka menolong. Ia ditolong.", copies=Copies(recycled=((0, 16),)))
    found = background_of(article, language.analyzer)
    assert found == {"background": ("mereka",), "background_exact": ("mereka", "menolong")}


def test_a_passage_that_ends_within_a_word_has_what_begins_in_it(language: Language) -> None:
    """`selat. Nelayan` cut at a blank, and the same cut in the middle of `Nelayan`, which begins outside."""
    at_blank, within = background(language, (0, 21)), background(language, (0, 25))
    assert at_blank[0] == {"karam", "di", "selat"}
    assert within[0] == {"karam", "di", "selat"}
    begins_inside = background(language, (0, 14), (15, 25))
    assert begins_inside[0] == {"karam", "di", "selat"}
    glued = Article("a", "", "Ia tiba.Kapal karam.", copies=Copies(recycled=((0, 8),)))
    assert set(background_of(glued, language.analyzer)["background"]) == {"ia", "tiba"}


def test_without_recycled_passages_there_is_none(language: Language) -> None:
    assert background_of(Article("a", "", BODY), language.analyzer) == {}
    assert background(language, (21, 21)) == (set(), set())

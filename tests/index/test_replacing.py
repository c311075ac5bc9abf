"""A copy with some fields changed is what the standard library makes of them."""

from dataclasses import replace

import pytest

from index.article import Actor, Article, Mention
from index.replacing import replaced

ARTICLE = Article("a", "Judul", "Isi", line=3, actors=(Actor("budi", "Budi", "person"),))


def test_only_what_is_named_changes() -> None:
    assert replaced(ARTICLE, title="Lain", mentions=()) == replace(ARTICLE, title="Lain", mentions=())
    assert replaced(ARTICLE) == ARTICLE and replaced(ARTICLE) is not ARTICLE
    assert ARTICLE.title == "Judul"
    assert replaced(Mention("budi", 1, 2), actor_id="ani") == Mention("ani", 1, 2)


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="no field judul"):
        replaced(ARTICLE, judul="x")

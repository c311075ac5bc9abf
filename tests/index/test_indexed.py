"""What of an article is indexed in which field."""

from index.article import Actor, Article, Cut, Source
from index.fields import FACET_FIELDS, TEXT_FIELDS
from index.indexed import keys_of, related_text, texts_of

ARTICLE = Article(
    "a",
    "Kapal karam",
    "Isi berita.",
    source=Source("kabar", "Harian Kabar"),
    actors=(Actor("r", "Rahma", "person"), Actor("l", "Luma", "place"), Actor("r", "Rahma", "person")),
    cuts=(Cut("x", "baca", 0, ("Harga garam", "Cuaca")), Cut("y", "baca", 3, ("Ombak",))),
)


def test_every_text_field_has_its_text() -> None:
    texts = texts_of(ARTICLE)
    assert texts == {"title": "Kapal karam", "body": "Isi berita.", "related": "Harga garam\nCuaca\nOmbak"}
    assert set(texts) == {field.name for field in TEXT_FIELDS}
    assert related_text(ARTICLE) == texts["related"]


def test_derived_headline_is_not_indexed_twice() -> None:
    derived = Article("a", "Isi berita.", "Isi berita.", title_method="first-sentence")
    assert texts_of(derived)["title"] == ""


def test_every_facet_has_its_ids_once() -> None:
    keys = keys_of(ARTICLE)
    assert keys == {"person": ("r",), "organisation": (), "place": ("l",), "source": ("kabar",)}
    assert set(keys) == {field.name for field in FACET_FIELDS}
    assert keys_of(Article("b", "", ""))["source"] == ()

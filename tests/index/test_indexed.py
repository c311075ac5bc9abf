"""What of an article is indexed where."""

from datetime import date

from index.article import Actor, Article, Copies, Cut, Quote, Source
from index.fields import KEY_FIELDS, TEXT_FIELDS
from index.indexed import keys_of, period_keys, related_headlines, texts_of
from index.lang.words import PASSAGE_BREAK

ARTICLE = Article(
    "7",
    "Kapal karam",
    '"Kami selamat," kata Rahma. "Syukurlah."',
    source=Source("kabar", "Kabar"),
    actors=(
        Actor("rahma", "Rahma", "person"),
        Actor("luma", "Luma", "place"),
        Actor("darto", "Darto", "person"),
    ),
    cuts=(Cut("x", "baca", 0, ("Garam naik", "Ikan turun")), Cut("y", "baca", 3, ("Ombak",))),
    quotes=(Quote(1, 14, "rahma", "Rahma"), Quote(29, 39, "rahma", "Rahma"), Quote(1, 5)),
    attributions=(Source("nusa", "Nusa"),),
    mentioned_dates=(date(1991, 11, 26), date(1991, 11, 27)),
    mentioned_periods=("1965", "1991", "2001-05"),
    copies=Copies("3", ((0, 5),), ("3",)),
)


def test_every_field_is_answered_for() -> None:
    assert texts_of(ARTICLE).keys() == {field.name for field in TEXT_FIELDS}
    assert keys_of(ARTICLE).keys() == {field.name for field in KEY_FIELDS}


def test_texts() -> None:
    texts = texts_of(ARTICLE)
    assert (texts["title"], texts["body"]) == (ARTICLE.title, ARTICLE.body)
    assert related_headlines(ARTICLE) == ("Garam naik", "Ikan turun", "Ombak")
    assert texts["related"].splitlines() == [
        "Garam naik",
        PASSAGE_BREAK,
        "Ikan turun",
        PASSAGE_BREAK,
        "Ombak",
    ]
    assert texts["quote"].splitlines()[:3] == ["Kami selamat,", PASSAGE_BREAK, "Syukurlah."]


def test_derived_headline_is_not_indexed_twice() -> None:
    derived = Article("a", "Isi berita.", "Isi berita.", title_method="first-sentence")
    assert texts_of(derived)["title"] == ""


def test_keys_come_once_each() -> None:
    assert keys_of(ARTICLE) == {
        "id": ("7",),
        "person": ("rahma", "darto"),
        "organisation": (),
        "place": ("luma",),
        "source": ("kabar",),
        "attribution": ("nusa",),
        "speaker": ("rahma",),
        "mentioned": ("1991", "1991-11", "1991-11-26", "1991-11-27", "1965", "2001", "2001-05"),
        "copies": ("3",),
    }
    assert keys_of(Article("8", "", ""))["copies"] == ()


def test_days_of_early_years_have_keys_too() -> None:
    assert period_keys(date(928, 3, 1)) == ("0928", "0928-03", "0928-03-01")

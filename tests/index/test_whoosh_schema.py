"""The schema follows the table of fields, survives pickling, and its fingerprint tells what built it."""

import pickle

from index.article import Article
from index.fields import EXACT_SUFFIX, FIELDS
from index.whoosh_schema import TermsField, fingerprint, make_schema, pack, unpack


def test_every_field_of_the_table_is_there() -> None:
    names = set(make_schema().names())
    for field in FIELDS:
        assert field.name in names
        assert (field.name + EXACT_SUFFIX in names) == (field.kind == "text")


def test_schema_survives_pickling() -> None:
    schema, again = make_schema(), pickle.loads(pickle.dumps(make_schema()))
    assert again.names() == schema.names()
    for name in schema.names():
        assert type(again[name]) is type(schema[name])


def test_fingerprint_depends_on_the_language() -> None:
    assert fingerprint("one") == fingerprint("one")
    assert fingerprint("one") != fingerprint("other")


def test_terms_keep_their_places_and_their_bytes() -> None:
    field = TermsField()
    postings = {term: rest for term, *rest in field.index((["é", "b", "é", "\ud800"], [0, 0, 4, 9]))}
    frequency, weight, value = postings["é".encode()]
    assert (frequency, weight) == (2, 2.0)
    assert field.format.decode_positions(value) == [0, 4]
    assert sorted(map(field.from_bytes, postings)) == ["b", "é", "\ud800"]


def test_an_article_comes_back_whatever_its_text() -> None:
    for body in ("", "é “kutip”\x00\x1f\n", "separuh \ud800 pasang", "\udcff", "😀", "\u2028"):
        article = Article("a1", "Judul", body, line=1 << 40)
        assert unpack(pack(article)) == article

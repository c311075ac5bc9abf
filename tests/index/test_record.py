"""An article survives the way through JSON without loss, and its record has the documented shape."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import (
    ACTOR_KINDS,
    NO_COPIES,
    Actor,
    Article,
    Copies,
    Cut,
    Dating,
    Mention,
    Quote,
    Role,
    Source,
)
from index.record import article_from_record, article_to_record, stored_record
from index.record_packing import chosen_packer, no_packer
from index.whoosh_schema import pack

words = st.text(max_size=12)
numbers = st.integers(0, 40)
spans = st.tuples(numbers, numbers)
sources = st.builds(Source, words, words)
datings = st.builds(
    Dating,
    st.none() | st.dates(),
    st.sampled_from(["day", "month", "year", "none"]),
    words,
    st.sampled_from(["high", "medium", "low", "none"]),
    words,
    st.none() | spans,
)
lines = st.lists(words, max_size=2).map(tuple)
actors = st.builds(Actor, st.sampled_from("abc"), words, st.sampled_from(ACTOR_KINDS), lines)
articles = st.builds(
    Article,
    id=words,
    title=words,
    body=words,
    title_method=st.sampled_from(["given", "first-sentence"]),
    published=datings,
    source=st.none() | sources,
    url=words,
    path=words,
    line=numbers,
    dateline_place=words,
    actors=st.lists(actors, max_size=3, unique_by=lambda actor: actor.id).map(tuple),
    mentions=st.lists(st.builds(Mention, st.sampled_from("abc"), numbers, numbers), max_size=4).map(tuple),
    cuts=st.lists(st.builds(Cut, words, words, numbers, lines, lines), max_size=2).map(tuple),
    quotes=st.lists(st.builds(Quote, numbers, numbers, words, words), max_size=2).map(tuple),
    attributions=st.lists(sources, max_size=2).map(tuple),
    mentioned_dates=st.lists(st.dates(), max_size=2).map(tuple),
    mentioned_periods=st.lists(words, max_size=2).map(tuple),
    metadata=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    attributes=st.lists(st.builds(Mention, words, numbers, numbers), max_size=2).map(tuple),
    roles=st.lists(st.builds(Role, words, words, numbers, numbers), max_size=2).map(tuple),
    copies=st.just(NO_COPIES) | st.builds(Copies, words, st.just(((1, 3),)), lines),
)


@settings(deadline=None)
@given(articles)
def test_every_article_comes_back_as_it_was(article: Article) -> None:
    for record in (article_to_record(article), stored_record(article)):
        assert article_from_record(json.loads(json.dumps(record))) == article


@settings(deadline=None)
@given(articles)
def test_what_is_stored_is_the_record_without_what_is_empty(article: Article) -> None:
    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: each for name, each in value.items() if each}
        listed = isinstance(value, list) and value and isinstance(value[0], dict)
        return [filled(each) for each in value] if listed else value

    whole = json.loads(json.dumps(article_to_record(article)))
    stored = json.loads(json.dumps(stored_record(article)))
    expected = {name: filled(value) for name, value in whole.items() if value}
    if not expected["copies"]:
        del expected["copies"]
    assert stored == expected


@settings(deadline=None)
@given(articles, st.booleans())
def test_what_is_compiled_packs_the_same_bytes(article: Article, in_order: bool) -> None:
    if in_order:
        places = {actor.id: place for place, actor in enumerate(article.actors)}
        known = [mention for mention in article.mentions if mention.actor_id in places]
        known.sort(key=lambda mention: (mention.start, mention.end, places[mention.actor_id]))
        article = replace(article, mentions=tuple(known))
    packed = chosen_packer()(article)
    assert packed in (None, pack(article))
    if in_order and packer_is_compiled():
        assert packed is not None, "only what it cannot write is left to Python"


@pytest.mark.parametrize(
    "change",
    [
        {"body": "separuh \ud800 pasang"},
        {"line": 1 << 70},
        {"actors": (Actor("a", "A", "person"), Actor("a", "B", "person"))},
        {"mentions": (Mention("b", 0, 1),)},
        {"mentions": (Mention("a", 4, 5), Mention("a", 0, 1))},
        {"mentions": (Mention("a", True, 5),)},
        {"roles": [Role("a", "", 0, 1)]},
        {"url": 3.5},
        {"metadata": ((((("deep",),),),),)},
        {"source": Actor},
    ],
)
def test_what_cannot_be_compiled_is_left_to_python(change: dict[str, Any]) -> None:
    article = Article("1", "", "Ali", actors=(Actor("a", "A", "person"),), mentions=(Mention("a", 0, 3),))
    packer = chosen_packer()
    assert packer(replace(article, **change)) is None
    assert packer(article) in (None, pack(article)), "and it still packs others"


@pytest.mark.parametrize("length", range(0, 70, 3))
def test_what_is_escaped_stands_anywhere(length: int) -> None:
    for mark in ('"', "\\", "\x00", "\x1f", "\n", "\x7f", "é", "\u2028", "😀"):
        article = Article("1", "", "x" * length + mark + "y" * 40 + mark)
        assert chosen_packer()(article) in (None, pack(article))


def test_an_attribute_that_fails_fails_the_packer() -> None:
    if packer_is_compiled():
        with pytest.raises(AttributeError):
            chosen_packer()(cast(Article, object()))


def packer_is_compiled() -> bool:
    return chosen_packer() is not no_packer


def test_every_attribute_is_in_the_record() -> None:
    missing = {field.name for field in fields(Article)} - article_to_record(Article("1", "", "")).keys()
    assert missing == {"mentions"}, "mentions stand with their actors"


def test_record_has_the_documented_shape() -> None:
    article = Article(
        "a1",
        "Gempa di Lembah Sunyi",
        "Wati dan Budi. Kata Wati.",
        published=Dating(date(2021, 3, 2), "day", "dateline", "high", "Selasa (2/3)", (0, 4)),
        source=Source("kabar", "Kabar"),
        actors=(Actor("wati", "Wati", "person", ("Bu Wati",)), Actor("budi", "Budi", "person")),
        mentions=(Mention("wati", 0, 4), Mention("budi", 9, 13), Mention("wati", 20, 24)),
        metadata=(("section", "Daerah"),),
    )
    record = article_to_record(article)
    assert record["published"] == {
        "value": "2021-03-02",
        "precision": "day",
        "method": "dateline",
        "confidence": "high",
        "evidence": "Selasa (2/3)",
        "span": [0, 4],
    }
    assert record["source"] == {"id": "kabar", "name": "Kabar"}
    assert record["actors"][0] == {
        "id": "wati",
        "name": "Wati",
        "kind": "person",
        "aliases": ["Bu Wati"],
        "mentions": [[0, 4], [20, 24]],
    }
    assert record["metadata"] == [["section", "Daerah"]]
    assert "mentions" not in record
    assert json.loads(json.dumps(record)) == record

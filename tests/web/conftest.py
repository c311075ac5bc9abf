"""The real application and a real searcher over the engine in memory, with articles of invented people."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.article import Actor, Article, Copies, Cut, Dating, Mention, Quote, Source
from index.config import Settings
from index.lang.language import Language
from index.memory_store import MemoryStore
from searcher.memory_engine import MemoryEngine
from searcher.searcher import Searcher
from web.app import create_app

RATNA = Actor("p-ratna", "Ratna Dewanti", "person", ("Ibu Ratna",))
JOKO = Actor("p-joko", "Joko Wiratma", "person")
BMKG = Actor("o-dinas", "Dinas Pengairan", "organisation")
MUARA = Actor("t-muara", "Muara Jernih", "place")
AGENCY = Source("kantor-laut", "Kantor Berita Laut")
SOURCES = (Source("suara", "Suara Pesisir"), Source("kabar", "Kabar Muara"))
BODY = (
    "Ratna Dewanti mengatakan banjir merendam Muara Jernih pada malam hari. "
    "Warga kebanjiran sejak dini hari.\n"
    "Dinas Pengairan mengirim pompa nomor {number}. <script>alert(1)</script> & pompa lain menyusul."
)


def make_article(number: int) -> Article:
    body = BODY.format(number=number)
    actors = (RATNA, MUARA, BMKG, *((JOKO,) if number % 3 == 0 else ()))
    mentions = tuple(
        Mention(actor.id, body.index(actor.name), body.index(actor.name) + len(actor.name))
        for actor in actors
        if actor.name in body
    )
    day = date(2020, 1, 15) + timedelta(days=17 * number)
    dated = (
        Dating(day, "day", "given", "high") if number % 2 else Dating(day, "day", "text", "low", "kemarin")
    )
    return Article(
        f"berita/{number:02}",
        f"Banjir ke-{number} merendam Muara Jernih",
        body,
        published=dated if number % 10 else Dating(),
        source=SOURCES[number % 2],
        url=f"https://contoh.id/{number}" if number % 2 else "javascript:alert(1)",
        actors=actors,
        mentions=mentions,
        cuts=(Cut("Baca juga: Harga beras naik\n", "related", len(body), ("Harga beras naik",)),),
        mentioned_dates=(date(1996, 2, 10),) if number % 9 == 0 else (),
        copies=Copies("g", ((0, 12),), ("berita/06", "tidak-ada")) if number in (3, 6) else Copies(),
        attributions=(AGENCY,) if number % 5 == 0 else (),
        quotes=(Quote(0, 13, RATNA.id, RATNA.name),),
    )


@pytest.fixture(scope="session")
def language() -> Language:
    return Language.load()


@pytest.fixture(scope="session")
def searcher(language: Language) -> Searcher:
    store = MemoryStore()
    with store.rebuild() as batch:
        for number in range(1, 46):
            batch.add(make_article(number))
        batch.add(Article("aneh ?#%", "=2+5", "Isi dengan tanda <b>&amp;</b> aneh."))
        batch.publish()
    return Searcher(MemoryEngine(store, language), language)


@pytest.fixture(scope="session")
def app(searcher: Searcher) -> Flask:
    return create_app(searcher, Settings())


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def empty_client(language: Language) -> Iterator[FlaskClient]:
    """A server whose index has not been built yet."""
    app = create_app(Searcher(MemoryEngine(MemoryStore(), language), language), Settings())
    with app.test_client() as client:
        yield client

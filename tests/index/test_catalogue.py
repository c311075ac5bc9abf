"""Names by id: the article added last says how they are written."""

from index.article import Actor, Article, Source
from index.catalogue import Catalogue

WATI = Actor("wati", "Wati", "person", ("Bu Wati", "W\ud800"))
RAWA = Actor("rawa", "Rawa Indah", "place")


def test_the_last_article_says_how_names_are_written() -> None:
    catalogue = Catalogue()
    older = Actor("wati", "W.", "person")
    catalogue.add(Article("1", "", "", source=Source("kabar", "Kabar"), actors=(older,)))
    catalogue.add(Article("2", "", "", actors=(RAWA, WATI)))
    assert catalogue.actors == {"wati": WATI, "rawa": RAWA}
    assert catalogue.names()["person"]["wati"] == ("Wati", ("Bu Wati", "W\ud800"))
    assert catalogue.names()["source"]["kabar"] == ("Kabar", ())


def test_actor_and_source_may_share_an_id() -> None:
    catalogue = Catalogue()
    catalogue.add(Article("1", "", "", source=Source("wati", "Warta Wati"), actors=(WATI,)))
    assert catalogue.names()["person"]["wati"][0] == "Wati"
    assert catalogue.names()["source"]["wati"][0] == "Warta Wati"


def test_sources_that_articles_quote_have_names_of_their_own() -> None:
    catalogue = Catalogue()
    catalogue.add(
        Article("1", "", "", source=Source("nusa", "Nusa"), attributions=(Source("nusa", "K. B. Nusa"),))
    )
    names = catalogue.names()
    assert names["source"]["nusa"] == ("Nusa", ())
    assert names["attribution"]["nusa"] == ("K. B. Nusa", ())

"""Names come back from the file, and the article added last says how they are written."""

from pathlib import Path

import pytest

from index.article import Actor, Article, Source
from index.catalogue import CATALOGUE_FILE, Catalogue, read_catalogue
from index.errors import IndexCorrupt

WATI = Actor("wati", "Wati", "person", ("Bu Wati", "W\ud800"))
RAWA = Actor("rawa", "Rawa Indah", "place")


def test_names_come_back(tmp_path: Path) -> None:
    catalogue = Catalogue()
    older = Actor("wati", "W.", "person")
    catalogue.add(Article("1", "", "", source=Source("kabar", "Kabar"), actors=(older,)))
    catalogue.add(Article("2", "", "", actors=(RAWA, WATI)))
    catalogue.write(tmp_path)
    found = read_catalogue(tmp_path)
    assert found.actors == {"wati": WATI, "rawa": RAWA}
    assert found.sources == {"kabar": Source("kabar", "Kabar")}
    assert found.names() == catalogue.names()
    assert found.names()["person"]["wati"] == ("Wati", ("Bu Wati", "W\ud800"))
    assert found.names()["source"]["kabar"] == ("Kabar", ())


def test_actor_and_source_may_share_an_id() -> None:
    catalogue = Catalogue()
    catalogue.add(Article("1", "", "", source=Source("wati", "Warta Wati"), actors=(WATI,)))
    assert catalogue.names()["person"]["wati"][0] == "Wati"
    assert catalogue.names()["source"]["wati"][0] == "Warta Wati"


def test_sources_that_articles_quote_have_names_of_their_own(tmp_path: Path) -> None:
    catalogue = Catalogue()
    catalogue.add(
        Article("1", "", "", source=Source("nusa", "Nusa"), attributions=(Source("nusa", "K. B. Nusa"),))
    )
    catalogue.write(tmp_path)
    names = read_catalogue(tmp_path).names()
    assert names["source"]["nusa"] == ("Nusa", ())
    assert names["attribution"]["nusa"] == ("K. B. Nusa", ())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"actors": [{"id": 1}], "sources": []}', b"\xff"])
def test_damage_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CATALOGUE_FILE).write_bytes(content)
    with pytest.raises(IndexCorrupt, match=CATALOGUE_FILE):
        read_catalogue(tmp_path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt, match=CATALOGUE_FILE):
        read_catalogue(tmp_path)

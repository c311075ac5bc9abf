"""What several tests of the index take."""

from datetime import date

import pytest

from index.article import Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source


@pytest.fixture(scope="session")
def filled_article() -> Article:
    """Return an article with something in every field that is taken apart when it is written."""
    return Article(
        "a",
        "Judul",
        "Isi berita \ud800.",
        published=Dating(date(2020, 9, 27), "day", "given", "high", "27/9/2020", (0, 3)),
        source=Source("kabar", "Kabar"),
        actors=(Actor("budi", "Budi", "person", ("Pak Budi",)),),
        mentions=(Mention("budi", 0, 3),),
        roles=(Role("budi", "bupati", 0, 3),),
        cuts=(Cut("Baca juga", "related", 3, ("Judul lain",), ("https://x",)),),
        quotes=(Quote(0, 3, "budi", "Budi"),),
        copies=Copies("a", ((0, 3),), ("b",)),
        mentioned_dates=(date(2020, 9, 27),),
        metadata=(("penulis", "Sari"),),
    )

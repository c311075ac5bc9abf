"""A stored article gives its texts at once and all the rest once, when it is asked for."""

from index.article import Article, Copies
from index.record import Record, article_from_record, stored_record
from searcher.page import Hit
from searcher.stored import StoredArticle, copies_known, whole

ARTICLE = Article("a", "Judul", "Isi.", copies=Copies("g", others=("b", "c")))


def test_an_article_is_made_when_it_is_asked_for_and_once() -> None:
    made = []

    def make(record: Record) -> Article:
        made.append(record)
        return article_from_record(record)

    stored = StoredArticle(stored_record(ARTICLE), make)
    hit = Hit(stored, 1.0)
    assert (stored.id, stored.title, stored.body, copies_known(stored)) == ("a", "Judul", "Isi.", 2)
    assert made == []
    assert hit.article == whole(stored) == ARTICLE
    assert len(made) == 1


def test_a_whole_article_is_what_it_is() -> None:
    assert whole(ARTICLE) is ARTICLE
    assert (copies_known(ARTICLE), copies_known(Article("b", "", ""))) == (2, 0)
    empty = StoredArticle(stored_record(Article("b", "", "")), article_from_record)
    assert (empty.id, empty.title, empty.body, empty.others) == ("b", "", "", 0)

"""A stored article gives its texts at once and all the rest once, when it is asked for."""

from index.article import Article, Copies
from index.record import Record, article_from_record, stored_record
from searcher.page import Hit
from searcher.stored import Held, StoredArticle, copies_known, whole

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


def stored(name: str) -> StoredArticle:
    return StoredArticle(stored_record(Article(name, "", "")), article_from_record)


def test_what_was_asked_for_last_is_held() -> None:
    held = Held(most_bytes=80)
    articles = {name: stored(name) for name in "abcdefgh"}
    for name in "abcd":
        held.keep(name, articles[name], 10)
    assert all(held.get(name) is articles[name] for name in "abcd")
    assert held.get("e") is None
    for name in "efgh":
        assert held.get("a") is articles["a"]  # asked for again and again
        held.keep(name, articles[name], 10)
    assert held.get("a") is articles["a"] and held.get("h") is articles["h"]
    assert held.get("b") is None and held.get("c") is None


def test_no_more_is_held_than_was_said() -> None:
    held = Held(most_bytes=80)
    for number in range(100):
        held.keep(str(number), stored(str(number)), 1 + number % 9)
        assert sum(size for kept in held.halves for _, size in kept.values()) <= 80
    held.keep("large", stored("large"), 11)
    assert held.get("large") is None

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.actors import ActorFinder
from index.article import Actor, ActorKind, Article, Mention, Quote
from index.deciding import decided
from index.lang.tables import LanguageDataError
from index.names import NameRevision
from index.names_archive import NameObserver
from index.names_sound import distance, sound
from index.names_table import Decision, read_decisions, read_overrides, write_decisions
from index.reading import Reading


@pytest.fixture(scope="module")
def finder() -> ActorFinder:
    return ActorFinder.load()


def read(finder: ActorFinder, *bodies: str) -> list[Article]:
    articles = []
    for number, body in enumerate(bodies):
        found = finder.find("", body)
        articles.append(Article(str(number), "", body, actors=found.actors, mentions=found.named))
    return articles


def settle(finder: ActorFinder, articles: list[Article], *overrides: Decision) -> NameRevision:
    observer = NameObserver(finder.gazetteer, finder.cues, overrides)
    return decided(observer, [map(Reading, articles)])[0]


def kinds(articles: list[Article], name: str) -> set[str]:
    return {actor.kind for article in articles for actor in article.actors if actor.name == name}


WONOKITRI = (
    "Hujan turun di Zarombak sejak pagi.",
    "Ia pulang ke Zarombak kemarin.",
    "Banjir melanda sawah. Zarombak gelap gulita.",
)


def test_one_name_gets_one_kind_by_vote(finder: ActorFinder) -> None:
    articles = read(finder, *WONOKITRI)
    assert kinds(articles, "Zarombak") == {"place", "person"}
    revised = [settle(finder, articles).revise(Reading(article)).article for article in articles]
    assert kinds(revised, "Zarombak") == {"place"}
    assert len({actor.id for article in revised for actor in article.actors}) == 1


def test_an_everyday_word_is_hidden(finder: ActorFinder) -> None:
    bodies = [
        "Qoplak naik. Harga qoplak naik lagi.",
        "Pasar qoplak ramai.",
        "Petani menanam qoplak di ladang.",
    ]
    articles = read(finder, *bodies)
    assert kinds(articles, "Qoplak")
    revision = settle(finder, articles)
    assert not kinds([revision.revise(Reading(article)).article for article in articles], "Qoplak")
    assert [decision.action for decision in revision.decisions] == ["hide"]


def test_spelling_variants_in_one_circle_are_one_person(finder: ActorFinder) -> None:
    articles = read(
        finder,
        "Bupati Dharmo Sastrowijoyo bertemu Joko Widodo di Kupang.",
        "Bupati Dharmo Sastrowijoyo datang ke Kupang bersama Joko Widodo.",
        "Kata Darmo Sastrowijoyo, Joko Widodo akan ke Kupang.",
    )
    revision = settle(finder, articles)
    people = {
        actor.id
        for article in articles
        for actor in revision.revise(Reading(article)).article.actors
        if actor.kind == "person"
    }
    assert people == {"dharmo-sastrowijoyo", "joko-widodo"}
    merged = next(decision for decision in revision.decisions if decision.action == "merge")
    assert merged.target == "dharmo-sastrowijoyo"
    assert "bunyi" in merged.reason
    shown = next(
        a for a in revision.revise(Reading(articles[2])).article.actors if a.id == "dharmo-sastrowijoyo"
    )
    assert shown.aliases == ("Darmo Sastrowijoyo",)


def test_a_variant_of_a_curated_person_is_that_person(finder: ActorFinder) -> None:
    articles = read(finder, "Menurut Nikoll Pasinyan, gencatan senjata berlaku.")
    revised = settle(finder, articles).revise(Reading(articles[0])).article
    assert [actor.id for actor in revised.actors] == ["nikol-pashinyan"]


def test_an_abbreviation_goes_to_what_it_stands_for(finder: ActorFinder) -> None:
    articles = read(
        finder,
        "Komisi Pengelola Sampah Nasional (KPSN) dibentuk.",
        "Komisi Pengelola Sampah Nasional (KPSN) bekerja.",
        "Menurut KPSN, sampah berkurang.",
    )
    revision = settle(finder, articles)
    named = {actor.id for article in articles for actor in revision.revise(Reading(article)).article.actors}
    assert named == {"komisi-pengelola-sampah-nasional"}


def test_the_order_of_articles_changes_nothing(finder: ActorFinder) -> None:
    articles = read(finder, *WONOKITRI, "Kata Dharmo Sastrowijoyo itu benar.", "Darmo Sastrowijoyo pergi.")
    assert settle(finder, articles) == settle(finder, articles[::-1])


def test_parts_and_a_tiny_budget_change_nothing(finder: ActorFinder) -> None:
    articles = read(
        finder,
        *WONOKITRI,
        "Bupati Dharmo Sastrowijoyo bertemu Joko Widodo di Kupang.",
        "Bupati Dharmo Sastrowijoyo datang ke Kupang bersama Joko Widodo.",
        "Kata Darmo Sastrowijoyo, Joko Widodo akan ke Kupang.",
        "Qoplak naik. Harga qoplak naik lagi.",
        "Pasar qoplak ramai.",
    )
    readings = [Reading(article) for article in articles]
    observer = NameObserver(finder.gazetteer, finder.cues)
    whole = decided(observer, [readings])[0]
    assert whole.decisions
    for parts in ([[one] for one in readings], [readings[:3], [], readings[3:]]):
        assert decided(observer, parts, budget=1) == (whole,) * len(parts)


def test_who_is_a_person_in_some_articles_alone_has_their_company_in_any_parts(finder: ActorFinder) -> None:
    def article(number: int, name: str, kind: ActorKind, *beside: str) -> Reading:
        name_id = "-".join(name.lower().split()) + ("" if kind == "person" else "-lembaga")
        near = [Actor(other, other.title(), "place") for other in beside]
        return Reading(Article(str(number), "", "Hujan.", actors=(Actor(name_id, name, kind), *near)))

    readings = [
        article(0, "Dharmo Sastrowijoyo", "person", "zarombak"),
        article(1, "Dharmo Sastrowijoyo", "organisation", "wonokitri", "tegalrandu"),
        article(2, "Darmo Sastrowijoyo", "person", "wonokitri", "tegalrandu"),
    ]
    observer = NameObserver(finder.gazetteer, finder.cues)
    whole = decided(observer, [readings])[0]
    assert decided(observer, [[one] for one in readings]) == (whole,) * 3


def test_the_editor_has_the_last_word(finder: ActorFinder) -> None:
    articles = read(finder, *WONOKITRI, "Menurut Nikoll Pasinyan, damai.", "Kata Udin Zulkarbela, hujan.")
    revision = settle(
        finder,
        articles,
        Decision("zarombak-tempat", "rename", "Kota Zarombak", "nama resmi"),
        Decision("nikoll-pasinyan", "split", "nikol-pashinyan", "orang lain"),
        Decision("udin-zulkarbela", "hide", "", "tokoh rekaan"),
        Decision("unknown", "hide", "", "tidak ada"),
    )
    names = {actor.name for article in articles for actor in revision.revise(Reading(article)).article.actors}
    assert names == {"Kota Zarombak", "Nikoll Pasinyan"}


def test_an_editor_may_merge_and_retype(finder: ActorFinder) -> None:
    articles = read(finder, "Kata Udin Zulkarbela, hujan.", "Kata Bang Zulkarbela, panas.")
    overrides = (
        Decision("zulkarbela", "merge", "udin-zulkarbela", "nama pendek"),
        Decision("udin-zulkarbela", "retype", "organisation", "grup musik"),
    )
    revision = settle(finder, articles, *overrides)
    actors = {actor for article in articles for actor in revision.revise(Reading(article)).article.actors}
    assert {(actor.id, actor.kind) for actor in actors} == {("udin-zulkarbela-lembaga", "organisation")}


def test_a_revision_crosses_processes_and_follows_quotes(finder: ActorFinder) -> None:
    actor = Actor("udin", "Udin", "person")
    body = "Udin berkata."
    article = Article(
        "1",
        "",
        body,
        actors=(actor,),
        mentions=(Mention("udin", 0, 4),),
        quotes=(Quote(0, 4, "udin"), Quote(5, 6)),
    )
    merged = pickle.loads(pickle.dumps(NameRevision({"udin": Actor("udin-besar", "Udin Besar", "person")})))
    assert [quote.speaker_id for quote in merged.revise(Reading(article)).article.quotes] == [
        "udin-besar",
        "",
    ]
    hidden = NameRevision({"udin": None}).revise(Reading(article)).article
    assert (hidden.actors, hidden.mentions, hidden.quotes[0].speaker_id) == ((), (), "")


def test_decisions_are_written_for_people_and_read_back(tmp_path: Path) -> None:
    made = (
        Decision("b", "hide", "", "kata\tsehari-hari", "B", 3),
        Decision("a", "merge", "c", "bunyi sama", "A", 1),
    )
    write_decisions(tmp_path / "names.tsv", made)
    back = read_decisions(tmp_path / "names.tsv")
    assert [decision.id for decision in back] == ["a", "b"]
    assert back[1] == Decision("b", "hide", "", "kata sehari-hari", "B", 3)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a\tkill\tb", "none of"),
        ("a\tmerge", "needs a target"),
        ("a\tretype\tplanet", "none of"),
        ("a\thide\na\thide", "already"),
    ],
)
def test_a_wrong_override_is_named(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "overrides.tsv"
    path.write_text(f"id\taction\ttarget\treason\n{row}\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=reason):
        read_overrides(path)


def test_the_shipped_overrides_are_sound() -> None:
    assert read_overrides() is not None
    assert decided(NameObserver.load(), [[]])[0].actors == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Soeharto", "Suharto"), ("Araik Harutyunyan", "Arayik Harutyunyan"), ("Tjahjo", "Cahyo")],
)
def test_what_sounds_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_distance_is_even_handed_and_bounded(one: str, other: str) -> None:
    assert distance(one, other, 3) == distance(other, one, 3)
    assert 0 <= distance(one, other, 3) <= 4
    assert (distance(one, other, 3) == 0) == (one == other)


def test_a_given_name_is_never_taken_for_an_everyday_word(finder: ActorFinder) -> None:
    bodies = ["Kata Melati, hujan.", "Bunga melati layu.", "Harga melati naik.", "Kebun melati luas."]
    articles = read(finder, *bodies)
    assert kinds(
        [settle(finder, articles).revise(Reading(article)).article for article in articles], "Melati"
    ) == {"person"}


def test_an_article_of_whose_names_nothing_was_decided_stays_as_it_is() -> None:
    article = Article(
        "1", "", "Ani", actors=(Actor("ani", "Ani", "person"),), mentions=(Mention("ani", 0, 3),)
    )
    reading = Reading(article)
    assert NameRevision({"udin": None}).revise(reading) is reading

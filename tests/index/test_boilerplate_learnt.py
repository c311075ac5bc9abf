"""Lines that an outlet repeats at the edges of its articles are learnt; recycled paragraphs are not."""

import dataclasses
import pickle
import random
from pathlib import Path

import pytest

from index.article import Actor, Article, Cut, Dating, Mention, Quote, Source, original_text
from index.boilerplate_learnt import LearntBoilerplate, RepeatedLines, SettledLines
from index.deciding import decided
from index.reading import Reading

OUTLET = Source("kabarnusa", "Kabar Nusa")
FOOT = "Kabar Nusa, kawan minum kopi pagi"
BACKGROUND = "Muara Teduh adalah kota pelabuhan tua di tepi Selat Karimbau."


def articles(foot: str = FOOT, outlet: Source | None = OUTLET) -> list[Article]:
    return [
        Article(
            f"a{n}",
            "",
            f"Berita ke-{n} pagi ini.\n{BACKGROUND}\nPenutup ke-{n} malam.\n{foot}",
            source=outlet,
        )
        for n in range(30)
    ]


def learnt(seen: list[Article]) -> RepeatedLines:
    return decided(LearntBoilerplate(), [map(Reading, seen)])[0]


def test_repeated_foot_goes_and_can_be_put_back() -> None:
    article = articles()[3]
    revised = learnt(articles()).revise(Reading(article)).article
    assert revised.body == f"Berita ke-3 pagi ini.\n{BACKGROUND}\nPenutup ke-3 malam."
    assert [cut.reason for cut in revised.cuts] == ["learnt"]
    assert original_text(revised) == article.body


def test_other_outlets_and_rare_lines_stay() -> None:
    revision = learnt(articles())
    other = dataclasses.replace(articles()[0], source=Source("portalbumi", "Portal Bumi"))
    assert revision.revise(Reading(other)).article is other
    assert learnt(articles()[:5]).revise(Reading(articles()[0])).article.cuts == ()


def test_parts_and_a_tiny_budget_change_nothing() -> None:
    readings = [Reading(article) for article in articles()]
    whole = learnt(articles())
    assert whole.keys
    for size in (1, 7):
        parts = [readings[first : first + size] for first in range(0, len(readings), size)]
        assert set(decided(LearntBoilerplate(), parts, budget=1)) == {whole}


def test_recycled_paragraph_inside_stays() -> None:
    assert BACKGROUND in learnt(articles()).revise(Reading(articles()[0])).article.body


def test_order_does_not_matter_and_the_revision_can_be_sent() -> None:
    shuffled = articles()
    random.Random(7).shuffle(shuffled)
    revision = learnt(articles())
    assert learnt(shuffled) == revision == pickle.loads(pickle.dumps(revision))


def test_what_points_into_the_body_moves_along() -> None:
    head = "Selamat membaca"
    seen = [dataclasses.replace(article, body=f"{head}\n{article.body}") for article in articles()]
    body = seen[0].body
    name, last = body.index("Muara"), body.index("kopi")
    article = dataclasses.replace(
        seen[0],
        mentions=(Mention("muara-teduh", name, name + 11), Mention("kopi", last, last + 4)),
        actors=(Actor("muara-teduh", "Muara Teduh", "place"), Actor("kopi", "Kopi", "organisation")),
        quotes=(Quote(name, name + 5), Quote(last, last + 4)),
        cuts=(Cut("VIVA - ", "dateline", 0), Cut("(x)", "initials", last), Cut("Baca: A\n", "related", name)),
        published=Dating(span=(name, name + 5)),
    )
    revised = learnt(seen).revise(Reading(article)).article
    assert [revised.body[m.start : m.end] for m in revised.mentions] == ["Muara Teduh"]
    assert [actor.id for actor in revised.actors] == ["muara-teduh"]
    assert [revised.body[q.start : q.end] for q in revised.quotes] == ["Muara"]
    assert revised.published.span is not None and revised.body[slice(*revised.published.span)] == "Muara"
    assert original_text(revised) == original_text(article)


def test_evidence_in_a_cut_line_stands_outside() -> None:
    article = articles()[0]
    place = article.body.index("kopi")
    revised = learnt(articles()).revise(
        Reading(dataclasses.replace(article, published=Dating(span=(place, place + 4))))
    )
    assert revised.article.published.span is None


@pytest.mark.parametrize("body", ["", "\n", "Satu baris saja."])
def test_short_articles_are_safe(body: str) -> None:
    article = Article("a", "", body, source=OUTLET)
    revision = learnt([*articles(), article])
    assert original_text(revision.revise(Reading(article)).article) == body


def test_articles_without_a_source_are_one_outlet() -> None:
    assert learnt(articles(outlet=None)).revise(Reading(articles(outlet=None)[1])).article.cuts


def test_a_part_knows_which_of_its_articles_have_a_repeated_line() -> None:
    seen = articles()
    seen[4] = dataclasses.replace(seen[4], body="Tanpa kopi hari ini.")
    parts = [[Reading(article) for article in seen[first : first + 10]] for first in (0, 10, 20)]
    known = [revision.articles for revision in decided(LearntBoilerplate(), parts)]
    ids = [{article.id for article in seen[first : first + 10]} for first in (0, 10, 20)]
    assert known == [ids[0] - {"a4"}, *ids[1:]]


def test_what_was_settled_can_be_sent(tmp_path: Path) -> None:
    lines = SettledLines(frozenset({1, 2}), tmp_path)
    assert pickle.loads(pickle.dumps(lines)).revision(0) == RepeatedLines(frozenset({1, 2}), frozenset())

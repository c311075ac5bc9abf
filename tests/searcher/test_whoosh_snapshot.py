"""A Whoosh snapshot answers every plan as the oracle in memory does, in any number of threads."""

import sys
import threading
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.article import Actor, Article, Copies, Cut, Dating, Quote, Source
from index.lang.language import Language
from index.memory_store import MemoryStore
from index.store import ArticleStore
from index.whoosh_store import WhooshStore
from searcher.drawing import WISHES, Drawer, Material
from searcher.engine import Plan
from searcher.memory_engine import MemoryEngine
from searcher.query import Order
from searcher.syntax import (
    Node,
    Phrase,
    Word,
)
from searcher.whoosh_engine import WhooshEngine

VOCABULARY = (
    "banjir",
    "membanjiri",
    "kebanjiran",
    "rumah",
    "rumah-rumah",
    "warga",
    "Rawa",
    "Indah",
    "dan",
    "PDAM",
)
PEOPLE = tuple(Actor(f"p{n}", name, "person") for n, name in enumerate(("Wati", "Budi", "Sari")))
PLACES = tuple(
    Actor(f"t{n}", name, "place", (name.upper(),)) for n, name in enumerate(("Rawa Indah", "Muara Ijo"))
)

Engines = tuple[WhooshEngine, MemoryEngine]


def stored_length(length: int) -> int:
    return int(byte_to_length(length_to_byte(length)))


def make_articles(number: int, seed: int = 0) -> list[Article]:
    """Articles of few words and few values, so that everything meets everything."""
    articles = []
    for n in range(number):
        state = (n + 1) * 7919 + seed * 104729
        words = [VOCABULARY[(state // (step * 3 + 1)) % len(VOCABULARY)] for step in range(3 + state % 40)]
        day = date(2019 + state % 4, 1 + state % 12, 1 + state % 28) if state % 5 else None
        articles.append(
            Article(
                f"a{n:03}",
                " ".join(words[: state % 4]),
                " ".join(words),
                published=Dating(day, "day" if day else "none"),
                source=Source(f"s{state % 3}", f"Harian {state % 3}") if state % 7 else None,
                actors=(*PEOPLE[: state % 4], *PLACES[: state % 3]),
                cuts=(Cut("", "related", 0, (words[-1],)),) if state % 2 else (),
                quotes=(Quote(0, len(words[0]), f"p{state % 3}"),) if state % 3 else (),
                attributions=(Source(f"p{state % 2}", "Kantor"),) if state % 4 else (),
                mentioned_dates=(day,) if day else (),
                copies=Copies(f"a{state % 6:03}") if state % 3 == 1 else Copies(),
            )
        )
    return articles


def fill(store: ArticleStore) -> None:
    """Several segments, with replaced and deleted articles."""
    with store.rebuild() as batch:
        for article in make_articles(60):
            batch.add(article)
        batch.publish()
    with store.update() as batch:
        for article in make_articles(20, seed=1):
            batch.add(article)
        for number in range(30, 36):
            batch.delete(f"a{number:03}")
        batch.publish()
    with store.update() as batch:
        batch.add(Article("a090", "", ""))
        batch.publish()


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.fixture(scope="module")
def engines(
    language: Language, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[WhooshEngine, MemoryEngine]]:
    memory, root = MemoryStore(), tmp_path_factory.mktemp("index")
    fill(memory)
    fill(WhooshStore(root, language))
    engine = WhooshEngine(root, language, 0.0)
    yield engine, MemoryEngine(memory, language, stored_length)
    engine.close()


@pytest.fixture(scope="module")
def untouched(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Several segments of articles that nobody has replaced or deleted."""
    memory, root = MemoryStore(), tmp_path_factory.mktemp("index")
    for store in (memory, WhooshStore(root, language)):
        articles = make_articles(60)
        for number, batch in enumerate((store.rebuild, store.update, store.update)):
            with batch() as opened:
                for article in articles[number::3]:
                    opened.add(article)
                opened.publish()
    engine = WhooshEngine(root, language, 0.0)
    yield engine, MemoryEngine(memory, language, stored_length)
    engine.close()


MATERIAL = Material(
    words=(*VOCABULARY, "bajir", "tidak", "", "!", "rumah warga", "\ud800", "ban"),
    texts=tuple(tuple(article.body.split()) for article in make_articles(10)),
    keys={
        "id": ("a001", "a031", "x"),
        "person": ("p0", "p1", "p2", "x"),
        "place": ("t0", "t1", "x"),
        "source": ("s0", "s1", "s2", "x"),
        "attribution": ("p0", "p1", "x"),
        "speaker": ("p0", "p2", "x"),
        "mentioned": ("2019", "2020-03", "2021-05-09", "x"),
        "copies": ("a001", "a004", "x"),
    },
    since=date(2019, 1, 1),
    until=date(2023, 1, 1),
)
drawers = st.randoms(use_true_random=False).map(lambda chance: Drawer(MATERIAL, chance))
plans = drawers.map(Drawer.plan)
trees = drawers.map(lambda drawer: drawer.tree(8))


@settings(deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(plans)
def test_every_plan_is_answered_as_in_memory(engines: Engines, plan: Plan) -> None:
    with engines[0].snapshot() as snapshot, engines[1].snapshot() as oracle:
        found, expected = snapshot.find(plan), oracle.find(plan)
        assert snapshot.count(plan) == expected.total
    assert (found.total, found.groups) == (expected.total, expected.groups)
    assert found.facets == expected.facets
    assert found.timeline == expected.timeline
    assert len(found.hits) == len(expected.hits)
    if plan.order != "relevance":
        assert [name for name, _ in found.hits] == [name for name, _ in expected.hits]
        assert found.copies == expected.copies


@settings(deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(plans)
def test_scores_and_order_are_those_in_memory(untouched: Engines, plan: Plan) -> None:
    """Without deletions, which Whoosh goes on counting in its statistics until it merges them away."""
    with untouched[0].snapshot() as snapshot, untouched[1].snapshot() as oracle:
        found, expected = snapshot.find(plan), oracle.find(plan)
    assert [score for _, score in found.hits] == pytest.approx([score for _, score in expected.hits])
    assert [name for name, _ in found.hits] == [name for name, _ in expected.hits]
    assert found.copies == expected.copies


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(trees, st.sampled_from(("relevance", "newest", "oldest")), st.integers(1, 7), st.booleans())
def test_pages_put_together_are_the_whole(
    engines: Engines, tree: Node, order: Order, size: int, group: bool
) -> None:
    with engines[0].snapshot() as snapshot:
        whole = snapshot.find(Plan(tree, order=order, limit=1000, group=group))
        pages = [
            snapshot.find(Plan(tree, order=order, offset=offset, limit=size, group=group)).hits
            for offset in range(0, whole.total + size, size)
        ]
    assert [hit for page in pages for hit in page] == list(whole.hits)
    assert len(whole.hits) == (whole.groups if group else whole.total)


def test_stored_articles_come_in_the_order_asked(engines: Engines) -> None:
    ids = ("a040", "nobody", "a001", "a031", "a090")
    with engines[0].snapshot() as snapshot, engines[1].snapshot() as oracle:
        found = snapshot.articles(ids)
        assert found == oracle.articles(ids)
        assert snapshot.manifest().articles == oracle.manifest().articles
    assert [article.id for article in found] == ["a040", "a001", "a090"]


@pytest.mark.parametrize("prefix", ["", "r", "ru", "banjir", "x", "\ud800"])
@pytest.mark.parametrize("limit", [0, 1, 3, 100])
def test_words_are_those_in_memory(engines: Engines, prefix: str, limit: int) -> None:
    with engines[0].snapshot() as snapshot, engines[1].snapshot() as oracle:
        assert snapshot.words(prefix, limit) == oracle.words(prefix, limit)


def test_actors_are_those_in_memory(engines: Engines) -> None:
    with engines[0].snapshot() as snapshot, engines[1].snapshot() as oracle:
        assert snapshot.actors() == oracle.actors()


def test_threads_do_not_disturb_each_other(engines: Engines) -> None:
    """One Whoosh reader in two threads mixes up their file positions; ours must not."""
    plans = [Plan(Word(word), facets=WISHES) for word in VOCABULARY]
    plans += [Plan(Phrase(pair)) for pair in pairwise(VOCABULARY)]
    with engines[0].snapshot() as snapshot:
        expected = [snapshot.find(plan) for plan in plans]
        wrong: list[object] = []

        def search(first: int) -> None:
            try:
                for turn in range(60):
                    number = (first + turn * 7) % len(plans)
                    if snapshot.find(plans[number]) != expected[number]:
                        wrong.append(plans[number])
                    snapshot.articles(("a001", "a040"))
            except Exception as error:
                wrong.append(error)

        threads = [threading.Thread(target=search, args=(first,)) for first in range(6)]
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(interval)
    assert wrong == []

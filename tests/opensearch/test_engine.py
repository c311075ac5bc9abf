"""Where one request is not enough (far down, many values), answers are those of the oracle too."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from index.article import Actor, Article, Copies, Dating, Source
from index.building import Builder
from index.corpus_formats import Limits
from index.executors import ThisMachine
from index.lang.language import Language
from index.memory_store import MemoryStore
from index.observers import ArchiveDecisions
from index.opening import open_store
from index.opensearch_store import OpenSearchStore
from index.store import ArticleStore
from searcher import opensearch_facets, opensearch_snapshot, opensearch_window
from searcher.engine import Plan, Selection, Snapshot
from searcher.evaluation import measure_overlap
from searcher.memory_engine import MemoryEngine
from searcher.opening import open_searcher
from searcher.opensearch_engine import OpenSearchEngine
from searcher.query import FacetWish
from searcher.syntax import And, AtLeast, Or, Word

pytestmark = pytest.mark.opensearch
ROOT = Path(__file__).parents[2]
ARTICLES, DAYS = 240, 900
WORDS = ("kapal", "ombak", "nelayan", "garam", "laut")


def archive() -> list[Article]:
    chance = random.Random(7)
    articles = []
    for number in range(ARTICLES):
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(DAYS))
        people = (Actor(f"p{chance.randrange(60):02}", "Orang", "person") for _ in range(3))
        articles.append(
            Article(
                f"a{number:03}",
                "",
                " ".join(chance.choices(WORDS, range(len(WORDS), 0, -1), k=chance.randint(1, 12))),
                published=Dating(day, "day", "given", "high") if number % 9 else Dating(),
                source=Source(f"s{number % 40:02}", "Kabar"),
                actors=tuple({person.id: person for person in people}.values()),
                copies=Copies(f"g{number // 3}") if number % 4 == 0 else Copies(),
            )
        )
    return articles


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


def filled(store: ArticleStore) -> None:
    with store.rebuild() as batch:
        for article in archive():
            batch.add(article)
        batch.publish()


@pytest.fixture(scope="module")
def pair(opensearch_cluster: Any, language: Language) -> Iterator[tuple[Snapshot, Snapshot]]:
    """The same archive in memory and on a cluster, in three parts."""
    cluster = opensearch_cluster.archive("engine", shards=3)
    memory, store = MemoryStore(), OpenSearchStore(cluster, language)
    filled(memory)
    filled(store)
    with ExitStack() as held:
        yield (
            held.enter_context(MemoryEngine(memory, language).snapshot()),
            held.enter_context(OpenSearchEngine(cluster, language, 0.0).snapshot()),
        )


ORDERED = Plan(Or((Word("kapal"), Word("ombak"))), order="newest", limit=7)


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_far_down_go_on_from_those_above(
    pair: tuple[Snapshot, Snapshot], monkeypatch: pytest.MonkeyPatch, group: bool, order: Any
) -> None:
    monkeypatch.setattr(opensearch_window, "WINDOW", 20)
    oracle, other = pair
    chosen = (Selection("source", unwanted=("s01",)),)
    plan = replace(ORDERED, selections=chosen, facets=(FacetWish("source"),), group=group, order=order)
    whole = [name for name, _ in oracle.find(replace(plan, limit=ARTICLES)).hits]
    for offset in (0, 14, 21, 63, 56, len(whole) - 3, len(whole), 10_000):
        found = other.find(replace(plan, offset=offset))
        assert [name for name, _ in found.hits] == whole[offset : offset + 7], offset
        assert found.copies == oracle.find(replace(plan, offset=offset)).copies


def test_pages_far_down_by_score(pair: tuple[Snapshot, Snapshot], monkeypatch: pytest.MonkeyPatch) -> None:
    _, other = pair
    plan = Plan(Word("kapal"), limit=10)
    whole = other.find(replace(plan, limit=ARTICLES)).hits
    monkeypatch.setattr(opensearch_window, "WINDOW", 30)
    pages = [other.find(replace(plan, offset=offset)).hits for offset in range(0, len(whole) + 10, 10)]
    assert [hit for page in pages for hit in page] == list(whole)


@pytest.mark.parametrize(
    "plan",
    [
        Plan(Word("kapal"), facets=(FacetWish("person", 20), FacetWish("source", 12))),
        Plan(Word("garam"), (Selection("person", ("p07",), ("p09",)),), facets=(FacetWish("person", 9),)),
        Plan(Word("garam"), (Selection("person", ("p07",), every=True),), facets=(FacetWish("person", 30),)),
        Plan(Word("laut"), facets=(FacetWish("person", 1_000_000),)),
        Plan(facets=(FacetWish("person", 5), FacetWish("source", 1_000_000))),
    ],
    ids=str,
)
def test_facets_of_more_values_than_are_asked_for(
    pair: tuple[Snapshot, Snapshot], monkeypatch: pytest.MonkeyPatch, plan: Plan
) -> None:
    monkeypatch.setattr(opensearch_facets, "FIRST_VALUES", 3)
    monkeypatch.setattr(opensearch_facets, "MOST_VALUES", 40)
    monkeypatch.setattr(opensearch_facets, "PAGE", 7)
    oracle, other = (snapshot.find(plan) for snapshot in pair)
    assert other.facets == oracle.facets


def test_more_groups_of_copies_than_are_counted_one_by_one(
    pair: tuple[Snapshot, Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_snapshot, "MOST_GROUPS", 5)
    plan = Plan(Word("kapal"), group=True)
    oracle, other = (snapshot.find(plan) for snapshot in pair)
    assert (other.total, other.groups) == (oracle.total, oracle.groups)


@pytest.mark.parametrize("interval", ["auto", "day", "month", "year"])
@pytest.mark.parametrize("days", [0, 20, 100, 900])
def test_timelines(pair: tuple[Snapshot, Snapshot], interval: Any, days: int) -> None:
    first = date(2020, 6, 1)
    plan = Plan(Word("ombak"), since=first, until=first + timedelta(days=days), interval=interval)
    oracle, other = (snapshot.find(plan) for snapshot in pair)
    assert other.timeline == oracle.timeline


def test_days_that_turn_out_to_be_few(pair: tuple[Snapshot, Snapshot]) -> None:
    """Nothing says before that they are: a person of few articles."""
    for number in range(60):
        plan = Plan(
            Word("laut"), (Selection("person", (f"p{number:02}",)), Selection("source", ("s02", "s05")))
        )
        oracle, other = (snapshot.find(plan) for snapshot in pair)
        assert other.timeline == oracle.timeline


def test_questions_of_more_words_than_a_cluster_takes(pair: tuple[Snapshot, Snapshot]) -> None:
    oracle, other = pair
    words = tuple(Word(WORDS[number % 5]) for number in range(1_500))
    for tree in (And(words), Or(words), AtLeast(words, 300)):
        assert other.count(Plan(tree)) > 0
        assert other.find(Plan(tree)).hits
    assert other.count(Plan(Or(words))) == oracle.count(Plan(Or(words)))


def test_a_vocabulary_longer_than_a_page(
    pair: tuple[Snapshot, Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.opensearch_about.PAGE", 2)
    oracle, other = pair
    assert other.words("", 1_000) == oracle.words("", 1_000)
    assert other.words("", 3) == oracle.words("", 3)
    assert other.words("", 0) == ()


def test_results_are_those_of_the_embedded_engine(
    opensearch_cluster: Any, language: Language, tmp_path: Path
) -> None:
    """The judged queries on the sample archive: at least 95 of 100 of the first ten are the same articles."""
    cluster = opensearch_cluster.archive("engine")
    searchers = []
    for number, place in enumerate((None, cluster)):
        folder = tmp_path / str(number)
        decisions, store = ArchiveDecisions(folder), open_store(folder, language, place)
        builder = Builder(store, decisions, Limits(), ThisMachine(1), lambda *told: None)
        builder.rebuild([ROOT / "archive"])
        searchers.append(open_searcher(folder, 60.0, place))
    lines = (ROOT / "tests" / "gold" / "queries.tsv").read_text(encoding="utf-8").splitlines()
    header, *rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    queries = [row[header.index("query")] for row in rows]
    assert len(queries) > 50
    assert measure_overlap(queries, searchers[0], searchers[1])["ranking.overlap"] >= 0.95

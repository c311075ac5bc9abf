"""Partitions that are loaded apart give the index that adding their articles one by one gives."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from index.article import Actor, Article, Dating, Source
from index.codec_segment import SegmentArrays
from index.errors import IndexOutdated
from index.lang.analyze import Analyzer
from index.lang.chunks import ChunkTerms
from index.lang.language import Language
from index.whoosh_loading import WhooshLoader
from index.whoosh_store import WhooshStore
from searcher.engine import Plan
from searcher.query import FacetWish
from searcher.syntax import Word
from searcher.whoosh_engine import WhooshEngine

WORDS = ("banjir", "gempa", "warga", "rumah", "kota")


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


def article(number: int, word: str = "") -> Article:
    body = " ".join(WORDS[number // (step + 1) % 5] for step in range(2 + number % 7))
    return Article(
        f"a{number}",
        f"Kabar {WORDS[number % 5]}",
        f"Badan Kopi Nusantara (BKN) {word} {body}",
        published=Dating(),
        source=Source(f"s{number % 3}", f"Sumber {number % 3}"),
        actors=(Actor(f"p{number % 4}", f"Orang {number % 4}", "person", (f"O{number}",)),),
    )


def told(root: Path, language: Language) -> object:
    """Everything that a reader can tell apart."""
    engine = WhooshEngine(root, language, 60)
    with engine.snapshot() as snapshot:
        plans = [Plan(None, limit=100, facets=(FacetWish("person", 9), FacetWish("source", 9)))]
        plans += [Plan(Word(word, "body"), limit=100) for word in WORDS]
        found = [snapshot.find(plan) for plan in plans]
        ids = [f"a{number}" for number in range(60)]
        mined = snapshot.mined(language.miner()).rows()
        answer = (found, snapshot.words("", 1000), snapshot.actors(), snapshot.articles(ids), mined)
    engine.close()
    return answer


def load(batch: object, articles: list[Article], folder: Path) -> None:
    folder.mkdir(parents=True)
    batch.take(pickle.loads(pickle.dumps(batch.loader().load(articles, folder))))  # type: ignore[attr-defined]


def test_parts_give_what_adding_gives(tmp_path: Path, language: Language) -> None:
    articles = [article(number) for number in range(40)]
    with WhooshStore(tmp_path / "added", language).rebuild() as batch:
        for each in articles:
            batch.add(each)
        batch.publish()
    with WhooshStore(tmp_path / "taken", language).rebuild() as batch:
        for part in range(10):
            load(batch, articles[4 * part : 4 * part + 4], tmp_path / "scratch" / str(part))
        assert batch.publish().articles == 40
    assert told(tmp_path / "taken", language) == told(tmp_path / "added", language)
    assert len(list((tmp_path / "taken").glob("*/*.arrays"))) == 1


def test_words_of_the_parts_before_are_not_analysed_again(tmp_path: Path, language: Language) -> None:
    asked: list[str] = []

    class Listening(Analyzer):
        def chunk_terms(self, chunk: str) -> ChunkTerms:
            asked.append(chunk)
            return super().chunk_terms(chunk)

    loader = WhooshLoader(replace(language, analyzer=Listening(language.stemmer)))
    loader.load([article(1, "satu")], tmp_path)
    assert "satu" in asked and len(asked) == len(set(asked))
    asked.clear()
    (tmp_path / "next").mkdir()
    [segment] = loader.load([article(1, "dua"), article(2, "dua")], tmp_path / "next").segments
    assert "dua" in asked and "satu" not in asked and "Badan" not in asked
    terms = SegmentArrays(segment.path).texts["body"].terms()
    assert b"dua" in terms and b"satu" not in terms


def test_a_part_replaces_what_was_there(tmp_path: Path, language: Language) -> None:
    roots = (tmp_path / "added", tmp_path / "taken")
    changed = [article(number, "baru") for number in (3, 8, 50, 51)]
    for root in roots:
        with WhooshStore(root, language).rebuild() as batch:
            for number in range(12):
                batch.add(article(number))
            batch.publish()
    with WhooshStore(roots[0], language).update() as batch:
        for each in (*changed, article(52), article(50, "terbaru")):
            batch.add(each)
        batch.delete("a51")
        batch.publish()
    with WhooshStore(roots[1], language).update() as batch:
        batch.add(article(8, "lama"))
        load(batch, changed, tmp_path / "scratch")
        batch.add(article(52))
        batch.add(article(50, "terbaru"))
        assert batch.delete("a51") and not batch.delete("a51")
        assert batch.publish().articles == 14
    answers = [told(root, language) for root in roots]
    assert answers[0][:4][3] == answers[1][3]  # type: ignore[index]
    assert answers[0][1] == answers[1][1]  # type: ignore[index]


def test_a_part_of_nothing_is_taken(tmp_path: Path, language: Language) -> None:
    with WhooshStore(tmp_path / "index", language).rebuild() as batch:
        load(batch, [], tmp_path / "scratch")
        batch.add(article(1))
        assert batch.publish().articles == 1


def test_a_loader_in_another_process_wants_the_same_language(language: Language) -> None:
    loader = WhooshLoader(language)
    assert isinstance(pickle.loads(pickle.dumps(loader)), WhooshLoader)
    other = pickle.dumps(WhooshLoader(replace(language, fingerprint="other")))
    with pytest.raises(IndexOutdated, match="other language data"):
        pickle.loads(other)

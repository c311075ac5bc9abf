"""A generation that is not what went in is refused before readers see it."""

from dataclasses import replace
from pathlib import Path

import pytest
from whoosh import index as whoosh_index

from index.article import Article
from index.errors import IndexCorrupt
from index.lang.analyze import Analyzer
from index.lang.language import Language
from index.sample import SAMPLE_SIZE, Sample
from index.whoosh_schema import analysed, document_of, make_schema
from index.whoosh_verify import verify

ARTICLES = [Article(f"a{number}", "Kabar banjir", f"Warga {number} mengungsi.") for number in range(3)]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Language.load().analyzer


def write(folder: Path, analyzer: Analyzer, *articles: Article) -> None:
    with whoosh_index.create_in(str(folder), make_schema()).writer() as writer:
        for article in articles:
            writer.add_document(**analysed(document_of(article, analyzer), analyzer))


def sample_of(*articles: Article) -> Sample:
    sample = Sample()
    for article in articles:
        sample.add(article)
    return sample


def test_what_went_in_passes(tmp_path: Path, analyzer: Analyzer) -> None:
    write(tmp_path, analyzer, *ARTICLES)
    verify(tmp_path, 3, sample_of(*ARTICLES), analyzer)


def test_wrong_number_is_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    write(tmp_path, analyzer, *ARTICLES)
    with pytest.raises(IndexCorrupt, match="3 articles instead of 4"):
        verify(tmp_path, 4, sample_of(*ARTICLES), analyzer)


def test_missing_and_doubled_articles_are_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    write(tmp_path, analyzer, ARTICLES[0], ARTICLES[0])
    with pytest.raises(IndexCorrupt, match="a0: 2 of it"):
        verify(tmp_path, 2, sample_of(ARTICLES[0]), analyzer)
    with pytest.raises(IndexCorrupt, match="a1: 0 of it"):
        verify(tmp_path, 2, sample_of(ARTICLES[1]), analyzer)


def test_article_stored_otherwise_is_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    write(tmp_path, analyzer, ARTICLES[0])
    with pytest.raises(IndexCorrupt, match="a0: stored otherwise"):
        verify(tmp_path, 1, sample_of(replace(ARTICLES[0], url="x")), analyzer)


def test_article_not_found_by_its_words_is_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    document = analysed(document_of(ARTICLES[0], analyzer), analyzer)
    document["body_exact"] = (["lain"], [0])
    with whoosh_index.create_in(str(tmp_path), make_schema()).writer() as writer:
        writer.add_document(**document)
    with pytest.raises(IndexCorrupt, match="not found by 'warga' in body_exact"):
        verify(tmp_path, 1, sample_of(ARTICLES[0]), analyzer)


def test_sample_is_small_and_follows_replacing_and_deleting() -> None:
    sample = sample_of(*(Article(f"a{number}", "", "") for number in range(5000)))
    assert 8 <= len(sample.articles) <= SAMPLE_SIZE
    sample.add(Article("a0", "Baru", ""))
    assert sample.articles["a0"].title == "Baru"
    sample.drop("a0")
    sample.drop("nobody")
    assert "a0" not in sample.articles

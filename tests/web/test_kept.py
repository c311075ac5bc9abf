"""Answers that are kept: the same as when they were made, within their bytes, never past their generation."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.config import Settings
from index.lang.language import Language
from index.memory_store import MemoryStore
from searcher.memory_engine import MemoryEngine
from searcher.searcher import Searcher
from web.app import create_app
from web.kept import BESIDES, LARGEST_SHARE, Kept, KeptAnswers


def test_what_was_asked_for_last_is_kept() -> None:
    kept = KeptAnswers(LARGEST_SHARE * (BESIDES + 100))
    for number in range(LARGEST_SHARE):
        kept.keep(number, Kept(b"x" * 100, ()))
    assert kept.get(0) == Kept(b"x" * 100, ())
    kept.keep("new", Kept(b"y" * 100, ()))
    assert kept.get(1) is None
    assert kept.get(0) and kept.get("new") and kept.get(2)


def test_too_large_an_answer_takes_nobodys_place() -> None:
    kept = KeptAnswers(LARGEST_SHARE * (BESIDES + 100))
    kept.keep("small", Kept(b"", ()))
    kept.keep("large", Kept(b"x" * 101, ()))
    assert kept.get("large") is None and kept.get("small")


@given(st.lists(st.tuples(st.integers(0, 9), st.binary(max_size=300))))
def test_the_bytes_are_those_of_what_is_kept(given: list[tuple[int, bytes]]) -> None:
    kept = KeptAnswers(20 * BESIDES)
    for key, body in given:
        kept.keep(key, Kept(body, ()))
    found = [answer for key in range(10) if (answer := kept.get(key))]
    assert kept.bytes_kept == sum(len(answer.body) + BESIDES for answer in found) <= 20 * BESIDES
    if given:
        assert kept.get(given[-1][0]) == Kept(given[-1][1], ())


PATHS = (
    "/api/v1/search?q=banjir&size=3",
    "/cari?q=banjir",
    "/cari?q=banjir&lang=en",
    "/api/v1/search.csv?q=banjir",
    "/api/v1/suggest?q=ban",
    "/tentang",
)


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_the_same_the_second_time(client: FlaskClient, path: str) -> None:
    first, second = client.get(path), client.get(path)
    assert second.data == first.data
    assert sorted(second.headers) == sorted(first.headers)
    assert client.head(path).headers["Content-Length"] == str(len(first.data))
    tag = first.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_hosts_are_kept_apart(client: FlaskClient) -> None:
    path = "/api/v1/search.csv?q=banjir&size=2"
    for host in ("http://satu.example", "http://dua.example"):
        assert host.encode() in client.get(path, base_url=host).data


def test_what_is_not_found_or_streamed_is_made_anew(client: FlaskClient) -> None:
    for _ in range(2):
        assert client.get("/api/v1/articles/tidak-ada").status_code == 404
        assert client.get("/api/v1/search.ndjson?q=banjir").data.count(b"\n") == 45


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def changing(store: MemoryStore, language: Language) -> Iterator[FlaskClient]:
    app = create_app(Searcher(MemoryEngine(store, language), language), Settings())
    with app.test_client() as client:
        yield client


def test_a_new_generation_is_answered_from(store: MemoryStore, changing: FlaskClient) -> None:
    for number in range(1, 4):
        with store.update() if number > 1 else store.rebuild() as batch:
            batch.add(Article(str(number), "Banjir", "Banjir lagi."))
            batch.publish()
        for _ in range(2):
            answer = changing.get("/api/v1/search?q=banjir").get_json()
            assert answer["total"] == number
            assert "Banjir" in changing.get("/cari?q=banjir").get_data(as_text=True)

"""Answers that are kept: the same as when they were made, within their bytes, never past their generation."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.config import Settings
from index.lang.language import Language
from index.memory_store import MemoryStore
from searcher.memory_engine import MemoryEngine
from searcher.page import Page
from searcher.query import Query
from searcher.searcher import Searcher
from web.app import create_app
from web.kept import LARGEST_SHARE, USUAL_BYTES, Kept, KeptAnswers
from web.site import EXTENSION

ROOT = Path(__file__).parent.parent.parent


def of(size: int, letter: bytes = b"x") -> Kept:
    return Kept(letter * size, (("Content-Type", "text/plain"),))


def test_what_was_asked_for_last_is_kept() -> None:
    kept = KeptAnswers(128 * USUAL_BYTES)
    for number in range(200):
        kept.keep(number, of(4 * USUAL_BYTES))
        assert kept.get(number) == of(4 * USUAL_BYTES)
        assert number == 0 or kept.get("always") is not None, "it is asked for again and again"
        if number == 0:
            kept.keep("always", of(100, b"y"))
    assert kept.get("always") == of(100, b"y")
    assert kept.get(0) is None and kept.get(150) is None
    assert sum(kept.get(number) is not None for number in range(200)) > 10


def test_an_answer_can_be_kept_anew() -> None:
    kept = KeptAnswers(128 * USUAL_BYTES)
    for letter in (b"a", b"b"):
        kept.keep(("k", "http://host/"), of(10, letter))
    assert kept.get(("k", "http://host/")) == of(10, b"b")
    assert kept.get(("k", "http://other/")) is None


def test_too_large_an_answer_takes_nobodys_place() -> None:
    kept = KeptAnswers(LARGEST_SHARE * 1000)
    kept.keep("small", of(0))
    kept.keep("large", of(1001))
    assert kept.get("large") is None and kept.get("small")


@given(st.lists(st.tuples(st.integers(0, 9), st.binary(max_size=300))))
def test_what_is_found_is_what_was_kept_last(given: list[tuple[int, bytes]]) -> None:
    kept, last = KeptAnswers(5_000), dict[int, bytes]()
    for key, body in given:
        kept.keep(key, Kept(body, (("É", "“"),)))
        last[key] = body
        assert kept.get(key) == Kept(body, (("É", "“"),))
        for other, expected in last.items():
            assert kept.get(other) in (None, Kept(expected, (("É", "“"),)))


def test_bytes_that_another_writes_over_are_not_believed() -> None:
    kept = KeptAnswers(128 * USUAL_BYTES)
    kept.keep("key", of(100))
    at = kept._memory.find(b"x" * 100)
    kept._memory[at] = ord("y")
    assert kept.get("key") is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_workers_share_what_they_keep() -> None:
    """Written by several processes at once and by threads of each; what is found is whole."""
    code = f"""
import os, sys, threading
from web.kept import Kept, KeptAnswers
kept = KeptAnswers({256 * USUAL_BYTES})

def work(worker):
    for number in range(300):
        body = bytes([number % 256]) * (1000 + 37 * worker)
        kept.keep((worker, number), Kept(body, ()))
        for other in range(4):
            found = kept.get((other, number))
            assert found is None or found.body == bytes([number % 256]) * (1000 + 37 * other)

children = []
for pair in ((0, 1), (2, 3)):
    child = os.fork()
    if not child:
        failed = []
        threading.excepthook = lambda told: failed.append(told)
        threads = [threading.Thread(target=work, args=(worker,)) for worker in pair]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        os._exit(bool(failed))
    children.append(child)
assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
assert any(kept.get((worker, 299)) for worker in range(4)), "what children kept"
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr


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


def test_an_answer_that_many_ask_for_at_once_is_made_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched, together = [], threading.Barrier(8)
    search = Searcher.search

    def counted(searcher: Searcher, query: Query) -> Page:
        searched.append(query)
        return search(searcher, query)

    monkeypatch.setattr(Searcher, "search", counted)
    found = []

    def ask() -> None:
        with client.application.test_client() as own:
            together.wait()
            found.append(own.get("/api/v1/search?q=banjir&size=7").data)

    client.application.extensions[EXTENSION].making.acquire()  # of two: one at a time is left
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.application.extensions[EXTENSION].making.release()
    assert len(searched) == 1
    assert len(found) == 8 and len(set(found)) == 1

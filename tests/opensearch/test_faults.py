"""A cluster that loses nodes, hangs, refuses or was written by another version: whole answers or a plain no.

The servers are real processes, killed with SIGKILL and stopped with SIGSTOP; see `harmed_cluster`.
"""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from index.article import Article
from index.cluster import Cluster
from index.config import Settings
from index.errors import IndexLocked, IndexMissing, IndexOutdated, IndexUnavailable
from index.lang.language import Language
from index.opensearch_store import OpenSearchStore
from index.store import Manifest
from searcher.engine import Plan
from searcher.opensearch_engine import OpenSearchEngine
from searcher.searcher import Searcher
from searcher.syntax import Word
from web.app import create_app

pytestmark = pytest.mark.opensearch
ROOT = Path(__file__).parents[2]
OLD, NEW, MANY = 30, 90, 2_000  # articles
SHARDS = 3
EVERYTHING = Plan(Word("banjir"), limit=100)
PATIENCE_SECONDS = 180.0
REASONS = {"missing": "no index yet", "rebuild": "please rebuild", "unavailable": "cannot be reached"}


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.fixture
def archive(harmed_cluster: Any) -> Iterator[Callable[..., Cluster]]:
    """An archive of its own on the cluster, gone after the test: `replicas` copies of each of three parts."""
    prefix = f"faults-{uuid4().hex[:12]}"

    def make(**options: Any) -> Cluster:
        made: Cluster = harmed_cluster.archive("", prefix=prefix, shards=SHARDS, **{"replicas": 1, **options})
        return made

    yield make
    # Its own nodes may be away by now; then the next test has a little more to wait for.
    with suppress(OSError):
        send("DELETE", f"{harmed_cluster.url}/{prefix}*", {})


def build(cluster: Cluster, language: Language, number: int) -> Manifest:
    with OpenSearchStore(cluster, language).rebuild() as batch:
        for each in range(number):
            batch.add(Article(f"a{each}", "", "Banjir lama."))
        return batch.publish()


def ask(engine: OpenSearchEngine) -> int:
    """How many articles are found; all of them must be there in full."""
    with engine.snapshot() as snapshot:
        found = snapshot.find(EVERYTHING)
        articles = snapshot.articles([name for name, _ in found.hits])
        assert found.total == snapshot.manifest().articles
        assert len(articles) == len(found.hits) == min(found.total, EVERYTHING.limit)
        return found.total


def engine_of(cluster: Cluster, language: Language, poll_seconds: float = 0.0) -> OpenSearchEngine:
    return OpenSearchEngine(cluster, language, poll_seconds)


def asked_until_answered(engine: OpenSearchEngine) -> int:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return ask(engine)
        except IndexUnavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@contextmanager
def readers(engine: OpenSearchEngine) -> Iterator[Counter[object]]:
    """Two readers who ask all the time: how often each total was answered, and each error by its type."""
    seen: Counter[object] = Counter()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            try:
                seen[ask(engine)] += 1
            except Exception as error:
                seen[IndexUnavailable if isinstance(error, IndexUnavailable) else repr(error)] += 1

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def holders(cluster: Cluster, index: str, kind: str = "p") -> set[str]:
    """The nodes that hold a shard of an index, its first copies (p) or the others (r)."""
    rows = get(f"{cluster.urls[0]}/_cat/shards/{index}?format=json")
    # One that moves is told with where it goes: "kliping-2 -> 127.0.0.1 … kliping-3".
    return {row["node"].split(" ")[0] for row in rows if row["prirep"] == kind and row["node"]}


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
        return json.load(answer)


def send(method: str, url: str, body: object) -> None:
    data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(
        urllib.request.Request(url, data, headers, method=method), timeout=PATIENCE_SECONDS
    ) as answer:
        answer.read()


def answers_after(seen: Counter[object], number: int) -> None:
    """Wait until readers have had so many more answers."""
    before, until = sum(seen.values()), time.monotonic() + PATIENCE_SECONDS
    while sum(seen.values()) < before + number:
        assert time.monotonic() < until, seen
        time.sleep(0.05)


def test_a_node_killed_during_searches(
    harmed_cluster: Any, archive: Callable[..., Cluster], language: Language
) -> None:
    cluster = archive()
    build(cluster, language, OLD)
    harmed_cluster.wait("green")
    engine = engine_of(cluster, language)
    with readers(engine) as seen:
        answers_after(seen, 20)
        harmed_cluster.kill("kliping-2")
        answers_after(seen, 20)
        harmed_cluster.wait("yellow")
        assert asked_until_answered(engine) == OLD
    assert set(seen) <= {OLD, IndexUnavailable}, "an answer is whole, or it is none"
    with readers(engine) as seen:
        answers_after(seen, 20)
    assert set(seen) == {OLD}, "a yellow cluster answers every time"
    harmed_cluster.restart("kliping-2")
    harmed_cluster.wait("green")
    assert ask(engine) == OLD


def test_a_red_cluster_says_so_and_recovers(
    harmed_cluster: Any, archive: Callable[..., Cluster], language: Language
) -> None:
    cluster = archive(replicas=0)
    build(cluster, language, OLD)
    assert holders(cluster, cluster.prefix) == set(harmed_cluster.names), "each node has a part"
    engine = engine_of(cluster, language)
    assert ask(engine) == OLD
    harmed_cluster.kill("kliping-3")
    harmed_cluster.wait("red", index=cluster.prefix)
    with pytest.raises(IndexUnavailable):
        ask(engine)
    # Who starts only now is told the same.
    with pytest.raises(IndexUnavailable):
        ask(engine_of(cluster, language))
    assert told(cluster, language) == {"unavailable"}
    harmed_cluster.restart("kliping-3")
    harmed_cluster.wait("green", index=cluster.prefix)
    assert asked_until_answered(engine) == OLD


@pytest.mark.parametrize("kind", ["p", "r"])
def test_a_node_killed_during_a_rebuild(
    harmed_cluster: Any, archive: Callable[..., Cluster], language: Language, kind: str
) -> None:
    cluster = archive()
    build(cluster, language, OLD)
    harmed_cluster.wait("green")
    engine = engine_of(cluster, language)
    with readers(engine) as seen, OpenSearchStore(cluster, language).rebuild() as batch:
        for number in range(MANY):
            if number == MANY // 2:
                draft = max(generations(cluster))
                harmed_cluster.wait("green", index=draft)
                harmed_cluster.kill(max(holders(cluster, draft, kind)))
            batch.add(Article(f"b{number}", "", "Banjir baru."))
        assert batch.publish().articles == MANY
        answers_after(seen, 5)
    assert set(seen) <= {OLD, MANY, IndexUnavailable}, "the old index, the new one, or none"
    assert asked_until_answered(engine) == MANY


KILLED_LOADER = """
import os, signal, sys
from index.article import Article
from index.cluster import Cluster
from index.lang.language import Language
from index.opensearch_store import OpenSearchStore

prefix, *urls = sys.argv[1:]
with OpenSearchStore(Cluster(tuple(urls), prefix=prefix, shards=3), Language.load()).rebuild() as batch:
    for number in range(3_000):
        batch.add(Article(f"c{number}", "", "Banjir baru."))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_loader_leaves_what_is_live(archive: Callable[..., Cluster], language: Language) -> None:
    cluster = archive()
    before = build(cluster, language, OLD)
    engine = engine_of(cluster, language)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", KILLED_LOADER, cluster.prefix, *cluster.urls]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=False)
    assert ran.returncode == -9, ran.stderr
    assert ask(engine) == OLD
    (left,) = generations(cluster) - {name_of(cluster, before)}
    # Its lock dies a minute after it: nobody else knows sooner that it is dead.
    with pytest.raises(IndexLocked, match="another writer"):
        build(cluster, language, NEW)
    minute_passes(cluster)
    build(cluster, language, NEW)
    assert ask(engine) == NEW
    assert left not in generations(cluster), "what the dead one left is cleared away"
    assert name_of(cluster, before) in generations(cluster)


def name_of(cluster: Cluster, manifest: Manifest) -> str:
    return f"{cluster.prefix}-{manifest.generation}"


def generations(cluster: Cluster) -> set[str]:
    names = get(f"{cluster.urls[0]}/{cluster.prefix}-2*/_settings?flat_settings=true")
    return {name for name in names if not name.endswith("-about")}


def minute_passes(cluster: Cluster) -> None:
    lock = f"{cluster.urls[0]}/{cluster.prefix}-writer/_doc/writer"
    held = get(lock)["_source"]
    send("PUT", f"{lock}?refresh=true", {**held, "until": time.time() - 60})


def told(cluster: Cluster, language: Language) -> set[str]:
    """What page, API and health check answer: "200", or why there is 503, when to come again told with it."""
    searcher = Searcher(engine_of(cluster, language), language)
    client = create_app(searcher, Settings()).test_client()
    answers = [
        client.get(f"{path}&lang=en") for path in ("/cari?q=banjir", "/api/v1/search?q=banjir", "/healthz?")
    ]
    reasons = set()
    for answer in answers:
        if answer.status_code == 503:
            assert int(answer.headers["Retry-After"]) > 0
            text = answer.get_data(as_text=True)
            reasons |= {reason for reason, words in REASONS.items() if words in text}
        else:
            reasons.add(str(answer.status_code))
    kinds = [answer.mimetype for answer in answers]
    if "200" not in reasons:
        assert kinds == ["text/html", "application/problem+json", "application/problem+json"]
    return reasons


def test_a_cluster_that_hangs_is_not_waited_for(
    harmed_cluster: Any, archive: Callable[..., Cluster], language: Language
) -> None:
    cluster = archive(seconds=5.0)
    build(archive(), language, OLD)
    harmed_cluster.wait("green")  # a part that is stopped while it moves may take half an hour to get over it
    engine = engine_of(cluster, language)
    assert asked_until_answered(engine) == OLD
    for name in harmed_cluster.names:
        harmed_cluster.pause(name)
    try:
        with pytest.raises(IndexUnavailable):
            ask(engine)
        assert told(cluster, language) == {"unavailable"}
    finally:
        for name in harmed_cluster.names:
            harmed_cluster.resume(name)
    assert asked_until_answered(engine) == OLD
    assert told(archive(), language) == {"200"}


def test_nobody_there(language: Language) -> None:
    """Nothing listens on the discard port of this machine."""
    cluster = Cluster(("http://127.0.0.1:9",))
    with pytest.raises(IndexUnavailable):
        ask(engine_of(cluster, language))
    with pytest.raises(IndexUnavailable):
        build(cluster, language, 1)
    assert told(cluster, language) == {"unavailable"}


def test_an_index_of_another_version(archive: Callable[..., Cluster], language: Language) -> None:
    cluster = archive()
    build(cluster, language, OLD)
    index = f"{cluster.urls[0]}/{cluster.prefix}"
    mapping = get(f"{index}/_mapping")
    meta = next(iter(mapping.values()))["mappings"]["_meta"]
    meta["manifest"]["schema"] = "0123456789abcdef"
    send("PUT", f"{index}/_mapping", {"_meta": meta})
    engine = engine_of(cluster, language)
    with pytest.raises(IndexOutdated, match="rebuild"):
        ask(engine)
    with pytest.raises(IndexOutdated), OpenSearchStore(cluster, language).update():
        pass
    assert told(cluster, language) == {"rebuild"}
    build(cluster, language, NEW)
    assert ask(engine) == NEW
    with pytest.raises(IndexOutdated):
        OpenSearchStore(cluster, language).rollback()
    assert ask(engine) == NEW


def test_nothing_built_yet(archive: Callable[..., Cluster], language: Language) -> None:
    cluster = archive()
    with pytest.raises(IndexMissing):
        ask(engine_of(cluster, language))
    assert told(cluster, language) == {"missing"}

"""What holds for every test: hypothesis looks for wrong answers, not slow ones; a cluster is started once.

A deadline, or a demand on how fast examples are made, would fail a property on a busy machine that it passes
on an idle one; time is measured by `scripts/benchmark.py`, never asserted in tests. Properties are tried on
the same examples everywhere, so that what passes here passes there; `--hypothesis-profile=explore` tries
others.

An OpenSearch cluster takes ten seconds, so all workers share one, each test under a prefix of its own; tests
that harm nodes have another, which one of them has at a time. Both are ended, and their logs kept where a
test failed, when the session ends.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from index.cluster import Cluster

CALM = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.register_profile("kliping", CALM, derandomize=True)
settings.register_profile("explore", CALM, derandomize=False, print_blob=True)
settings.load_profile("kliping")

DOOR = Path(__file__).parent.parent / "scripts" / "opensearch"
CLUSTERS = "KLIPING_TEST_CLUSTERS"  # the folder of this session's clusters, told to the workers
CANNOT_BE_HAD = 3
NODES = 3
# Most of what these nodes do they do once: the second compiler would cost more than it saves.
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1"
# A busy machine is no fault.
PATIENCE_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class LiveCluster:
    """Nodes kliping-1 … of real servers: where each answers, and how to harm it."""

    urls: tuple[str, ...]
    folder: Path

    @property
    def url(self) -> str:
        return self.urls[0]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"kliping-{number + 1}" for number in range(len(self.urls)))

    def archive(self, name: str, **options: Any) -> Cluster:
        """An archive of its own, whose prefix begins with a name; its clients wait for a busy machine."""
        given = {"prefix": f"{name}-{uuid4().hex[:12]}", "replicas": 0, "seconds": 60.0, **options}
        return Cluster(self.urls, **given)

    def kill(self, name: str) -> None:
        self._door("kill", name)

    def restart(self, name: str) -> None:
        self._door("restart", name)

    def pause(self, name: str) -> None:
        self._door("pause", name)

    def resume(self, name: str) -> None:
        self._door("resume", name)

    def wait(self, status: str, asked: int = 0, index: str = "") -> None:
        """Wait until the cluster, or one index, has this colour and nothing moves; fails if it never does."""
        until, told = time.monotonic() + PATIENCE_SECONDS, ""
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(
                    f"{self.urls[asked]}/_cluster/health/{index}", timeout=20
                ) as answer:
                    health = json.load(answer)
                told = f"{health['status']}{' moving' if health['relocating_shards'] else ''}"
            except (OSError, ValueError) as error:
                told = str(error)
            if told == status:
                return
            time.sleep(0.1)
        pytest.fail(f"the cluster is {told}, not {status}, after {PATIENCE_SECONDS:.0f} s")

    def heal(self) -> None:
        """Start again whatever does not run, and wait until every index has all its copies."""
        for name in self.names:
            self._door("resume", name, check=False)
        self._door("start")
        self.wait("green")

    def end(self) -> None:
        """End all nodes, and forget what they had."""
        self._door("stop")
        shutil.rmtree(self.folder)

    def _door(self, *arguments: str, check: bool = True) -> None:
        ran = run_door(*arguments, "--data", str(self.folder))
        assert not check or ran.returncode == 0, ran.stderr


def run_door(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OPENSEARCH_JAVA_OPTS": JAVA_OPTIONS}
    return subprocess.run([DOOR, *arguments], capture_output=True, text=True, env=environment, check=False)


@pytest.fixture(scope="session")
def start_cluster() -> Callable[[str], LiveCluster]:
    """Start, or find started, the cluster of a name; skips where Java, Maven or the server cannot be had."""

    def start(name: str) -> LiveCluster:
        folder = Path(os.environ[CLUSTERS]) / name
        with FileLock(f"{folder}.lock"):
            ran = run_door("start", "--nodes", str(NODES), "--port", "0", "--data", str(folder))
        if ran.returncode == CANNOT_BE_HAD and os.environ.get("CI") != "true":
            pytest.skip(f"not tested on a real cluster: {ran.stderr.splitlines()[-2]}")
        assert ran.returncode == 0, ran.stderr
        return LiveCluster(tuple(ran.stdout.split()), folder)

    return start


@pytest.fixture(scope="session")
def opensearch_cluster(start_cluster: Callable[[str], LiveCluster]) -> LiveCluster:
    """The cluster that all tests share; nobody may harm its nodes."""
    return start_cluster("shared")


@pytest.fixture
def harmed_cluster(start_cluster: Callable[[str], LiveCluster]) -> Iterator[LiveCluster]:
    """A cluster whose nodes may be harmed: whole before each test, and one test's alone."""
    with FileLock(Path(os.environ[CLUSTERS]) / "harmed.test.lock"):
        cluster = start_cluster("harmed")
        try:
            cluster.heal()
        except pytest.fail.Exception:  # what a test before has made of it is not this one's fault
            cluster.end()
            cluster = start_cluster("harmed")
        yield cluster


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[CLUSTERS] = tempfile.mkdtemp(prefix="kliping-clusters-")
        # A session that is told to end, as `timeout` does, ends its nodes too: they are not its children.
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if hasattr(session.config, "workerinput"):
        return
    clusters = Path(os.environ[CLUSTERS])
    for folder in clusters.glob("*/"):
        run_door("stop", "--data", str(folder))
    if exitstatus == pytest.ExitCode.OK or not list(clusters.iterdir()):
        shutil.rmtree(clusters)
    else:
        print(f"\nlogs of the clusters: {clusters}")

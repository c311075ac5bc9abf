"""The script that starts a real cluster: what it refuses, and that its nodes live, die and come back."""

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "scripts" / "opensearch"
TOOLS = ("bash", "dirname", "env", "head", "sed")


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, **environment}
    command = [str(DOOR), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=told, check=False, timeout=600)


def only(folder: Path) -> str:
    """A PATH that has hardly anything."""
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    (folder / "python3").symlink_to(Path(sys.executable).resolve())
    return str(folder)


def test_says_that_java_is_missing(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    path = only(tmp_path / "bin")
    ran = run("start", "--data", tmp_path / "data", PATH=path, JAVA_HOME="")
    assert ran.returncode == 3
    assert "no java on this machine" in ran.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("version", ["11.0.2", "25"])
def test_says_that_this_java_will_not_do(tmp_path: Path, version: str) -> None:
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    ran = run("start", "--data", tmp_path / "data", JAVA_HOME=str(tmp_path))
    assert ran.returncode == 3
    assert f"is {version.split('.')[0]}" in ran.stderr


def test_says_that_maven_is_missing(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"17.0.1\"' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    ran = run(
        "start",
        "--data",
        tmp_path / "data",
        PATH=only(tmp_path / "bin"),
        JAVA_HOME="",
        XDG_CACHE_HOME=str(tmp_path),
    )
    assert ran.returncode == 3
    assert "no mvn on PATH" in ran.stderr


def test_another_command_needs_a_cluster(tmp_path: Path) -> None:
    ran = run("stop", "--data", tmp_path)
    assert ran.returncode == 1
    assert "no cluster was started" in ran.stderr


def health(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{url}/_cluster/health", timeout=120) as answer:
        told: dict[str, Any] = json.load(answer)
        return told


@pytest.mark.opensearch
def test_nodes_die_and_come_back(harmed_cluster: Any) -> None:
    cluster = harmed_cluster
    assert [health(url)["number_of_nodes"] for url in cluster.urls] == [3, 3, 3]
    cluster.kill("kliping-3")
    told = run("status", "--data", cluster.folder).stdout.splitlines()
    assert [line.split("\t")[3] == "down" for line in told] == [False, False, True]
    cluster.restart("kliping-3")
    assert [health(url)["number_of_nodes"] for url in cluster.urls] == [3, 3, 3]


@pytest.mark.opensearch
def test_names_the_nodes_there_are(opensearch_cluster: Any) -> None:
    ran = run("kill", "kliping-9", "--data", opensearch_cluster.folder)
    assert ran.returncode == 2
    assert "kliping-1, kliping-2, kliping-3" in ran.stderr


@pytest.mark.opensearch
def test_refuses_a_port_that_is_taken(start_cluster: Callable[[str], Any], tmp_path: Path) -> None:
    taken = start_cluster("shared").url.rsplit(":", 1)[1]
    ran = run("start", "--nodes", 1, "--port", taken, "--data", tmp_path)
    assert ran.returncode == 1
    assert "is taken by another program" in ran.stderr
    assert not (tmp_path / "cluster.json").exists()

"""Settings come from one file, and a mistake in it is told."""

from pathlib import Path

import pytest

from index.cluster import Cluster
from index.config import Settings, read_settings
from index.errors import ConfigurationError


def test_defaults_where_there_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings() == Settings()


def test_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kliping.toml").write_text('port = 9\nname = "Arsip"\npoll_seconds = 1\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_settings() == Settings(port=9, name="Arsip", poll_seconds=1.0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("prot = 1", "prot: no such setting"),
        ('port = "x"', "port: 'x' is not of type int"),
        ("port = true", "not of type int"),
        ("workers = -1", "below zero"),
        ("port = ", "Invalid value"),
    ],
)
def test_mistakes_name_file_key_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "k.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"k\.toml: .*" + reason):
        read_settings(path)


def test_a_folder_holds_the_index_unless_a_cluster_does() -> None:
    assert Settings().cluster() is None
    cluster = Settings(
        engine="opensearch",
        opensearch_url="https://a:9200, https://b:9200",
        opensearch_user="kliping",
        opensearch_password="rahasia",
        opensearch_ca="/etc/ca.pem",
        opensearch_prefix="arsip",
        opensearch_shards=3,
        opensearch_replicas=2,
        opensearch_timeout_seconds=4.0,
    ).cluster()
    urls = ("https://a:9200", "https://b:9200")
    assert cluster == Cluster(urls, "kliping", "rahasia", "/etc/ca.pem", "arsip", 3, 2, 4.0)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (Settings(engine="lucene"), "engine: 'lucene': there are whoosh, opensearch"),
        (Settings(engine="opensearch", opensearch_prefix="Kliping"), "opensearch_prefix"),
        (Settings(engine="opensearch", opensearch_prefix="a*"), "opensearch_prefix"),
        (Settings(engine="opensearch", opensearch_url=""), "opensearch_url"),
        (Settings(engine="opensearch", opensearch_url="localhost:9200"), "'localhost:9200'"),
        (Settings(engine="opensearch", opensearch_shards=0), "opensearch_shards"),
    ],
)
def test_a_cluster_that_cannot_be_is_told_with_its_setting(settings: Settings, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        settings.cluster()


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"tidak\.toml"):
        read_settings(tmp_path / "tidak.toml")

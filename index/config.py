"""Settings: read once at the doors (`scripts/`, `web.__main__`), handed down explicitly, never global.

A settings file is TOML, `kliping.toml` in the working directory unless `--config` names another; every key
is optional and every key is a field of `Settings`. An unknown key is an error, so that a typo is told.
"""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.cluster import Cluster
from index.errors import ConfigurationError

ENGINES = ("whoosh", "opensearch")
DEFAULT_FILE = Path("kliping.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. README.md, "Configuration", explains each; a test holds the two together.

    `index` is where generations are built; `host`, `port`, `workers`, `threads` are the web server's;
    `max_file_megabytes` and `max_article_characters` bound one input; `default_page_size` results a page;
    `name` stands on the page; `poll_seconds` is how often a server looks for a new generation;
    `name_overrides` is an editor's table of decisions on names. `engine` is what keeps and searches the
    articles: one of ENGINES; all that begins with `opensearch` is for that engine alone.
    """

    index: str = "var/index"
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    threads: int = 4
    name: str = "Kliping"
    max_file_megabytes: int = 256
    max_article_characters: int = 1_000_000
    default_page_size: int = 20
    poll_seconds: float = 0.5
    name_overrides: str = ""
    engine: str = "whoosh"
    opensearch_url: str = "http://127.0.0.1:9200"
    opensearch_user: str = ""
    opensearch_password: str = ""
    opensearch_ca: str = ""
    opensearch_prefix: str = "kliping"
    opensearch_shards: int = 1
    opensearch_replicas: int = 1
    opensearch_timeout_seconds: float = 10.0

    def cluster(self) -> Cluster | None:
        """Return the cluster that holds the index, None where the folder `index` does.

        Raises ConfigurationError for an engine that there is not, or a value that no cluster takes.
        """
        if self.engine not in ENGINES:
            raise ConfigurationError(f"engine: {self.engine!r}: there are {', '.join(ENGINES)}")
        if self.engine == "whoosh":
            return None
        return Cluster(
            urls=tuple(self.opensearch_url.replace(",", " ").split()),
            user=self.opensearch_user,
            password=self.opensearch_password,
            authority=self.opensearch_ca,
            prefix=self.opensearch_prefix,
            shards=self.opensearch_shards,
            replicas=self.opensearch_replicas,
            seconds=self.opensearch_timeout_seconds,
        )


def read_settings(path: Path | None = None) -> Settings:
    """Return the settings of a file, the defaults where there is none.

    Raises ConfigurationError naming file, key and reason for a file that was named but is not there, for
    TOML that cannot be read, an unknown key or a value of the wrong type.
    """
    file = path or DEFAULT_FILE
    if path is None and not file.exists():
        return Settings()
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from error
    fields = {field.name: field for field in dataclasses.fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in fields:
            raise ConfigurationError(f"{file}: {key}: no such setting; there are {', '.join(sorted(fields))}")
        values[key] = _checked(file, key, value, fields[key].default)
    return Settings(**values)


def _checked(file: Path, key: str, value: object, default: object) -> object:
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not type(default):
        raise ConfigurationError(f"{file}: {key}: {value!r} is not of type {type(default).__name__}")
    if isinstance(value, (int, float)) and value < 0:
        raise ConfigurationError(f"{file}: {key}: {value!r} is below zero")
    return value

"""Where an OpenSearch cluster is and how its indexes are named: what both seams need to reach it.

Made from settings at the doors. It must not connect to anything, nor name the client library: settings are
read where that may not be installed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.errors import ConfigurationError

PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One archive on a cluster.

    `urls` are nodes, tried in turn; `authority` is a file of certificates to trust besides the system's;
    `prefix` is the alias that readers follow and how the names of all its indexes begin; `seconds` is how
    long one request may take. Raises ConfigurationError for a name that OpenSearch would not take.
    """

    urls: tuple[str, ...]
    user: str = ""
    password: str = ""
    authority: str = ""
    prefix: str = "kliping"
    shards: int = 1
    replicas: int = 1
    seconds: float = 10.0

    def __post_init__(self) -> None:
        if not PREFIX.fullmatch(self.prefix):
            raise ConfigurationError(
                f"opensearch_prefix: {self.prefix!r}: small letters, digits, - and _ alone, at most 100"
            )
        wrong = next((url for url in self.urls if not re.match(r"https?://[^/\s]+", url)), None)
        if wrong is not None or not self.urls:
            raise ConfigurationError(f"opensearch_url: {wrong or ''!r}: not an http or https address")
        if self.shards < 1:
            raise ConfigurationError("opensearch_shards: at least one")

"""Run the parts of a build on a Dask cluster: many machines, their scheduler, their retries.

Dask's `distributed` and not Ray: pure Python, starts on one machine as on a thousand, speaks the standard
library's `concurrent.futures`, which is our seam already; and we need none of its arrays. Every worker must
have this version of Kliping, and see the index folder (or the scratch folder) under the same path. Needs the
extra `dask`. This module must not know what a task does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from distributed import Client, KilledWorker
from distributed.client import FutureCancelledError

from index.errors import ConfigurationError
from index.executors import Executor, Pooled

PATIENCE_SECONDS = 10
# A task whose worker died runs again so often; tasks write files of their own, the same every time.
RETRIES = 2


@dataclass(frozen=True, slots=True)
class DaskCluster:
    """A scheduler by its address, `tcp://HOST:PORT` (an `index.executors.Workplace`)."""

    address: str

    @contextmanager
    def open(self, size: int, scratch: Path) -> Iterator[Executor]:
        """Yield an executor over all its workers; raises ConfigurationError where it cannot be had."""
        try:
            client = Client(self.address, timeout=PATIENCE_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"no Dask scheduler at {self.address}: {error}") from error
        with client:
            workers = sum(client.nthreads().values())
            if not workers:
                raise ConfigurationError(f"the Dask scheduler at {self.address} has no workers")
            if not all(client.run(scratch.is_dir).values()):
                raise ConfigurationError(f"{scratch}: not every Dask worker can see this folder")
            lost = (KilledWorker, FutureCancelledError)
            yield Pooled(client.get_executor(pure=False, retries=RETRIES), workers, lost)

"""Articles of one part of an archive into a new index, from whichever process or machine has them.

What a loader counts goes back to the batch in a file of its part; the articles do not. A part that is loaded
again, because its worker died, finds its own documents by their stamps, which are of their content; only
what it had replaced in an update is then unknown, and the generation is refused when it is verified. This
module must not know which generation is live, nor publish.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.article import Article
from index.cluster import Cluster
from index.lang.language import Language
from index.opensearch_bulk import BulkLoader, Item, stamped_by_content
from index.opensearch_client import Patience, connect
from index.opensearch_schema import article_of, document_of
from index.opensearch_tally import Tally
from index.sample import Sample

FILE = "tally"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is known of a part once it is on the cluster."""

    tally: Tally
    sample: Sample


@dataclass(frozen=True, slots=True)
class OpenSearchLoader:
    """Writes parts to `index` (an `index.store.Loader`); `writer` is the batch's own."""

    cluster: Cluster
    index: str
    writer: str

    def load(self, articles: Iterable[Article], folder: Path) -> Path:
        """Send the articles of a part; returns the file for `loaded_of`. Raises StorageError, OSError."""
        language = _language()
        loaded = Loaded(Tally(language.miner()), Sample())

        def forget(item: Item, source: dict[str, Any]) -> None:
            loaded.tally.remove(document_of(article_of(source), language.analyzer))

        with closing(BulkLoader(connect(self.cluster, Patience()), self.index, forget)) as bulk:
            for article in articles:
                document = document_of(article, language.analyzer)
                loaded.tally.add(article, document)
                loaded.sample.add(article)
                bulk.send(stamped_by_content(document.name, article.id, self.writer, document.fields))
            bulk.drain()
        (folder / FILE).write_bytes(pickle.dumps(loaded))
        return folder / FILE


def loaded_of(file: Path) -> Loaded:
    """Return what a loader has left; the file is of this build, from a folder that it alone uses."""
    loaded: Loaded = pickle.loads(file.read_bytes())  # noqa: S301 - our own worker wrote it
    return loaded


@cache
def _language() -> Language:
    """Return the language of this worker process, loaded with its first part."""
    return Language.load()

"""One partition of an archive into finished segments, in whatever process it is at hand.

    articles ──► documents ──► segment files in a folder of their own ──► WhooshBatch.take, in the writer's

What takes time (analysis, compression, inversion) happens here, so that a build runs on as many cores as
there are; the writer only takes the files over and joins them. This module must not know generations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.article import Article
from index.codec_analysis import Vocabulary
from index.codec_buffer import DocumentBuffer
from index.codec_file_writing import write_file
from index.codec_kernel import WriteKernel
from index.codec_kernels import chosen_write_kernel
from index.codec_segment import SegmentArrays
from index.errors import IndexOutdated
from index.lang.language import Language
from index.record_packing import chosen_packer
from index.whoosh_schema import ENCODING_ERRORS, document_of, make_schema

# Of each partition so many articles are looked up again before readers see the generation.
SAMPLED = 2
# As many words wait in memory as one segment is made of.
MOST_TOKENS = 16_000_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished segment file and how many articles are in it, each under another id."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `load` made of a partition: small, and picklable; the bulk lies in files.

    `mined` are the rows of abbreviations that its articles introduce, `sample` some of them.
    """

    segments: tuple[Segment, ...]
    mined: tuple[dict[str, Any], ...]
    sample: tuple[Article, ...]


class WhooshLoader:
    """Loads partitions; picklable: another process reads the language data for itself, once."""

    def __init__(self, language: Language) -> None:
        self._language = language
        # Of the partitions before; whoever loads takes one out, so that threads do not share it.
        self._vocabularies: list[Vocabulary] = []

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return _loader, (self._language.fingerprint,)

    def load(self, articles: Iterable[Article], folder: Path) -> Loaded:
        """Write articles, each of another id, as segments into an empty folder."""
        analyzer, mined, kernel = self._language.analyzer, self._language.miner(), chosen_write_kernel()
        packer = chosen_packer()
        segments: list[Segment] = []
        sample: list[Article] = []
        vocabulary = self._vocabulary(kernel)
        buffer = DocumentBuffer(make_schema(), vocabulary, kernel)
        for article in articles:
            if buffer.tokens >= MOST_TOKENS:
                segments.append(_written(buffer, folder / f"{len(segments)}.arrays"))
                vocabulary = vocabulary.renewed()
                buffer = DocumentBuffer(make_schema(), vocabulary, kernel)
            buffer.add(document_of(article, analyzer, packer))
            mined.add(article.id, article.body)
            if len(sample) < SAMPLED:
                sample.append(article)
        if len(buffer):
            segments.append(_written(buffer, folder / f"{len(segments)}.arrays"))
        self._vocabularies.append(vocabulary.renewed())
        return Loaded(tuple(segments), tuple(mined.rows()), tuple(sample))

    def _vocabulary(self, kernel: WriteKernel) -> Vocabulary:
        try:
            return self._vocabularies.pop()
        except IndexError:
            return Vocabulary(self._language.analyzer, kernel)


def ids_of(segment: Segment) -> list[str]:
    """Return the ids of the articles in a segment."""
    terms = SegmentArrays(segment.path).keys["id"].terms()
    return [term.decode("utf-8", ENCODING_ERRORS) for term in terms]


def _written(buffer: DocumentBuffer, path: Path) -> Segment:
    write_file(path, buffer.write)
    return Segment(path, len(buffer))


@cache
def _loader(fingerprint: str) -> WhooshLoader:
    """Return the loader of this process; raises IndexOutdated where its language data is another."""
    language = Language.load()
    if language.fingerprint != fingerprint:
        raise IndexOutdated("a worker has other language data than the writer: install the same version")
    return WhooshLoader(language)

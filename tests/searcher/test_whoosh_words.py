"""The most frequent words of a prefix, against counting and sorting them all."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index

from index.codec_kernel import ChunkTerms
from index.codec_kernels import chosen_write_kernel
from index.codec_writer import ArrayWriter
from index.whoosh_schema import RECORD, make_schema
from searcher.whoosh_arrays import segments_of
from searcher.whoosh_words import Words

words = st.text("ab\U00010400", max_size=3)
texts = st.lists(words, max_size=4)
articles = st.tuples(texts, texts)


class Written:
    def chunks(self, text: str) -> list[str]:
        return text.split()

    def chunk_classes(self) -> bytes:
        return b""

    def chunk_terms(self, chunk: str) -> ChunkTerms:
        return (("", chunk, 0),), 1


ANALYSIS, KERNEL = Written(), chosen_write_kernel()


def write(folder: Path, batches: list, deleted: list[int]) -> None:
    whoosh_index.create_in(str(folder), make_schema())
    number = 0
    for batch in batches:
        writer = ArrayWriter(whoosh_index.open_dir(str(folder)), ANALYSIS, KERNEL)
        for title, body in batch:
            writer.add_document(id=(str(number),), title=title, body=body, **{RECORD: b""})
            number += 1
        writer.commit()
    writer = ArrayWriter(whoosh_index.open_dir(str(folder)), ANALYSIS, KERNEL)
    for number in deleted:
        writer.delete_document(number)
    writer.commit()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(articles, min_size=6, max_size=9), min_size=1, max_size=3),
    words,
    st.integers(-1, 8),
    st.booleans(),
)
def test_words_are_the_most_frequent_of_their_prefix(
    tmp_path_factory: pytest.TempPathFactory, batches: list, prefix: str, limit: int, delete: bool
) -> None:
    folder = tmp_path_factory.mktemp("index")
    write(folder, batches, [1] if delete else [])
    every = [article for batch in batches for article in batch]
    counts: Counter[str] = Counter()
    for number, (title, body) in enumerate(every):
        if not (delete and number == 1):
            counts.update({*title, *body})
    fitting = [(word, count) for word, count in counts.items() if word.startswith(prefix)]
    expected = sorted(fitting, key=lambda pair: (-pair[1], pair[0]))[: max(0, limit)]
    with whoosh_index.open_dir(str(folder), schema=make_schema()).searcher() as searcher:
        assert list(Words(segments_of(searcher)).starting(prefix, limit)) == expected

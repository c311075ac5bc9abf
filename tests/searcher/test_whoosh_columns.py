"""The orders of a snapshot, put together from those of its segments, are those of all its documents."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article, Dating
from index.generations import Generations
from index.lang.language import Language
from index.whoosh_store import WhooshStore
from searcher.kernel import Kernel
from searcher.kernel_numpy import NumpyKernel
from searcher.kernels import chosen_kernel
from searcher.whoosh_arrays import segments_of
from searcher.whoosh_columns import Columns
from searcher.whoosh_readers import SearcherPool

# Of each segment the articles by number, with the day of each, 0 for none.
parts = st.lists(
    st.dictionaries(st.integers(0, 40), st.integers(0, 5), min_size=1, max_size=12), min_size=1, max_size=4
)


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.mark.parametrize("kernel", [NumpyKernel(), chosen_kernel()], ids=lambda kernel: kernel.name)
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=parts)
def test_orders_over_segments(
    tmp_path_factory: pytest.TempPathFactory, language: Language, kernel: Kernel, given: list[dict[int, int]]
) -> None:
    root = tmp_path_factory.mktemp("index")
    write(root, language, given)
    generations = Generations(root)
    pool = SearcherPool(generations.open(str(generations.pointer())).folder)
    with pool.borrow() as searcher:
        columns = Columns(segments_of(searcher), kernel)
        ids = [columns.ids[document] for document in range(len(columns.ids))]
        days = columns.days.tolist()
        newest = sorted(range(len(ids)), key=lambda at: (days[at] == 0, -days[at], ids[at]))
        oldest = sorted(range(len(ids)), key=lambda at: (days[at] == 0, days[at], ids[at]))
        # An article that was added again stands in two segments, of which one has it deleted.
        assert [(days[at], ids[at]) for at in columns.newest.argsort()] == [
            (days[at], ids[at]) for at in newest
        ]
        assert [(days[at], ids[at]) for at in columns.oldest.argsort()] == [
            (days[at], ids[at]) for at in oldest
        ]
        assert sorted(columns.newest.tolist()) == sorted(columns.oldest.tolist()) == list(range(len(ids)))
    pool.close()


def write(root: Path, language: Language, given: list[dict[int, int]]) -> None:
    store = WhooshStore(root, language)
    for number, part in enumerate(given):
        with store.update() if number else store.rebuild() as batch:
            for name, day in part.items():
                dating = Dating(date(2020, 1, 1) + timedelta(day), "day") if day else Dating()
                batch.add(Article(f"a{name:02}", "", "Banjir.", published=dating))
            batch.publish()

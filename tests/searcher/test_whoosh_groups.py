"""Groups of copies are counted and folded exactly, whatever documents are asked about."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from searcher.kernel import ValuePart
from searcher.kernel_numpy import NumpyKernel
from searcher.whoosh_groups import CopyGroups, Ranks
from searcher.whoosh_values import FacetColumn, Values

archives = st.lists(st.none() | st.integers(0, 3), min_size=1, max_size=30)


def groups_of(groups: list[int | None]) -> CopyGroups:
    """Group ids are "g0" … "g3"; None is in no group."""
    ordinals = np.array([group for group in groups if group is not None], np.uint32)
    starts = np.cumsum([0, *(group is not None for group in groups)]).astype(np.uint32)
    values = Values((ValuePart(0, starts, ordinals, 4),), 4, NumpyKernel())
    return CopyGroups(FacetColumn(("g0", "g1", "g2", "g3"), (), values), len(groups))


@given(archives, st.data())
def test_each_group_is_led_by_the_best_of_the_documents(
    groups: list[int | None], data: st.DataObject
) -> None:
    copies = groups_of(groups)
    chosen = data.draw(st.sets(st.integers(0, len(groups) - 1)))
    documents = np.array(sorted(chosen), np.uint32)
    sizes = np.bincount(copies.numbers[documents], minlength=copies.size)
    ranks = np.array(data.draw(st.permutations(range(len(groups)))))

    def ranked(places: NDArray[np.int64]) -> Ranks:
        return (ranks[documents[places]],)

    kept = set(documents[copies.leading(documents, ranked)].tolist())
    for document in chosen:
        fellows = [
            other for other in chosen if groups[other] is not None and groups[other] == groups[document]
        ]
        assert (document in kept) == (not fellows or document == min(fellows, key=lambda other: ranks[other]))
        others = max(0, len(fellows) - 1)
        group = groups[document]
        expected = ("", 0) if group is None else (f"g{group}", others)
        assert copies.copies([document], sizes) == (expected,)
    assert copies.copies([*chosen], sizes) == sum((copies.copies([each], sizes) for each in chosen), ())


def test_an_archive_without_copies_has_no_groups() -> None:
    values = Values((ValuePart(0, np.zeros(3, np.uint32), np.empty(0, np.uint32), 0),), 0, NumpyKernel())
    copies = CopyGroups(FacetColumn((), (), values), 2)
    sizes = np.array([2])
    assert copies.number_of(sizes, 2) == 2
    assert copies.copies([1, 0], sizes) == (("", 0), ("", 0))

"""A question of some hundred words becomes one that a cluster takes, and finds what it would have found."""

from searcher.opensearch_pruning import leaves, pruned
from searcher.terms import Besides, Days, Lowered, Sequence, Some, Term, Without

FIELDS = ("title", "title_exact", "body", "body_exact")
WORDS = [f"kata{number}" for number in range(40)]
HAVING = {(field, word): 1 + FIELDS.index(field) % 3 for field in FIELDS for word in (*WORDS, "lain")}
HAVING["body", "tiada"] = 0


def ways(word: str) -> Lowered:
    return Some(tuple(Term(field, word) for field in FIELDS), 1)


def test_a_small_tree_stays_as_it_is() -> None:
    tree = Some((ways("kata1"), Days(None, None), Without(ways("kata2"))), 3)
    assert pruned(tree, HAVING) is tree
    assert leaves(tree, HAVING) == 10


def test_ways_that_find_least_go_first() -> None:
    tree = Some(tuple(ways(word) for word in WORDS), 40)
    some = pruned(tree, HAVING, 80)
    assert leaves(some, HAVING) == 80
    assert isinstance(some, Some) and some.minimum == 40
    assert some.children[0] == Some((Term("title_exact", "kata0"), Term("body", "kata0")), 1)
    one = pruned(tree, HAVING, 40)
    assert isinstance(one, Some)
    assert list(one.children) == [Some((Term("body", word),), 1) for word in WORDS]


def test_what_is_too_much_all_the_same_is_cut_off() -> None:
    tree = Some(tuple(ways(word) for word in WORDS), 40)
    cut = pruned(tree, HAVING, 10)
    assert isinstance(cut, Some)
    assert (len(cut.children), cut.minimum, leaves(cut, HAVING)) == (10, 10, 10)
    beside = pruned(Besides(ways("lain"), tree), HAVING, 10)
    assert leaves(beside, HAVING) <= 10


def test_phrases_count_their_terms_and_absent_words_nothing() -> None:
    assert leaves(Sequence("body", ("kata1", "kata2")), HAVING) == 3
    assert leaves(Term("body", "tiada"), HAVING) == 0


def test_a_word_that_some_have_as_background_is_three_leaves() -> None:
    having = HAVING | {("background", "kata1"): 1, ("background", "kata2"): 0}
    assert leaves(Some((Term("body", "kata1"), Term("body", "kata2")), 1), having) == 4
    assert leaves(Sequence("body", ("kata1", "kata2")), having) == 5

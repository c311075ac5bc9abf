"""The most frequent words of a prefix, against sorting them all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.whoosh_words import Words

words = st.text("ab\U00010400", max_size=3)


@settings(deadline=None)
@given(st.dictionaries(words, st.integers(1, 4)), words, st.integers(-1, 8))
def test_words_are_the_most_frequent_of_their_prefix(counts: dict[str, int], prefix: str, limit: int) -> None:
    fitting = [(word, count) for word, count in counts.items() if word.startswith(prefix)]
    expected = sorted(fitting, key=lambda pair: (-pair[1], pair[0]))[: max(0, limit)]
    assert list(Words(counts).starting(prefix, limit)) == expected

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.stopwords import COLUMNS, StopWords, lifted
from index.lang.tables import LanguageDataError

TABLE = StopWords.load()


def test_function_words_weigh_little_and_content_words_whole() -> None:
    assert TABLE.weight("siapa") < TABLE.weight("yang") < TABLE.weight("tidak") < TABLE.weight("gempa")
    assert TABLE.weight("gempa") == 1.0
    assert TABLE.weight("Yang") == TABLE.weight("yang")
    assert TABLE.word_class("siapa") == "question"
    assert TABLE.word_class("gempa") is None


def test_a_query_of_function_words_counts_whole() -> None:
    weights = TABLE.weights(["ada", "apa", "dengan", "kita"])
    assert max(weights) == 1.0
    assert all(weights)


def test_content_words_are_not_lifted() -> None:
    assert TABLE.weights(["siapa", "presiden"]) == (TABLE.weight("siapa"), 1.0)
    assert lifted([]) == ()
    assert lifted([0.0]) == (0.0,)


@settings(deadline=None)
@given(st.text())
def test_every_word_has_a_weight(word: str) -> None:
    assert 0 < TABLE.weight(word) <= 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("dan\t0.1\tconjunction\nDan\t0.1\tconjunction", "twice"),
        ("dan\tlittle\tconjunction", "a weight is"),
        ("dan\t1.5\tconjunction", "a weight is"),
        ("dan\t0.5\tfruit", "is no class"),
    ],
)
def test_a_wrong_table_is_told(tmp_path: Path, rows: str, reason: str) -> None:
    path = tmp_path / "stopwords.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + rows + "\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=reason):
        StopWords.load(path)

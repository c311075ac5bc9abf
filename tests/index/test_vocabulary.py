"""Words keep their counts through the file, without those that no article has any more."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.vocabulary import VOCABULARY_FILE, Vocabulary, read_vocabulary

# A word holds letters, digits, hyphens and points; never white space.
articles = st.lists(st.sets(st.text("ab-é\ud800𐐀1", min_size=1, max_size=3)), max_size=5)


@settings(deadline=None, max_examples=30)  # each writes a file and waits for the disk
@given(articles, articles)
def test_counts_come_back(
    tmp_path_factory: pytest.TempPathFactory, kept: list[set[str]], gone: list[set[str]]
) -> None:
    folder = tmp_path_factory.mktemp("generation")
    vocabulary, expected = Vocabulary(), Vocabulary()
    for forms in (*kept, *gone):
        vocabulary.add(forms)
    for forms in gone:
        vocabulary.remove(forms)
    for forms in kept:
        expected.add(forms)
    vocabulary.write(folder)
    assert read_vocabulary(folder).counts == expected.counts


def test_file_is_lines_in_order(tmp_path: Path) -> None:
    vocabulary = Vocabulary()
    vocabulary.add({"b", "a"})
    vocabulary.add({"b"})
    vocabulary.write(tmp_path)
    assert (tmp_path / VOCABULARY_FILE).read_text("utf-8") == "a\t1\nb\t2\n"


@pytest.mark.parametrize("content", [b"a\tb\n", b"a\n", b"\xff\t1\n", b"a\t1\nb"])
def test_damage_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / VOCABULARY_FILE).write_bytes(content)
    with pytest.raises(IndexCorrupt, match=VOCABULARY_FILE):
        read_vocabulary(tmp_path)

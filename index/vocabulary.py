"""The written forms of an archive and in how many articles each stands, kept as one file of a generation.

Suggestions, spelling and fuzzy matching ask for it by prefix or as a whole; adding the articles up from
postings would take longer than the search. Forms count once an article, title and body together. This
module must not analyse texts nor know an engine.

The file is UTF-8, a word, a tab and a number a line, ordered by code point, without words of no article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from index.errors import IndexCorrupt
from index.generation_files import replace_durably

VOCABULARY_FILE = "vocabulary.tsv"


class Vocabulary:
    """Counts articles by written form."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, forms: Iterable[str]) -> None:
        """Count an article that has these forms, each given once."""
        self.counts.update(forms)

    def remove(self, forms: Iterable[str]) -> None:
        """Take an article with these forms back out."""
        self.counts.subtract(forms)

    def write(self, folder: Path) -> None:
        """Write the file, as a new one: the old may be shared with another generation."""
        present = sorted((form, count) for form, count in self.counts.items() if count > 0)
        replace_durably(folder / VOCABULARY_FILE, "".join(f"{form}\t{count}\n" for form, count in present))


def read_vocabulary(folder: Path) -> Vocabulary:
    """Return the vocabulary of a generation, in its order; raises IndexCorrupt."""
    file = folder / VOCABULARY_FILE
    vocabulary = Vocabulary()
    try:
        text = file.read_bytes().decode("utf-8", "surrogatepass")
        if text and not text.endswith("\n"):
            raise ValueError("the last line is not whole")
        cells = text.replace("\n", "\t").split("\t")
        vocabulary.counts.update(dict(zip(cells[:-1:2], map(int, cells[1::2]), strict=True)))
    except (OSError, ValueError) as error:
        raise IndexCorrupt(f"{file}: damaged ({error}): rebuild the index") from error
    return vocabulary

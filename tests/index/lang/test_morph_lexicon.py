"""The lexicon refuses what an editor would not have meant, and says where."""

import shutil
from pathlib import Path

import pytest

from index.lang.morph_lexicon import Lexicon
from index.lang.stem import DATA
from index.lang.tables import LanguageDataError

TABLES = {
    "roots_nouns.tsv": "root\tclass\tnote\nrumah\t1\t\n",
    "frozen.tsv": "root\tclass\treason\nmenteri\t1\tnot me+teri\n",
    "stem_exceptions.tsv": "form\troot\treason\nkeretakan\tretak\tcrack, not train\n",
}


def folder_with(tmp_path: Path, **tables: str) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(tables.get(name.removesuffix(".tsv"), text), encoding="utf-8")
    return tmp_path


def test_small_lexicon_is_read(tmp_path: Path) -> None:
    lexicon = Lexicon.read(folder_with(tmp_path))
    assert lexicon.exceptions == {"keretakan": "retak"}
    assert set(lexicon.costs) == {"rumah", "menteri", "keretakan"}


def test_rare_root_costs_more_than_common_one(tmp_path: Path) -> None:
    lexicon = Lexicon.read(folder_with(tmp_path, roots_nouns="root\tclass\tnote\nrumah\t1\nrumbia\t5\n"))
    assert lexicon.costs["rumbia"] > lexicon.costs["rumah"]


@pytest.mark.parametrize(
    ("table", "text", "complaint"),
    [
        (
            "roots_nouns",
            "root\tclass\tnote\nrumah\t1\nrumah\t2\n",
            r"roots_nouns\.tsv:3: 'rumah' is already in roots_nouns",
        ),
        (
            "frozen",
            "root\tclass\treason\nrumah\t1\twhy\n",
            r"frozen\.tsv:2: 'rumah' is already in roots_nouns\.tsv:2",
        ),
        (
            "frozen",
            "root\tclass\treason\nmenteri\t1\t\n",
            r"frozen\.tsv:2: 'menteri' is frozen without a reason",
        ),
        ("roots_nouns", "root\tclass\tnote\nrumah\t9\n", r"roots_nouns\.tsv:2: the class must be one of"),
        (
            "roots_nouns",
            "root\tclass\tnote\nRumah\t1\n",
            r"roots_nouns\.tsv:2: 'Rumah' is not a lower-case word",
        ),
        (
            "stem_exceptions",
            "form\troot\treason\nkeretakan\tretak\n",
            r":2: 'keretakan' is decided without a reason",
        ),
        (
            "stem_exceptions",
            "form\troot\treason\nrumah\truma\tno\n",
            r":2: 'rumah' is already in roots_nouns",
        ),
        (
            "stem_exceptions",
            "form\troot\treason\nkeretakan\tRetak\tno\n",
            r":2: 'Retak' is not a lower-case word",
        ),
        ("stem_exceptions", "form\troot\treason\nab\tb\tx\nab\tb\tx\n", r":3: 'ab' is already in this table"),
    ],
)
def test_mistake_is_named_with_its_line(tmp_path: Path, table: str, text: str, complaint: str) -> None:
    with pytest.raises(LanguageDataError, match=complaint):
        Lexicon.read(folder_with(tmp_path, **{table: text}))


def test_shipped_lexicon_is_valid_and_large() -> None:
    assert len(Lexicon.read(DATA).costs) >= 6000


def test_every_decision_leads_to_a_root_that_stays() -> None:
    """A decided root must itself be final, or two forms of one family would part."""
    lexicon = Lexicon.read(DATA)
    assert not {root for root in lexicon.exceptions.values() if lexicon.exceptions.get(root, root) != root}


def test_duplicate_in_a_copy_of_the_shipped_data_is_found(tmp_path: Path) -> None:
    for path in DATA.glob("*.tsv"):
        shutil.copy(path, tmp_path)
    with (tmp_path / "roots_verbs.tsv").open("a", encoding="utf-8") as table:
        table.write("sekolah\t1\t\n")
    with pytest.raises(LanguageDataError, match=r"'sekolah' is already in|already in roots_verbs"):
        Lexicon.read(tmp_path)

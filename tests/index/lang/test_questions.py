from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.questions import COLUMNS, Questions
from index.lang.tables import LanguageDataError

QUESTIONS = Questions.load()


@pytest.mark.parametrize(
    ("query", "asks", "cue"),
    [
        ("Siapa wali kota Semarang?", "person", "Siapa"),
        ("kapan jembatan itu runtuh", "date", "kapan"),
        ("Di mana banjir terjadi", "place", "Di mana"),
        ("gempa terjadi dimana", "place", "dimana"),
        ("berapa korban longsor", "number", "berapa"),
        ("tahun berapa candi ditemukan", "date", "tahun berapa"),
        ("negara mana yang menang", "place", "negara mana"),
        ("apa nama klub itu", "organisation", "apa nama"),
        ("apa nama lagu itu", "thing", "apa nama"),
        ("mengapa harga beras naik", "reason", "mengapa"),
        ("bagaimana cara memilih", "manner", "bagaimana"),
    ],
)
def test_what_a_question_asks_for(query: str, asks: str, cue: str) -> None:
    words = query.split()
    question = QUESTIONS.asked(words)
    assert question is not None
    assert question.asks == asks
    assert words[question.start : question.end] == cue.split()


@pytest.mark.parametrize("query", ["banjir semarang", "", "siapkan payung", "manasik haji"])
def test_no_question(query: str) -> None:
    assert QUESTIONS.asked(query.split()) is None


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=6), st.sampled_from(["apa", "nama", "di", "mana"]))))
def test_never_raises_and_the_cue_is_in_range(words: list[str]) -> None:
    question = QUESTIONS.asked(words)
    assert question is None or 0 <= question.start < question.end <= len(words)


@pytest.mark.parametrize("rows", ["siapa\tfruit", "siapa\tperson\nSiapa\tperson", "mana\tthing\tkota=fruit"])
def test_a_wrong_table_is_told(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "questions.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + rows + "\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=str(path)):
        Questions.load(path)

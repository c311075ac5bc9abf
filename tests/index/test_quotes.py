"""Who said what, and who is left out of it."""

import re
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Actor, ActorKind, Article, Mention, Quote
from index.lang.sentences import SentenceSplitter
from index.lang.tables import LanguageDataError
from index.quotes import DATA, MAX_LEAD, QuoteFinder

FINDER = QuoteFinder.load()
SPLITTER = SentenceSplitter.load()
NAMES: dict[str, ActorKind] = {
    "Rina Hartati": "person",
    "Rina": "person",
    "Bonar Lubis": "person",
    "Dinas Perikanan": "organisation",
    "Muara Lama": "place",
}
IDS = {"Rina": "Rina Hartati"}


def article(text: str) -> Article:
    mentions, actors = [], {}
    for match in re.finditer("|".join(sorted(NAMES, key=len, reverse=True)), text):
        name = IDS.get(match[0], match[0])
        actors[name] = Actor(name, name, NAMES[name])
        mentions.append(Mention(name, match.start(), match.end()))
    return Article("1", "", text, actors=tuple(actors.values()), mentions=tuple(mentions))


def quotes(read: Article) -> tuple[Quote, ...]:
    sentences = [*chain.from_iterable(SPLITTER.spans(read.body))]
    return FINDER.find(read.body, sentences, read.actors, read.mentions)


def said(text: str) -> list[tuple[str, str]]:
    return [(text[quote.start : quote.end], quote.speaker) for quote in quotes(article(text))]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"Air naik," kata Rina Hartati.', "Rina Hartati"),
        ("“Air naik,” ujar Rina Hartati, ketua RT di Muara Lama.", "Rina Hartati"),
        ('"Air naik," kata dr. Rina Hartati di posko.', "Rina Hartati"),
        ('Rina Hartati mengatakan, "Air naik."', "Rina Hartati"),
        ('Menurut Rina Hartati, "air naik cepat sekali."', "Rina Hartati"),
        ('Rina Hartati menyatakan bahwa dermaga ditutup: "Air naik."', "Rina Hartati"),
        ('"Air naik," kata juru bicara Bonar Lubis.', "Bonar Lubis"),
        ('"Air naik," kata istri Bonar Lubis, Rina Hartati.', "Rina Hartati"),
        ('"Air naik," kata juru bicara Bupati Bonar Lubis.', ""),
        ('"Air naik," kata istri Bonar Lubis.', ""),
        ('"Air naik," kata Dinas Perikanan dalam siaran pers.', "Dinas Perikanan"),
        ('Dinas Perikanan menulis, "Air naik."', "Dinas Perikanan"),
        ('"Air naik," kata seorang warga Muara Lama.', ""),
        ('"Air naik," kata tetangga Bonar Lubis bernama Rina Hartati.', "Rina Hartati"),
        ('"Air naik," kata Dinas Perikanan Bonar Lubis.', "Dinas Perikanan"),
        ('"Air naik," kata Dinas Perikanan, Rina Hartati.', "Rina Hartati"),
        ('Rina Hartati menunjuk dinding. "Air naik," katanya.', "Rina Hartati"),
        ('Rina Hartati menunjuk dinding. "Air naik," kata perempuan itu.', "Rina Hartati"),
        ('Rina Hartati menunggu Bonar Lubis. "Air naik," katanya.', ""),
        ('Rina Hartati menunggu. "Air naik," kata seorang nelayan di sana.', ""),
        ('"Kami menunggu perahu sejak subuh."', ""),
    ],
)
def test_speaker(text: str, speaker: str) -> None:
    assert [name for _, name in said(text)] == [speaker]


@pytest.mark.parametrize("marks", ["“”", '""', "„“", "«»", "‘’", "''", ["''", "''"]])
def test_marks_of_every_kind(marks: str) -> None:
    text = f"{marks[0]}Air naik cepat,{marks[1]} kata Rina Hartati."
    assert said(text) == [("Air naik cepat,", "Rina Hartati")]


def test_words_in_marks_that_nobody_says() -> None:
    assert said('Rina Hartati menolak "mobilisasi parsial" dan julukan “Ratu Muara”.') == []
    assert said('Kata "gotong royong" muncul tujuh kali.') == []


def test_both_halves_of_a_divided_quotation() -> None:
    text = '"Air naik," kata Rina Hartati, "sampai ke pintu." Lalu diam.'
    assert said(text) == [("Air naik,", "Rina Hartati"), ("sampai ke pintu.", "Rina Hartati")]
    assert said('"Air naik," kata Rina Hartati. "Kami takut sekali malam itu."')[1][1] == "Rina Hartati"


def test_the_next_paragraph_is_open_unless_it_says_who() -> None:
    text = '"Air naik," kata Rina Hartati.\n"Kami menunggu perahu sejak subuh."\n"Lalu surut," ujarnya.'
    assert [name for _, name in said(text)] == ["Rina Hartati", "", "Rina Hartati"]


def test_speaker_is_named_by_the_longest_form_in_the_text() -> None:
    assert said('"Air naik," kata Rina. Rina Hartati tinggal di sana.')[0][1] == "Rina Hartati"


@given(st.text(alphabet=st.sampled_from(list("\"“”‘’'«» .,\nkata Rinu")), max_size=60))
def test_any_text_gives_spans_in_order(text: str) -> None:
    end = 0
    for quote in quotes(article(text)):
        assert end <= quote.start < quote.end <= len(text)
        end = quote.end


def test_marks_that_nobody_closes_cost_no_more_than_others() -> None:
    before = "„a " * 100_000  # looking from each of them to the end would take an hour
    (quote,) = quotes(article(f"{before}„Air naik.“ kata Rina"))
    assert (quote.start, quote.end) == (len(before) + 1, len(before) + 10)


def test_a_verb_far_before_a_quotation_is_not_looked_for() -> None:
    for words, speaker in ((20, "Rina Hartati"), (MAX_LEAD, "")):
        assert said(f'Menurut Rina Hartati {"air " * words}, "air naik cepat sekali."')[0][1] == speaker


LEADS = (
    "kata",
    "mengatakan",
    "Menurut",
    "MENJELASKAN",
    "katak",
    " ",
    ", ",
    ":",
    ".",
    "\n",
    "bahwa",
    "Rina",
    "é",
    "\u017f",
)


@given(st.lists(st.sampled_from(LEADS), max_size=12).map("".join))
def test_a_verb_before_a_quotation_is_found_where_the_pattern_finds_it(lead: str) -> None:
    match = FINDER.before.pattern.search(lead)
    assert FINDER.before.find(lead) == (match.start() if match else -1)


def test_tables_are_checked(tmp_path: Path) -> None:
    for name in ("speech_verbs.tsv", "relation_words.tsv"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    QuoteFinder.load(tmp_path)
    (tmp_path / "relation_words.tsv").write_text("word\tuse\tnote\nistri\tapa\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match="whose or office"):
        QuoteFinder.load(tmp_path)
    (tmp_path / "speech_verbs.tsv").write_text("verb\tplace\tnote\nkata\tdi atas\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match="after or before"):
        QuoteFinder.load(tmp_path)
    (tmp_path / "speech_verbs.tsv").write_text("verb\tplace\tnote\nku\tafter\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match="letters"):
        QuoteFinder.load(tmp_path)

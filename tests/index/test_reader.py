"""From one record to an article: each step sees what the one before left."""

import gc
from datetime import date

import pytest

from index.article import Article, original_text
from index.corpus_formats import RawArticle, Skipped
from index.reader import MAX_HEADLINE, Reader, headline
from index.reading import Reading


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def read(reader: Reader, text: str, **given: str) -> Article:
    reading = reader.read(RawArticle(text, "a.txt", id="a", **given))
    assert isinstance(reading, Reading)
    return reading.article


def test_bare_text_gives_headline_date_actors_and_cuts(reader: Reader) -> None:
    text = (
        "Presiden Rusia Vladimir Putin tiba di Jakarta, Minggu (27/9/2020).\n"
        "Baca: Menlu China Wang Yi Dijadwalkan Mengunjungi Jepang\n"
        "Putin dijadwalkan bertemu para pengusaha."
    )
    article = read(reader, text)
    assert article.title_method == "first-sentence" and article.title.startswith("Presiden Rusia")
    assert article.published.value == date(2020, 9, 27)
    names = {actor.name for actor in article.actors}
    assert "Vladimir Putin" in names and not any("Wang Yi" in name for name in names)
    assert "Wang Yi" not in article.body and article.cuts[0].headlines
    assert original_text(article) == text
    for mention in article.mentions:
        assert 0 <= mention.start < mention.end <= len(article.body)


def test_given_metadata_wins(reader: Reader) -> None:
    article = read(
        reader,
        "Banjir melanda desa.",
        title="Banjir",
        published="2021-02-03",
        source="Warta X",
        url="https://x.example/1",
    )
    assert (article.title, article.title_method) == ("Banjir", "given")
    assert (article.published.value, article.published.method) == (date(2021, 2, 3), "given")
    assert article.source is not None and article.source.name == "Warta X"


def test_outlet_from_the_address_when_nothing_names_it(reader: Reader) -> None:
    article = read(reader, "Banjir melanda desa.", url="https://berita.kabaruji.example/1")
    assert article.source is not None and "kabaruji" in article.source.id


def test_unknown_date_stays_unknown(reader: Reader) -> None:
    assert read(reader, "Banjir melanda desa di tepi sungai.").published.value is None


def test_html_page_is_extracted_first(reader: Reader) -> None:
    page = "<html><head><title>Judul</title></head><body><article>{}</article></body></html>".format(
        "<p>Warga desa bergotong royong membersihkan lumpur sisa banjir kemarin.</p>" * 5
    )
    reading = reader.read(RawArticle(page, "a.html", id="a", is_html=True))
    assert isinstance(reading, Reading) and "lumpur" in reading.article.body
    assert isinstance(reader.read(RawArticle("<html></html>", "a.html", id="a", is_html=True)), Skipped)


def test_long_first_sentence_is_cut_at_a_word() -> None:
    title, method = headline("", "kata " * 100, [0, 499])
    assert method == "first-sentence" and len(title) <= MAX_HEADLINE + 1 and title.endswith("kata…")
    assert headline("  Judul ", "x", [0, 1]) == ("Judul", "given")
    assert headline("", "", []) == ("", "first-sentence")


def test_a_country_that_only_says_whose_counts_but_is_no_mention(reader: Reader) -> None:
    article = read(reader, "Sejumlah pasukan Armenia mundur dari bukit itu pada pagi hari.")
    assert [actor.id for actor in article.actors] == ["armenia"]
    assert article.mentions == ()
    assert [article.body[m.start : m.end] for m in article.attributes] == ["Armenia"]
    assert article.named == article.attributes


def test_a_role_is_read_beside_the_name(reader: Reader) -> None:
    article = read(reader, "Ketua Komisi Pemilihan Umum Hasyim Asy'ari hadir di acara itu.")
    assert [article.body[role.start : role.end] for role in article.roles] == [
        role.text for role in article.roles
    ]
    assert article.roles[0].text.startswith("Ketua") and article.roles[0].actor_id == article.actors[-1].id


def test_reading_leaves_no_cycles_for_the_collector(reader: Reader) -> None:
    text = "Presiden Rusia Vladimir Putin tiba di Jakarta. “Kami siap,” kata Putin (27/9/2020)."
    read(reader, text)
    gc.collect()
    gc.disable()
    try:
        read(reader, text)
        assert gc.collect() == 0
    finally:
        gc.enable()

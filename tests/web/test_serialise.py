"""The JSON shapes and the other formats, from hand-built values."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from index.article import Actor, Article, Copies, Cut, Dating, Mention, Quote, Role, Source
from searcher.page import (
    Beside,
    Bucket,
    Expansion,
    Facet,
    FacetValue,
    Hit,
    Page,
    Problem,
    Reading,
    Snippet,
    Suggestion,
    Timeline,
)
from searcher.query import Query
from web import exports
from web.language import Voice, read_catalogue
from web.links import Links
from web.reading import citation, cut_spans, reading_view
from web.serialise import page_json, reading_json, suggestion_json

VOICE = Voice("id", read_catalogue())
LINKS = Links(20)
ROOT = "http://contoh.id"
RATNA = Actor("p-ratna", "Ratna Dewanti", "person", ("Ibu Ratna",))
ARTICLE = Article(
    "a/1",
    "=HYPERLINK() & Rob",
    "Ratna datang <cepat>.\nRatna pergi.",
    published=Dating(date(2020, 9, 27), "day", "weekday", "high", "Minggu (27/9)", (0, 5)),
    source=Source("s1", "Suara Pesisir"),
    url="javascript:alert(1)",
    actors=(RATNA,),
    mentions=(Mention("p-ratna", 0, 5), Mention("p-ratna", 22, 27)),
    cuts=(
        Cut("Baca: Beras naik\n", "related", 22, ("Beras naik",), ("https://contoh.id/b", "data:x")),
        Cut("SUARA – ", "dateline", 0),
    ),
    quotes=(Quote(0, 5, "p-ratna", "Ratna"), Quote(6, 9)),
    metadata=(("rubrik", "daerah"),),
)
HIT = Hit(
    ARTICLE,
    7.3149999,
    ((0, 1),),
    (Snippet("body", "Ratna datang <cepat>.", 0, ((0, 5),)),),
    (("ratna", ("Ratna",)),),
    1,
)
PAGE = Page(
    query=Query(text="ratna", page=2, size=1),
    understood="ratna",
    hits=(HIT,),
    total=3,
    groups=2,
    facets=(Facet("person", (FacetValue("p-ratna", "Ratna Dewanti", 2, 5, aliases=("Ibu Ratna",)),), 4),),
    timeline=Timeline("day", (Bucket("2020-09-27", 2, 3),), 1),
    problems=(Problem("syntax", "opening-alone", (3, 4)),),
    expanded=(Expansion("menlu", "menteri luar negeri"),),
    did_you_mean="ratnah",
    generation="g1",
    articles=5,
)


def test_a_page_of_results() -> None:
    value = page_json(PAGE, VOICE, LINKS, "html", 3.14159)
    assert json.loads(json.dumps(value)) == value
    assert value["query"]["problems"] == [
        {
            "kind": "syntax",
            "text": "Kurung buka tidak ditutup; dianggap ditutup di akhir.",
            "position": [3, 4],
        }
    ]
    assert value["query"]["expanded"][0]["off"] == "/api/v1/search?q=ratna&expand=0&size=1"
    assert (value["total"], value["groups"], value["took_ms"]) == (3, 2, 3.1)
    assert value["page"]["next"] == "/api/v1/search?q=ratna&page=3&size=1"
    assert value["page"]["previous"] == "/api/v1/search?q=ratna&size=1"
    (result,) = value["results"]
    assert result["url"] == "/artikel/a%2F1"
    assert result["source_url"] is None, "only web addresses leave the house"
    assert result["published"]["value"] == "2020-09-27"
    assert result["snippets"][0]["html"] == "<mark>Ratna</mark> datang &lt;cepat&gt;."
    assert result["matched"] == {"ratna": ["Ratna"]}
    person = value["facets"]["person"]
    assert person["others"] == 4
    assert person["values"][0]["toggle"] == "/api/v1/search?q=ratna&actor=p-ratna&size=1"
    assert person["values"][0]["exclude"] == "/api/v1/search?q=ratna&not_actor=p-ratna&size=1"
    assert value["timeline"]["buckets"][0]["url"].endswith("from=2020-09-27&to=2020-09-27&size=1")


@pytest.mark.parametrize(
    ("highlight", "keys"), [("offsets", {"field", "text", "start", "hits"}), ("none", None)]
)
def test_highlights_as_offsets_or_not_at_all(highlight: str, keys: set[str] | None) -> None:
    snippets = page_json(PAGE, VOICE, LINKS, highlight, 0)["results"][0]["snippets"]
    assert [set(snippet) for snippet in snippets] == ([keys] if keys else [])


def test_what_somebody_is_said_to_be() -> None:
    given = replace(
        ARTICLE, roles=(Role("p-ratna", "Lurah", 6, 9),), attributes=(Mention("p-ratna", 10, 12),)
    )
    actor = reading_json(Reading(given), LINKS)["actors"][0]
    assert actor["roles"] == [{"text": "Lurah", "start": 6, "end": 9}]
    assert actor["attributes"] == [[10, 12]]


def test_a_whole_article() -> None:
    value = reading_json(Reading(ARTICLE, (), ((0, 5),)), LINKS)
    assert value["actors"][0]["mentions"] == [[0, 5], [22, 27]]
    assert (value["actors"][0]["attributes"], value["actors"][0]["roles"]) == ([], [])
    assert value["cuts"][0]["links"] == ["https://contoh.id/b"]
    assert value["quotes"][1] == {"start": 6, "end": 9, "speaker_id": None, "speaker": None}
    assert value["published"]["span"] == [0, 5]
    assert value["hits"]["body"] == [[0, 5]]
    assert value["metadata"] == [{"name": "rubrik", "value": "daerah"}]


def test_suggestions_lead_where_they_should() -> None:
    urls = [
        suggestion_json(item, LINKS)["url"]
        for item in (
            Suggestion("word", "banjir", count=3),
            Suggestion("actor", "Ratna Dewanti", "p-ratna"),
            Suggestion("headline", "Rob", "a/1"),
        )
    ]
    assert urls == ["/cari?q=banjir", "/cari?actor=p-ratna", "/artikel/a%2F1"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t", "\uff1d", "\n+"])
def test_no_csv_cell_is_a_formula(start: str) -> None:
    article = Article("1", f"{start}1+1", "isi")
    rows = list(csv.DictReader(io.StringIO(exports.csv_lines([Hit(article, 1.0)], ROOT, LINKS), newline="")))
    assert rows[0]["title"].startswith("'")
    assert rows[0]["id"] == "1"
    assert rows[0]["page"] == "http://contoh.id/artikel/1"


def test_a_ris_record_has_one_field_a_line() -> None:
    text = exports.ris_lines([ARTICLE], ROOT, LINKS)
    lines = text.split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert "DA  - 2020/09/27/" in lines
    assert "UR  - http://contoh.id/artikel/a%2F1" in lines
    assert "ER  - " in lines
    month = Article("2", "Judul\nDua", "isi", published=Dating(date(2020, 9, 1), "month", "text", "low"))
    assert "DA  - 2020/09//" in exports.ris_lines([month], ROOT, LINKS)
    assert "TI  - Judul Dua" in exports.ris_lines([month], ROOT, LINKS)


def test_ndjson_says_no_article_twice() -> None:
    lines = list(exports.ndjson_lines([PAGE, PAGE], LINKS, "none"))
    assert [json.loads(line)["id"] for line in lines] == ["a/1"]


def test_a_feed_is_xml_whatever_is_in_it() -> None:
    odd = Hit(Article("x", "Judul \x00\x0b\ud800 <b>", "isi \x01"), 1.0)
    page = Page(Query(), "", (HIT, odd), 2, 2, (), Timeline("day", (), 0))
    feed = ElementTree.fromstring(
        exports.atom_feed(page, ROOT, (ROOT + "/f", ROOT), "2020-10-01", VOICE, LINKS)
    )
    space = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{space}entry")
    assert [entry.findtext(f"{space}published") for entry in entries] == ["2020-09-27T00:00:00Z", None]
    assert entries[1].findtext(f"{space}title") == "Judul  <b>"
    assert feed.findtext(f"{space}updated") == "2020-10-01T00:00:00Z"


def test_the_original_text_shows_what_was_cut() -> None:
    view = reading_view(Reading(ARTICLE), True, VOICE, LINKS)
    assert view.paragraphs[0].startswith("<del>SUARA – </del>Ratna datang")
    assert view.paragraphs[1] == "<del>Baca: Beras naik</del>"
    assert view.steps == ()
    assert cut_spans(ARTICLE) == ((0, 8), (30, 47))


def test_the_reading_page_links_actors_and_numbers_hits() -> None:
    view = reading_view(Reading(ARTICLE, ((0, 1),), ((0, 5), (22, 27))), False, VOICE, LINKS)
    assert 'href="/cari?actor=p-ratna"' in view.paragraphs[0]
    assert 'id="h2"' in view.paragraphs[1]
    assert view.steps == (1, 2)
    assert view.address == ""
    assert view.cuts[0].addresses == ("https://contoh.id/b",)
    assert view.cuts[1].lines == ("SUARA –",)


def test_quotes_name_their_speaker_or_leave_it_open() -> None:
    first, second = reading_view(Reading(ARTICLE), False, VOICE, LINKS).quotes
    assert (first.text, first.speaker, first.url) == ("Ratna", "Ratna", "/cari?actor=p-ratna")
    assert (second.text, second.speaker, second.url) == ("dat", "", "")


def test_a_citation_names_title_source_date_and_place() -> None:
    assert citation(ARTICLE, VOICE) == (
        "“=HYPERLINK() & Rob”, Suara Pesisir, diperkirakan 27 September 2020, arsip nomor a/1."
    )


def test_the_reading_page_leads_to_what_the_archive_has_beside_it() -> None:
    copied = replace(ARTICLE, copies=Copies("g", ((0, 21),), ("b/2",)))
    other, like = Article("b/2", "Beras naik", ""), Article("c", "Rob", "")
    beside = Beside((other,), (("Beras naik", other),), (Hit(like, 1.0),))
    view = reading_view(Reading(copied), False, VOICE, LINKS, beside)
    assert view.shared == (True, False)
    assert (view.others, view.similar) == ((other,), (like,))
    assert [cut.targets for cut in view.cuts] == [("/artikel/b%2F2",), ("",)]
    assert reading_view(Reading(copied), True, VOICE, LINKS, beside).shared == ()
    related = reading_json(Reading(copied), LINKS, beside.related)["related"]
    assert related == [{"headline": "Beras naik", "id": "b/2", "url": "/artikel/b%2F2"}]


def test_what_a_text_speaks_of_leads_to_all_that_speak_of_it() -> None:
    speaking = replace(ARTICLE, mentioned_dates=(date(1991, 11, 26),), mentioned_periods=("1965", "1991-11"))
    assert reading_view(Reading(speaking), False, VOICE, LINKS).days == (
        ("1965", "/cari?q=disebut%3A1965"),
        ("November 1991", "/cari?q=disebut%3A1991-11"),
        ("26 November 1991", "/cari?q=disebut%3A1991-11-26"),
    )
    value = reading_json(Reading(speaking), LINKS)
    assert (value["mentioned_dates"], value["mentioned_periods"]) == (["1991-11-26"], ["1965", "1991-11"])
